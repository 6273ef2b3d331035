import { until } from './figures';
import type { Quarters } from './known';
import type { Picture, Voice } from './probe';

/** The page of any browser, as far as one looks and listens through it; its probe is installed. */
export interface Page {
  evaluate<A, R>(run: (arg: A) => R | Promise<R>, arg: A): Promise<R>;
}

export interface Tone {
  readonly hertz: number;
  readonly decibels: number;
}

export type VideoSource = 'cam' | 'screen';

/** The mean colours around the middles of the four quarters of what is shown of somebody. Runs in the page. */
const readQuarters = ([id, source]: readonly [string, VideoSource]): Quarters | null => {
  const video = document.querySelector<HTMLVideoElement>(`video[data-participant="${id}"][data-source="${source}"]`);
  const [width, height] = [64, 64];
  const canvas = new OffscreenCanvas(width, height).getContext('2d');
  if (!video || !canvas || video.videoWidth === 0) return null;
  canvas.drawImage(video, 0, 0, width, height);
  const mean = (x: number, y: number) => {
    const { data } = canvas.getImageData(x - 4, y - 4, 8, 8);
    const of = (channel: number) => data.reduce((sum, value, i) => (i % 4 === channel ? sum + value : sum), 0) / 64;
    return [Math.round(of(0)), Math.round(of(1)), Math.round(of(2))] as const;
  };
  return [mean(16, 16), mean(48, 16), mean(16, 48), mean(48, 48)];
};

/** The loudest frequency of all that the page plays now. Runs in the page. */
const readTone = (): Tone => {
  const own = window as unknown as { ear?: AnalyserNode };
  if (!own.ear) {
    const context = new AudioContext();
    own.ear = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    for (const { srcObject } of document.querySelectorAll('audio')) {
      if (srcObject) context.createMediaStreamSource(srcObject as MediaStream).connect(own.ear);
    }
    // Not waited for: in Firefox without a sound card this never ends.
    context.resume().catch(() => undefined);
  }
  const levels = new Float32Array(own.ear.frequencyBinCount);
  own.ear.getFloatFrequencyData(levels);
  const decibels = Math.max(...levels);
  const hertz = (levels.indexOf(decibels) * own.ear.context.sampleRate) / own.ear.fftSize;
  return { hertz: Math.round(hertz), decibels: Math.max(-999, Math.round(decibels)) };
};

const AUDIBLE_DB = -60;

/** What somebody sees and hears of others, in any browser, decoded. */
export class Senses {
  readonly #name: string;
  readonly #page: Page;

  constructor(name: string, page: Page) {
    this.#name = name;
    this.#page = page;
  }

  /** Waits until a video is shown that looks as wanted: by how much it may differ of 255, and how to tell. */
  async sees(id: string, source: VideoSource, by: number, differ: (seen: Quarters) => number): Promise<void> {
    const what = `${this.#name} seeing the known picture of ${id}'s ${source}`;
    const read = async () => {
      const seen = await this.#page.evaluate(readQuarters, [id, source] as const);
      return { seen, off: seen === null ? 256 : Math.round(differ(seen)) };
    };
    const { off } = await until(what, read, (now) => now.off <= by, SOON_MS);
    process.stdout.write(`figure: ${what}: off by ${off} of 255\n`);
  }

  /** Waits until more frames are decoded and what is shown of them changes. */
  async seesMovement(id: string, source: VideoSource): Promise<void> {
    const what = `${this.#name} seeing ${id}'s ${source} move`;
    const read = () => this.#page.evaluate(([of, from]) => window.probe.picture(of, from), [id, source] as const);
    const first = await until(what, read, (now) => (now?.frames ?? 0) > 0, SOON_MS);
    const moved = (now: Picture | null) => now !== null && now.frames !== first?.frames && now.pixels !== first?.pixels;
    await until(what, read, moved, SOON_MS);
  }

  /** Waits until a tone is heard that is no more than a tenth off. */
  async hears(hertz: number): Promise<void> {
    const what = `${this.#name} hearing ${hertz} Hz`;
    const near = (now: Tone) => now.decibels > AUDIBLE_DB && Math.abs(now.hertz - hertz) <= hertz / 10;
    const { hertz: heard } = await until(what, () => this.#page.evaluate(readTone, null), near, SOON_MS);
    process.stdout.write(`figure: ${what}: ${heard} Hz\n`);
  }

  /** Waits until no packets of sound come any more, and nothing is heard. */
  async hearsNothing(): Promise<void> {
    const what = `${this.#name} hearing nothing`;
    const packets = async () => {
      const voices: Voice[] = await this.#page.evaluate(() => window.probe.voices(), null);
      return voices.reduce((sum, voice) => sum + voice.packets, 0);
    };
    let before = -1;
    const read = async () => {
      const [now, tone] = [await packets(), await this.#page.evaluate(readTone, null)];
      const quiet = now === before && tone.decibels < AUDIBLE_DB;
      before = now;
      return { quiet, ...tone };
    };
    // The known tone pauses: more in a row than a pause has reads.
    let inARow = 0;
    const still = ({ quiet }: { quiet: boolean }) => {
      inARow = quiet ? inARow + 1 : 0;
      return inARow >= 8;
    };
    await until(what, read, still, SOON_MS);
  }
}

/** Longer than anything takes on a busy machine, and short of the test's own end. */
const SOON_MS = 15_000;
