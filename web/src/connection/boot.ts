import { isRecord, isString } from '../protocol/guards';
import type { Keeper } from '../state/kept';

/** With which right the page stands before a session: `/session/{id}/#t={token}`. */
export interface Ticket {
  readonly sessionId: string;
  readonly token: string;
}

export type Boot =
  | { readonly ok: true; readonly at: 'room' | 'feedback'; readonly ticket: Ticket }
  /** `atMs`: the moment to begin at, as `#at=` gives it in epoch milliseconds. */
  | { readonly ok: true; readonly at: 'recording'; readonly ticket: Ticket; readonly atMs: number | null }
  | { readonly ok: true; readonly at: 'dashboard'; readonly token: string }
  | { readonly ok: false; readonly why: 'noToken' | 'noSession' | 'noDashboardToken' };

export const roomPath = (sessionId: string): string => `/session/${sessionId}/`;
export const feedbackPath = (sessionId: string): string => `/session/${sessionId}/feedback`;
export const recordingPath = (sessionId: string): string => `/session/${sessionId}/recording`;
export const DASHBOARD_PATH = '/dashboard';

export const joinedKey = (sessionId: string): string => `lyceum:joined:${sessionId}`;
export const tokenKey = (sessionId: string): string => `lyceum:token:${sessionId}`;
/** The last token that this tab was opened with: it says whose sessions the dashboard shows. */
export const OWNER_KEY = 'lyceum:owner';

type Place = Pick<Location, 'pathname' | 'search' | 'hash'>;

type Memory = Pick<Keeper, 'get' | 'set'>;
type Addresses = Pick<History, 'replaceState' | 'state'>;

/**
 * The token of the fragment, else the one kept under `key`. Once kept it is taken out of the address: a copied one
 * does not carry it. Where the browser keeps nothing it stays there, so that a reload works.
 */
const takeToken = (location: Place, history: Addresses, memory: Memory, key: string): string | null => {
  const given = new URLSearchParams(location.hash.slice(1)).get('t');
  if (!given) return memory.get(key);
  if (memory.set(key, given)) history.replaceState(history.state, '', location.pathname + location.search);
  return given;
};

const momentOf = ({ hash }: Pick<Location, 'hash'>): number | null => {
  const given = new URLSearchParams(hash.slice(1)).get('at') ?? '';
  return /^\d{1,15}$/.test(given) ? Number(given) : null;
};

/** Another page of this session, from a page at `location`: a token that is still in the address goes along. */
export const onwards = (path: string, { hash }: Pick<Location, 'hash'> = location): string => path + hash;

/** Where the page is and with which token. That is kept in this tab's storage, so that a reload works. */
export const boot = (location: Place, history: Addresses, memory: Memory): Boot => {
  if (location.pathname === DASHBOARD_PATH) {
    const token = takeToken(location, history, memory, OWNER_KEY);
    if (token === null) return { ok: false, why: 'noDashboardToken' };
    return { ok: true, at: 'dashboard', token };
  }
  const sessionId = /^\/session\/([\w-]{1,64})(\/|$)/.exec(location.pathname)?.[1];
  if (sessionId === undefined) return { ok: false, why: 'noSession' };
  if (location.pathname === recordingPath(sessionId)) {
    // For whoever was there: a link of the dashboard leads here too, whose token opens no room.
    const atMs = momentOf(location);
    const owner = takeToken(location, history, memory, OWNER_KEY);
    if (owner === null) return { ok: false, why: 'noDashboardToken' };
    return { ok: true, at: 'recording', ticket: { sessionId, token: owner }, atMs };
  }
  const token = takeToken(location, history, memory, tokenKey(sessionId));
  if (token === null) return { ok: false, why: 'noToken' };
  memory.set(OWNER_KEY, token);
  const at = location.pathname === feedbackPath(sessionId) ? 'feedback' : 'room';
  return { ok: true, at, ticket: { sessionId, token } };
};

/** What the token says about its owner. For showing only: the server alone checks it. */
export interface Claims {
  readonly name: string;
  readonly role: string;
}

export const claimsOf = (token: string): Claims => {
  const nothing = { name: '', role: '' };
  try {
    const base64 = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (!isRecord(claims)) return nothing;
    return { name: isString(claims.name) ? claims.name : '', role: isString(claims.role) ? claims.role : '' };
  } catch {
    return nothing;
  }
};
