import { effect } from '@preact/signals';
import { camOn, closeInputs, micOn, screenTracks, setMic, sharing, tracks } from '../media/capture';
import { Peer } from '../media/peer';
import { playAll, silenceAll } from '../media/playback';
import type { HelloReply, IceServer, MediaIntent, Requests, ServerEvent } from '../protocol/types';
import { PROTOCOL_VERSION } from '../protocol/types';
import { ulid } from '../protocol/ulid';
import { inTab } from '../state/kept';
import type { RoomAction } from '../state/reduce';
import { people } from '../state/select';
import * as store from '../state/store';
import { joinedKey, type Ticket } from './boot';
import { actionForClose, type CloseAction } from './close';
import { sayFarewell } from './farewell';
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
import { Outbox } from './outbox';
import { pause } from './pause';
import { RoomActions } from './roomActions';
import { RequestError, type SignalingListener, SignalingSocket } from './signaling';

const PING_TIMEOUT_MS = 1200;
const POLITE_RETRIES = 3;

/** What the rest of the page wants to hear; the states themselves are in `state/store`. */
export interface LiveListener {
  participantsChanged(before: ReturnType<typeof store.room.peek>['participants']): void;
  /** A durable event that was not seen before, once it is in the state. */
  happened(event: ServerEvent): void;
  speaking(participants: readonly string[]): void;
  qualityChanged(quality: 1 | 2 | 3): void;
}

const intent = (): MediaIntent => ({ mic: micOn.value, cam: camOn.value, screen: sharing.value });
const sameIntent = (a: MediaIntent, b: MediaIntent) => a.mic === b.mic && a.cam === b.cam && a.screen === b.screen;
const codeOf = (error: unknown): string => (error instanceof RequestError ? error.code : '');

/** An offer without an answer. Sent again with the same `op` it is answered once, whatever got lost. */
interface Offer {
  readonly peer: Peer;
  readonly op: string;
  readonly restart: boolean;
  /** Null until the browser has made it. */
  sdp: string | null;
}

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
  /** The newest offer of `#peer`, as long as it has no answer. */
  #offered: Offer | null = null;
  #watch: MediaWatch | null = null;
  #gen = 0;
  #told: MediaIntent = { mic: false, cam: false, screen: false };
  #stateOp: string | null = null;
  #drainMs = 0;
  /** The page shows that it has left, and the server has not acknowledged it yet. */
  #leaving = false;
  #wantedVideo = 0;
  #effects: readonly (() => void)[] = [];
  #codecAsked = false;
  #wake: ReturnType<typeof setTimeout> | undefined;
  readonly #outbox = new Outbox({
    socket: () => (this.#link.seated && this.#link.socket === 'ready' ? this.#socket : null),
    unseated: () => this.#feed({ type: 'seat.refused' }),
  });
  readonly actions = new RoomActions(this.#outbox);

  constructor(ticket: Ticket, listener: LiveListener) {
    this.#ticket = ticket;
    this.#listener = listener;
  }

  start(): void {
    this.#feed({ type: 'start' });
    this.#effects = [
      effect(() => this.#syncTracks(tracks.value.mic, tracks.value.cam, screenTracks.value)),
      effect(() => this.#syncIntent(intent())),
      effect(() => {
        // Read also while there is no connection, or this would never hear of the people who come later.
        const count = people(store.room.value);
        // A connection that closes meanwhile has no picture to make smaller.
        this.#peer?.fit(count).catch(() => undefined);
      }),
    ];
    addEventListener('online', () => this.#feed({ type: 'nudge' }));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#feed({ type: 'nudge' });
    });
    addEventListener('pagehide', () => this.#bye());
  }

  join(): void {
    performance.mark('lyceum:join');
    inTab.set(joinedKey(this.#ticket.sessionId), '1');
    store.screen.value = { at: 'room' };
    this.#feed({ type: 'join' });
  }

  leave(): void {
    if (this.#link.stopped !== null) return;
    inTab.remove(joinedKey(this.#ticket.sessionId));
    const socket = this.#socket;
    this.#socket = null;
    // One that is not ready may be a new page's, which has no seat to leave yet.
    const usable = this.#link.seated && this.#link.socket === 'ready';
    if (!usable) socket?.abandon(1000);
    if (this.#link.seated) void this.#sayFarewell(usable ? socket : null);
    this.#feed({ type: 'leave' });
  }

  async #sayFarewell(socket: SignalingSocket | null): Promise<void> {
    this.#leaving = true;
    await sayFarewell(socket, (listener) => this.#newSocket(true, listener));
    this.#leaving = false;
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
      case 'search':
        if (this.#peerUsed && this.#peer?.answered()) void this.#offer(this.#peer, true, 'later');
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

  #newSocket(resume: boolean, listener: SignalingListener): SignalingSocket {
    const hello: Requests['hello'] = {
      v: [PROTOCOL_VERSION],
      token: this.#ticket.token,
      ...(!this.#link.wantsRoom && { lobby: true }),
      ...(resume && { resume: { ...this.#resume, lastSeq: store.room.peek().lastSeq } }),
    };
    const url = `${location.origin.replace(/^http/, 'ws')}/api/v1/signal`;
    return new SignalingSocket(url, hello, listener, () => store.room.peek().lastSeq);
  }

  #openSocket(resume: boolean): void {
    // A socket that was handed over to say farewell still hears, but no longer speaks for the page.
    const ours = () => this.#socket === socket;
    const socket: SignalingSocket = this.#newSocket(resume, {
      ready: (reply) => ours() && this.#onReady(reply),
      event: (event) => ours() && this.#onEvent(event),
      skipped: (s) => ours() && store.dispatch({ type: 'skipped', s }),
      closed: (code) => ours() && this.#onClosed(code),
    });
    this.#socket = socket;
    // What the last one asked for concerned its own end.
    this.#drainMs = 0;
  }

  #dropSocket(): void {
    this.#socket?.abandon();
    this.#socket = null;
  }

  #onReady(reply: HelloReply): void {
    const sameEpoch = reply.epoch === this.#resume.epoch;
    const first = this.#resume.epoch === '';
    this.#resume = { token: reply.resumeToken, epoch: reply.epoch };
    this.#apply({ type: 'hello', reply, at: performance.now() }, first);
    this.#feed({ type: 'socket.ready', sameEpoch, joined: reply.joined });
    // A reload in the room goes on where it was.
    if (first && reply.joined && inTab.get(joinedKey(this.#ticket.sessionId))) this.join();
    else this.#syncIntent(intent());
    // What the machine offers by itself takes the place of an offer that was cut off.
    if (this.#link.seated && this.#offered?.sdp) void this.#sendOffer(this.#offered, this.#offered.sdp);
    void this.#outbox.flush();
  }

  /** Somebody removed is refused as anybody without a right is; the log before it tells the difference. */
  #meaning(code: number): CloseAction {
    const action = actionForClose(code);
    const forbidden = action.kind === 'stop' && action.reason === 'forbidden';
    return forbidden && store.room.peek().removed ? { kind: 'stop', reason: 'removed' } : action;
  }

  #onClosed(code: number): void {
    this.#socket = null;
    this.#feed({ type: 'socket.closed', action: this.#meaning(code), retryMs: this.#drainMs });
    this.#drainMs = 0;
  }

  #onEvent(event: ServerEvent): void {
    switch (event.t) {
      case 'welcome':
        this.#iceServers = event.d.iceServers;
        store.welcomed(event.d);
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
        this.#onTold(event);
    }
  }

  #onTold(event: ServerEvent): void {
    const news = event.s !== null && event.s > store.room.peek().lastSeq;
    this.#apply({ type: 'event', event, at: performance.now() }, false);
    if (!news) return;
    if (event.t === 'participant.updated' && event.d.by !== undefined) this.#mutedByMentor(event.d.id);
    this.#listener.happened(event);
  }

  /** The server has closed the microphone's gate already, so there is nothing to tell it. */
  #mutedByMentor(id: string): void {
    if (id !== store.room.peek().you) return;
    if (this.#stateOp === null) this.#told = { ...this.#told, mic: false };
    void setMic(false);
  }

  #apply(action: RoomAction, quiet: boolean): void {
    const before = store.room.peek().participants;
    store.dispatch(action);
    if (!quiet && store.room.peek().participants !== before) this.#listener.participantsChanged(before);
  }

  async #probe(): Promise<void> {
    try {
      const answer = await fetch('/api/v1/ping', {
        cache: 'no-store',
        // Chromium keeps such requests apart: what hangs here holds up neither a reload nor anything else.
        credentials: 'omit',
        signal: AbortSignal.timeout(PING_TIMEOUT_MS),
      });
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
    this.#offered = null;
  }

  async #enterRoom(): Promise<void> {
    const peer = this.#peer && !this.#peerUsed ? this.#peer : this.#makePeer();
    this.#told = intent();
    this.#stateOp = null;
    const joined = this.#ask('join', { media: this.#told }, ulid(), () => peer === this.#peer);
    // In one breath: the offer does not wait for the answer to `join`.
    void this.#offer(peer, false);
    try {
      await joined;
      void this.#outbox.flush();
    } catch (error) {
      this.#refused(peer, error, 'seat.refused');
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

  /** An offer for later is sent with the next socket: until then its checks may find the server by themselves. */
  async #offer(peer: Peer, restart: boolean, when: 'now' | 'later' = 'now'): Promise<void> {
    if (!this.#peerUsed) this.#use(peer);
    this.#codecAsked = false;
    const offer: Offer = { peer, op: ulid(), restart, sdp: null };
    this.#offered = offer;
    try {
      offer.sdp = await peer.offer(restart);
    } catch (error) {
      this.#offerRefused(offer, error);
      return;
    }
    if (when === 'now' && this.#offered === offer) await this.#sendOffer(offer, offer.sdp);
  }

  async #sendOffer(offer: Offer, sdp: string): Promise<void> {
    const { peer, op, restart } = offer;
    try {
      const d = { gen: peer.gen, sdp, restart };
      const answer = await this.#ask('media.offer', d, op, () => this.#offered === offer);
      // Answered twice, or a newer offer is on its way.
      if (this.#offered !== offer) return;
      this.#offered = null;
      await peer.answer(answer.sdp);
    } catch (error) {
      this.#offerRefused(offer, error);
      return;
    }
    if (peer !== this.#peer) return;
    store.receivers.value = peer.receivers();
    if (!restart) playAll(store.receivers.value);
    this.#reoffer();
  }

  #offerRefused(offer: Offer, error: unknown): void {
    // Cut off with the socket it stays, to be sent again; behind a newer one it counts for nothing.
    if (codeOf(error) === 'closed' || (this.#offered !== null && this.#offered !== offer)) return;
    this.#offered = null;
    this.#refused(offer.peer, error);
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

  #refused(peer: Peer, error: unknown, what: 'media.refused' | 'seat.refused' = 'media.refused'): void {
    const code = codeOf(error);
    // A lost socket is the machine's own matter and does not count as a refusal.
    if (peer !== this.#peer || code === 'closed') return;
    this.#feed({ type: code === 'not_joined' ? 'seat.refused' : what });
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
      (error) => codeOf(error) === 'not_joined' && this.#stateOp === op && this.#feed({ type: 'seat.refused' }),
    );
  }

  /** Asks again when the server says "not so fast" or nothing at all, for as long as the answer is still `wanted`. */
  async #ask<T extends 'join' | 'media.offer' | 'media.state'>(
    type: T,
    d: Requests[T],
    op: string,
    wanted: () => boolean,
  ) {
    for (let tries = 0; ; tries++) {
      const socket = this.#socket;
      if (!socket) throw new RequestError({ code: 'closed', msg: 'No connection' });
      try {
        return await socket.request(type, d, op);
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        const waitMs = error.code === 'timeout' ? 0 : error.retryMs;
        if (waitMs === undefined || tries >= POLITE_RETRIES) throw error;
        await pause(waitMs);
        if (!wanted()) throw error;
      }
    }
  }

  #shutDown(): void {
    const reason = this.#link.stopped ?? 'left';
    for (const stop of this.#effects) stop();
    this.#dropSocket();
    this.#closePeer();
    this.#outbox.close();
    silenceAll();
    closeInputs();
    store.receivers.value = [];
    const sawTheEnd = reason === 'ended' && store.room.peek().ended !== null && store.screen.peek().at === 'room';
    if (sawTheEnd) store.screen.value = { at: 'ended' };
    else store.screen.value = reason === 'left' ? { at: 'left' } : { at: 'stopped', why: reason };
  }

  /** "Gone", not "left": the server keeps the seat for a reload. */
  #bye(): void {
    if (!this.#link.seated || (this.#link.stopped !== null && !this.#leaving)) return;
    fetch(`/api/v1/sessions/${this.#ticket.sessionId}/bye`, {
      method: 'POST',
      keepalive: true,
      headers: { Authorization: `Bearer ${this.#ticket.token}`, 'Content-Type': 'application/json' },
      // Names this page, so that it never ends the transport of the one that a reload brings.
      body: JSON.stringify(this.#resume ? { resumeToken: this.#resume.token } : {}),
    }).catch(() => undefined);
  }
}
