import { effect } from '@preact/signals';
import type { Ended } from '../protocol/types';
import { room, screen } from '../state/store';

/** What the page around ours is told (docs/protocol.md, "Embedding"). */
export interface ParentMessage {
  readonly source: 'lyceum';
  readonly v: 1;
  readonly type: 'joined' | 'left' | 'ended';
  readonly sessionId: string;
  readonly participant: string | null;
  /** Why it left or ended. */
  readonly reason?: string;
  /** Of a session that ended; null of one that was cancelled. Not signed: the way back has the outcome that is. */
  readonly outcome?: Ended['outcome'];
  readonly activeMs?: number;
}

/** Whether our page is in a frame of another one. */
export const isFramed = (): boolean => window.parent !== window;

const post = (news: Pick<ParentMessage, 'type' | 'reason' | 'outcome' | 'activeMs'>): void => {
  const { session, you } = room.peek();
  if (!session) return;
  const message: ParentMessage = { source: 'lyceum', v: 1, ...news, sessionId: session.id, participant: you };
  // The browser delivers it only where the page around ours has that origin.
  for (const origin of session.embedOrigins) {
    if (URL.canParse(origin)) window.parent.postMessage(message, origin);
  }
};

const isIn = (): boolean => {
  const { you, participants } = room.value;
  return screen.value.at === 'room' && participants.some(({ id }) => id === you);
};

/** Why the page is through with the room; null while it is not. */
const stopReason = (): string | null => {
  const shown = screen.value;
  if (shown.at === 'left') return 'left';
  return shown.at === 'stopped' ? shown.why : null;
};

/**
 * Tells the page that frames ours, if one does, that this person has joined, and then that they left or that the
 * session ended: each at most once, for a page that is through with the room never comes back to it. Returns what
 * ends it.
 */
export const tellParent = (): (() => void) => {
  if (!isFramed()) return () => undefined;
  let told: 'nothing' | 'joined' | 'over' = 'nothing';
  return effect(() => {
    const { ended } = room.value;
    const stopped = stopReason();
    if (told === 'over') return;
    if (told === 'nothing' && isIn()) {
      told = 'joined';
      post({ type: 'joined' });
    }
    if (ended || stopped === 'ended') {
      told = 'over';
      post({ type: 'ended', ...(ended && { reason: ended.reason, outcome: ended.outcome, activeMs: ended.activeMs }) });
    } else if (stopped !== null && told === 'joined') {
      told = 'over';
      post({ type: 'left', reason: stopped });
    }
  });
};
