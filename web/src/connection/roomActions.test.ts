import { describe, expect, test, vi } from 'vitest';
import { FakePeerConnection } from '../../test/fakePeerConnection';
import { greet, happened, inCall, inLobby, keepAlive, livePage, reopened, settle } from '../../test/livePage';
import * as capture from '../media/capture';
import * as store from '../state/store';

// Sound needs a browser.
vi.mock('../media/playback', () => ({ playAll: vi.fn(), silenceAll: vi.fn() }));

const session = livePage();

describe('a recording', () => {
  test.each([
    [true, 'recording.start'],
    [false, 'recording.stop'],
  ] as const)('%s is %s', async (on, type) => {
    const socket = await inCall();
    const asked = session().actions.record(on);
    expect(socket.asked(type)).toMatchObject([{ op: expect.any(String), d: {} }]);
    socket.answer(type, { s: 7 });
    expect(await asked).toBeNull();
  });

  test('that is refused says why', async () => {
    const socket = await inCall();
    const asked = session().actions.record(true);
    socket.refuse('recording.start', 'forbidden');
    expect(await asked).toMatchObject({ code: 'forbidden', message: 'No' });
  });
});

describe('what is asked of the room', () => {
  const message = (id: string, text: string) => ({ id, from: 'mina', name: 'mina', text, at: '2026-01-01T10:05:00Z' });
  const lines = () => store.room.value.chat;

  test('is shown at once, and stands once when it is answered and echoed', async () => {
    const socket = await inCall();
    expect(session().actions.say(' Hi ')).toBe(true);
    expect(lines().outgoing).toMatchObject([{ text: 'Hi', state: 'pending' }]);
    expect(socket.asked('chat.send')).toMatchObject([{ op: expect.any(String), d: { text: 'Hi' } }]);
    socket.answer('chat.send', { s: 7, id: 'm_7' });
    await settle();
    expect(lines()).toMatchObject({ lines: [], outgoing: [{ state: 'sent', id: 'm_7' }] });
    socket.say({ t: 'chat.message', s: 7, d: message('m_7', 'Hi') });
    expect(lines()).toMatchObject({ lines: [{ id: 'm_7' }], outgoing: [] });
  });

  test.each(['', ' \n ', 'x'.repeat(2001)])('a line that cannot be said is not sent', async (text) => {
    const socket = await inCall();
    expect(session().actions.say(text)).toBe(false);
    expect([socket.asked('chat.send'), lines().outgoing]).toEqual([[], []]);
  });

  test('goes in the order in which it was asked, one at a time', async () => {
    const socket = await inCall();
    for (const text of ['one', 'two', 'three']) session().actions.say(text);
    void session().actions.setHand(true);
    const sent: string[] = [];
    for (const id of ['m_7', 'm_8', 'm_9']) {
      sent.push(socket.asked('chat.send').at(-1)?.d.text);
      expect(socket.asked('hand.set')).toEqual([]);
      socket.answer('chat.send', { s: 7, id });
      await settle();
    }
    expect(sent).toEqual(['one', 'two', 'three']);
    expect(socket.asked('hand.set')).toMatchObject([{ d: { raised: true } }]);
  });

  test('and lost with its socket is asked again as the same operation, before what came later', async () => {
    const first = await inCall();
    session().actions.say('Hi');
    first.end();
    await settle();
    expect(lines().outgoing).toMatchObject([{ state: 'pending' }]);
    void session().actions.topicDone('t_1');
    await reopened(first);
    const second = await greet();
    expect(second.asked('chat.send')).toEqual([{ ...first.asked('chat.send')[0], id: expect.any(Number) }]);
    expect(second.asked('topic.done')).toEqual([]);
    second.answer('chat.send', { s: 7, id: 'm_7' });
    await settle();
    expect(second.asked('topic.done')).toMatchObject([{ d: { id: 't_1', done: true } }]);
  });

  test('of a server that says "not so fast" waits as long as it says', async () => {
    const socket = await inCall();
    session().actions.say('Hi');
    socket.refuse('chat.send', 'rate_limited', 500);
    await vi.advanceTimersByTimeAsync(400);
    expect(socket.asked('chat.send')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    const [first, second] = socket.asked('chat.send');
    expect(second).toEqual({ ...first, id: expect.any(Number) });
  });

  test('that the server refuses has failed, and is said again as the same operation', async () => {
    const socket = await inCall();
    session().actions.say('Hi');
    socket.refuse('chat.send', 'internal');
    await settle();
    const [line] = lines().outgoing;
    expect(line?.state).toBe('failed');
    session().actions.sayAgain(line?.op ?? '');
    session().actions.sayAgain(line?.op ?? '');
    await settle();
    expect(socket.asked('chat.send').map(({ op }) => op)).toEqual([line?.op, line?.op]);
    socket.answer('chat.send', { s: 7, id: 'm_7' });
    await settle();
    expect(lines().outgoing).toMatchObject([{ state: 'sent' }]);
  });

  test('without any answer fails in the end, and what waits behind it goes on', async () => {
    const socket = await inCall();
    session().actions.say('Hi');
    const raised = session().actions.setHand(true);
    await keepAlive(socket, 21);
    expect(socket.asked('chat.send')).toHaveLength(4);
    expect(lines().outgoing).toMatchObject([{ state: 'failed' }]);
    socket.answer('hand.set', { s: 8 });
    expect(await raised).toBe(true);
  });

  test('of a room that knows no seat of this page waits until it has joined anew', async () => {
    const socket = await inCall();
    session().actions.say('Hi');
    socket.refuse('chat.send', 'not_joined');
    await settle();
    expect(socket.asked('join')).toHaveLength(2);
    socket.answer('join', { s: 9 });
    await settle();
    expect(socket.asked('chat.send')).toHaveLength(2);
  });

  test('takes its words from the protocol', async () => {
    const socket = await inCall();
    const { actions } = session();
    const asked: [string, Promise<boolean>, object][] = [
      ['hand.set', actions.lowerHand('noor'), { raised: false, participant: 'noor' }],
      ['topic.done', actions.topicDone('t_1'), { id: 't_1', done: true }],
      ['moderation.mute', actions.mute('noor'), { participant: 'noor' }],
      ['moderation.remove', actions.remove('noor'), { participant: 'noor' }],
      ['session.end', actions.end(), {}],
    ];
    for (const [type, done, d] of asked) {
      expect(socket.asked(type)).toMatchObject([{ op: expect.any(String), d }]);
      socket.answer(type, { s: 9 });
      expect(await done).toBe(true);
      await settle();
    }
  });

  test('one’s own hand is up before the server has it, and down again when that refuses', async () => {
    const socket = await inCall();
    const raised = session().actions.setHand(true);
    expect(store.room.value.askedHand).toMatchObject({ raised: true });
    socket.refuse('hand.set', 'forbidden');
    expect(await raised).toBe(false);
    expect(store.room.value.askedHand).toBeNull();
  });

  test('is over with the session', async () => {
    const socket = await inCall();
    const raised = session().actions.setHand(true);
    socket.end(4410);
    expect(await raised).toBe(false);
    expect(await session().actions.setHand(false)).toBe(false);
  });
});

describe('what a mentor does', () => {
  const muted = { id: 'mina', media: { mic: false, cam: true, screen: false }, by: 'daniel' };

  test('muting is followed without telling the server what it knows, and may be undone', async () => {
    await capture.setMic(true);
    const track = { kind: 'audio', enabled: true, stop: vi.fn() } as unknown as MediaStreamTrack;
    capture.tracks.value = { mic: track, cam: null };
    const socket = await inCall();
    happened.mockClear();
    socket.say({ t: 'participant.updated', s: 7, d: muted });
    await settle();
    expect([capture.micOn.value, track.enabled]).toEqual([false, false]);
    expect(socket.asked('media.state')).toEqual([]);
    expect(happened).toHaveBeenCalledWith(expect.objectContaining({ t: 'participant.updated' }));
    // The same row again, as after a resume, is no news.
    await capture.setMic(true);
    await settle();
    expect(socket.asked('media.state')).toMatchObject([{ d: { mic: true } }]);
    socket.say({ t: 'participant.updated', s: 7, d: muted });
    expect(capture.micOn.value).toBe(true);
    expect(happened).toHaveBeenCalledTimes(1);
    capture.tracks.value = { mic: null, cam: null };
  });

  test('muting somebody else leaves one’s own microphone alone', async () => {
    const socket = await inCall();
    socket.say({ t: 'participant.updated', s: 7, d: { ...muted, id: 'daniel' } });
    expect(capture.wanted.value.mic).toBe(true);
  });

  test('removing is told calmly; without it the same code is a link without the right', async () => {
    const socket = await inCall();
    socket.say({ t: 'participant.left', s: 7, d: { id: 'mina', reason: 'removed' } });
    socket.end(4403);
    expect(store.screen.value).toEqual({ at: 'stopped', why: 'removed' });
    expect(FakePeerConnection.last.closed).toBe(true);
  });

  test('a code without a removal is a link without the right', async () => {
    const socket = await inCall();
    socket.end(4403);
    expect(store.screen.value).toEqual({ at: 'stopped', why: 'forbidden' });
  });

  test('ending shows how the session went, to those who were there', async () => {
    const socket = await inCall();
    const d = { reason: 'mentor', outcome: 'completed', activeMs: 3_600_000, at: '2026-01-01T11:00:00Z' };
    socket.say({ t: 'session.ended', s: 7, d });
    expect(store.room.value.ended).toEqual(d);
    socket.end(4410);
    expect(store.screen.value).toEqual({ at: 'ended' });
    expect(store.link.value.status).toBe('ended');
    expect([FakePeerConnection.last.closed, store.receivers.value]).toEqual([true, []]);
  });

  test('ending is told in the lobby on a page of its own', async () => {
    const socket = await inLobby();
    socket.end(4410);
    expect(store.screen.value).toEqual({ at: 'stopped', why: 'ended' });
  });
});
