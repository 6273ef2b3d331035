/** Why the page is through with the session for good, as far as the server said. */
export type StopReason =
  | 'left'
  | 'ended'
  | 'badToken'
  | 'forbidden'
  /** A mentor took this person out of the room. */
  | 'removed'
  | 'noSession'
  | 'takenOver'
  | 'version'
  | 'protocol';

export type CloseAction =
  /** Come back where the log was left. */
  | { readonly kind: 'resume'; readonly reachable: boolean }
  /** Come back without the old resume token. */
  | { readonly kind: 'fresh' }
  | { readonly kind: 'stop'; readonly reason: StopReason };

const stops: Readonly<Record<number, StopReason>> = {
  1000: 'left',
  4400: 'protocol',
  4401: 'badToken',
  4403: 'forbidden',
  4404: 'noSession',
  4410: 'ended',
  4413: 'protocol',
  4426: 'version',
  4430: 'takenOver',
};

/** Codes that a living server wrote: no need to ask whether it can be reached. */
const spoken = new Set([4429, 4500, 4508]);

/** The table "Close codes" of docs/protocol.md. A code nobody named is treated as a lost transport. */
export const actionForClose = (code: number): CloseAction => {
  const reason = stops[code];
  if (reason !== undefined) return { kind: 'stop', reason };
  if (code === 4409) return { kind: 'fresh' };
  return { kind: 'resume', reachable: spoken.has(code) };
};
