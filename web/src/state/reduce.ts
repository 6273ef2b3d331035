import type {
  Ended,
  HelloReply,
  LiveRecording,
  MediaIntent,
  Participant,
  ParticipantChange,
  ServerEvent,
  SessionInfo,
  Slot,
  SlotTable,
  Timer,
  Topic,
} from '../protocol/types';
import { type Chat, hear, noChat, notSaid, replaceChat, said, say } from './chat';
import {
  endTranscript,
  hearFinal,
  hearPartial,
  hearTime,
  noTranscript,
  replaceTranscript,
  type Transcript,
} from './transcript';

/** One's own hand as asked for, until the room's log says so. */
export interface AskedHand {
  readonly op: string;
  readonly raised: boolean;
  /** The row that the server answered with. */
  readonly s: number | null;
}

/** All that the server has told, and what one has asked of it and not heard back. */
export interface RoomState {
  readonly you: string | null;
  /** The last durable event applied; the place from which a new socket resumes. */
  readonly lastSeq: number;
  readonly session: SessionInfo | null;
  readonly participants: readonly Participant[];
  readonly topics: readonly Topic[];
  /** Who has raised a hand, in the server's order. */
  readonly hands: readonly string[];
  readonly askedHand: AskedHand | null;
  readonly chat: Chat;
  readonly timer: Timer | null;
  /** When `timer` was read, in monotonic milliseconds: a running one has gone on since. */
  readonly timerAt: number;
  /** The row up to which `timer` tells of everything; what older rows told is past. */
  readonly timerSeq: number;
  /** That the session is recorded, or null. */
  readonly recording: Omit<LiveRecording, 'startedAt'> | null;
  /** That it was recorded at some time, as far as this page has seen. */
  readonly recorded: boolean;
  /** Who records on their own device. */
  readonly localRecordings: readonly string[];
  readonly transcript: Transcript;
  readonly ended: Ended | null;
  /** A mentor has removed oneself. */
  readonly removed: boolean;
  readonly slots: { readonly gen: number; readonly v: number; readonly table: readonly Slot[] };
  readonly speaking: readonly string[];
}

export const initialRoom: RoomState = {
  you: null,
  lastSeq: 0,
  session: null,
  participants: [],
  topics: [],
  hands: [],
  askedHand: null,
  chat: noChat,
  timer: null,
  timerAt: 0,
  timerSeq: 0,
  recording: null,
  recorded: false,
  localRecordings: [],
  transcript: noTranscript,
  ended: null,
  removed: false,
  slots: { gen: 0, v: -1, table: [] },
  speaking: [],
};

type TransportAction =
  /** `at` is when it was read, in monotonic milliseconds. */
  | { readonly type: 'hello'; readonly reply: HelloReply; readonly at: number }
  | { readonly type: 'event'; readonly event: ServerEvent; readonly at: number }
  | { readonly type: 'skipped'; readonly s: number }
  /** A new connection of this generation. Its table comes soon; until then the old one keeps the tiles where they are. */
  | { readonly type: 'newPeer'; readonly gen: number };

/** What one has asked for oneself. */
type OwnAction =
  /** One's own change is shown before the server's echo. */
  | { readonly type: 'mine'; readonly media: MediaIntent }
  /** A line of chat, shown before the server has it; said again with the same `op` when it had failed. */
  | { readonly type: 'chat.said'; readonly op: string; readonly text: string; readonly at: string }
  | { readonly type: 'chat.done'; readonly op: string; readonly id: string }
  | { readonly type: 'chat.failed'; readonly op: string }
  /** One's own hand, shown before the server has it. */
  | { readonly type: 'hand.asked'; readonly op: string; readonly raised: boolean }
  | { readonly type: 'hand.done'; readonly op: string; readonly s: number }
  | { readonly type: 'hand.failed'; readonly op: string };

export type RoomAction = TransportAction | OwnAction;

const onHello = (before: RoomState, reply: HelloReply, at: number): RoomState => {
  const you = reply.you;
  const state = { ...before, transcript: hearTime(before.transcript, reply.at, at) };
  const { timer: now } = reply;
  if (now) return { ...state, you, timer: now, timerAt: at, timerSeq: reply.seq };
  if (!reply.snapshot) return { ...state, you };
  const { session, participants, topics, hands, timer, ended = null } = reply.snapshot;
  const { recording = null, localRecordings = [] } = reply.snapshot;
  const chat = replaceChat(state.chat, reply.snapshot.chat, you);
  const transcript = replaceTranscript(state.transcript, reply.snapshot.transcript);
  const told = {
    session,
    participants,
    topics,
    hands,
    chat,
    transcript,
    timer,
    timerAt: at,
    timerSeq: reply.seq,
    ended,
  };
  const recorded = state.recorded || recording !== null;
  return settleHand({ ...state, ...told, recording, recorded, localRecordings, you, lastSeq: reply.seq, speaking: [] });
};

/** A hand that was asked for and answered is as asked once the log has come that far. */
const settleHand = (state: RoomState): RoomState => {
  const s = state.askedHand?.s;
  return s !== null && s !== undefined && s <= state.lastSeq ? { ...state, askedHand: null } : state;
};

const onHand = (hands: readonly string[], id: string, raised: boolean): readonly string[] => {
  if (!raised) return hands.filter((hand) => hand !== id);
  return hands.includes(id) ? hands : [...hands, id];
};

const onLeft = (state: RoomState, id: string, reason: string): RoomState => ({
  ...state,
  participants: state.participants.filter((p) => p.id !== id),
  hands: onHand(state.hands, id, false),
  localRecordings: state.localRecordings.filter((who) => who !== id),
  removed: state.removed || (id === state.you && reason === 'removed'),
});

const onJoined = (participants: readonly Participant[], person: Participant): readonly Participant[] =>
  participants.some((p) => p.id === person.id)
    ? participants.map((p) => (p.id === person.id ? person : p))
    : [...participants, person];

const onUpdated = (participants: readonly Participant[], change: ParticipantChange): readonly Participant[] =>
  participants.map((p) =>
    p.id === change.id ? { ...p, status: change.status ?? p.status, media: change.media ?? p.media } : p,
  );

const onSlots = (state: RoomState, { gen, v, slots }: SlotTable): RoomState => {
  const older = gen < state.slots.gen || (gen === state.slots.gen && v < state.slots.v);
  return older ? state : { ...state, slots: { gen, v, table: slots } };
};

const onEnded = (state: RoomState, ended: Ended): RoomState => ({
  ...state,
  ended,
  recording: null,
  localRecordings: [],
  transcript: endTranscript(state.transcript),
});

const applyEvent = (state: RoomState, event: ServerEvent, at: number): RoomState => {
  switch (event.t) {
    case 'session.updated':
      return { ...state, session: state.session && { ...state.session, ...event.d } };
    case 'participant.joined':
      return { ...state, participants: onJoined(state.participants, event.d) };
    case 'participant.updated':
      return { ...state, participants: onUpdated(state.participants, event.d) };
    case 'participant.left':
      return onLeft(state, event.d.id, event.d.reason);
    case 'chat.message':
      return { ...state, chat: hear(state.chat, event.d, state.you) };
    case 'hand.set':
      return { ...state, hands: onHand(state.hands, event.d.participant, event.d.raised) };
    case 'topic.updated':
      return { ...state, topics: event.d.topics };
    case 'timer':
      return event.s !== null && event.s <= state.timerSeq ? state : { ...state, timer: event.d, timerAt: at };
    case 'recording.state':
      return event.d.state === 'recording'
        ? { ...state, recording: { id: event.d.id, by: event.d.by }, recorded: true }
        : { ...state, recording: null };
    case 'recording.local':
      return { ...state, localRecordings: onHand(state.localRecordings, event.d.participant, event.d.on) };
    case 'session.ended':
      return onEnded(state, event.d);
    case 'transcript.final':
      return { ...state, transcript: hearFinal(state.transcript, event.d, at) };
    case 'transcript.partial':
      return { ...state, transcript: hearPartial(state.transcript, event.d, at) };
    case 'transcript.state':
      return { ...state, transcript: { ...state.transcript, state: event.d.state } };
    case 'media.slots':
      return onSlots(state, event.d);
    case 'media.speaking':
      return { ...state, speaking: event.d.participants };
    case 'timer.warning':
    case 'recording.progress':
    case 'welcome':
    case 'media.reoffer':
    case 'draining':
      return state;
  }
};

const onEvent = (state: RoomState, event: ServerEvent, at: number): RoomState => {
  if (event.s === null) return applyEvent(state, event, at);
  return event.s <= state.lastSeq ? state : settleHand({ ...applyEvent(state, event, at), lastSeq: event.s });
};

const changeHand = (state: RoomState, op: string, to: AskedHand | null): RoomState =>
  state.askedHand?.op === op ? settleHand({ ...state, askedHand: to }) : state;

const onOwn = (state: RoomState, action: OwnAction): RoomState => {
  switch (action.type) {
    case 'mine':
      return state.you === null
        ? state
        : { ...state, participants: onUpdated(state.participants, { id: state.you, media: action.media }) };
    case 'chat.said':
      return { ...state, chat: say(state.chat, action.op, action.text, action.at) };
    case 'chat.done':
      return { ...state, chat: said(state.chat, action.op, action.id) };
    case 'chat.failed':
      return { ...state, chat: notSaid(state.chat, action.op) };
    case 'hand.asked':
      return { ...state, askedHand: { op: action.op, raised: action.raised, s: null } };
    case 'hand.done':
      return changeHand(state, action.op, state.askedHand && { ...state.askedHand, s: action.s });
    case 'hand.failed':
      return changeHand(state, action.op, null);
  }
};

export const reduce = (state: RoomState, action: RoomAction): RoomState => {
  switch (action.type) {
    case 'hello':
      return onHello(state, action.reply, action.at);
    case 'event':
      return onEvent(state, action.event, action.at);
    case 'skipped':
      return settleHand({ ...state, lastSeq: Math.max(state.lastSeq, action.s) });
    case 'newPeer':
      return { ...state, slots: { ...state.slots, gen: action.gen, v: -1 } };
    default:
      return onOwn(state, action);
  }
};
