import type { CloseAction, StopReason } from './close';

/**
 * The reconnect machine, as a pure function: (state, event, now) -> state and effects. It owns no socket, timer or
 * clock; `LiveSession` runs the effects and calls again with `tick` when `nextDeadline` says so.
 *
 * One *incident* lasts from the moment media was lost until it is alive again and has three attempts. An attempt
 * starts, and counts, only once a ping has shown that the server can be reached at all.
 */
export type AttemptKind = 'restart' | 'newPeer' | 'rejoin';
export type SocketPhase = 'closed' | 'opening' | 'ready';
export type MediaPhase = 'none' | 'starting' | 'alive' | 'lost';

export interface Incident {
  readonly since: number;
  /** Attempts begun so far, the running one included. */
  readonly attempts: number;
  readonly running: { readonly kind: AttemptKind; readonly deadline: number } | null;
  /** The earliest time for the next attempt: a server that refuses at once is not asked three times in a row. */
  readonly notBefore: number;
  /** Three attempts failed: the next move is the user's, or the network's. */
  readonly exhausted: boolean;
  readonly searchAt: number;
}

export interface LinkState {
  readonly stopped: StopReason | null;
  readonly socket: SocketPhase;
  readonly everReady: boolean;
  readonly socketLostAt: number | null;
  /** Failed openings in a row. */
  readonly socketFailures: number;
  /** The earliest time for the next opening, a while off when a ping is to succeed first; null while none is wanted. */
  readonly openAt: number | null;
  readonly resumable: boolean;
  readonly wantsRoom: boolean;
  /** The server has this page in its seat, as far as the page knows: `join` is sent whenever this is false. */
  readonly seated: boolean;
  readonly media: MediaPhase;
  readonly startingSince: number;
  /** The server still knows the transport, so that new ICE credentials are enough. */
  readonly restartable: boolean;
  readonly lastReachable: number;
  readonly unreachableSince: number | null;
  readonly probeAt: number | null;
  readonly incident: Incident | null;
}

export type LinkEvent =
  | { readonly type: 'start' | 'join' | 'leave' | 'retry' | 'nudge' | 'tick' }
  | { readonly type: 'socket.ready'; readonly sameEpoch: boolean; readonly joined: boolean }
  | { readonly type: 'socket.closed'; readonly action: CloseAction; readonly retryMs: number }
  | { readonly type: 'ping.ok' | 'ping.failed' }
  | { readonly type: 'media.alive' | 'media.lost' | 'media.refused' }
  /** The server refused `join`, or says that this page has not joined. */
  | { readonly type: 'seat.refused' };

export type LinkEffect =
  | { readonly type: 'openSocket'; readonly resume: boolean }
  /** `search` has ICE look for the server on all paths anew, with the credentials that it knows. */
  | { readonly type: 'closeSocket' | 'probe' | 'search' | 'enterRoom' | 'shutDown' }
  | { readonly type: 'attempt'; readonly kind: AttemptKind };

export interface Step {
  readonly state: LinkState;
  readonly effects: readonly LinkEffect[];
}

export const PROBE_MS = 300;
/** While the server answers there is no hurry, but an attempt needs proof that it was made on a living network. */
export const PROBE_REACHABLE_MS = 1000;
export const ATTEMPTS = 3;
export const UNREACHABLE_BUTTON_MS = 15_000;
const FIRST_MEDIA_MS = 8000;
const PROOF_MS = 2500;
/** A socket that lived through a longer cut is stuck in TCP's backoff; a new one is faster. */
const STALE_SOCKET_MS = 2000;
const BETWEEN_ATTEMPTS_MS = 1500;
/** Chromium gives a path up that was silent for 15 s, and a new one that never answered too. */
const SEARCH_MS = 10_000;
/** Pings may hang in connections whose TCP waits longer each time; a socket begins with a connection of its own. */
const BLIND_MS = 1000;
const ATTEMPT_MS: Readonly<Record<AttemptKind, number>> = { restart: 3000, newPeer: 5000, rejoin: 8000 };

export const initialLink: LinkState = {
  stopped: null,
  socket: 'closed',
  everReady: false,
  socketLostAt: null,
  socketFailures: 0,
  openAt: null,
  resumable: false,
  wantsRoom: false,
  seated: false,
  media: 'none',
  startingSince: 0,
  restartable: false,
  lastReachable: Number.NEGATIVE_INFINITY,
  unreachableSince: null,
  probeAt: null,
  incident: null,
};

const newIncident = (now: number): Incident => ({
  since: now,
  attempts: 0,
  running: null,
  notBefore: now,
  exhausted: false,
  searchAt: now + SEARCH_MS,
});

const loseMedia = (state: LinkState, now: number, restartable = state.restartable): LinkState => ({
  ...state,
  media: 'lost',
  restartable,
  incident: state.incident ?? newIncident(now),
  probeAt: state.incident ? state.probeAt : now,
});

const onReady = (state: LinkState, event: { sameEpoch: boolean; joined: boolean }, now: number): Step => {
  const next: LinkState = {
    ...state,
    socket: 'ready',
    everReady: true,
    socketLostAt: null,
    socketFailures: 0,
    openAt: null,
    resumable: true,
    lastReachable: now,
    unreachableSince: null,
    // A hello without resume makes a new page of this one, and a seat that is in belongs to the page before.
    seated: event.joined && state.seated && state.resumable,
  };
  if (!state.wantsRoom) return { state: next, effects: [] };
  if (state.incident?.running?.kind === 'rejoin') {
    return { state: { ...next, seated: true }, effects: [{ type: 'enterRoom' }] };
  }
  // Another epoch is a server that started anew: it has no transport of ours, whatever the last packets say.
  const forgotten = next.seated && !event.sameEpoch && state.media !== 'none';
  return { state: forgotten ? loseMedia(next, now, false) : next, effects: [] };
};

/** An attempt cut short by the network does not count; one the server itself refused does. */
const dropAttempt = (incident: Incident | null, counts: boolean): Incident | null =>
  incident?.running ? { ...incident, running: null, attempts: incident.attempts - (counts ? 0 : 1) } : incident;

const onSocketClosed = (state: LinkState, action: CloseAction, retryMs: number, now: number): Step => {
  if (action.kind === 'stop') {
    return {
      state: { ...state, stopped: action.reason, socket: 'closed', incident: null },
      effects: [{ type: 'shutDown' }],
    };
  }
  const failures = state.socket === 'opening' && state.unreachableSince === null ? state.socketFailures + 1 : 0;
  const pause = Math.max(retryMs, failures === 0 ? 0 : Math.min(5000, PROBE_MS * 2 ** (failures - 1)));
  const reachable = action.kind === 'fresh' || action.reachable;
  return {
    state: {
      ...state,
      socket: 'closed',
      socketLostAt: state.socketLostAt ?? now,
      socketFailures: failures,
      resumable: action.kind !== 'fresh' && state.resumable,
      openAt: now + pause + (reachable ? 0 : BLIND_MS),
      probeAt: reachable ? state.probeAt : now + pause,
      incident: dropAttempt(state.incident, reachable || failures >= ATTEMPTS),
    },
    effects: [],
  };
};

/** The server can be reached: a socket that is stuck since it could not is replaced. */
const onReached = (state: LinkState, now: number): Step => {
  const awayMs = state.unreachableSince === null ? 0 : now - (state.incident?.since ?? state.unreachableSince);
  const stuck = state.socket === 'opening' ? awayMs > 0 : state.socket === 'ready' && awayMs > STALE_SOCKET_MS;
  const next: LinkState = {
    ...state,
    lastReachable: now,
    unreachableSince: null,
    openAt: stuck ? now : state.openAt,
    socket: stuck ? 'closed' : state.socket,
    socketLostAt: stuck ? (state.socketLostAt ?? now) : state.socketLostAt,
  };
  return { state: next, effects: stuck ? [{ type: 'closeSocket' }] : [] };
};

const onPingOk = (state: LinkState, now: number): Step => {
  const cameBack = state.unreachableSince !== null;
  const { state: reached, effects } = onReached(state, now);
  const incident = reached.incident;
  const next: LinkState = {
    ...reached,
    probeAt: incident ? now + PROBE_REACHABLE_MS : null,
    // Three failures on the old network say nothing about the new one.
    incident: incident?.exhausted && cameBack ? newIncident(now) : incident,
    openAt: reached.socket === 'closed' ? now : reached.openAt,
  };
  return { state: next, effects };
};

const onPingFailed = (state: LinkState, now: number): LinkState => {
  const proven = now - state.lastReachable < PROBE_REACHABLE_MS;
  return { ...state, unreachableSince: proven ? state.unreachableSince : (state.unreachableSince ?? now) };
};

const onRetry = (state: LinkState, now: number): LinkState => ({
  ...state,
  incident: state.incident && { ...newIncident(now), since: state.incident.since },
  restartable: false,
  probeAt: now,
  socketLostAt: state.socketLostAt === null ? null : now,
  unreachableSince: state.unreachableSince === null ? null : now,
});

const onRefused = (state: LinkState, now: number): LinkState => {
  const incident = state.incident;
  if (!incident) return state.media === 'starting' ? loseMedia(state, now, false) : state;
  return incident.running ? { ...state, incident: { ...incident, running: null } } : state;
};

/** Packets come from the server alone, so they tell of it what a ping does. */
const onMediaAlive = (state: LinkState, now: number): Step => {
  const wasAway = state.unreachableSince !== null;
  const { state: reached, effects } = onReached(state, now);
  const next: LinkState = {
    ...reached,
    media: 'alive',
    restartable: true,
    incident: null,
    probeAt: reached.socket === 'ready' ? null : reached.probeAt,
    openAt: reached.socket === 'closed' && wasAway ? now : reached.openAt,
  };
  return { state: next, effects };
};

const apply = (state: LinkState, event: LinkEvent, now: number): Step => {
  const just = (next: LinkState): Step => ({ state: next, effects: [] });
  switch (event.type) {
    case 'start':
      return just({ ...state, openAt: now });
    case 'join':
      return just({ ...state, wantsRoom: true });
    case 'leave':
      return { state: { ...state, stopped: 'left', incident: null }, effects: [{ type: 'shutDown' }] };
    case 'retry':
      return just(onRetry(state, now));
    case 'nudge':
      return just(state.probeAt === null && state.socket === 'ready' ? state : { ...state, probeAt: now });
    case 'socket.ready':
      return onReady(state, event, now);
    case 'socket.closed':
      return onSocketClosed(state, event.action, event.retryMs, now);
    case 'ping.ok':
      return onPingOk(state, now);
    case 'ping.failed':
      return just(onPingFailed(state, now));
    case 'media.alive':
      return onMediaAlive(state, now);
    case 'media.lost':
      return just(state.media === 'none' ? state : loseMedia(state, now));
    case 'media.refused':
      return just(onRefused(state, now));
    case 'seat.refused':
      return just(onRefused({ ...state, seated: false }, now));
    case 'tick':
      return just(state);
  }
};

/** An attempt that ran out of time counts only if the server could be reached meanwhile. */
const expireAttempt = (state: LinkState, now: number): LinkState => {
  const incident = state.incident;
  if (!incident?.running || now < incident.running.deadline) return state;
  if (now - state.lastReachable <= PROOF_MS) return { ...state, incident: { ...incident, running: null } };
  return {
    ...state,
    incident: { ...incident, running: null, attempts: incident.attempts - 1 },
    unreachableSince: state.unreachableSince ?? now,
    probeAt: now,
  };
};

const kindOf = (state: LinkState, attempt: number): AttemptKind => {
  if (attempt === ATTEMPTS || !state.seated) return 'rejoin';
  return attempt === 1 && state.restartable ? 'restart' : 'newPeer';
};

const startAttempt = (state: LinkState, incident: Incident, now: number): Step => {
  if (incident.attempts >= ATTEMPTS) {
    return { state: { ...state, incident: { ...incident, exhausted: true } }, effects: [] };
  }
  const attempts = incident.attempts + 1;
  const kind = kindOf(state, attempts);
  const running = { kind, deadline: now + ATTEMPT_MS[kind] };
  const next: LinkState = {
    ...state,
    incident: { ...incident, attempts, running, notBefore: now + BETWEEN_ATTEMPTS_MS },
  };
  if (kind !== 'rejoin') return { state: next, effects: [{ type: 'attempt', kind }] };
  return {
    state: { ...next, socket: 'closed', resumable: false, openAt: now },
    effects: [{ type: 'attempt', kind }, { type: 'closeSocket' }],
  };
};

const advanceIncident = (state: LinkState, now: number): Step => {
  const idle: Step = { state, effects: [] };
  const incident = state.incident;
  if (!incident || incident.running || incident.exhausted || now < incident.notBefore) return idle;
  const reachable = state.unreachableSince === null && state.lastReachable >= incident.since;
  return reachable && state.socket === 'ready' ? startAttempt(state, incident, now) : idle;
};

const advanceRoom = (state: LinkState, now: number): Step => {
  if (!state.wantsRoom || state.seated || state.socket !== 'ready' || state.incident) return { state, effects: [] };
  return {
    state: { ...state, seated: true, media: 'starting', startingSince: now },
    effects: [{ type: 'enterRoom' }],
  };
};

const advanceSocket = (state: LinkState, now: number): Step => {
  if (state.socket !== 'closed' || state.openAt === null || now < state.openAt) return { state, effects: [] };
  return {
    state: { ...state, socket: 'opening', openAt: null },
    effects: [{ type: 'openSocket', resume: state.resumable }],
  };
};

const advanceProbe = (state: LinkState, now: number): Step => {
  if (state.probeAt === null || now < state.probeAt) return { state, effects: [] };
  const hurry =
    state.incident === null || state.unreachableSince !== null || state.lastReachable < state.incident.since;
  return { state: { ...state, probeAt: now + (hurry ? PROBE_MS : PROBE_REACHABLE_MS) }, effects: [{ type: 'probe' }] };
};

const advanceSearch = (state: LinkState, now: number): Step => {
  const incident = state.incident;
  if (!incident || now < incident.searchAt) return { state, effects: [] };
  const alone = state.unreachableSince !== null && state.socket !== 'ready' && !incident.running;
  return {
    state: { ...state, incident: { ...incident, searchAt: now + SEARCH_MS } },
    effects: alone ? [{ type: 'search' }] : [],
  };
};

const expireStart = (state: LinkState, now: number): LinkState =>
  state.media === 'starting' && !state.incident && now - state.startingSince >= FIRST_MEDIA_MS
    ? loseMedia(state, now, false)
    : state;

/** One event at one time. */
export const step = (before: LinkState, event: LinkEvent, now: number): Step => {
  if (before.stopped !== null) return { state: before, effects: [] };
  const first = apply(before, event, now);
  if (first.state.stopped !== null) return first;
  let state = expireStart(expireAttempt(first.state, now), now);
  const effects: LinkEffect[] = [...first.effects];
  for (const advance of [advanceRoom, advanceIncident, advanceSearch, advanceSocket, advanceProbe]) {
    const done = advance(state, now);
    state = done.state;
    effects.push(...done.effects);
  }
  return { state, effects };
};

const incidentDeadline = (state: LinkState): number | null => {
  const incident = state.incident;
  if (!incident || incident.exhausted) return null;
  if (incident.running) return incident.running.deadline;
  // Otherwise the attempt waits for a ping or a socket, which come as events.
  const waiting = state.socket === 'ready' && state.unreachableSince === null && state.lastReachable >= incident.since;
  return waiting ? incident.notBefore : null;
};

/** When `step` wants to hear `tick` next; null when only events matter. */
export const nextDeadline = (state: LinkState): number | null => {
  if (state.stopped !== null) return null;
  const times = [
    state.probeAt,
    state.socket === 'closed' ? state.openAt : null,
    incidentDeadline(state),
    state.incident?.searchAt ?? null,
    state.media === 'starting' && !state.incident ? state.startingSince + FIRST_MEDIA_MS : null,
  ].filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
};
