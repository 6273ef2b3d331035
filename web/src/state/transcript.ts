import type { LiveTranscript, TranscriptLine, TranscriptPartial, TranscriptState } from '../protocol/types';

/** More than is said in a session of hours. The oldest are dropped. */
const MOST_LINES = 2000;
/** More than speak at once. Those without news for longest are dropped. */
const MOST_PARTIALS = 20;
const MOST_RECENT = 2;
/** A line that nothing more is heard of for this long was lost. */
export const PARTIAL_MS = 15_000;
/** For how long a caption stays once its line is final. */
export const CAPTION_MS = 4000;
/** A speaker's name and the time stand there again after this long. */
const PARAGRAPH_MS = 60_000;

/** A line and when it was read, in monotonic milliseconds. */
export interface Heard<T> {
  readonly line: T;
  readonly heardAt: number;
}

export interface Transcript {
  readonly state: TranscriptState;
  /** Final ones, in the order in which they were begun to be said. */
  readonly lines: readonly TranscriptLine[];
  /** What is being said, the one without news for longest first. */
  readonly partials: readonly Heard<TranscriptPartial>[];
  /** The final lines that came last and were the newest then; none of a snapshot. */
  readonly recent: readonly Heard<TranscriptLine>[];
  /**
   * The least time between one that the server told as now, or as the end of a line, and when that was read; the two are
   * of clocks that have nothing to do with each other.
   */
  readonly quickestMs: number;
}

export const noTranscript: Transcript = { state: 'off', lines: [], partials: [], recent: [], quickestMs: Infinity };

type Placed = Pick<TranscriptLine, 'id' | 'at'>;

/** Times have fractions of a second or not, so that their text does not sort. */
const byTime = (a: Placed, b: Placed): number => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1);

const insert = (lines: readonly TranscriptLine[], line: TranscriptLine): readonly TranscriptLine[] => {
  const before = lines.findLastIndex((each) => byTime(each, line) < 0) + 1;
  return lines.toSpliced(before, 0, line).slice(-MOST_LINES);
};

const tookMs = (at: string, readAt: number): number => readAt - Date.parse(at);

/** A time that the server told as now. */
export const hearTime = (transcript: Transcript, at: string, now: number): Transcript => ({
  ...transcript,
  quickestMs: Math.min(transcript.quickestMs, tookMs(at, now)),
});

/** How long ago a line was said when it was read, but for the way from the server here. */
export const lateMs = ({ quickestMs }: Transcript, { line, heardAt }: Heard<TranscriptLine>): number =>
  tookMs(line.endAt, heardAt) - quickestMs;

const fresh = ({ partials }: Transcript, now: number): readonly Heard<TranscriptPartial>[] =>
  partials.filter(({ heardAt }) => now - heardAt < PARTIAL_MS);

/** The final lines for captions, with one that has just come: not one that is told late, or a better version of it. */
const recentWith = (transcript: Transcript, line: TranscriptLine, heardAt: number, newest: boolean) => {
  const { recent } = transcript;
  if (line.text === null) return recent.filter((each) => each.line.id !== line.id);
  if (recent.some((each) => each.line.id === line.id)) {
    return recent.map((each) => (each.line.id === line.id ? { ...each, line } : each));
  }
  return newest ? [...recent, { line, heardAt }].slice(-MOST_RECENT) : recent;
};

/** A final line; an older version of one that is here says nothing. */
export const hearFinal = (transcript: Transcript, line: TranscriptLine, now: number): Transcript => {
  const known = transcript.lines.find(({ id }) => id === line.id);
  const wasPartial = transcript.partials.some((each) => each.line.id === line.id);
  const partials = fresh(transcript, now).filter((each) => each.line.id !== line.id);
  const { quickestMs } = hearTime(transcript, line.endAt, now);
  if (known && known.rev >= line.rev) return { ...transcript, partials };
  const others = known ? transcript.lines.filter((each) => each !== known) : transcript.lines;
  const lines = insert(others, line);
  const newest = !known && (wasPartial || lines.at(-1) === line);
  return { ...transcript, lines, partials, recent: recentWith(transcript, line, now, newest), quickestMs };
};

/** All that was said of a line so far; what comes after its end says nothing. */
export const hearPartial = (transcript: Transcript, line: TranscriptPartial, now: number): Transcript => {
  if (transcript.lines.some(({ id }) => id === line.id)) return transcript;
  const rest = fresh(transcript, now).filter((each) => each.line.id !== line.id);
  const partials = [...rest, { line, heardAt: now }].slice(-MOST_PARTIALS);
  return hearTime({ ...transcript, partials }, line.endAt, now);
};

/** A snapshot has the newest lines: older ones that were read before are kept. Without any, there are none. */
export const replaceTranscript = (transcript: Transcript, told: LiveTranscript | undefined): Transcript => {
  if (!told) return { ...noTranscript, quickestMs: transcript.quickestMs };
  const lines = told.lines.toSorted(byTime);
  const [first] = lines;
  const older = first ? transcript.lines.filter((line) => byTime(line, first) < 0) : [];
  return { ...transcript, state: told.state, lines: [...older, ...lines].slice(-MOST_LINES), partials: [], recent: [] };
};

/** Nothing more comes. */
export const endTranscript = (transcript: Transcript): Transcript => ({
  ...transcript,
  state: 'off',
  partials: [],
  recent: [],
});

/** What is being said at `now`, in the order in which it was begun. */
export const interim = (transcript: Transcript, now: number): readonly TranscriptPartial[] =>
  fresh(transcript, now)
    .map(({ line }) => line)
    .toSorted(byTime);

/** When something is gone by time alone; null when nothing will be. */
export const nextFade = ({ partials, recent }: Transcript, now: number): number | null => {
  const times = [
    ...partials.map(({ heardAt }) => heardAt + PARTIAL_MS),
    ...recent.map(({ heardAt }) => heardAt + CAPTION_MS),
  ].filter((at) => at > now);
  return times.length === 0 ? null : Math.min(...times);
};

/** What one speaker said without a break. */
export interface Paragraph {
  /** Its first line's. */
  readonly id: string;
  readonly from: string;
  readonly name: string;
  readonly at: string;
  readonly lines: readonly TranscriptLine[];
}

const goesOn = (paragraph: Paragraph, line: TranscriptLine): boolean =>
  paragraph.from === line.from &&
  paragraph.name === line.name &&
  Date.parse(line.at) - Date.parse(paragraph.at) < PARAGRAPH_MS;

export const paragraphs = (lines: readonly TranscriptLine[]): readonly Paragraph[] => {
  const all: (Omit<Paragraph, 'lines'> & { lines: TranscriptLine[] })[] = [];
  for (const line of lines) {
    const last = all.at(-1);
    if (last && goesOn(last, line)) last.lines.push(line);
    else all.push({ id: line.id, from: line.from, name: line.name, at: line.at, lines: [line] });
  }
  return all;
};

/** All of it to be put down elsewhere, a row for each line. */
export const asText = (lines: readonly TranscriptLine[]): string =>
  lines.flatMap(({ name, text }) => (text === null ? [] : `${name}: ${text.replace(/\s+/gu, ' ').trim()}`)).join('\n');

export interface Caption {
  readonly id: string;
  readonly from: string;
  readonly name: string;
  readonly text: string;
}

const MOST_CAPTIONS = 2;

/** The newest that is said at `now`, of two speakers at most, the older first. */
export const captions = (transcript: Transcript, now: number): readonly Caption[] => {
  const final = transcript.recent.filter(({ heardAt }) => now - heardAt < CAPTION_MS).map(({ line }) => line);
  const said = [...final, ...interim(transcript, now)].toSorted(byTime);
  const shown: Caption[] = [];
  for (const { id, from, name, text } of said) {
    const last = shown.at(-1);
    if (text === null) continue;
    if (last?.from === from) shown[shown.length - 1] = { ...last, text: `${last.text} ${text}` };
    else shown.push({ id, from, name, text });
  }
  return shown.slice(-MOST_CAPTIONS);
};
