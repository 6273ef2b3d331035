import { LARGEST_CHUNK } from './uploader';

/** What a recorder records; a mix, and in tests anything. */
export interface Recordable {
  readonly stream: MediaStream;
  stop(): void;
}

const SLICE_MS = 2000;
/** As long as a recording may be. */
export const LONGEST_MS = 4 * 3_600_000;
const VIDEO_BPS = 1_500_000;
const AUDIO_BPS = 64_000;
const TYPES = ['video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'] as const;

/** What this browser can record; null for one that cannot. */
export const recordedType = (): string | null => {
  if (typeof MediaRecorder === 'undefined' || typeof AudioContext === 'undefined') return null;
  return TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? null;
};

export interface RecorderListener {
  /** In their order, one after another; waits for what it returns. */
  piece(bytes: ArrayBuffer, offset: number): Promise<void>;
  /** Nothing comes any more, and all pieces were taken; `broken` when one was not. */
  ended(broken: boolean): void;
}

/** Records a stream in pieces of two seconds, of `LARGEST_CHUNK` bytes at most. */
export class Recorder {
  readonly #source: Recordable;
  readonly #recorder: MediaRecorder;
  readonly #listener: RecorderListener;
  readonly #limit: ReturnType<typeof setTimeout>;
  #taken: Promise<void> = Promise.resolve();
  #offset = 0;
  #broken = false;

  constructor(source: Recordable, type: string, listener: RecorderListener) {
    this.#source = source;
    this.#listener = listener;
    this.#recorder = new MediaRecorder(source.stream, {
      mimeType: type,
      videoBitsPerSecond: VIDEO_BPS,
      audioBitsPerSecond: AUDIO_BPS,
    });
    this.#recorder.ondataavailable = ({ data }) => this.#take(data);
    this.#recorder.onstop = () => this.#end();
    this.#recorder.start(SLICE_MS);
    this.#limit = setTimeout(() => this.stop(), LONGEST_MS);
  }

  stop(): void {
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
  }

  #take(data: Blob): void {
    this.#taken = this.#taken
      .then(async () => {
        for (let from = 0; from < data.size && !this.#broken; from += LARGEST_CHUNK) {
          const bytes = await data.slice(from, from + LARGEST_CHUNK).arrayBuffer();
          await this.#listener.piece(bytes, this.#offset);
          this.#offset += bytes.byteLength;
        }
      })
      .catch(() => {
        // What comes behind a gap is no film.
        this.#broken = true;
        this.stop();
      });
  }

  #end(): void {
    clearTimeout(this.#limit);
    this.#source.stop();
    void this.#taken.then(() => this.#listener.ended(this.#broken));
  }
}
