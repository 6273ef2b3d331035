import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { crc32 } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { Caller } from './support/caller';
import { until } from './support/figures';
import { noor, Stage } from './support/stage';

/** Whatever strangers send next to a call is counted under a name, and the call does not notice. */
let stage: Stage;
let mentor: Caller;
let learner: Caller;

beforeAll(async () => {
  stage = await Stage.start();
});
beforeEach(async () => {
  ({ mentor, learner } = await stage.call());
});
afterEach((context) => stage.clear(context));
afterAll(() => stage?.stop());

/** Both still see and hear each other over the connection they began with. */
const expectUndisturbed = async () => {
  await Promise.all([mentor.sees(learner), learner.sees(mentor), mentor.hears(), learner.hears()]);
  for (const person of [mentor, learner]) {
    expect((await person.offers()).sent).toBe(1);
    expect(person.sentTypes.filter((type) => type === 'hello')).toHaveLength(1);
    expect(await person.page.getAttribute('html', 'data-connection')).toBe('connected');
  }
};

const grows = async (metric: string, reason: string, by: number, act: () => unknown) => {
  const read = () => stage.server.metric(metric, { reason });
  const before = await read();
  await act();
  await until(`${by} more ${metric} of ${reason}`, read, (now) => now >= before + by);
};

describe('datagrams from strangers', () => {
  const answered = (pattern: RegExp) =>
    mentor.page
      .evaluate(() => window.probe.peers.at(-1)?.remoteDescription?.sdp ?? '')
      .then((sdp) => pattern.exec(sdp)?.[1] ?? '');

  const ufrag = () => answered(/a=ice-ufrag:(\S+)/);
  const mediaPort = async () => Number(await answered(/a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 (\d+)/i));

  const TIMES = 20;
  const send = async (datagrams: readonly Buffer[]) => {
    const port = await mediaPort();
    const socket = createSocket('udp4');
    for (let i = 0; i < TIMES; i++) {
      for (const datagram of datagrams) {
        await new Promise((sent) => socket.send(datagram, port, '127.0.0.1', sent));
      }
    }
    socket.close();
  };
  const drops = (reason: string, ...datagrams: Buffer[]) =>
    grows('lyceum_media_drops_total', reason, TIMES * datagrams.length, () => send(datagrams));

  const attribute = (type: number, value: Buffer): Buffer => {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(type, 0);
    head.writeUInt16BE(value.length, 2);
    return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
  };
  /** A message of RFC 8489 section 5. */
  const stun = (type: number, attributes: readonly Buffer[], cookie = 0x2112a442): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt16BE(type, 0);
    head.writeUInt16BE(Buffer.concat(attributes).length, 2);
    head.writeUInt32BE(cookie, 4);
    return Buffer.concat([head, randomBytes(12), ...attributes]);
  };
  /** A check (RFC 8445 section 7.2.2) whose MESSAGE-INTEGRITY is made without the password. */
  const check = (username: string): Buffer => {
    const attributes = [
      attribute(0x0006, Buffer.from(username)),
      attribute(0x0024, Buffer.from([0x6e, 0, 1, 0xff])),
      attribute(0x802a, randomBytes(8)),
      attribute(0x0025, Buffer.alloc(0)),
      attribute(0x0008, randomBytes(20)),
    ];
    const message = stun(0x0001, [...attributes, attribute(0x8028, Buffer.alloc(4))]);
    // RFC 8489 section 14.7.
    const fingerprint = (crc32(message.subarray(0, -8)) ^ 0x5354554e) >>> 0;
    message.writeUInt32BE(fingerprint, message.length - 4);
    return message;
  };

  test('STUN that names nobody here, is cut short, or has no right to the name', async () => {
    const name = `${await ufrag()}:abcd`;
    const whole = check(name);
    await drops('stun_unknown_user', check('nobody12:abcd'), stun(0x0001, []), stun(0x0101, []), stun(0x0003, []));
    const cuts = [2, 3, 4, 8, 19, 20, 21, 24, whole.length - 1].map((length) => whole.subarray(0, length));
    await drops('stun_unknown_user', ...cuts, stun(0x0001, [attribute(0x0006, Buffer.from(name))], 0));
    const lying = Buffer.from(whole);
    lying.writeUInt16BE(0xfffc, 22);
    await drops('stun_unknown_user', lying);
    await drops('stun_bad_integrity', whole);
    await drops('stun_malformed', stun(0x0001, [attribute(0x0006, Buffer.from(name))]));
    await expectUndisturbed();
  });

  test('all else from an address without a check', async () => {
    const rtp = Buffer.concat([Buffer.from([0x80, 111, 0, 1]), randomBytes(180)]);
    const rtcp = Buffer.concat([Buffer.from([0x81, 201, 0, 7]), randomBytes(28)]);
    // RFC 6347 section 4.1: a record of a handshake with a ClientHello in it.
    const clientHello = Buffer.concat([
      Buffer.from([22, 0xfe, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 60, 1, 0, 0, 48, 0, 0, 0, 0, 0, 0, 0, 48, 0xfe, 0xfd]),
      randomBytes(46),
    ]);
    const alert = Buffer.from([21, 0xfe, 0xfd, 0, 1, 0, 0, 0, 0, 0, 1, 0, 2, 1, 0]);
    await drops('unknown_remote', rtp, rtp.subarray(0, 11), rtcp, rtcp.subarray(0, 3));
    await drops('unknown_remote', clientHello, clientHello.subarray(0, 14), alert);
    const range = (first: number) => Buffer.concat([Buffer.from([first]), randomBytes(99)]);
    await drops('unknown_remote', Buffer.from([0]), Buffer.from([0x80]), ...[4, 19, 64, 79, 127, 192, 255].map(range));
    await drops('unknown_remote', Buffer.concat([Buffer.from([0x80]), randomBytes(8_000)]));
    await send([Buffer.alloc(0), ...Array.from({ length: 50 }, (_, i) => randomBytes(i * 29))]);
    await drops('unknown_remote', rtp);
    await expectUndisturbed();
  });
});

describe('sockets of strangers', () => {
  let address = 1;
  /** From another address each time, for failed attempts count by address. */
  const open = (options: { origin?: string; protocols?: string[]; from?: string } = {}) => {
    address += 1;
    const url = `${stage.server.url.replace(/^http/, 'ws')}/api/v1/signal`;
    const { protocols = ['room.v1.json'], from = `127.0.7.${address}`, origin } = options;
    const socket = new WebSocket(url, protocols, { localAddress: from, ...(origin && { origin }) });
    socket.on('error', () => undefined);
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    const opened = new Promise<boolean>((resolve) => {
      socket.once('open', () => resolve(true));
      socket.once('close', () => resolve(false));
    });
    const replies: { re?: number; err?: { code: string } }[] = [];
    socket.on('message', (data) => replies.push(JSON.parse(String(data))));
    return { socket, opened, closed, replies };
  };
  const hello = (token: string, more: object = {}) =>
    JSON.stringify({ t: 'hello', id: 1, d: { v: [1], token, ...more } });
  const closes = (reason: string, by: number, act: () => unknown) => grows('lyceum_ws_closed_total', reason, by, act);
  const turnsAway = (reason: string, act: () => unknown) => grows('lyceum_http_turned_away_total', reason, 1, act);

  const closedAfter = async (first: string | Buffer): Promise<number> => {
    const { socket, opened, closed } = open();
    await opened;
    socket.send(first);
    return closed;
  };

  test('that say nothing, say it too loud, or have no right to say it', async () => {
    const { token } = mentor.seat;
    const [head = '', claims = '', signature = ''] = token.split('.');
    const other = Buffer.from(Buffer.from(claims, 'base64url').toString().replace('"daniel"', '"mina"'));
    const forged = [
      '',
      'x',
      `${head}.${claims}.`,
      `${head}.${other.toString('base64url')}.${signature}`,
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`,
    ];
    await closes('bad_token', forged.length, async () => {
      for (const wrong of forged) expect(await closedAfter(hello(wrong))).toBe(4401);
    });
    await closes('bad_token', 2, async () => {
      expect(await closedAfter('{"t":"join","id":1,"d":{}}')).toBe(4401);
      expect(await open().closed).toBe(4401);
    });
    await closes('too_big', 2, async () => {
      expect(await closedAfter(hello('x'.repeat(17_000)))).toBe(4413);
      expect(await closedAfter('x'.repeat(300_000))).toBe(4413);
    });
    await closes('bad_message', 4, async () => {
      for (const nonsense of ['', '{"t":', '['.repeat(5_000), Buffer.from(hello(token))]) {
        expect(await closedAfter(nonsense)).toBe(4400);
      }
    });
    await closes('not_resumable', 1, async () => {
      const resume = { token: 'x', epoch: 'e1', lastSeq: 0 };
      expect(await closedAfter(hello(token, { resume }))).toBe(4409);
    });
    await closes('no_common_version', 1, async () => {
      expect(await closedAfter(hello(token, { v: [99] }))).toBe(4426);
    });
    await expectUndisturbed();
  });

  test('of pages from elsewhere, of other programs, and of somebody who tries and tries', async () => {
    await turnsAway('origin', async () => expect(await open({ origin: 'https://evil.example' }).closed).toBe(4403));
    await turnsAway('subprotocol', async () => expect(await open({ protocols: [] }).opened).toBe(false));
    await turnsAway('address_limit', async () => {
      for (let i = 0; i < 25; i++) {
        const { socket, opened, closed } = open({ from: '127.0.8.1' });
        if (await opened) socket.send(hello('wrong'));
        await closed;
      }
    });
    const { hostname, port } = new URL(stage.server.url);
    await turnsAway('malformed_http', () =>
      connect(Number(port), hostname)
        .on('error', () => undefined)
        .end('\0\r\n'),
    );
    await turnsAway('slow_request', () =>
      connect(Number(port), hostname)
        .on('error', () => undefined)
        .write('GET / HTTP/1.1\r\nHost: x\r\n'),
    );
    await expectUndisturbed();
  });

  test('of a guest who is let in and behaves badly', async () => {
    const [seat] = await stage.server.session([noor]);
    const { socket, opened, closed, replies } = open();
    await opened;
    let id = 0;
    const ask = async (t: string, d: object, more: object = { op: '01J00000000000000000000000' }) => {
      id += 1;
      const mine = id;
      socket.send(JSON.stringify({ t, id: mine, d, ...more }));
      await until(`the reply to ${t}`, () => replies.some(({ re }) => re === mine), Boolean);
      return replies.find(({ re }) => re === mine)?.err?.code;
    };
    const refuses = (code: string, t: string, d: object, more?: object) =>
      grows('lyceum_ws_refused_total', code, 1, async () => expect(await ask(t, d, more)).toBe(code));

    expect(await ask('hello', { v: [1], token: seat?.token })).toBeUndefined();
    await refuses('unknown_type', 'dance', {});
    await refuses('bad_request', 'join', { media: 'all' });
    await refuses('not_joined', 'media.state', { mic: true, cam: true, screen: true });
    const media = { mic: true, cam: true, screen: false };
    expect(await ask('join', { media }, { op: '01J00000000000000000000001' })).toBeUndefined();
    await refuses('op_reused', 'join', { media: { ...media, mic: false } }, { op: '01J00000000000000000000001' });
    await refuses('bad_sdp', 'media.offer', { gen: 1, sdp: 'v=0\r\n'.repeat(1000), restart: false });
    await closes('too_many_messages', 1, async () => {
      for (let i = 0; i < 400; i++) socket.send(JSON.stringify({ t: 'ping', id: 1000 + i, d: { ack: 0 } }));
      expect(await closed).toBe(4429);
    });
    expect(await stage.server.metric('lyceum_ws_refused_total', { reason: 'rate_limited' })).toBeGreaterThan(0);
    await expectUndisturbed();
  });
});
