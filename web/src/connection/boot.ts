import { isRecord, isString } from '../protocol/guards';

/** Where the page stands and with which right: `/session/{id}/#t={token}`. */
export interface Ticket {
  readonly sessionId: string;
  readonly token: string;
}

export type Boot =
  | { readonly ok: true; readonly ticket: Ticket }
  | { readonly ok: false; readonly why: 'noToken' | 'noSession' };

export const tokenKey = (sessionId: string): string => `lyceum:token:${sessionId}`;

/**
 * Takes the token out of the fragment into this tab's storage, so that a reload works and a copied address does not
 * carry it.
 */
export const boot = (
  location: Pick<Location, 'pathname' | 'search' | 'hash'>,
  history: Pick<History, 'replaceState' | 'state'>,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): Boot => {
  const sessionId = /^\/session\/([\w-]{1,64})(\/|$)/.exec(location.pathname)?.[1];
  if (sessionId === undefined) return { ok: false, why: 'noSession' };
  const given = new URLSearchParams(location.hash.slice(1)).get('t');
  if (given) {
    storage.setItem(tokenKey(sessionId), given);
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  const token = given || storage.getItem(tokenKey(sessionId));
  return token ? { ok: true, ticket: { sessionId, token } } : { ok: false, why: 'noToken' };
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
