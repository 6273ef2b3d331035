import type { Peer } from '../media/peer';
import {
  initialLiveness,
  initialQuality,
  judge,
  type Liveness,
  observe,
  type Quality,
  type QualityState,
} from './liveness';

export interface MediaWatchListener {
  alive(): void;
  lost(): void;
  quality(quality: Quality): void;
}

const LOOK_MS = 500;
const LOOKS_PER_JUDGEMENT = 4;
/** ICE reports "disconnected" also for a moment of reordering; with packets this fresh it is not believed. */
const FRESH_MS = 1000;

/** Looks at one connection's counters until it is stopped. */
export class MediaWatch {
  readonly #peer: Peer;
  readonly #listener: MediaWatchListener;
  readonly #timer: ReturnType<typeof setInterval>;
  #liveness: Liveness = initialLiveness;
  #quality: QualityState = initialQuality;
  #looks = 0;
  #stopped = false;

  constructor(peer: Peer, listener: MediaWatchListener) {
    this.#peer = peer;
    this.#listener = listener;
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
  }

  iceDisconnected(): void {
    if (performance.now() - this.#liveness.grownAt > FRESH_MS) this.#listener.lost();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const stats = await this.#peer.stats().catch(() => null);
    if (stats === null || this.#stopped) return;
    const before = this.#liveness;
    const { state, lost } = observe(before, stats);
    this.#liveness = state;
    if (lost) this.#listener.lost();
    else if (before.last !== null && state.grownAt > before.grownAt) this.#listener.alive();
    this.#looks += 1;
    if (this.#looks % LOOKS_PER_JUDGEMENT !== 0) return;
    const shown = this.#quality.shown;
    this.#quality = judge(this.#quality, stats.lossRatio, stats.rttMs);
    if (this.#quality.shown !== shown) this.#listener.quality(this.#quality.shown);
  }
}
