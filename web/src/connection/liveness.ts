/** Counters of one look at `getStats`; `at` in milliseconds. */
export interface MediaSample {
  readonly at: number;
  /** RTP and RTCP packets that came in on the transport. */
  readonly packets: number;
  /** Answered ICE checks. Chromium sends one every 2 to 2.5 s when nothing else is to be sent. */
  readonly checks: number;
}

export interface Liveness {
  readonly last: MediaSample | null;
  readonly grownAt: number;
  /** Of the last looks, how many found new packets; capped at `CHATTY`, which many packets in one look make at once. */
  readonly busy: number;
  readonly quietLooks: number;
}

export const initialLiveness: Liveness = { last: null, grownAt: 0, busy: 0, quietLooks: 0 };

/** So many looks in a row with packets make a connection whose silence means something. */
const CHATTY = 4;
/** As many in one look as only sound or pictures bring; without them a look finds a report or two. */
const MANY_PACKETS = 10;
/** With looks every 500 ms the overlay comes 1.8 to 2.3 s after a cut: between the 1.5 and 3 s that were asked for. */
const CHATTY_SILENCE_MS = 1800;
/** Three missed checks. A room in which nobody sends anything is quiet without being broken. */
const QUIET_SILENCE_MS = 7000;
/** A page in the background looks rarely; one late look proves nothing. */
const MIN_QUIET_LOOKS = 3;

/** Adds one look. `lost` says that nothing has come in for too long. */
export const observe = (
  before: Liveness,
  sample: MediaSample,
): { readonly state: Liveness; readonly lost: boolean } => {
  const last = before.last ?? { packets: 0, checks: 0 };
  const packets = sample.packets - last.packets;
  if (before.last === null || packets > 0 || sample.checks > last.checks) {
    const more = packets >= MANY_PACKETS ? CHATTY : Math.min(CHATTY, before.busy + 1);
    const busy = packets > 0 ? more : Math.max(0, before.busy - 1);
    return { state: { last: sample, grownAt: sample.at, busy, quietLooks: 0 }, lost: false };
  }
  const quietLooks = before.quietLooks + 1;
  const limit = before.busy >= CHATTY ? CHATTY_SILENCE_MS : QUIET_SILENCE_MS;
  const lost = quietLooks >= MIN_QUIET_LOOKS && sample.at - before.grownAt >= limit;
  return { state: { ...before, last: sample, quietLooks }, lost };
};

export type Quality = 1 | 2 | 3;

export interface QualityState {
  readonly shown: Quality;
  readonly next: Quality;
  readonly times: number;
}

export const initialQuality: QualityState = { shown: 3, next: 3, times: 0 };

const rate = (lossRatio: number, rttMs: number): Quality => {
  if (lossRatio > 0.08 || rttMs > 600) return 1;
  return lossRatio > 0.03 || rttMs > 300 ? 2 : 3;
};

/** Two samples worse, or four better in a row, before what is shown changes: bars that flicker tell nothing. */
export const judge = (before: QualityState, lossRatio: number, rttMs: number): QualityState => {
  const next = rate(lossRatio, rttMs);
  if (next === before.shown) return { shown: before.shown, next, times: 0 };
  const times = next === before.next ? before.times + 1 : 1;
  const needed = next < before.shown ? 2 : 4;
  return times >= needed ? { shown: next, next, times: 0 } : { ...before, next, times };
};
