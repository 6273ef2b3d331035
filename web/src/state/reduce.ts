import type {
  HelloReply,
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

/** All that the server has told, and nothing else. */
export interface RoomState {
  readonly you: string | null;
  /** The last durable event applied; the place from which a new socket resumes. */
  readonly lastSeq: number;
  readonly session: SessionInfo | null;
  readonly participants: readonly Participant[];
  readonly topics: readonly Topic[];
  readonly timer: Timer | null;
  readonly slots: { readonly gen: number; readonly v: number; readonly table: readonly Slot[] };
  readonly speaking: readonly string[];
}

export const initialRoom: RoomState = {
  you: null,
  lastSeq: 0,
  session: null,
  participants: [],
  topics: [],
  timer: null,
  slots: { gen: 0, v: -1, table: [] },
  speaking: [],
};

export type RoomAction =
  | { readonly type: 'hello'; readonly reply: HelloReply }
  | { readonly type: 'event'; readonly event: ServerEvent }
  | { readonly type: 'skipped'; readonly s: number }
  /** One's own change is shown before the server's echo. */
  | { readonly type: 'mine'; readonly media: MediaIntent }
  /** A new connection of this generation. Its table comes soon; until then the old one keeps the tiles where they are. */
  | { readonly type: 'newPeer'; readonly gen: number };

const onHello = (state: RoomState, reply: HelloReply): RoomState => {
  if (reply.resumed || !reply.snapshot) return { ...state, you: reply.you };
  const { session, participants, topics, timer } = reply.snapshot;
  return { ...state, you: reply.you, lastSeq: reply.seq, session, participants, topics, timer, speaking: [] };
};

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

const applyEvent = (state: RoomState, event: ServerEvent): RoomState => {
  switch (event.t) {
    case 'participant.joined':
      return { ...state, participants: onJoined(state.participants, event.d) };
    case 'participant.updated':
      return { ...state, participants: onUpdated(state.participants, event.d) };
    case 'participant.left':
      return { ...state, participants: state.participants.filter((p) => p.id !== event.d.id) };
    case 'media.slots':
      return onSlots(state, event.d);
    case 'media.speaking':
      return { ...state, speaking: event.d.participants };
    case 'welcome':
    case 'media.reoffer':
    case 'draining':
      return state;
  }
};

const onEvent = (state: RoomState, event: ServerEvent): RoomState => {
  if (event.s === null) return applyEvent(state, event);
  return event.s <= state.lastSeq ? state : { ...applyEvent(state, event), lastSeq: event.s };
};

export const reduce = (state: RoomState, action: RoomAction): RoomState => {
  switch (action.type) {
    case 'hello':
      return onHello(state, action.reply);
    case 'event':
      return onEvent(state, action.event);
    case 'skipped':
      return { ...state, lastSeq: Math.max(state.lastSeq, action.s) };
    case 'mine':
      return state.you === null
        ? state
        : { ...state, participants: onUpdated(state.participants, { id: state.you, media: action.media }) };
    case 'newPeer':
      return { ...state, slots: { ...state.slots, gen: action.gen, v: -1 } };
  }
};
