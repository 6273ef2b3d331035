import type { FilmTranscript, Recording, RecordingFile } from '../src/protocol/recordings';

const file = (name: string, kind: string, type: string, exp = 2_000_000_000): RecordingFile => ({
  name,
  kind,
  type,
  bytes: 7_400_000,
  url: `/media/recordings/ses_1/rec_1.${name}?exp=${exp}&sig=s`,
});

/** The files of a whole film, at addresses that end at `exp` (seconds since 1970). */
export const filmFiles = (exp?: number): readonly RecordingFile[] => [
  file('lesson.webm', 'lesson', 'video/webm', exp),
  file('poster.jpg', 'poster', 'image/jpeg', exp),
  file('strip.jpg', 'strip', 'image/jpeg', exp),
  file('strip.vtt', 'strip_index', 'text/vtt', exp),
  file('chapters.vtt', 'chapters', 'text/vtt', exp),
];
const transcriptFile = (format: string, exp: number) => file(`transcript.${format}`, '', '', exp).url ?? '';
/** Where what was said in it is, at addresses that end at `exp`. */
export const filmTranscript = (exp = 2_000_000_000): FilmTranscript => ({
  json: transcriptFile('json', exp),
  vtt: transcriptFile('vtt', exp),
  srt: transcriptFile('srt', exp),
  txt: transcriptFile('txt', exp),
});

/** A recording of an hour whose film is ready. */
export const recorded = (more: Partial<Recording> = {}): Recording => ({
  id: 'rec_1',
  state: 'ready',
  startedAt: '2026-01-15T10:20:00Z',
  endedAt: '2026-01-15T11:20:00Z',
  durationMs: 3_600_000,
  incomplete: null,
  files: filmFiles(),
  chapters: [
    { atMs: 0, title: 'Welcome' },
    { atMs: 600_000, title: 'Rate limiter' },
  ],
  ...more,
});

/** One without a film. */
export const unmade = (state: Recording['state'], more: Partial<Recording> = {}): Recording => ({
  id: `rec_${state}`,
  state,
  startedAt: '2026-01-15T10:20:00Z',
  endedAt: state === 'recording' ? null : '2026-01-15T11:20:00Z',
  ...more,
});
