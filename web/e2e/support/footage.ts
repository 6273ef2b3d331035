import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { distance, type Quarters, type Rgb } from './known';

const run = promisify(execFile);
const LARGE = 256 * 1024 * 1024;

/** Decodes by Debian's ffmpeg, which is none of what made the files. Throws if it has anything to complain about. */
const decoded = async (args: readonly string[]): Promise<Buffer> => {
  const { stdout, stderr } = await run('ffmpeg', ['-v', 'error', '-nostdin', ...args, '-'], {
    encoding: 'buffer',
    maxBuffer: LARGE,
  });
  if (stderr.length > 0) throw new Error(`ffmpeg says: ${stderr}`);
  return stdout;
};

export interface Probed {
  readonly seconds: number;
  readonly streams: readonly { readonly codec: string; readonly width: number; readonly height: number }[];
  readonly chapters: readonly { readonly title: string; readonly startS: number }[];
}

/** What ffprobe reads of a file, all packets of it. Throws if it has anything to complain about. */
export const probe = async (file: string): Promise<Probed> => {
  const args = [
    '-v',
    'error',
    '-count_packets',
    '-show_format',
    '-show_streams',
    '-show_chapters',
    '-of',
    'json',
    file,
  ];
  const { stdout, stderr } = await run('ffprobe', args, { maxBuffer: LARGE });
  if (stderr !== '') throw new Error(`ffprobe says of ${file}: ${stderr}`);
  const read = JSON.parse(stdout) as {
    format: { duration: string };
    streams: { codec_name: string; width?: number; height?: number }[];
    chapters: { start_time: string; tags?: { title?: string } }[];
  };
  return {
    seconds: Number(read.format.duration),
    streams: read.streams.map(({ codec_name, width = 0, height = 0 }) => ({ codec: codec_name, width, height })),
    chapters: read.chapters.map(({ start_time, tags }) => ({ title: tags?.title ?? '', startS: Number(start_time) })),
  };
};

/** A picture of a film, three bytes for each point. */
export interface Still {
  readonly width: number;
  readonly height: number;
  readonly rgb: Buffer;
}

const SMALL: readonly [number, number] = [320, 180];

/** What a film shows at a time. */
export const still = async (file: string, atS: number): Promise<Still> => {
  const [width, height] = SMALL;
  const scale = ['-frames:v', '1', '-vf', `scale=${width}:${height}`, '-pix_fmt', 'rgb24', '-f', 'rawvideo'];
  const rgb = await decoded(['-ss', String(atS), '-i', file, ...scale]);
  if (rgb.length !== width * height * 3) throw new Error(`${file} shows nothing at ${atS} s`);
  return { width, height, rgb };
};

interface Place {
  readonly x: number;
  readonly y: number;
  readonly points: number;
}

/** Where the points of about this colour are, in the mean. */
const placeOf = ({ width, height, rgb }: Still, colour: Rgb, off: number): Place => {
  let [x, y, points] = [0, 0, 0];
  for (let at = 0; at < width * height; at++) {
    const point: Rgb = [rgb[at * 3] ?? 0, rgb[at * 3 + 1] ?? 0, rgb[at * 3 + 2] ?? 0];
    if (distance(point, colour) <= off) {
      x += at % width;
      y += Math.floor(at / width);
      points++;
    }
  }
  return { x: x / points, y: y / points, points };
};

const COLOUR = 40;

/** Part of a still, from left to right. */
export const part = ({ width, height, rgb }: Still, from: number, to: number): Still => {
  const [left, right] = [Math.round(from * width), Math.round(to * width)];
  const rows = Array.from({ length: height }, (_, y) => rgb.subarray((y * width + left) * 3, (y * width + right) * 3));
  return { width: right - left, height, rgb: Buffer.concat(rows) };
};

/** Whether a still has the known picture somewhere: its four colours, on as much of it, in their order. */
export const hasQuarters = (shown: Still, quarters: Quarters, share: number): boolean => {
  const places = quarters.map((colour) => placeOf(shown, colour, COLOUR));
  const [a, b, c, d] = places as [Place, Place, Place, Place];
  const enough = (shown.width * shown.height * share) / 4;
  const ordered = a.x < b.x && c.x < d.x && a.y < c.y && b.y < d.y;
  return ordered && places.every(({ points }) => points >= enough);
};

const RATE = 16_000;
const STEP_S = 0.1;

/** A file's sound, mono at 16 kHz, from -1 to 1. */
export const soundOf = async (file: string): Promise<Float32Array> => {
  const bytes = await decoded(['-i', file, '-vn', '-ac', '1', '-ar', String(RATE), '-f', 's16le']);
  return Float32Array.from({ length: Math.floor(bytes.length / 2) }, (_, i) => bytes.readInt16LE(i * 2) / 32_768);
};

/** How loud a tone is in a part of a sound, 1 for as loud as there can be, by Goertzel's filter. */
export const levelOf = (sound: Float32Array, hertz: number, fromS: number, forS: number): number => {
  const [from, count] = [Math.round(fromS * RATE), Math.round(forS * RATE)];
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / RATE);
  let [before, last] = [0, 0];
  for (let i = from; i < from + count; i++) [before, last] = [last, (sound[i] ?? 0) + turn * last - before];
  return (2 * Math.sqrt(Math.max(0, before * before + last * last - turn * before * last))) / count;
};

/** How loud a tone is in each tenth of a second of a file's sound. */
export const loudness = async (file: string, hertz: number): Promise<number[]> => {
  const sound = await soundOf(file);
  const tenths = Math.floor(sound.length / (RATE * STEP_S));
  return Array.from({ length: tenths }, (_, i) => levelOf(sound, hertz, i * STEP_S, STEP_S));
};

const AUDIBLE = 0.02;

/** In how much of the time between two moments a tone is heard. */
export const heard = (levels: readonly number[], fromS: number, toS: number): number => {
  const between = levels.slice(Math.round(fromS / STEP_S), Math.round(toS / STEP_S));
  return between.filter((level) => level > AUDIBLE).length / between.length;
};
