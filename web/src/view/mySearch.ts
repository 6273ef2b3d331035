import { useEffect, useRef, useState } from 'preact/hooks';
import { searchMine } from '../connection/rest';
import type { FoundLine, FoundPage } from '../protocol/search';

/** Between the last letter and the question. */
export const PAUSE_MS = 300;

export interface MySearch {
  readonly written: string;
  readonly write: (text: string) => void;
  /** Asks at once for what is written. */
  readonly askNow: () => void;
  /** Those that are loaded. While others are looked for, those of before. */
  readonly items: readonly FoundLine[];
  /** `idle`: nothing is looked for. */
  readonly state: 'idle' | 'loading' | 'loaded' | 'failed' | 'badWords' | 'badToken';
  /** Whether there are more behind them. */
  readonly more: boolean;
  /** Loads the next page, or the one that failed. */
  readonly load: () => void;
}

const MOST_WORDS = 16;

/** As the server's `Scripts` has them (recorder.api); `docs/protocol/words.json` holds both to it. */
export const WITHOUT_BLANKS: readonly string[] = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar'];

const alone = `[${WITHOUT_BLANKS.map((script) => `\\p{Script=${script}}`).join('')}]`;
const word = new RegExp(`${alone}|(?:(?!${alone})[\\p{L}\\p{M}\\p{Nd}])+`, 'gu');

/** As the server's `SpokenWord` tells words apart: where a script has no blanks each letter is one. */
export const wordsOf = (text: string): readonly string[] => text.match(word) ?? [];

const nothing: FoundPage = { items: [], next: null };

/** One letter of a script with spaces is the beginning of too many words to be asked for by itself. */
const isTooShort = (text: string): boolean => /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\d]?$/u.test(text);

/** What the token's owner looks for in their transcripts. */
export const useMySearch = (token: string): MySearch => {
  const [written, setWritten] = useState('');
  const [found, setFound] = useState(nothing);
  const [state, setState] = useState<MySearch['state']>('idle');
  const asked = useRef('');
  const turn = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  /** Whatever is under way is of no use any more. */
  const begin = (): number => {
    clearTimeout(timer.current);
    turn.current += 1;
    return turn.current;
  };
  const ask = async (q: string, behind: FoundPage) => {
    const mine = begin();
    asked.current = q;
    const words = wordsOf(q).length;
    if (words < 1 || words > MOST_WORDS) {
      setFound(nothing);
      setState('badWords');
      return;
    }
    setState('loading');
    const answer = await searchMine(token, q, behind.next);
    if (mine !== turn.current) return;
    if (answer.ok) setFound({ items: [...behind.items, ...answer.value.items], next: answer.value.next });
    else if (behind.items.length === 0) setFound(nothing);
    setState(answer.ok ? 'loaded' : answer.why === 'badToken' ? 'badToken' : 'failed');
  };
  const write = (text: string) => {
    begin();
    setWritten(text);
    const q = text.trim();
    if (isTooShort(q)) {
      setFound(nothing);
      setState('idle');
    } else {
      setState('loading');
      timer.current = setTimeout(() => void ask(q, nothing), PAUSE_MS);
    }
  };
  const askNow = () => {
    const q = written.trim();
    if (q !== '') void ask(q, nothing);
  };
  const load = () => void ask(asked.current, found);
  useEffect(() => () => void begin(), []);
  return { written, write, askNow, items: found.items, state, more: found.next !== null, load };
};
