import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeSocket } from '../../test/fakeSocket';
import type { HelloReply, ServerEvent } from '../protocol/types';
import { actionForClose } from './close';
import { SignalingSocket } from './signaling';

const hello: HelloReply = {
  v: 1,
  you: 'mina',
  resumed: true,
  resumeToken: 'r',
  epoch: 'e',
  seq: 5,
  hb: { every: 2000, dead: 6000 },
  joined: false,
  at: '2026-01-15T10:20:00Z',
  timer: { state: 'waiting', away: [], activeMs: 0, totalMs: 60_000 },
};

const listener = () => {
  const heard: unknown[] = [];
  return {
    heard,
    ready: (reply: HelloReply) => heard.push(['ready', reply.you]),
    event: (event: ServerEvent) => heard.push(['event', event.t]),
    skipped: (s: number) => heard.push(['skipped', s]),
    closed: (code: number) => heard.push(['closed', code]),
  };
};

/** Lets promises settle; no time passes. */
const settle = () => vi.advanceTimersByTimeAsync(0);

const connect = async () => {
  const ears = listener();
  const socket = new SignalingSocket('ws://x/api/v1/signal', { v: [1], token: 'a.b.c' }, ears, () => 41);
  const wire = FakeSocket.last;
  wire.open();
  wire.say({ re: 1, ok: true, d: hello });
  await settle();
  return { socket, wire, ears };
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  vi.stubGlobal('WebSocket', FakeSocket);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('SignalingSocket', () => {
  test('greets with the token in the first frame and never in the address', async () => {
    const { wire, ears } = await connect();
    expect(wire.protocol).toBe('room.v1.json');
    expect(wire.url).not.toContain('a.b.c');
    expect(wire.sent[0]).toEqual({ t: 'hello', id: 1, d: { v: [1], token: 'a.b.c' } });
    expect(ears.heard).toEqual([['ready', 'mina']]);
  });

  test('a reply goes to its request, whatever the order', async () => {
    const { socket, wire } = await connect();
    const join = socket.request('join', { media: { mic: true, cam: true, screen: false } });
    const leave = socket.request('leave', {});
    wire.say({ re: 3, ok: true, d: { s: 9 } });
    wire.say({ re: 2, ok: true, d: { s: 8 } });
    expect(await join).toEqual({ s: 8 });
    expect(await leave).toEqual({ s: 9 });
  });

  test('what changes state has an operation id; a repeated one is kept', async () => {
    const { socket, wire } = await connect();
    void socket.request('leave', {}).catch(() => {});
    void socket.request('media.state', { mic: true, cam: true, screen: false }, 'SAME').catch(() => {});
    void socket.request('ping', { ack: 1 }).catch(() => {});
    expect(wire.sent.map((frame) => frame.op)).toEqual([
      undefined,
      expect.stringMatching(/^\w{26}$/),
      'SAME',
      undefined,
    ]);
  });

  test('a refusal carries its code and when to try again', async () => {
    const { socket, wire } = await connect();
    const asked = socket.request('leave', {});
    wire.say({ re: 2, ok: false, err: { code: 'rate_limited', msg: 'Slow down', retryMs: 500 } });
    await expect(asked).rejects.toMatchObject({ code: 'rate_limited', retryMs: 500 });
  });

  test('a reply that is not what was asked for is refused', async () => {
    const { socket, wire } = await connect();
    const asked = socket.request('leave', {});
    wire.say({ re: 2, ok: true, d: { s: 'nine' } });
    await expect(asked).rejects.toMatchObject({ code: 'unreadable' });
  });

  test('no answer within five seconds is a timeout, while pongs go on', async () => {
    const { socket, wire } = await connect();
    const asked = expect(socket.request('leave', {})).rejects.toMatchObject({ code: 'timeout' });
    for (let second = 1; second <= 5; second++) {
      wire.say({ t: 'media.speaking', d: { participants: [] } });
      await vi.advanceTimersByTimeAsync(1000);
    }
    await asked;
  });

  test('pings with the last number applied, and gives up after six silent seconds', async () => {
    const { wire, ears } = await connect();
    await vi.advanceTimersByTimeAsync(2000);
    expect(wire.sent.at(-1)).toMatchObject({ t: 'ping', d: { ack: 41 } });
    await vi.advanceTimersByTimeAsync(4000);
    expect(ears.heard).not.toContainEqual(['closed', 4408]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(ears.heard).toContainEqual(['closed', 4408]);
    expect(wire.closedWith).toBe(4408);
  });

  test('a close fails what is pending and is told once', async () => {
    const { socket, wire, ears } = await connect();
    const asked = expect(socket.request('leave', {})).rejects.toMatchObject({ code: 'closed' });
    wire.onclose({ code: 1006 });
    wire.onclose({ code: 1006 });
    await asked;
    expect(ears.heard.filter((x) => JSON.stringify(x).includes('closed'))).toEqual([['closed', 1006]]);
    await expect(socket.request('leave', {})).rejects.toMatchObject({ code: 'closed' });
  });

  test.each([
    ['forbidden', 4403],
    ['busy', 4429],
    ['internal', 4408],
  ])('a hello refused with %s ends the socket with %i', async (code, close) => {
    const ears = listener();
    new SignalingSocket('ws://x', { v: [1], token: 't' }, ears, () => 0);
    FakeSocket.last.open();
    FakeSocket.last.say({ re: 1, ok: false, err: { code, msg: 'No' } });
    await settle();
    expect(ears.heard).toEqual([['closed', close]]);
  });

  test('an opening that gets no answer is given up after five seconds, as unreachable', async () => {
    const ears = listener();
    new SignalingSocket('ws://x', { v: [1], token: 't' }, ears, () => 0);
    await vi.advanceTimersByTimeAsync(4999);
    expect(ears.heard).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(ears.heard).toEqual([['closed', 4408]]);
    expect(FakeSocket.last.closedWith).toBe(4408);
    expect(actionForClose(4408)).toEqual({ kind: 'resume', reachable: false });
  });

  test('an opening that was answered in time, given up or refused leaves no timer behind', async () => {
    await connect();
    const [abandoned, refused] = [listener(), listener()];
    new SignalingSocket('ws://x', { v: [1], token: 't' }, abandoned, () => 0).abandon();
    new SignalingSocket('ws://x', { v: [1], token: 't' }, refused, () => 0);
    FakeSocket.last.onclose({ code: 1006 });
    // The heartbeat of the one that is open.
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(abandoned.heard).toEqual([]);
    expect(refused.heard).toEqual([['closed', 1006]]);
  });

  test('an abandoned socket tells nothing any more', async () => {
    const { socket, wire, ears } = await connect();
    socket.abandon();
    wire.say({ t: 'media.speaking', d: { participants: ['a'] } });
    wire.onclose({ code: 1006 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ears.heard).toEqual([['ready', 'mina']]);
    expect(wire.closedWith).toBe(4408);
  });

  test('events, unknown kinds and rubbish', async () => {
    const { wire, ears } = await connect();
    wire.say({ t: 'media.speaking', d: { participants: ['a'] } });
    wire.say({ t: 'chat.message', s: 42, d: {} });
    wire.onmessage({ data: '{' });
    wire.onmessage({ data: new ArrayBuffer(3) });
    expect(ears.heard.slice(1)).toEqual([
      ['event', 'media.speaking'],
      ['skipped', 42],
    ]);
  });
});
