/** The words of `docs/protocol.md` as types. Nothing here knows about JSON or sockets. */
export const PROTOCOL_VERSION = 1;
export const SUBPROTOCOL = 'room.v1.json';

export type Role = 'mentor' | 'learner' | 'observer';
/** The state of the media transport, not of the WebSocket. */
export type TransportStatus = 'joining' | 'active' | 'disconnected';
export type MediaKind = 'audio' | 'video';
export type Source = 'mic' | 'cam' | 'screen' | 'screenAudio';

/** What a person wants to send. */
export interface MediaIntent {
  readonly mic: boolean;
  readonly cam: boolean;
  readonly screen: boolean;
}

export interface Participant {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly status: TransportStatus;
  readonly media: MediaIntent;
}

/** What was laid down for a session. */
export interface SessionTerms {
  readonly id: string;
  readonly title: string;
  readonly plannedMs: number;
  readonly startsAt: string;
  readonly record: boolean;
  readonly transcribe: boolean;
  readonly saveChat: boolean;
  readonly saveTranscript: boolean;
  /** Whose pages may frame this one. */
  readonly embedOrigins: readonly string[];
}

export interface SessionInfo extends SessionTerms {
  readonly state: string;
}

export interface Topic {
  readonly id: string;
  readonly title: string;
  readonly done: boolean;
}

/** A side of the session: joint active time runs while somebody of each is active. */
export type Side = Extract<Role, 'mentor' | 'learner'>;
export type TimerState = 'waiting' | 'running' | 'paused' | 'ended';

/** The joint active time. */
export interface Timer {
  readonly state: TimerState;
  /** The sides without anybody active; empty while it runs. */
  readonly away: readonly Side[];
  /** As of this event; while the timer runs it grows from when the event is read on. */
  readonly activeMs: number;
  readonly totalMs: number;
}

export interface ChatMessage {
  readonly id: string;
  readonly from: string;
  readonly name: string;
  /** Null when it was erased. */
  readonly text: string | null;
  /** RFC 3339. */
  readonly at: string;
}

export type Outcome = 'completed' | 'incomplete' | 'no_show';

/** How a session ended. */
export interface Ended {
  /** `mentor`, `requested`, `time`, `hardEnd`, `abandoned`, `full` or `cancelled`. */
  readonly reason: string;
  /** Null when it was cancelled before it began. */
  readonly outcome: Outcome | null;
  readonly activeMs: number;
  readonly at: string;
}

/** That the session is recorded now. */
export interface LiveRecording {
  readonly id: string;
  /** RFC 3339. */
  readonly startedAt: string;
  /** The mentor who started it; left out when it is by the plan, or from outside. */
  readonly by?: string | undefined;
}

/** Why a recording stopped though the session goes on. */
export type RecordingStop = 'mentor' | 'requested' | 'disk_full' | 'limit' | 'failed';

export interface RecordingChange {
  readonly state: 'recording' | 'stopped';
  readonly id: string;
  /** The mentor who started or stopped it. */
  readonly by?: string | undefined;
  /** A `RecordingStop` when it stopped; there may be more of them one day. */
  readonly reason?: string | undefined;
}

/** Something that somebody said, as text. */
export interface TranscriptLine {
  readonly id: string;
  readonly from: string;
  readonly name: string;
  /** Null when it was erased. */
  readonly text: string | null;
  /** When it was begun to be said, RFC 3339. */
  readonly at: string;
  readonly endAt: string;
  /** As BCP 47 has it. */
  readonly language?: string | undefined;
  /** A line takes the place of that of its id with a smaller one. */
  readonly rev: number;
}

/** What somebody says, so far. */
export interface TranscriptPartial extends Omit<TranscriptLine, 'rev' | 'text'> {
  readonly text: string;
}

/** `interrupted`: what is said may still become text later. */
export type TranscriptState = 'on' | 'interrupted' | 'off';

export interface LiveTranscript {
  readonly state: TranscriptState;
  /** The newest lines. */
  readonly lines: readonly TranscriptLine[];
}

export interface Snapshot {
  readonly session: SessionInfo;
  readonly participants: readonly Participant[];
  readonly topics: readonly Topic[];
  /** Who has raised a hand, the first raised first. */
  readonly hands: readonly string[];
  /** The newest messages, oldest first. */
  readonly chat: readonly ChatMessage[];
  readonly timer: Timer;
  readonly recording?: LiveRecording | undefined;
  /** Who records on their own device. */
  readonly localRecordings?: readonly string[] | undefined;
  readonly transcript?: LiveTranscript | undefined;
  readonly ended?: Ended | undefined;
}

export interface Heartbeat {
  /** Milliseconds between two pings. */
  readonly every: number;
  /** Milliseconds of silence after which a socket is given up. */
  readonly dead: number;
}

export interface HelloReply {
  readonly v: number;
  readonly you: string;
  readonly resumed: boolean;
  readonly resumeToken: string;
  readonly epoch: string;
  readonly seq: number;
  readonly hb: Heartbeat;
  readonly joined: boolean;
  /** When it was answered, by the clock of what is said. */
  readonly at: string;
  /** Unless resumed: all of the room. */
  readonly snapshot?: Snapshot | undefined;
  /** When resumed: as of now, newer than what the events up to `seq` tell. */
  readonly timer?: Timer | undefined;
}

export interface ResumePoint {
  readonly token: string;
  readonly epoch: string;
  readonly lastSeq: number;
}

/** One receiving m-line and who is on it now. */
export interface Slot {
  readonly mid: string;
  readonly kind: MediaKind;
  readonly participant: string | null;
  readonly source: Source | null;
}

export interface SlotTable {
  readonly gen: number;
  readonly v: number;
  readonly slots: readonly Slot[];
}

export interface IceServer {
  readonly urls: readonly string[];
  readonly username?: string | undefined;
  readonly credential?: string | undefined;
}

export interface Welcome {
  readonly iceServers: readonly IceServer[];
  readonly nodes: readonly string[];
  /** On one's own device. */
  readonly mayRecord: boolean;
  /** Whether transcripts that are kept are summed up by a model here. */
  readonly summarizes: boolean;
  readonly transcribedBy?: TranscribedBy | undefined;
}

/** Who makes text of what is said: Google's service, a program of the operator's, or nobody. */
export type TranscribedBy = 'gemini' | 'program' | 'demo';

export interface Sequenced {
  readonly s: number;
}

/** Everything the page may ask, and what it gets for it. */
export interface Requests {
  hello: { v: readonly number[]; token: string; lobby?: boolean; resume?: ResumePoint };
  join: { media: MediaIntent };
  ping: { ack: number };
  leave: Record<string, never>;
  'media.offer': { gen: number; sdp: string; restart: boolean };
  'media.ice': { gen: number; candidates: readonly string[] };
  'media.state': MediaIntent;
  'chat.send': { text: string };
  /** `participant` is left out for one's own hand. */
  'hand.set': { raised: boolean; participant?: string };
  'topic.done': { id: string; done?: boolean };
  'moderation.mute': { participant: string };
  'moderation.remove': { participant: string };
  'recording.start': Record<string, never>;
  'recording.stop': Record<string, never>;
  /** Whether one records on one's own device. */
  'recording.local': { on: boolean };
  'session.end': Record<string, never>;
}

export interface Replies {
  hello: HelloReply;
  join: Sequenced;
  ping: object;
  leave: Sequenced;
  'media.offer': { readonly gen: number; readonly sdp: string };
  'media.ice': object;
  'media.state': Sequenced;
  'chat.send': Sequenced & { readonly id: string };
  'hand.set': Sequenced;
  'topic.done': Sequenced;
  'moderation.mute': Sequenced;
  'moderation.remove': Sequenced;
  'recording.start': Sequenced;
  'recording.stop': Sequenced;
  'recording.local': Sequenced;
  'session.end': Sequenced;
}

export type RequestType = keyof Requests;

export interface ParticipantChange {
  readonly id: string;
  readonly status?: TransportStatus | undefined;
  readonly media?: MediaIntent | undefined;
  /** The mentor who muted them. */
  readonly by?: string | undefined;
}

/** Everything the server tells by itself. */
export interface Events {
  'session.updated': SessionTerms;
  'participant.joined': Participant;
  'participant.updated': ParticipantChange;
  /** `reason` is `left` or `removed`. */
  'participant.left': { readonly id: string; readonly reason: string };
  'chat.message': ChatMessage;
  'hand.set': { readonly participant: string; readonly raised: boolean };
  /** The whole list. */
  'topic.updated': { readonly topics: readonly Topic[] };
  timer: Timer;
  'timer.warning': { readonly leftMs: number };
  'recording.state': RecordingChange;
  'recording.local': { readonly participant: string; readonly on: boolean };
  'transcript.final': TranscriptLine;
  'session.ended': Ended;
  welcome: Welcome;
  'media.slots': SlotTable;
  /** `video`: receiving m-lines of video in all. */
  'media.reoffer': { readonly reason: string; readonly video: number };
  'media.speaking': { readonly participants: readonly string[] };
  /** How far the film of a recording is, from 0 to 1. */
  'recording.progress': { readonly id: string; readonly progress: number };
  'transcript.partial': TranscriptPartial;
  'transcript.state': { readonly state: TranscriptState };
  draining: { readonly retryMs: number };
}

export type EventType = keyof Events;
export type ServerEvent = {
  [T in EventType]: { readonly t: T; readonly s: number | null; readonly d: Events[T] };
}[EventType];

export interface Refusal {
  readonly code: string;
  readonly msg: string;
  readonly retryMs?: number | undefined;
}
