/** Pictures and sounds that a test knows beforehand, so that it can compare what arrives with what was sent. */
export type Rgb = readonly [number, number, number];

/** What is in the middle of the four quarters of a picture: above left, above right, below left, below right. */
export type Quarters = readonly [Rgb, Rgb, Rgb, Rgb];

/** As a camera sees it: no colour at its end, where browsers clip differently. */
export const CAMERA: Quarters = [
  [190, 60, 60],
  [60, 160, 70],
  [60, 80, 190],
  [190, 180, 70],
];

/** Unlike the camera's in each place. */
export const SHARED: Quarters = [
  [60, 80, 190],
  [190, 180, 70],
  [190, 60, 60],
  [60, 160, 70],
];

/** ITU-R BT.601, in the range of video. */
const toYuv = ([r, g, b]: Rgb): Rgb => [
  16 + (66 * r + 129 * g + 25 * b) / 256,
  128 + (-38 * r - 74 * g + 112 * b) / 256,
  128 + (112 * r - 94 * g - 18 * b) / 256,
];

const toRgb = ([y, u, v]: Rgb): Rgb => {
  const luma = 1.164 * (y - 16);
  const all = [luma + 1.596 * (v - 128), luma - 0.813 * (v - 128) - 0.392 * (u - 128), luma + 2.017 * (u - 128)];
  return all.map((value) => Math.min(255, Math.max(0, value))) as unknown as Rgb;
};

const WIDTH = 640;
const HEIGHT = 360;
const FPS = 10;

const plane = (width: number, height: number, values: readonly number[], mark: number): Buffer => {
  const bytes = Buffer.alloc(width * height);
  for (let y = 0; y < height; y++) {
    const half = y < height / 2 ? 0 : 2;
    bytes.fill(values[half] ?? 0, y * width, y * width + width / 2);
    bytes.fill(values[half + 1] ?? 0, y * width + width / 2, (y + 1) * width);
    // The middle changes with each frame.
    if (Math.abs(y - height / 2) < height / 10) {
      bytes.fill(mark, Math.round(y * width + width * 0.45), Math.round(y * width + width * 0.55));
    }
  }
  return bytes;
};

/** A film of four quarters whose middle blinks, for `--use-file-for-fake-video-capture`. */
export const quartersFilm = (quarters: Quarters): Buffer => {
  const yuv = quarters.map(toYuv);
  const values = (at: 0 | 1 | 2) => yuv.map((each) => Math.round(each[at]));
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FPS}:1 Ip A1:1 C420jpeg\n`)];
  for (const light of [40, 210]) {
    parts.push(Buffer.from('FRAME\n'), plane(WIDTH, HEIGHT, values(0), light));
    for (const at of [1, 2] as const) parts.push(plane(WIDTH / 2, HEIGHT / 2, values(at), 128));
  }
  return Buffer.concat(parts);
};

const RATE = 48_000;

/**
 * A tone for a while and then nothing, for `--use-file-for-fake-audio-capture`. A tone without end is what suppression
 * of noise takes away.
 */
export const toneFile = (hertz: number, onSeconds = 0.5, allSeconds = 0.9): Buffer => {
  const [on, all] = [RATE * onSeconds, RATE * allSeconds];
  const samples = Array.from({ length: all }, (_, i) =>
    i < on ? Math.round(12_000 * Math.sin((2 * Math.PI * hertz * i) / RATE)) : 0,
  );
  return wav(samples);
};

/** Samples of 16 bits at 48 kHz, mono, as a WAV file. */
export const wav = (samples: readonly number[]): Buffer => {
  const data = Buffer.from(Int16Array.from(samples).buffer);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
};

/** How far apart two colours are in the channel where they differ most. */
export const distance = (a: Rgb, b: Rgb): number => Math.max(...a.map((value, at) => Math.abs(value - (b[at] ?? 0))));

/** The same of two pictures, where they differ most. */
export const differ = (seen: Quarters, known: Quarters): number =>
  Math.max(...seen.map((colour, at) => distance(colour, known[at] as Rgb)));

/**
 * Firefox's fake camera shows one colour at a time: its brightness is half, its two chromas go around the edge of the
 * square from 16 to 240.
 */
const edge: readonly Rgb[] = Array.from({ length: 225 }, (_, i) => i + 16).flatMap((along) =>
  (
    [
      [16, along],
      [240, along],
      [along, 16],
      [along, 240],
    ] as const
  ).map(([u, v]) => toRgb([128, u, v])),
);

/** How far a picture is from any that Firefox's fake camera can show. */
export const differFromFirefoxCamera = (seen: Quarters): number =>
  Math.min(...edge.map((colour) => differ(seen, [colour, colour, colour, colour])));
