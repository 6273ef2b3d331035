import { useMemo } from 'preact/hooks';
import type { Ticket } from '../connection/boot';
import { pause } from '../connection/pause';
import { type Answer, myRecordings, type Refusal } from '../connection/rest';
import type { Recording } from '../protocol/recordings';
import { useLooks } from './looks';

/** Between two looks at a film that is made, and at a recording that goes on. */
export const MAKING_MS = 3000;
export const GOING_ON_MS = 15_000;
/** The server lets one person ask ten times a second. */
const GAP_MS = 120;

export interface MyRecordings {
  /** Oldest first; null until they are known. */
  readonly items: readonly Recording[] | null;
  /** Why the last look at them failed, or null. */
  readonly refused: Refusal | null;
  /** Looks again: what there is now, or null. */
  readonly load: () => Promise<readonly Recording[] | null>;
}

/** Asks when it may. */
export type Turn = <T>(ask: () => Promise<T>) => Promise<T>;

/** One question after the other, for a page that asks about many sessions. */
export const oneByOne = (): Turn => {
  let last: Promise<unknown> = Promise.resolve();
  return (ask) => {
    const asked = last.then(ask);
    last = asked.then(() => pause(GAP_MS));
    return asked;
  };
};

const atOnce: Turn = (ask) => ask();

/** When to look again; null when nothing changes by itself. */
export const nextLookMs = (items: readonly Recording[] | null): number | null => {
  if (items?.some(({ state }) => state === 'processing')) return MAKING_MS;
  return items?.some(({ state }) => state === 'recording') ? GOING_ON_MS : null;
};

/** The recordings of a ticket's session, looked at again as long as something becomes of them; of null: none. */
export const useMyRecordings = (ticket: Ticket | null, inTurn: Turn = atOnce): MyRecordings => {
  const { sessionId = '', token = '' } = ticket ?? {};
  const ask = useMemo(() => {
    if (sessionId === '') return null;
    return async (): Promise<Answer<readonly Recording[]>> => {
      const answer = await inTurn(() => myRecordings({ sessionId, token }));
      return answer.ok ? { ok: true, value: answer.value.items } : answer;
    };
  }, [sessionId, token, inTurn]);
  const { value: items, refused, load } = useLooks(ask, nextLookMs);
  return { items, refused, load };
};
