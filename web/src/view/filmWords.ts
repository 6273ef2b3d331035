import { useMemo, useRef } from 'preact/hooks';
import type { Answer } from '../connection/rest';
import { type FilmWords, isFilmWords } from '../state/filmLines';
import { useLooks } from './looks';

/** Between two looks at words of which more may come. */
export const MORE_MS = 10_000;
const TIMEOUT_MS = 10_000;

interface Read {
  readonly words: FilmWords;
  /** Which version of the file it was, as the server calls it. */
  readonly tag: string | null;
  /** How many were read before. */
  readonly version: number;
}

/** The file at a signed address; the same again that is known, if nothing has changed. Never throws. */
const read = async (url: string, known: Read | null): Promise<Answer<Read>> => {
  try {
    const response = await fetch(url, {
      cache: 'no-store',
      headers: known?.tag ? { 'If-None-Match': known.tag } : {},
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status === 304 && known) return { ok: true, value: known };
    // The address has ended, or whom it was given to was put out.
    if (response.status === 403) return { ok: false, why: 'badToken' };
    const words: unknown = response.ok ? await response.json() : null;
    if (!isFilmWords(words)) return { ok: false, why: response.status === 404 ? 'noSession' : 'failed' };
    return { ok: true, value: { words, tag: response.headers.get('ETag'), version: known ? known.version + 1 : 0 } };
  } catch {
    return { ok: false, why: 'failed' };
  }
};

const nextMs = (found: Read | null): number | null => (found?.words.complete === false ? MORE_MS : null);

/** What was said in a film. */
export interface FilmText {
  /** Null until it is there. */
  readonly words: FilmWords | null;
  /** Another one for other words; 0 for the first. */
  readonly version: number;
  readonly failed: boolean;
}

/** What is at an address, looked at again as long as more may come of it; of null: nothing. */
export const useFilmWords = (url: string | null): FilmText => {
  const known = useRef<Read | null>(null);
  const ask = useMemo(() => {
    if (url === null) return null;
    return async () => {
      const answer = await read(url, known.current);
      if (answer.ok) known.current = answer.value;
      return answer;
    };
  }, [url]);
  const { value, refused } = useLooks(ask, nextMs);
  return { words: value?.words ?? null, version: value?.version ?? 0, failed: value === null && refused !== null };
};
