import {
  arrayOf,
  either,
  type Guard,
  isBoolean,
  isCount,
  isNull,
  isNumber,
  isRecord,
  isString,
  oneOf,
  optional,
  shape,
} from './guards';
import type {
  ChatMessage,
  Ended,
  Events,
  EventType,
  HelloReply,
  IceServer,
  LiveRecording,
  LiveTranscript,
  MediaIntent,
  Participant,
  RecordingChange,
  Refusal,
  Replies,
  Requests,
  RequestType,
  Sequenced,
  ServerEvent,
  SessionInfo,
  SessionTerms,
  Slot,
  Snapshot,
  Timer,
  Topic,
  TranscribedBy,
  TranscriptLine,
  TranscriptPartial,
  Welcome,
} from './types';

const isIntent = shape<MediaIntent>({ mic: isBoolean, cam: isBoolean, screen: isBoolean });
const isStatus = oneOf('joining', 'active', 'disconnected');

const isParticipant = shape<Participant>({
  id: isString,
  name: isString,
  role: oneOf('mentor', 'learner', 'observer'),
  status: isStatus,
  media: isIntent,
});

const terms = {
  id: isString,
  title: isString,
  plannedMs: isCount,
  startsAt: isString,
  record: isBoolean,
  transcribe: isBoolean,
  saveChat: isBoolean,
  saveTranscript: isBoolean,
  embedOrigins: arrayOf(isString),
};
const isTerms = shape<SessionTerms>(terms);
const isSession = shape<SessionInfo>({ ...terms, state: isString });

const isTopics = arrayOf(shape<Topic>({ id: isString, title: isString, done: isBoolean }));

const isTimer = shape<Timer>({
  state: oneOf('waiting', 'running', 'paused', 'ended'),
  away: arrayOf(oneOf('mentor', 'learner')),
  activeMs: isCount,
  totalMs: isCount,
});

const isMessage = shape<ChatMessage>({
  id: isString,
  from: isString,
  name: isString,
  text: either(isString, isNull),
  at: isString,
});

const isEnded = shape<Ended>({
  reason: isString,
  outcome: either(oneOf('completed', 'incomplete', 'no_show'), isNull),
  activeMs: isCount,
  at: isString,
});

const spoken = {
  id: isString,
  from: isString,
  name: isString,
  at: isString,
  endAt: isString,
  language: optional(isString),
};
export const isLine = shape<TranscriptLine>({ ...spoken, text: either(isString, isNull), rev: isCount });
const isTranscriptState = oneOf('on', 'interrupted', 'off');

const isSnapshot = shape<Snapshot>({
  session: isSession,
  participants: arrayOf(isParticipant),
  topics: isTopics,
  hands: arrayOf(isString),
  chat: arrayOf(isMessage),
  timer: isTimer,
  recording: optional(shape<LiveRecording>({ id: isString, startedAt: isString, by: optional(isString) })),
  localRecordings: optional(arrayOf(isString)),
  transcript: optional(shape<LiveTranscript>({ state: isTranscriptState, lines: arrayOf(isLine) })),
  ended: optional(isEnded),
});

const isHello = shape<HelloReply>({
  v: isCount,
  you: isString,
  resumed: isBoolean,
  resumeToken: isString,
  epoch: isString,
  seq: isCount,
  hb: shape({ every: isCount, dead: isCount }),
  joined: isBoolean,
  at: isString,
  snapshot: optional(isSnapshot),
  timer: optional(isTimer),
});

const isSlot = shape<Slot>({
  mid: isString,
  kind: oneOf('audio', 'video'),
  participant: either(isString, isNull),
  source: either(oneOf('mic', 'cam', 'screen', 'screenAudio'), isNull),
});

const isIceServer = shape<IceServer>({
  urls: arrayOf(isString),
  username: optional(isString),
  credential: optional(isString),
});

const isSequenced = shape<Sequenced>({ s: isCount });
const isEmpty: Guard<object> = isRecord;

const replyGuards: { [T in RequestType]: Guard<Replies[T]> } = {
  // Without one of them the page would have nothing to show, or show an old time.
  hello: (value): value is HelloReply => isHello(value) && (value.resumed ? value.timer : value.snapshot) !== undefined,
  join: isSequenced,
  ping: isEmpty,
  leave: isSequenced,
  'media.offer': shape({ gen: isCount, sdp: isString }),
  'media.ice': isEmpty,
  'media.state': isSequenced,
  'chat.send': shape<Replies['chat.send']>({ s: isCount, id: isString }),
  'hand.set': isSequenced,
  'topic.done': isSequenced,
  'moderation.mute': isSequenced,
  'moderation.remove': isSequenced,
  'recording.start': isSequenced,
  'recording.stop': isSequenced,
  'recording.local': isSequenced,
  'session.end': isSequenced,
};

const eventGuards: { [T in EventType]: Guard<Events[T]> } = {
  'session.updated': isTerms,
  'participant.joined': isParticipant,
  'participant.updated': shape<Events['participant.updated']>({
    id: isString,
    status: optional(isStatus),
    media: optional(isIntent),
    by: optional(isString),
  }),
  'participant.left': shape({ id: isString, reason: isString }),
  'chat.message': isMessage,
  'hand.set': shape({ participant: isString, raised: isBoolean }),
  'topic.updated': shape({ topics: isTopics }),
  timer: isTimer,
  'timer.warning': shape({ leftMs: isCount }),
  'recording.state': shape<RecordingChange>({
    state: oneOf('recording', 'stopped'),
    id: isString,
    by: optional(isString),
    reason: optional(isString),
  }),
  'recording.local': shape({ participant: isString, on: isBoolean }),
  'recording.progress': shape({ id: isString, progress: isNumber }),
  'transcript.final': isLine,
  'transcript.partial': shape<TranscriptPartial>({ ...spoken, text: isString }),
  'transcript.state': shape({ state: isTranscriptState }),
  'session.ended': isEnded,
  welcome: shape<Welcome>({
    iceServers: arrayOf(isIceServer),
    nodes: arrayOf(isString),
    mayRecord: isBoolean,
    summarizes: isBoolean,
    transcribedBy: optional(oneOf<TranscribedBy>('gemini', 'program', 'demo')),
  }),
  'media.slots': shape({ gen: isCount, v: isCount, slots: arrayOf(isSlot) }),
  'media.reoffer': shape({ reason: isString, video: isCount }),
  'media.speaking': shape({ participants: arrayOf(isString) }),
  draining: shape({ retryMs: isCount }),
};

const isRefusal = shape<Refusal>({ code: isString, msg: isString, retryMs: optional(isCount) });

export type Frame =
  | { readonly kind: 'reply'; readonly id: number; readonly ok: true; readonly d: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: false; readonly err: Refusal }
  | { readonly kind: 'event'; readonly event: ServerEvent }
  /** A kind of a newer server. Its sequence number still counts, or a resume would ask for it for ever. */
  | { readonly kind: 'unknown'; readonly s: number | null }
  | { readonly kind: 'broken' };

const broken: Frame = { kind: 'broken' };

const decodeReplyFrame = (frame: Record<string, unknown>): Frame => {
  const id = frame.re;
  if (!isCount(id)) return broken;
  if (frame.ok === true) return { kind: 'reply', id, ok: true, d: frame.d };
  return frame.ok === false && isRefusal(frame.err) ? { kind: 'reply', id, ok: false, err: frame.err } : broken;
};

const decodeEventFrame = (frame: Record<string, unknown>): Frame => {
  const s = isCount(frame.s) ? frame.s : null;
  if (!isString(frame.t)) return broken;
  if (!Object.hasOwn(eventGuards, frame.t)) return { kind: 'unknown', s };
  const type = frame.t as EventType;
  return eventGuards[type](frame.d)
    ? { kind: 'event', event: { t: type, s, d: frame.d } as ServerEvent }
    : { kind: 'unknown', s };
};

/** Text from the socket to a frame. Never throws: what cannot be read is `broken`. */
export const decode = (text: string): Frame => {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return broken;
  }
  if (!isRecord(frame)) return broken;
  return 're' in frame ? decodeReplyFrame(frame) : decodeEventFrame(frame);
};

/** The body of a reply, if it is what a request of this type is answered with. */
export const decodeReply = <T extends RequestType>(type: T, d: unknown): Replies[T] | null =>
  replyGuards[type](d) ? d : null;

/** A request as text. `op` is left out where the request changes nothing. */
export const encode = <T extends RequestType>(type: T, id: number, d: Requests[T], op?: string): string =>
  JSON.stringify(op === undefined ? { t: type, id, d } : { t: type, id, op, d });

const unchanging: ReadonlySet<RequestType> = new Set(['hello', 'ping', 'media.ice']);

/** Whether a request needs an operation id, so that sending it twice does it once. */
export const changesState = (type: RequestType): boolean => !unchanging.has(type);

export const requestTypes = Object.keys(replyGuards) as readonly RequestType[];
export const eventTypes = Object.keys(eventGuards) as readonly EventType[];
