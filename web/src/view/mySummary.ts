import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Ticket } from '../connection/boot';
import { editSummary, makeSummary, mySummary, type Refusal } from '../connection/rest';
import type { Summary, SummaryDraft } from '../protocol/summary';

/** Between two looks at one that is being made. */
export const MAKING_MS = 4000;

export interface MySummary {
  /** Null until it is known. */
  readonly summary: Summary | null;
  /** Why the last look at it failed, or null. */
  readonly refused: Refusal | null;
  readonly load: () => Promise<void>;
  /** Null when it was taken. */
  readonly save: (draft: SummaryDraft) => Promise<Refusal | null>;
  /** Has it made anew; null when that was taken. */
  readonly make: () => Promise<Refusal | null>;
}

/** The summary of a ticket's session, looked at again as long as it is being made. */
export const useMySummary = (ticket: Ticket): MySummary => {
  const [summary, setSummary] = useState<Summary | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [looks, setLooks] = useState(0);
  const gone = useRef(false);
  const { sessionId, token } = ticket;
  const load = useCallback(async () => {
    const answer = await mySummary({ sessionId, token });
    if (gone.current) return;
    if (answer.ok) setSummary(answer.value);
    setRefused(answer.ok ? null : answer.why);
    setLooks((n) => n + 1);
  }, [sessionId, token]);
  useEffect(() => {
    gone.current = false;
    void load();
    return () => {
      gone.current = true;
    };
  }, [load]);
  const pending = summary?.state === 'pending';
  useEffect(() => {
    if (!pending) return;
    const look = () => {
      if (document.visibilityState === 'visible') void load();
      else setLooks((n) => n + 1);
    };
    const timer = setTimeout(look, MAKING_MS);
    return () => clearTimeout(timer);
  }, [pending, looks, load]);
  const changed = async (asked: ReturnType<typeof mySummary>): Promise<Refusal | null> => {
    const answer = await asked;
    if (!answer.ok) return answer.why;
    if (!gone.current) setSummary(answer.value);
    return null;
  };
  return {
    summary,
    refused,
    load,
    save: (draft) => changed(editSummary({ sessionId, token }, draft)),
    make: () => changed(makeSummary({ sessionId, token })),
  };
};
