import { useEffect, useState } from 'preact/hooks';
import { mySessions } from '../connection/rest';
import type { MySession } from '../protocol/sessions';

export interface MySessions {
  /** Those that are loaded, the newest first. */
  readonly items: readonly MySession[];
  readonly state: 'loading' | 'loaded' | 'failed' | 'badToken';
  /** Whether there are more behind them. */
  readonly more: boolean;
  /** Loads the next page, or the first again if it failed. */
  readonly load: () => void;
}

/** The sessions of the token's owner, page by page. */
export const useMySessions = (token: string): MySessions => {
  const [items, setItems] = useState<readonly MySession[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [state, setState] = useState<MySessions['state']>('loading');
  const load = async () => {
    setState('loading');
    const answer = await mySessions(token, next);
    if (!answer.ok) {
      setState(answer.why === 'badToken' ? 'badToken' : 'failed');
      return;
    }
    setItems([...items, ...answer.value.items]);
    setNext(answer.value.next);
    setState('loaded');
  };
  useEffect(() => void load(), []);
  return { items, state, more: next !== null, load: () => void load() };
};
