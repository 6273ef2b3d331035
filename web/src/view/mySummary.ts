import { useCallback } from 'preact/hooks';
import type { Ticket } from '../connection/boot';
import { editSummary, makeSummary, mySummary, type Refusal } from '../connection/rest';
import type { Summary, SummaryDraft } from '../protocol/summary';
import { useLooks } from './looks';

/** Between two looks at one that is being made. */
export const MAKING_MS = 4000;

export interface MySummary {
  /** Null until it is known. */
  readonly summary: Summary | null;
  /** Why the last look at it failed, or null. */
  readonly refused: Refusal | null;
  readonly load: () => Promise<unknown>;
  /** Null when it was taken. */
  readonly save: (draft: SummaryDraft) => Promise<Refusal | null>;
  /** Has it made anew; null when that was taken. */
  readonly make: () => Promise<Refusal | null>;
}

const nextMs = (summary: Summary | null): number | null => (summary?.state === 'pending' ? MAKING_MS : null);

/** The summary of a ticket's session, looked at again as long as it is being made. */
export const useMySummary = ({ sessionId, token }: Ticket): MySummary => {
  const ask = useCallback(() => mySummary({ sessionId, token }), [sessionId, token]);
  const { value: summary, refused, load, set } = useLooks(ask, nextMs);
  const changed = async (asked: ReturnType<typeof mySummary>): Promise<Refusal | null> => {
    const answer = await asked;
    if (!answer.ok) return answer.why;
    set(answer.value);
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
