import { arrayOf, either, type Guard, isCount, isNull, isString, oneOf, optional, shape } from './guards';
import type { SummaryState } from './summary';
import type { Outcome, Role } from './types';

export type SessionState = 'scheduled' | 'live' | 'paused' | 'ended' | 'cancelled';

/** A session as one of its people sees it (`GET /me/sessions`). */
export interface MySession {
  readonly id: string;
  readonly title: string;
  readonly state: SessionState;
  /** Null until it has ended. */
  readonly outcome: Outcome | null;
  readonly plannedMs: number;
  readonly activeMs: number;
  /** RFC 3339, as the others. */
  readonly startsAt: string;
  /** When mentor and learner were first active together. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly role: Role;
  /** Where the integrator wants people to go afterwards. */
  readonly returnUrl: string | null;
  /** How far its summary is. */
  readonly summary: SummaryState;
  /** The same, with the signed outcome of a session that is over; only of a session that was asked for by its id. */
  readonly returnTo?: string | null | undefined;
}

export interface SessionsPage {
  readonly items: readonly MySession[];
  /** What to ask for the page after it, or null at the end. */
  readonly next: string | null;
}

const isStringOrNull = either(isString, isNull);

export const isMySession: Guard<MySession> = shape<MySession>({
  id: isString,
  title: isString,
  state: oneOf('scheduled', 'live', 'paused', 'ended', 'cancelled'),
  outcome: either(oneOf('completed', 'incomplete', 'no_show'), isNull),
  plannedMs: isCount,
  activeMs: isCount,
  startsAt: isString,
  startedAt: isStringOrNull,
  endedAt: isStringOrNull,
  role: oneOf('mentor', 'learner', 'observer'),
  returnUrl: isStringOrNull,
  summary: oneOf('none', 'pending', 'ready', 'failed'),
  returnTo: optional(isStringOrNull),
});

export const isSessionsPage: Guard<SessionsPage> = shape<SessionsPage>({
  items: arrayOf(isMySession),
  next: isStringOrNull,
});
