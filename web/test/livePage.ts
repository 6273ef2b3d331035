import { afterEach, beforeEach, expect, vi } from 'vitest';
import { LiveSession } from '../src/connection/live';
import * as capture from '../src/media/capture';
import type { HelloReply, Participant, Timer } from '../src/protocol/types';
import { initialRoom } from '../src/state/reduce';
import * as store from '../src/state/store';
import { FakePeerConnection } from './fakePeerConnection';
import { FakeSocket } from './fakeSocket';
import { session as sessionInfo } from './session';

export const person = (id: string): Participant => ({
  id,
  name: id,
  role: 'learner',
  status: 'active',
  media: { mic: true, cam: true, screen: false },
});

const notBegun: Timer = { state: 'waiting', away: ['mentor', 'learner'], activeMs: 0, totalMs: 3_600_000 };

export const greeting = (more: Partial<HelloReply> = {}): HelloReply => ({
  v: 1,
  you: 'mina',
  resumed: true,
  resumeToken: 'page-1',
  epoch: 'e',
  seq: 5,
  hb: { every: 2000, dead: 6000 },
  joined: true,
  at: '2026-01-15T10:20:00Z',
  ...(more.snapshot ? {} : { timer: notBegun }),
  ...more,
});

export const snapshot: HelloReply['snapshot'] = {
  session: sessionInfo,
  participants: [person('daniel')],
  topics: [],
  hands: [],
  chat: [],
  timer: notBegun,
};

/** Lets promises settle; no time passes. */
export const settle = () => vi.advanceTimersByTimeAsync(0);

/** The newest socket opens, and the server greets. */
export const greet = async (more: Partial<HelloReply> = {}): Promise<FakeSocket> => {
  const socket = FakeSocket.last;
  socket.open();
  socket.answer('hello', greeting(more));
  await settle();
  return socket;
};

/** Waits for the page to open another socket than this one. */
export const reopened = async (before: FakeSocket): Promise<void> => {
  for (let i = 0; i < 100 && FakeSocket.last === before; i++) await vi.advanceTimersByTimeAsync(50);
  expect(FakeSocket.last).not.toBe(before);
};

export const keepAlive = async (socket: FakeSocket, seconds: number): Promise<void> => {
  for (let i = 0; i < seconds; i++) {
    socket.say({ t: 'media.speaking', d: { participants: [] } });
    await vi.advanceTimersByTimeAsync(1000);
  }
};

/** What the page tells the rest of itself of the events that it reads. */
export const happened = vi.fn();
let session: LiveSession;

/** A page in the lobby. */
export const inLobby = async (): Promise<FakeSocket> => {
  session.start();
  return greet({ resumed: false, joined: false, snapshot });
};

/** A page whose call is running well. */
export const inCall = async (): Promise<FakeSocket> => {
  const socket = await inLobby();
  session.join();
  await settle();
  socket.answer('join', { s: 6 });
  socket.answer('media.offer', { gen: 1, sdp: 'answer' });
  await settle();
  FakePeerConnection.last.connect();
  return socket;
};

/** A session with everything around it faked, made anew for each test of the file and left at its end. */
export const livePage = (): (() => LiveSession) => {
  beforeEach(() => {
    happened.mockReset();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
    FakeSocket.all = [];
    FakePeerConnection.all = [];
    vi.stubGlobal('WebSocket', FakeSocket);
    vi.stubGlobal('RTCPeerConnection', FakePeerConnection);
    vi.stubGlobal('RTCRtpSender', FakePeerConnection);
    vi.stubGlobal('MediaStream', vi.fn());
    vi.stubGlobal(
      'fetch',
      vi.fn(() => Promise.resolve({ ok: true })),
    );
    sessionStorage.clear();
    store.room.value = initialRoom;
    store.screen.value = { at: 'lobby' };
    capture.maySend.value = true;
    capture.wanted.value = { mic: true, cam: true };
    session = new LiveSession(
      { sessionId: 'ses_1', token: 'a.b.c' },
      { participantsChanged: vi.fn(), happened, speaking: () => undefined, qualityChanged: () => undefined },
    );
  });
  afterEach(async () => {
    session.leave();
    await vi.advanceTimersByTimeAsync(300_000);
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  return () => session;
};
