import type { Told, UploadServer, UploadState } from './server';
import type { KeptRecording, Piece, RecordingStore } from './store';

/** How far a recording has come. */
export type Progress =
  | 'saving'
  /** The server, or the network, is not there; it is tried again. */
  | 'waiting'
  /** The server has no room for it now; it is tried again. */
  | 'noRoom'
  /** The server does not want it, or no more of it: trying again does not help. */
  | 'refused'
  | 'saved';

export interface UploadView {
  readonly id: string;
  readonly progress: Progress;
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly ended: boolean;
}

export interface UploaderPorts {
  readonly store: RecordingStore;
  readonly server: UploadServer;
  /** Of the tab; null when it has none for the session. */
  token(sessionId: string): string | null;
  /** Whether there is time for it now: a call on a bad network goes first. */
  calm(): boolean;
  pause(ms: number): Promise<void>;
  shown(view: UploadView): void;
  /** Nothing more of it will be taken: the recorder may stop. */
  full(id: string): void;
}

export const LARGEST_CHUNK = 4 << 20;
/** While it is being recorded, less than that waits for more: each chunk is a flush of the server's disk. */
export const SMALLEST_CHUNK = 1 << 20;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
const LOOK_MS = 2000;

/** These will be told again, whatever is done. */
const final: ReadonlySet<number> = new Set([400, 401, 403, 404, 415, 422]);
const NO_ROOM = 507;
const TOO_LARGE = 413;
const OUT_OF_ORDER = 409;

type Step = 'on' | 'wait' | 'over';

const endOf = ({ offset, length }: Piece): number => offset + length;

/** The first pieces that make a chunk. */
const gather = (pieces: readonly Piece[], most: number): readonly Piece[] => {
  const gathered: Piece[] = [];
  let bytes = 0;
  for (const piece of pieces) {
    if (gathered.length > 0 && bytes + piece.length > most) break;
    gathered.push(piece);
    bytes += piece.length;
  }
  return gathered;
};

const joined = async (parts: readonly ArrayBuffer[]): Promise<ArrayBuffer> => new Blob([...parts]).arrayBuffer();

/**
 * Sends one recording, piece after piece, as long as the page lives, and deletes what the server has. The server is
 * asked how many bytes it has whenever that is not known: after a reload, and after any answer that did not come.
 */
export class Uploader {
  readonly #ports: UploaderPorts;
  #recording: KeptRecording;
  #state: UploadState | null = null;
  #progress: Progress = 'saving';
  #failures = 0;
  #retryMs = 0;
  #sentBytes = 0;
  #totalBytes = 0;
  #over = false;

  constructor(recording: KeptRecording, ports: UploaderPorts) {
    this.#recording = recording;
    this.#ports = ports;
  }

  /** Runs until all is sent, or nothing more will be taken. Never rejects. */
  async run(): Promise<void> {
    while (!this.#over) {
      let step: Step;
      try {
        step = await this.#step();
      } catch {
        // The browser's own store; a later page finds what it kept.
        step = this.#failed('waiting');
      }
      if (step === 'wait') await this.#ports.pause(this.#waitMs());
      if (step === 'over') this.#over = true;
    }
  }

  /** Nothing is added any more. */
  async end(): Promise<void> {
    this.#recording = { ...this.#recording, ended: true };
    await this.#ports.store.put(this.#recording);
  }

  async #step(): Promise<Step> {
    const token = this.#ports.token(this.#recording.sessionId);
    if (token === null) return 'over';
    // Read before the pieces: what is added between the two belongs to a recording that has not ended.
    const { ended } = this.#recording;
    const state = this.#state ?? (await this.#find(token));
    if (state === null) return this.#over ? 'over' : 'wait';
    const pieces = await this.#unsent(state);
    this.#show(this.#progress);
    const chunk = gather(pieces, Math.min(LARGEST_CHUNK, state.maxChunk));
    const bytes = chunk.reduce((sum, { length }) => sum + length, 0);
    if (chunk.length === 0 && ended) return this.#finish(state, token);
    if (!this.#ports.calm() || bytes === 0 || (!ended && bytes < SMALLEST_CHUNK)) return 'wait';
    return this.#send(state, chunk, token);
  }

  /** What the server has; null when it did not say. */
  async #find(token: string): Promise<UploadState | null> {
    const { uploadId } = this.#recording;
    const { server, store } = this.#ports;
    const told = uploadId === null ? await server.create(this.#recording, token) : await server.get(uploadId, token);
    if (!told.ok) {
      this.#refused(told);
      return null;
    }
    if (uploadId === null) {
      this.#recording = { ...this.#recording, uploadId: told.value.id };
      await store.put(this.#recording);
    }
    this.#heard(told.value);
    return told.value;
  }

  #heard(state: UploadState): void {
    this.#state = state;
    this.#sentBytes = state.bytes;
    this.#failures = 0;
    this.#retryMs = 0;
    this.#progress = 'saving';
  }

  /** What the server does not have; all else is deleted. */
  async #unsent({ bytes }: UploadState): Promise<readonly Piece[]> {
    const { store } = this.#ports;
    const pieces = await store.pieces(this.#recording.id);
    const sent = pieces.filter((piece) => endOf(piece) <= bytes);
    if (sent.length > 0) await store.drop(this.#recording.id, sent);
    const last = pieces.at(-1);
    this.#totalBytes = Math.max(bytes, last ? endOf(last) : 0);
    return pieces.filter((piece) => endOf(piece) > bytes);
  }

  async #send(state: UploadState, chunk: readonly Piece[], token: string): Promise<Step> {
    const { store, server } = this.#ports;
    const parts = await Promise.all(chunk.map((piece) => store.read(this.#recording.id, piece)));
    const told = await server.put(state.id, state.nextIndex, await joined(parts), token);
    if (told.ok) {
      const bytes = chunk.reduce((sum, { length }) => sum + length, state.bytes);
      this.#heard({ ...state, nextIndex: state.nextIndex + 1, bytes });
      return 'on';
    }
    if (told.status === OUT_OF_ORDER) return this.#compare(state, token);
    if (told.status === TOO_LARGE) return this.#stop(state, token);
    return this.#refused(told);
  }

  /** The server awaits another chunk: it has taken one whose answer got lost, or takes none any more. */
  async #compare(state: UploadState, token: string): Promise<Step> {
    this.#state = null;
    const now = await this.#find(token);
    if (now === null) return this.#over ? 'over' : 'wait';
    return now.nextIndex === state.nextIndex ? this.#give() : 'on';
  }

  /** As much as the server takes is a recording too. */
  async #stop(state: UploadState, token: string): Promise<Step> {
    this.#ports.full(this.#recording.id);
    return state.bytes > 0 ? this.#finish(state, token) : this.#give();
  }

  async #finish(state: UploadState, token: string): Promise<Step> {
    if (state.bytes > 0) {
      const told = await this.#ports.server.complete(state.id, token);
      if (!told.ok) return told.status === OUT_OF_ORDER ? this.#give() : this.#refused(told);
    }
    await this.#ports.store.remove(this.#recording.id);
    this.#totalBytes = state.bytes;
    this.#show('saved');
    return 'over';
  }

  #refused(told: Told<unknown> & { ok: false }): Step {
    this.#retryMs = told.retryMs;
    if (final.has(told.status)) return this.#give();
    return this.#failed(told.status === NO_ROOM ? 'noRoom' : 'waiting');
  }

  /** What is left stays in the browser: it is nobody's but this person's. */
  #give(): Step {
    this.#over = true;
    this.#ports.full(this.#recording.id);
    this.#show('refused');
    return 'over';
  }

  #failed(progress: Progress): Step {
    // Whether a request that was not answered was carried out is not known.
    this.#state = null;
    this.#failures += 1;
    this.#progress = progress;
    this.#show(progress);
    return 'wait';
  }

  #waitMs(): number {
    if (this.#failures === 0) return LOOK_MS;
    return Math.max(this.#retryMs, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#failures - 1)));
  }

  #show(progress: Progress): void {
    const { id, ended } = this.#recording;
    const totalBytes = Math.max(this.#sentBytes, this.#totalBytes);
    this.#ports.shown({ id, progress, sentBytes: this.#sentBytes, totalBytes, ended });
  }
}
