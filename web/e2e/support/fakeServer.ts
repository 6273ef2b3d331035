import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Recording } from '../../src/protocol/recordings';
import type { FoundPage } from '../../src/protocol/search';
import type { MySession } from '../../src/protocol/sessions';
import type { Summary } from '../../src/protocol/summary';
import type {
  ChatMessage,
  HelloReply,
  LiveRecording,
  LiveTranscript,
  Participant,
  SessionInfo,
  Slot,
  Snapshot,
  Timer,
  Topic,
  TranscriptLine,
  TranscriptState,
} from '../../src/protocol/types';
import { noSummary } from '../../test/summed';
import type { Bot, Feed } from './bot';
import type { Served } from './lesson';

export const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; " +
  "connect-src 'self' ws: wss:; media-src 'self' blob: mediastream:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

const DIST = join(import.meta.dirname, '../../dist');
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};

export interface RequestFrame {
  readonly t: string;
  readonly id: number;
  readonly op?: string;
  readonly d: Record<string, unknown>;
}

export const person = (
  id: string,
  name: string,
  role: Participant['role'],
  more: Partial<Participant> = {},
): Participant => ({
  id,
  name,
  role,
  status: 'active',
  media: { mic: true, cam: true, screen: false },
  ...more,
});

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * A room of one real seat, `mina`, for tests of the page: serves `dist` as the real server does, speaks the protocol,
 * and lets a test play everybody else. Media is answered by a `Bot` in another page, or refused without one.
 */
export class FakeServer {
  readonly requests: RequestFrame[] = [];
  readonly byes: string[] = [];
  participants: Participant[] = [];
  topics: Topic[] = [];
  /** Of the one real seat. */
  role: Participant['role'] = 'learner';
  timer: Timer;
  /** Nothing may be said any more. */
  refuseChat = false;
  hands: string[] = [];
  chat: ChatMessage[] = [];
  session: SessionInfo;
  epoch = 'e1';
  seq = 1;
  joined = false;
  reachable = true;
  bot: Bot | null = null;
  /** The sessions of the one real seat, for the pages beside the room. */
  mine: MySession[] = [];
  /** Where the list of them goes on, as it is told. */
  mineNext: string | null = null;
  /** That the session is recorded, and on whose devices. */
  recording: LiveRecording | null = null;
  localRecordings: string[] = [];
  transcript: LiveTranscript = { state: 'off', lines: [] };
  /** Those of sessions of `mine`, by the session. */
  recordings: Readonly<Record<string, readonly Recording[]>> = {};
  /** What is found in transcripts, whatever is looked for. */
  found: FoundPage = { items: [], next: null };
  /** The summaries of `mine`, by the session. */
  summaries: Readonly<Record<string, Summary>> = {};
  /** Files of films by path and query. */
  files: ReadonlyMap<string, Served> = new Map();
  /** What those who ask beside the room are answered. */
  restStatus = 200;
  refuseOffers = false;
  /** Offers get no answer at all. */
  ignoreOffers = false;
  #http: Server | null = null;
  #sockets = new Set<WebSocket>();
  #port = 0;
  #slotVersion = 0;
  #events: { s: number; text: string }[] = [];

  constructor() {
    this.session = {
      id: 'ses_1',
      title: 'System Design Mentoring',
      state: 'scheduled',
      plannedMs: 3_600_000,
      startsAt: '2026-01-01T10:00:00Z',
      record: false,
      transcribe: false,
      saveChat: true,
      saveTranscript: true,
      embedOrigins: [],
    };
    this.timer = { state: 'waiting', away: ['learner'], activeMs: 0, totalMs: this.session.plannedMs };
  }

  async start(): Promise<void> {
    if (!existsSync(join(DIST, 'index.html'))) throw new Error('web/dist is missing: run `npm run build` first');
    this.#http = createServer((request, response) => this.#serve(request, response));
    const sockets = new WebSocketServer({ server: this.#http, path: '/api/v1/signal' });
    sockets.on('connection', (socket) => this.#accept(socket));
    await new Promise<void>((resolve) => this.#http?.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#http.address() as AddressInfo).port;
  }

  /** The process dies: sockets break, and nobody listens on the port. */
  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.terminate();
    this.#http?.closeAllConnections();
    await new Promise((resolve) => this.#http?.close(resolve));
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get joinUrl(): string {
    return `${this.origin}/session/ses_1/#t=${this.token}`;
  }

  get token(): string {
    return `${base64({ alg: 'HS256' })}.${base64({ sub: 'mina', name: 'Mina Park', role: this.role, aud: 'ses_1' })}.x`;
  }

  count(type: string): number {
    return this.requests.filter((request) => request.t === type).length;
  }

  last(type: string): RequestFrame | undefined {
    return this.requests.findLast((request) => request.t === type);
  }

  /** A durable event to everybody, kept for those who resume. */
  emit(t: string, d: object): number {
    this.seq += 1;
    const text = JSON.stringify({ t, s: this.seq, d });
    this.#events.push({ s: this.seq, text });
    for (const socket of this.#sockets) socket.send(text);
    return this.seq;
  }

  tell(t: string, d: object): void {
    for (const socket of this.#sockets) socket.send(JSON.stringify({ t, d }));
  }

  closeSockets(code: number): void {
    for (const socket of this.#sockets) socket.close(code);
  }

  add(someone: Participant): void {
    this.participants.push(someone);
    this.emit('participant.joined', someone);
  }

  update(id: string, change: Partial<Participant>): void {
    this.participants = this.participants.map((p) => (p.id === id ? { ...p, ...change } : p));
    this.emit('participant.updated', { id, ...change });
  }

  /** Somebody writes in the chat. */
  write(from: string, name: string, text: string): { s: number; id: string } {
    const message = { id: `m_${this.seq + 1}`, from, name, text, at: new Date().toISOString() };
    this.chat.push(message);
    return { s: this.emit('chat.message', message), id: message.id };
  }

  raise(participant: string, raised: boolean): number {
    this.hands = this.hands.filter((id) => id !== participant).concat(raised ? [participant] : []);
    return this.emit('hand.set', { participant, raised });
  }

  tellTime(more: Partial<Timer>): void {
    this.timer = { ...this.timer, ...more };
    this.emit('timer', this.timer);
  }

  finish(topic: string): number {
    this.topics = this.topics.map((each) => (each.id === topic ? { ...each, done: true } : each));
    return this.emit('topic.updated', { topics: this.topics });
  }

  /** Somebody starts a recording, or the plan does. */
  record(by?: string): number {
    const id = `rec_1_${this.seq + 1}`;
    this.recording = { id, startedAt: new Date().toISOString(), ...(by !== undefined && { by }) };
    return this.emit('recording.state', { state: 'recording', id, ...(by !== undefined && { by }) });
  }

  stopRecording(reason: string, by?: string): number {
    const id = this.recording?.id ?? '';
    this.recording = null;
    return this.emit('recording.state', { state: 'stopped', id, reason, ...(by !== undefined && { by }) });
  }

  /** Somebody has said something. */
  said(line: TranscriptLine): number {
    this.transcript = { ...this.transcript, lines: [...this.transcript.lines, line] };
    return this.emit('transcript.final', line);
  }

  tellTranscript(state: TranscriptState): void {
    this.transcript = { ...this.transcript, state };
    this.tell('transcript.state', { state });
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    if (path === '/api/v1/ping') return void response.writeHead(this.reachable ? 204 : 503).end();
    if (path.endsWith('/bye')) {
      this.byes.push(request.headers.authorization ?? '');
      return void response.writeHead(204).end();
    }
    const film = this.files.get(request.url ?? '');
    if (film) return void response.writeHead(200, { 'content-type': film.type }).end(film.body);
    if (path.startsWith('/api/v1/')) return void this.#rest(path, response);
    const file = path.startsWith('/session/') || path === '/dashboard' ? '/index.html' : normalize(path);
    const full = join(DIST, file);
    if (!existsSync(full) || extname(full) === '') return void response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': types[extname(full)] ?? 'application/octet-stream',
      'content-security-policy': CSP,
      'referrer-policy': 'no-referrer',
    });
    response.end(readFileSync(full));
  }

  #rest(path: string, response: ServerResponse): void {
    const one = this.mine.find(({ id }) => path === `/api/v1/me/sessions/${id}`);
    const recorded = /^\/api\/v1\/me\/sessions\/(\w+)\/recordings$/.exec(path)?.[1];
    const summed = /^\/api\/v1\/me\/sessions\/(\w+)\/summary$/.exec(path)?.[1];
    const found =
      path === '/api/v1/me/sessions'
        ? { items: this.mine, next: this.mineNext }
        : path === '/api/v1/me/transcripts'
          ? this.found
          : recorded !== undefined
            ? { items: this.recordings[recorded] ?? [] }
            : summed !== undefined
              ? (this.summaries[summed] ?? noSummary)
              : (one ?? {});
    response.writeHead(this.restStatus, { 'content-type': 'application/json' }).end(JSON.stringify(found));
  }

  #accept(socket: WebSocket): void {
    if (!this.reachable) socket.terminate();
    socket.on('message', (data) => void this.#answer(socket, JSON.parse(String(data)) as RequestFrame));
    socket.on('close', () => this.#sockets.delete(socket));
  }

  async #answer(socket: WebSocket, request: RequestFrame): Promise<void> {
    this.requests.push(request);
    const ok = (d: object) => socket.send(JSON.stringify({ re: request.id, ok: true, d }));
    const refuse = (code: string) =>
      socket.send(JSON.stringify({ re: request.id, ok: false, err: { code, msg: 'Not now' } }));
    switch (request.t) {
      case 'hello':
        return this.#hello(socket, request, ok);
      case 'join':
        this.joined = true;
        this.participants = this.participants.filter((p) => p.id !== 'mina');
        this.add(person('mina', 'Mina Park', this.role, { media: request.d.media as Participant['media'] }));
        return ok({ s: this.seq });
      case 'media.state':
        this.update('mina', { media: request.d as unknown as Participant['media'] });
        return ok({ s: this.seq });
      case 'chat.send':
        if (this.refuseChat) return refuse('rate_limited');
        return ok(this.write('mina', 'Mina Park', String(request.d.text)));
      case 'hand.set':
        return ok({ s: this.raise('mina', request.d.raised === true) });
      case 'topic.done':
        return ok({ s: this.finish(String(request.d.id)) });
      case 'recording.start':
        return ok({ s: this.record('mina') });
      case 'recording.stop':
        return ok({ s: this.stopRecording('mentor', 'mina') });
      case 'media.offer':
        return this.#media(socket, request);
      case 'leave':
        ok({ s: this.seq });
        return socket.close(1000);
      default:
        return ok({});
    }
  }

  #hello(socket: WebSocket, request: RequestFrame, ok: (d: object) => void): void {
    if (request.d.token !== this.token) {
      socket.close(4401);
      return;
    }
    const resume = request.d.resume as { epoch: string; lastSeq: number } | undefined;
    const resumed = resume?.epoch === this.epoch;
    const snapshot: Snapshot = {
      session: this.session,
      participants: this.participants,
      topics: this.topics,
      hands: this.hands,
      chat: this.chat,
      timer: this.timer,
      ...(this.recording && { recording: this.recording }),
      localRecordings: this.localRecordings,
      transcript: this.transcript,
    };
    const reply: HelloReply = {
      v: 1,
      you: 'mina',
      resumed,
      resumeToken: 'r',
      epoch: this.epoch,
      seq: this.seq,
      hb: { every: 2000, dead: 6000 },
      joined: this.joined,
      at: new Date().toISOString(),
      ...(resumed ? { timer: this.timer } : { snapshot }),
    };
    this.#sockets.add(socket);
    ok(reply);
    socket.send(JSON.stringify({ t: 'welcome', d: { iceServers: [], nodes: [], mayRecord: false, summarizes: true } }));
    if (resumed) for (const event of this.#events) if (event.s > resume.lastSeq) socket.send(event.text);
  }

  async #media(socket: WebSocket, request: RequestFrame): Promise<void> {
    const { gen, sdp, restart } = request.d as { gen: number; sdp: string; restart: boolean };
    const refuse = (code: string) =>
      socket.send(JSON.stringify({ re: request.id, ok: false, err: { code, msg: 'No media here' } }));
    if (this.ignoreOffers) return;
    if (!this.bot || this.refuseOffers) return refuse('bad_sdp');
    const table = this.#slots(sdp);
    const feeds = table.flatMap(({ mid, kind, participant, source }): Feed[] =>
      participant !== null && source !== null ? [{ mid, kind, source, person: participant }] : [],
    );
    try {
      const answer = await this.bot.answer(sdp, feeds, restart);
      socket.send(JSON.stringify({ re: request.id, ok: true, d: { gen, sdp: answer } }));
    } catch {
      return refuse('bad_sdp');
    }
    this.#slotVersion += 1;
    socket.send(JSON.stringify({ t: 'media.slots', d: { gen, v: this.#slotVersion, slots: table } }));
  }

  /** Gives the receiving m-lines of an offer to the people in the room, cameras before screens. */
  #slots(sdp: string): Slot[] {
    const lines = sdp.split(/\r\nm=/).slice(1);
    const receiving = lines.filter((line) => line.includes('a=recvonly'));
    const wanted = this.participants.filter((p) => p.id !== 'mina');
    const voices = wanted.map((p) => ({ participant: p.id, source: 'mic' as const }));
    const pictures = [
      ...wanted.filter((p) => p.media.cam).map((p) => ({ participant: p.id, source: 'cam' as const })),
      ...wanted.filter((p) => p.media.screen).map((p) => ({ participant: p.id, source: 'screen' as const })),
    ];
    return receiving.map((line): Slot => {
      const kind = line.startsWith('audio') ? 'audio' : 'video';
      const mid = /a=mid:(\S+)/.exec(line)?.[1] ?? '';
      const next = (kind === 'audio' ? voices : pictures).shift();
      return { mid, kind, participant: next?.participant ?? null, source: next?.source ?? null };
    });
  }
}
