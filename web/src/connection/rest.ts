import type { Guard } from '../protocol/guards';
import { isRecordingList, type RecordingList } from '../protocol/recordings';
import { type FoundPage, isFoundPage } from '../protocol/search';
import { isMySession, isSessionsPage, type MySession, type SessionsPage } from '../protocol/sessions';
import { isSummary, type Summary, type SummaryDraft } from '../protocol/summary';
import type { Ticket } from './boot';

const TIMEOUT_MS = 10_000;

/** What a person thought of a session. */
export interface Feedback {
  /** 1 to 5. */
  readonly rating: number;
  /** Empty for none. */
  readonly comment: string;
}

export type Refusal =
  /** The token is not good, or not good any more. */
  | 'badToken'
  | 'noSession'
  /** Not as things stand: it has changed since. */
  | 'changed'
  /** The network, the server, or an answer that cannot be read: trying again may help. */
  | 'failed';

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: Refusal };

const failed = { ok: false, why: 'failed' } as const;

const refusals: Readonly<Record<number, Refusal>> = { 401: 'badToken', 404: 'noSession', 409: 'changed' };

/** Never throws. */
const ask = async <T>(
  path: string,
  token: string,
  guard: Guard<T>,
  body?: object,
  method = body ? 'POST' : 'GET',
): Promise<Answer<T>> => {
  try {
    const response = await fetch(`/api/v1${path}`, {
      method,
      cache: 'no-store',
      headers: { Authorization: `Bearer ${token}`, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) return { ok: false, why: refusals[response.status] ?? 'failed' };
    const value: unknown = await response.json();
    return guard(value) ? { ok: true, value } : failed;
  } catch {
    return failed;
  }
};

const anything: Guard<unknown> = (_value): _value is unknown => true;

/** The session of a ticket, as its owner sees it. */
export const mySession = ({ sessionId, token }: Ticket): Promise<Answer<MySession>> =>
  ask(`/me/sessions/${sessionId}`, token, isMySession);

/** The recordings of the session of a ticket: its film and not what each sent. */
export const myRecordings = ({ sessionId, token }: Ticket): Promise<Answer<RecordingList>> =>
  ask(`/me/sessions/${sessionId}/recordings`, token, isRecordingList);

/** The summary of the session of a ticket. */
export const mySummary = ({ sessionId, token }: Ticket): Promise<Answer<Summary>> =>
  ask(`/me/sessions/${sessionId}/summary`, token, isSummary);

/** Has it say something else; for mentors. */
export const editSummary = ({ sessionId, token }: Ticket, draft: SummaryDraft): Promise<Answer<Summary>> =>
  ask(`/me/sessions/${sessionId}/summary`, token, isSummary, draft, 'PUT');

/** Has it made anew; for mentors. */
export const makeSummary = ({ sessionId, token }: Ticket): Promise<Answer<Summary>> =>
  ask(`/me/sessions/${sessionId}/summary`, token, isSummary, undefined, 'POST');

/** A page of the sessions of the token's owner, behind the session `after`. */
export const mySessions = (token: string, after: string | null): Promise<Answer<SessionsPage>> =>
  ask(after === null ? '/me/sessions' : `/me/sessions?after=${encodeURIComponent(after)}`, token, isSessionsPage);

/** A page of lines of one's transcripts in which the words of `q` are, behind the place `after`. */
export const searchMine = async (token: string, q: string, after: string | null): Promise<Answer<FoundPage>> => {
  const asked = new URLSearchParams({ q, ...(after !== null && { after }) });
  return ask(`/me/transcripts?${asked}`, token, isFoundPage);
};

export const sendFeedback = ({ sessionId, token }: Ticket, { rating, comment }: Feedback): Promise<Answer<unknown>> =>
  ask(`/sessions/${sessionId}/feedback`, token, anything, comment === '' ? { rating } : { rating, comment });
