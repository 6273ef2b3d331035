import { slotKey, videoMids } from '../media/slots';
import type { Participant, Role, Side, Timer, TimerState } from '../protocol/types';
import type { RoomState } from './reduce';

export const self = (room: RoomState): Participant | null => room.participants.find((p) => p.id === room.you) ?? null;

const roleOrder: Readonly<Record<Role, number>> = { mentor: 0, learner: 1, observer: 2 };

/** Everybody else, mentors first and observers last, otherwise in the order of joining. */
export const others = (room: RoomState): readonly Participant[] =>
  room.participants.filter((p) => p.id !== room.you).toSorted((a, b) => roleOrder[a.role] - roleOrder[b.role]);

/** How many are in the room, oneself counted, also while one stands in the lobby. */
export const people = (room: RoomState): number => others(room).length + 1;

/** What a tile plays: the m-line of a person's camera or screen, null when there is no picture to show. */
export const camMid = (room: RoomState, person: Participant): string | null =>
  person.media.cam ? (videoMids(room.slots.table).get(slotKey(person.id, 'cam')) ?? null) : null;

export interface RemoteScreen {
  readonly person: Participant;
  readonly mid: string;
}

/** The screen that fills the stage: the first other person who shares one and whose picture is on a slot. */
export const remoteScreen = (room: RoomState): RemoteScreen | null => {
  const mids = videoMids(room.slots.table);
  for (const person of others(room)) {
    const mid = person.media.screen ? mids.get(slotKey(person.id, 'screen')) : undefined;
    if (mid !== undefined) return { person, mid };
  }
  return null;
};

/** One's own hand as one has asked for it, or as the room has it. */
export const handRaised = (room: RoomState): boolean =>
  room.askedHand?.raised ?? (room.you !== null && room.hands.includes(room.you));

/** The place in the order of raised hands, from 1; null with the hand down. */
export const handPlace = (room: RoomState, person: Participant): number | null => {
  const place = room.hands.indexOf(person.id) + 1;
  return place === 0 ? null : place;
};

/** Who has raised a hand, in order. */
export const raisedHands = (room: RoomState): readonly Participant[] =>
  room.hands.flatMap((id) => room.participants.find((p) => p.id === id) ?? []);

/** Whether what is said becomes text, or will once the service is back. */
export const isTranscribed = ({ session, transcript, ended }: RoomState): boolean =>
  session?.transcribe === true && transcript.state !== 'off' && ended === null;

/** Whether it does, or may after the session, for which microphones are kept. */
export const mayBecomeText = (room: RoomState): boolean =>
  isTranscribed(room) || (room.session?.transcribe === true && room.session.saveTranscript && room.ended === null);

export type Badge = 'joining' | 'active' | 'disconnected' | 'muted';

export const badges = (person: Participant): readonly Badge[] =>
  person.media.mic ? [person.status] : [person.status, 'muted'];

/** Up to two letters of a name, for the picture of somebody who shows none. */
export const initials = (name: string): string => {
  const words = name.trim().split(/\s+/);
  const first = words[0] ?? '';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return ([...first].slice(0, 1).join('') + [...last].slice(0, 1).join('')).toLocaleUpperCase();
};

/** A colour that stays with a person: one of `count`, from the id. */
export const hueOf = (id: string, count: number): number => {
  let hash = 0;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 1_000_003;
  return hash % count;
};

/** The condition of the clock: a mentor and a learner whose media is alive. */
export const bothHere = (room: RoomState): boolean =>
  (['mentor', 'learner'] as const).every((role) =>
    room.participants.some((p) => p.role === role && p.status === 'active'),
  );

/**
 * Whether there is a session to speak of: mentor and learner were together. When nothing is known of it, as after a reload
 * at its end, the page that asks finds out.
 */
export const hasBegun = (room: RoomState): boolean => room.ended !== null || room.timer?.state !== 'waiting';

/** Who the clock waits for: the one person of a side who is not active, else the side; `you` for oneself. */
export type Awaited = { readonly name: string } | { readonly side: Side } | 'you';

export interface TimerView {
  readonly clock: string;
  readonly leftMs: number;
  readonly leftRatio: number;
  readonly paused: boolean;
  readonly awaited: readonly Awaited[];
  readonly plannedMinutes: number;
  readonly state: TimerState;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Planned minutes minus joint active time, as `60:00` or `1:30:00`. */
export const clockText = (ms: number): string => {
  const seconds = Math.ceil(Math.max(0, ms) / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60);
  return seconds > 5999 ? `${hours}:${two(minutes % 60)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
};

const awaitedOf = (room: RoomState, side: Side): Awaited => {
  const people = room.participants.filter(({ role }) => role === side);
  const [only] = people;
  if (!only || people.length > 1) return { side };
  return only.id === room.you ? 'you' : { name: only.name };
};

const leftOf = (timer: Timer, readAt: number, now: number): number => {
  const since = timer.state === 'running' ? Math.max(0, now - readAt) : 0;
  return Math.max(0, timer.totalMs - timer.activeMs - since);
};

/** The clock at `now`, in the monotonic milliseconds of `timerAt`. */
export const timerView = (room: RoomState, now: number): TimerView | null => {
  const timer = room.timer;
  if (!timer) return null;
  const leftMs = leftOf(timer, room.timerAt, now);
  return {
    clock: clockText(leftMs),
    leftMs,
    leftRatio: timer.totalMs === 0 ? 0 : leftMs / timer.totalMs,
    paused: timer.state === 'paused',
    awaited: timer.away.map((side) => awaitedOf(room, side)),
    plannedMinutes: Math.round(timer.totalMs / 60_000),
    state: timer.state,
  };
};

/** Whether one is the only active person of one's side, so that the clock stands while one is away. */
export const clockNeedsYou = (room: RoomState): boolean => {
  const you = self(room);
  if (!you || you.role === 'observer') return false;
  return !room.participants.some((p) => p.id !== you.id && p.role === you.role && p.status === 'active');
};
