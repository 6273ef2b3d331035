import { effect } from '@preact/signals';
import { camOn, closeInputs, micOn, screenTracks, sharing, tracks } from '../media/capture';
import { Peer } from '../media/peer';
import { playAll, silenceAll } from '../media/playback';
import type { HelloReply, IceServer, MediaIntent, Requests, ServerEvent } from '../protocol/types';
import { PROTOCOL_VERSION } from '../protocol/types';
import { ulid } from '../protocol/ulid';
import type { RoomAction } from '../state/reduce';
import { people } from '../state/select';
import * as store from '../state/store';
import type { Ticket } from './boot';
import { actionForClose } from './close';
import {
  type AttemptKind,
  initialLink,
  type LinkEffect,
  type LinkEvent,
  type LinkState,
  nextDeadline,
  step,
} from './link';
import { nextViewChange, viewOf } from './linkView';
import { MediaWatch } from './mediaWatch';
import { RequestError, SignalingSocket } from './signaling';

const PING_TIMEOUT_MS = 1200;
const LEAVE_TIMEOUT_MS = 1500;
const POLITE_RETRIES = 3;

export const joinedKey = (sessionId: string): string => `lyceum:joined:${sessionId}`;

/** What the rest of the page wants to hear; the states themselves are in `state/store`. */
export interface LiveListener {
  participantsChanged(before: ReturnType<typeof store.room.peek>['participants']): void;
  speaking(participants: readonly string[]): void;
  qualityChanged(quality: 1 | 2 | 3): void;
}

const intent = (): MediaIntent => ({ mic: micOn.value, cam: camOn.value, screen: sharing.value });
const sameIntent = (a: MediaIntent, b: MediaIntent) => a.mic === b.mic && a.cam === b.cam && a.screen === b.screen;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs the effects of the link machine on a real socket, a real peer connection and the real clock. */
export class LiveSession {
  readonly #ticket: Ticket;
  readonly #listener: LiveListener;
  #link: LinkState = initialLink;
  #socket: SignalingSocket | null = null;
  #resume = { token: '', epoch: '' };
  #iceServers: readonly IceServer[] = [];
  #peer: Peer | null = null;
  #peerUsed = false;
  #watch: MediaWatch | null = null;
  #gen = 0;
  #told: MediaIntent = { mic: false, cam: false, screen: false };
  #stateOp: string | null = null;
  #drainMs = 0;
  #wantedVideo = 0;
  #codecAsked = false;
  #wake: ReturnType<typeof setTimeout> | undefined;

  constructor(ticket: Ticket, listener: LiveListener) {
    this.#ticket = ticket;
    this.#listener = listener;
  }

  start(): void {
    this.#feed({ type: 'start' });
    effect(() => this.#syncTracks(tracks.value.mic, tracks.value.cam, screenTracks.value));
    effect(() => this.#syncIntent(intent()));
    effect(() => {
      // A connection that closes meanwhile has no picture to make smaller.
      this.#peer?.fit(people(store.room.value)).catch(() => undefined);
    });
    addEventListener('online', () => this.#feed({ type: 'nudge' }));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#feed({ type: 'nudge' });
    });
    addEventListener('pagehide', () => this.#bye());
  }

  join(): void {
    performance.mark('lyceum:join');
    sessionStorage.setItem(joinedKey(this.#ticket.sessionId), '1');
    store.screen.value = { at: 'room' };
    this.#feed({ type: 'join' });
  }

  leave(): void {
    sessionStorage.removeItem(joinedKey(this.#ticket.sessionId));
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      const asked = socket.request('leave', {}).catch(() => undefined);
      void Promise.race([asked, pause(LEAVE_TIMEOUT_MS)]).then(() => socket.abandon(1000));
    }
    this.#feed({ type: 'leave' });
  }

  retry(): void {
    this.#feed({ type: 'retry' });
  }

  #feed(event: LinkEvent): void {
    const now = performance.now();
    const { state, effects } = step(this.#link, event, now);
    this.#link = state;
    for (const effect of effects) this.#run(effect);
    this.#show();
  }

  #show(): void {
    const now = performance.now();
    const view = viewOf(this.#link, now);
    if (JSON.stringify(view) !== JSON.stringify(store.link.peek())) store.link.value = view;
    clearTimeout(this.#wake);
    const times = [nextDeadline(this.#link), nextViewChange(this.#link, now)].filter((time) => time !== null);
    if (times.length > 0) {
      this.#wake = setTimeout(() => this.#feed({ type: 'tick' }), Math.max(0, Math.min(...times) - now) + 1);
    }
  }

  #run(effect: LinkEffect): void {
    switch (effect.type) {
      case 'openSocket':
        this.#openSocket(effect.resume);
        break;
      case 'closeSocket':
        this.#dropSocket();
        break;
      case 'probe':
        void this.#probe();
        break;
      case 'enterRoom':
        void this.#enterRoom();
        break;
      case 'attempt':
        this.#attempt(effect.kind);
        break;
      case 'shutDown':
        this.#shutDown();
        break;
    }
  }

  #openSocket(resume: boolean): void {
    const hello: Requests['hello'] = {
      v: [PROTOCOL_VERSION],
      token: this.#ticket.token,
      ...(!this.#link.wantsRoom && { lobby: true }),
      ...(resume && { resume: { ...this.#resume, lastSeq: store.room.peek().lastSeq } }),
    };
    const url = `${location.origin.replace(/^http/, 'ws')}/api/v1/signal`;
    this.#socket = new SignalingSocket(
      url,
      hello,
      {
        ready: (reply) => this.#onReady(reply),
        event: (event) => this.#onEvent(event),
        skipped: (s) => store.dispatch({ type: 'skipped', s }),
        closed: (code) => this.#onClosed(code),
      },
      () => store.room.peek().lastSeq,
    );
  }

  #dropSocket(): void {
    this.#socket?.abandon();
    this.#socket = null;
  }

  #onReady(reply: HelloReply): void {
    const sameEpoch = reply.epoch === this.#resume.epoch;
    const first = this.#resume.epoch === '';
    this.#resume = { token: reply.resumeToken, epoch: reply.epoch };
    this.#apply({ type: 'hello', reply }, first);
    this.#feed({ type: 'socket.ready', sameEpoch, joined: reply.joined });
    // A reload in the room goes on where it was.
    if (first && reply.joined && sessionStorage.getItem(joinedKey(this.#ticket.sessionId))) this.join();
    else this.#syncIntent(intent());
  }

  #onClosed(code: number): void {
    this.#socket = null;
    this.#feed({ type: 'socket.closed', action: actionForClose(code), retryMs: this.#drainMs });
    this.#drainMs = 0;
  }

  #onEvent(event: ServerEvent): void {
    switch (event.t) {
      case 'welcome':
        this.#iceServers = event.d.iceServers;
        if (!this.#peerUsed) this.#preparePeer();
        return;
      case 'media.reoffer':
        this.#wantedVideo = event.d.video;
        if (event.d.reason === 'codec') this.#codecAsked = true;
        this.#reoffer();
        return;
      case 'draining':
        this.#drainMs = event.d.retryMs;
        return;
      case 'media.speaking':
        this.#listener.speaking(event.d.participants);
        return;
      default:
        this.#apply({ type: 'event', event }, false);
    }
  }

  #apply(action: RoomAction, quiet: boolean): void {
    const before = store.room.peek().participants;
    store.dispatch(action);
    if (!quiet && store.room.peek().participants !== before) this.#listener.participantsChanged(before);
  }

  async #probe(): Promise<void> {
    try {
      const answer = await fetch('/api/v1/ping', { cache: 'no-store', signal: AbortSignal.timeout(PING_TIMEOUT_MS) });
      this.#feed({ type: answer.ok ? 'ping.ok' : 'ping.failed' });
    } catch {
      this.#feed({ type: 'ping.failed' });
    }
  }

  #makePeer(): Peer {
    this.#closePeer();
    this.#gen += 1;
    const peer = new Peer(this.#gen, people(store.room.peek()), this.#iceServers, {
      connected: () => this.#feed({ type: 'media.alive' }),
      failed: () => this.#feed({ type: 'media.lost' }),
      iceDisconnected: () => this.#watch?.iceDisconnected(),
      candidates: (lines) => this.#trickle(peer, lines),
    });
    this.#peer = peer;
    this.#peerUsed = false;
    this.#syncTracks(tracks.peek().mic, tracks.peek().cam, screenTracks.peek());
    return peer;
  }

  /** In the lobby everything is made ready, but nothing is gathered or sent before Join. */
  #preparePeer(): void {
    this.#makePeer()
      .prepare()
      .catch(() => undefined);
  }

  #closePeer(): void {
    this.#watch?.stop();
    this.#watch = null;
    this.#peer?.close();
    this.#peer = null;
  }

  async #enterRoom(): Promise<void> {
    const peer = this.#peer && !this.#peerUsed ? this.#peer : this.#makePeer();
    this.#told = intent();
    const joined = this.#ask('join', { media: this.#told });
    // In one breath: the offer does not wait for the answer to `join`.
    void this.#offer(peer, false);
    try {
      await joined;
    } catch (error) {
      this.#refused(peer, error);
    }
  }

  #attempt(kind: AttemptKind): void {
    if (kind === 'restart' && this.#peer) void this.#offer(this.#peer, true);
    else if (kind !== 'rejoin') void this.#offer(this.#makePeer(), false);
    // A rejoin begins with a new socket; the machine asks to enter the room when that is ready.
  }

  /** Offers what the server asked for, once the offer before is through: more m-lines, or the same for another codec. */
  #reoffer(): void {
    const peer = this.#peer;
    if (!peer || !this.#peerUsed || !peer.stable()) return;
    if (peer.grow(this.#wantedVideo) || this.#codecAsked) void this.#offer(peer, false);
  }

  async #offer(peer: Peer, restart: boolean): Promise<void> {
    if (!this.#peerUsed) this.#use(peer);
    this.#codecAsked = false;
    try {
      const sdp = await peer.offer(restart);
      const answer = await this.#ask('media.offer', { gen: peer.gen, sdp, restart });
      if (peer !== this.#peer) return;
      await peer.answer(answer.sdp);
      store.receivers.value = peer.receivers();
      if (!restart) playAll(store.receivers.value);
      this.#reoffer();
    } catch (error) {
      this.#refused(peer, error);
    }
  }

  #use(peer: Peer): void {
    this.#peerUsed = true;
    store.dispatch({ type: 'newPeer', gen: peer.gen });
    this.#watch = new MediaWatch(peer, {
      alive: () => this.#link.media === 'lost' && this.#feed({ type: 'media.alive' }),
      lost: () => this.#link.media === 'alive' && this.#feed({ type: 'media.lost' }),
      quality: (value) => {
        store.quality.value = value;
        this.#listener.qualityChanged(value);
      },
    });
  }

  #refused(peer: Peer, error: unknown): void {
    // A lost socket is the machine's own matter and does not count as a refusal.
    if (peer !== this.#peer || (error instanceof RequestError && error.code === 'closed')) return;
    this.#feed({ type: 'media.refused' });
  }

  #trickle(peer: Peer, lines: readonly string[]): void {
    if (peer !== this.#peer || !this.#peerUsed) return;
    // The server is ICE-lite and needs no candidates, so nothing depends on the answer.
    this.#socket?.request('media.ice', { gen: peer.gen, candidates: lines }).catch(() => undefined);
  }

  #syncTracks(mic: MediaStreamTrack | null, cam: MediaStreamTrack | null, screen: readonly MediaStreamTrack[]): void {
    const peer = this.#peer;
    if (!peer) return;
    const of = (kind: string) => screen.find((track) => track.kind === kind) ?? null;
    const put = [
      peer.send('mic', mic),
      peer.send('cam', cam),
      peer.send('screen', of('video')),
      peer.send('screenAudio', of('audio')),
    ];
    // A track that ended between being chosen and being sent is reported by its own `ended`.
    for (const done of put) done.catch(() => undefined);
  }

  #syncIntent(now: MediaIntent): void {
    if (!this.#link.seated) return;
    store.dispatch({ type: 'mine', media: now });
    if (sameIntent(now, this.#told) && this.#stateOp === null) return;
    // The op stays the same as long as the same state has not been acknowledged, over reconnects too.
    const op = sameIntent(now, this.#told) && this.#stateOp !== null ? this.#stateOp : ulid();
    this.#told = now;
    this.#stateOp = op;
    this.#ask('media.state', now, op, () => this.#stateOp === op).then(
      () => {
        if (this.#stateOp === op) this.#stateOp = null;
      },
      () => undefined,
    );
  }

  /** A request that waits and asks again when the server says "not so fast", for as long as it is still `wanted`. */
  async #ask<T extends 'join' | 'media.offer' | 'media.state'>(
    type: T,
    d: Requests[T],
    op = ulid(),
    wanted: () => boolean = () => true,
  ) {
    for (let tries = 0; ; tries++) {
      const socket = this.#socket;
      if (!socket) throw new RequestError({ code: 'closed', msg: 'No connection' });
      try {
        return await socket.request(type, d, op);
      } catch (error) {
        const waitMs = error instanceof RequestError ? error.retryMs : undefined;
        if (waitMs === undefined || tries >= POLITE_RETRIES) throw error;
        await pause(waitMs);
        if (!wanted()) throw error;
      }
    }
  }

  #shutDown(): void {
    const reason = this.#link.stopped ?? 'left';
    this.#dropSocket();
    this.#closePeer();
    silenceAll();
    closeInputs();
    store.screen.value = reason === 'left' ? { at: 'left' } : { at: 'stopped', why: reason };
  }

  /** "Gone", not "left": the server keeps the seat for a reload. */
  #bye(): void {
    if (!this.#link.seated || this.#link.stopped !== null) return;
    fetch(`/api/v1/sessions/${this.#ticket.sessionId}/bye`, {
      method: 'POST',
      keepalive: true,
      headers: { Authorization: `Bearer ${this.#ticket.token}`, 'Content-Type': 'application/json' },
      // Names this page, so that it never ends the transport of the one that a reload brings.
      body: JSON.stringify(this.#resume ? { resumeToken: this.#resume.token } : {}),
    }).catch(() => undefined);
  }
}
