import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Answer, Refusal } from '../connection/rest';

export interface Looks<T> {
  /** Null until it is known. */
  readonly value: T | null;
  /** Why the last look at it failed, or null. */
  readonly refused: Refusal | null;
  /** Looks now: what there is, or null. */
  readonly load: () => Promise<T | null>;
  /** It is known otherwise what there is. */
  readonly set: (value: T) => void;
}

/**
 * What there is at the server, looked at again as long as something becomes of it and somebody sees the page.
 *
 * @param ask the same as long as it asks for the same; null: nothing is asked for
 * @param nextMs when to look again at what was found last; null when nothing changes by itself
 */
export const useLooks = <T>(
  ask: (() => Promise<Answer<T>>) | null,
  nextMs: (found: T | null) => number | null,
): Looks<T> => {
  const [value, set] = useState<T | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [looks, setLooks] = useState(0);
  const asking = useRef<typeof ask>(null);
  const load = useCallback(async () => {
    if (ask === null) return null;
    const answer = await ask();
    if (asking.current !== ask) return null;
    if (answer.ok) set(() => answer.value);
    setRefused(answer.ok ? null : answer.why);
    setLooks((n) => n + 1);
    return answer.ok ? answer.value : null;
  }, [ask]);
  useEffect(() => {
    asking.current = ask;
    void load();
    return () => {
      asking.current = null;
    };
  }, [ask, load]);
  // What is not to be had with this token, or is not there, does not come back.
  const waitMs = refused === null || refused === 'failed' ? nextMs(value) : null;
  useEffect(() => {
    if (waitMs === null) return;
    const look = () => {
      if (document.visibilityState === 'visible') void load();
      else setLooks((n) => n + 1);
    };
    const timer = setTimeout(look, waitMs);
    return () => clearTimeout(timer);
  }, [waitMs, looks, load]);
  return { value, refused, load, set: (known) => asking.current !== null && set(() => known) };
};
