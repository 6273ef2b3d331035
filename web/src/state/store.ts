import { computed, signal } from '@preact/signals';
import type { Ticket } from '../connection/boot';
import type { StopReason } from '../connection/close';
import { initialLink } from '../connection/link';
import { type LinkView, viewOf } from '../connection/linkView';
import type { Quality } from '../connection/liveness';
import type { Receiver } from '../media/slots';
import type { TranscribedBy, Welcome } from '../protocol/types';
import { initialRoom, type RoomAction, reduce } from './reduce';

/** What a page that says one thing says. */
export type MessageKind = StopReason | 'noToken' | 'noDashboardToken' | 'badDashboardToken';

/** Which page of the page is shown. */
export type Screen =
  /** `ended`: the room as it was left by its end, with how it went. */
  | { readonly at: 'lobby' | 'room' | 'left' | 'ended' }
  | { readonly at: 'stopped'; readonly why: MessageKind }
  | { readonly at: 'feedback'; readonly ticket: Ticket }
  /** `atMs`: the moment one came for, in epoch milliseconds. */
  | { readonly at: 'recording'; readonly ticket: Ticket; readonly atMs: number | null }
  | { readonly at: 'dashboard'; readonly token: string };

export const screen = signal<Screen>({ at: 'lobby' });
/** Of the session whose room the page is at. */
export const ticket = signal<Ticket | null>(null);
export const room = signal(initialRoom);
/** Whether this person may record on their own device, as the server says it. */
export const mayRecord = signal(false);
/** Whether this server has transcripts that are kept summed up by a model. */
export const summarizes = signal(false);
/** Who makes text of what is said here, as the server says it; null where it says nothing. */
export const transcribedBy = signal<TranscribedBy | null>(null);
/** What the server says of this page's person, and of itself. */
export const welcomed = (welcome: Welcome): void => {
  mayRecord.value = welcome.mayRecord;
  summarizes.value = welcome.summarizes;
  transcribedBy.value = welcome.transcribedBy ?? null;
};
export const link = signal<LinkView>(viewOf(initialLink, 0));
export const quality = signal<Quality>(3);
/** Shown as speaking, after the delays of `speaking.ts`. */
export const speaking = signal<readonly string[]>([]);
/** The receiving tracks of the current connection, by m-line. */
export const receivers = signal<readonly Receiver[]>([]);

export const dispatch = (action: RoomAction): void => {
  room.value = reduce(room.peek(), action);
};

/** One stream for each receiving video m-line, so that a video element keeps its stream while slots change around it. */
export const streams = computed<ReadonlyMap<string, MediaStream>>(
  () =>
    new Map(
      receivers.value
        .filter((receiver) => receiver.kind === 'video')
        .map((receiver) => [receiver.mid, new MediaStream([receiver.track])]),
    ),
);
