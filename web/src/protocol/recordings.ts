import { arrayOf, either, type Guard, isCount, isNull, isNumber, isString, oneOf, optional, shape } from './guards';

/** `recording` goes on; `processing`: it is over, and its film is made. */
export type RecordingState = 'recording' | 'processing' | 'ready' | 'failed' | 'deleted';

/** Kinds that this page knows; there may be more of them. */
export type FileKind = 'lesson' | 'poster' | 'strip' | 'strip_index' | 'chapters' | 'track';

export interface RecordingFile {
  readonly name: string;
  /** A `FileKind`. */
  readonly kind: string;
  /** Its media type. */
  readonly type: string;
  readonly bytes: number;
  /** From the root of the server, signed, and good for some hours; of a film that is ready. */
  readonly url?: string | undefined;
}

/** A topic begins. */
export interface Chapter {
  readonly atMs: number;
  readonly title: string;
}

/** Where what was said in a film can be read, as `url` of a file; its times count from the film's beginning. */
export interface FilmTranscript {
  /** All lines (`TranscriptLine`) in one page. */
  readonly json: string;
  readonly vtt: string;
  readonly srt: string;
  readonly txt: string;
}

/** A recording of a session as one of its people sees it (`GET /me/sessions/{id}/recordings`). */
export interface Recording {
  readonly id: string;
  readonly state: RecordingState;
  /** RFC 3339, as `endedAt`. */
  readonly startedAt: string;
  /** Null while it goes on. */
  readonly endedAt: string | null;
  /** How far its film is, from 0 to 1; while that is made. */
  readonly progress?: number | undefined;
  readonly durationMs?: number | undefined;
  /** What the film lacks something for, as `disk_full` or `damaged`; null if it is whole. */
  readonly incomplete?: string | null | undefined;
  readonly files?: readonly RecordingFile[] | undefined;
  /** Of a film that is ready, where what is said was to become text and to be kept. */
  readonly transcript?: FilmTranscript | undefined;
  readonly chapters?: readonly Chapter[] | undefined;
}

/** Those of one session, oldest first. */
export interface RecordingList {
  readonly items: readonly Recording[];
}

const isPath: Guard<string> = (value): value is string => isString(value) && /^\/(?!\/)/.test(value);

const isFile: Guard<RecordingFile> = shape<RecordingFile>({
  name: isString,
  kind: isString,
  type: isString,
  bytes: isCount,
  url: optional(isPath),
});

export const isRecording: Guard<Recording> = shape<Recording>({
  id: isString,
  state: oneOf('recording', 'processing', 'ready', 'failed', 'deleted'),
  startedAt: isString,
  endedAt: either(isString, isNull),
  progress: optional(isNumber),
  durationMs: optional(isCount),
  incomplete: optional(either(isString, isNull)),
  files: optional(arrayOf(isFile)),
  transcript: optional(shape<FilmTranscript>({ json: isPath, vtt: isPath, srt: isPath, txt: isPath })),
  chapters: optional(arrayOf(shape<Chapter>({ atMs: isCount, title: isString }))),
});

export const isRecordingList: Guard<RecordingList> = shape<RecordingList>({ items: arrayOf(isRecording) });

/** The files of a kind that can be had now. */
export const filesOf = ({ files = [] }: Recording, kind: FileKind): readonly (RecordingFile & { url: string })[] =>
  files.flatMap((file) => (file.kind === kind && file.url !== undefined ? [{ ...file, url: file.url }] : []));

export const urlOf = (recording: Recording, kind: FileKind): string | null => filesOf(recording, kind)[0]?.url ?? null;
