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

export interface SessionInfo {
  readonly id: string;
  readonly title: string;
  readonly state: string;
  readonly plannedMs: number;
  readonly startsAt: string;
  readonly record: boolean;
  readonly transcribe: boolean;
  readonly saveChat: boolean;
  readonly saveTranscript: boolean;
}

export interface Topic {
  readonly id: string;
  readonly title: string;
  readonly done: boolean;
}

export interface Timer {
  /** `waiting` until both sides are here; later versions add `running` and `paused`. */
  readonly state: string;
  readonly activeMs: number;
  readonly totalMs: number;
}

export interface Snapshot {
  readonly session: SessionInfo;
  readonly participants: readonly Participant[];
  readonly topics: readonly Topic[];
  readonly timer: Timer;
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
  readonly snapshot?: Snapshot | undefined;
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
}

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
}

export interface Replies {
  hello: HelloReply;
  join: Sequenced;
  ping: object;
  leave: Sequenced;
  'media.offer': { readonly gen: number; readonly sdp: string };
  'media.ice': object;
  'media.state': Sequenced;
}

export type RequestType = keyof Requests;

export interface ParticipantChange {
  readonly id: string;
  readonly status?: TransportStatus | undefined;
  readonly media?: MediaIntent | undefined;
}

/** Everything the server tells by itself. */
export interface Events {
  'participant.joined': Participant;
  'participant.updated': ParticipantChange;
  'participant.left': { readonly id: string; readonly reason: string };
  welcome: Welcome;
  'media.slots': SlotTable;
  /** `video`: receiving m-lines of video in all. */
  'media.reoffer': { readonly reason: string; readonly video: number };
  'media.speaking': { readonly participants: readonly string[] };
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
