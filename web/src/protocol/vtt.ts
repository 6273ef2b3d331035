/** One cue of a WebVTT file. */
export interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  /** Without markup. */
  readonly text: string;
}

const TIMES = /^((?:\d+:)?\d\d:\d\d\.\d{3})[ \t]+-->[ \t]+((?:\d+:)?\d\d:\d\d\.\d{3})(?:[ \t]|$)/;

const inMs = (time: string): number => {
  const [seconds = 0, minutes = 0, hours = 0] = time.split(':').map(Number).toReversed();
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000);
};

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', nbsp: ' ', lrm: '', rlm: '' };

const plain = (text: string): string =>
  text.replace(/<[^>]*>/g, '').replace(/&(\w+);/g, (whole, name) => entities[name] ?? whole);

const cueOf = (block: string): Cue | null => {
  const lines = block.split('\n');
  const at = lines.findIndex((line) => line.includes('-->'));
  const times = at < 0 ? null : TIMES.exec((lines[at] ?? '').trim());
  if (!times?.[1] || !times[2]) return null;
  const payload = lines.slice(at + 1).join('\n');
  return { startMs: inMs(times[1]), endMs: inMs(times[2]), text: plain(payload).trim() };
};

/** The cues of a WebVTT file in its order (W3C, WebVTT section 6); what is no cue is left out. */
export const parseVtt = (file: string): readonly Cue[] =>
  file
    .replace(/^\uFEFF/, '')
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .flatMap((block) => cueOf(block) ?? []);

/** The cue of a time among cues in order: the last that has begun, null before the first. */
export const cueAt = <T extends { readonly startMs: number }>(cues: readonly T[], ms: number): T | null =>
  cues.findLast(({ startMs }) => startMs <= ms) ?? null;

export interface Thumbnail {
  readonly startMs: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where in a picture of thumbnails each one is, by cues with Media Fragments (`strip.jpg#xywh=0,0,160,90`). */
export const thumbnails = (file: string): readonly Thumbnail[] =>
  parseVtt(file).flatMap(({ startMs, text }) => {
    const [, x, y, width, height] = /#xywh=(?:pixel:)?(\d+),(\d+),(\d+),(\d+)$/.exec(text)?.map(Number) ?? [];
    return x === undefined || y === undefined || !width || !height ? [] : [{ startMs, x, y, width, height }];
  });
