import { describe, expect, test, vi } from 'vitest';
import { FakePeerConnection } from '../../test/fakePeerConnection';
import { FakeSocket } from '../../test/fakeSocket';
import {
  greet,
  greeting,
  inCall,
  inLobby,
  keepAlive,
  livePage,
  person,
  reopened,
  settle,
  snapshot,
} from '../../test/livePage';
import * as capture from '../media/capture';
import { initialRoom } from '../state/reduce';
import * as store from '../state/store';
import { FAREWELL_TRIES } from './farewell';

// Sound needs a browser.
vi.mock('../media/playback', () => ({ playAll: vi.fn(), silenceAll: vi.fn() }));

const session = livePage();

describe('leaving', () => {
  test('is asked for once when the socket lives', async () => {
    const socket = await inCall();
    session().leave();
    session().leave();
    expect(store.screen.value).toEqual({ at: 'left' });
    socket.answer('leave', { s: 9 });
    await settle();
    expect(socket.closedWith).toBe(1000);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(FakePeerConnection.last.closed).toBe(true);
  });

  test('without a socket is shown at once and asked for by a new one', async () => {
    const socket = await inCall();
    socket.end();
    session().leave();
    expect(store.screen.value).toEqual({ at: 'left' });
    await reopened(socket);
    const again = await greet();
    expect(again.asked('hello')[0]?.d).toMatchObject({ resume: { token: 'page-1', epoch: 'e' } });
    expect(again.asked('leave')).toHaveLength(1);
    again.answer('leave', { s: 9 });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(again.closedWith).toBe(1000);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test('that was cut off is asked for again with the same op', async () => {
    const socket = await inCall();
    session().leave();
    socket.end();
    await reopened(socket);
    const second = await greet();
    second.end();
    await reopened(second);
    const third = await greet();
    const ops = [socket, second, third].map((each) => each.asked('leave').map(({ op }) => op));
    expect(ops).toEqual([[expect.any(String)], ops[0], ops[0]]);
    third.refuse('leave', 'not_joined');
    await vi.advanceTimersByTimeAsync(120_000);
    expect(FakeSocket.all).toHaveLength(3);
  });

  test('ends though the server never answers', async () => {
    const socket = await inCall();
    session().leave();
    socket.end();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(FakeSocket.all).toHaveLength(FAREWELL_TRIES);
    expect(FakeSocket.all.every(({ closedWith, readyState }) => closedWith !== null || readyState === 3)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([4404, 4409, 4410, 4430])('asks no more after %i: there is no seat of this page', async (code) => {
    const socket = await inCall();
    socket.end();
    session().leave();
    await reopened(socket);
    FakeSocket.last.end(code);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test('while the page comes back as a new one is asked for as the page that has the seat', async () => {
    const socket = await inCall();
    socket.end(4409);
    await reopened(socket);
    const fresh = FakeSocket.last;
    fresh.open();
    session().leave();
    await reopened(fresh);
    const old = await greet();
    expect(fresh.asked('leave')).toEqual([]);
    expect(old.asked('hello')[0]?.d).toHaveProperty('resume');
    expect(old.asked('leave')).toHaveLength(1);
  });

  test('says at least that the page is gone when the tab closes before it is acknowledged', async () => {
    const socket = await inCall();
    session().leave();
    dispatchEvent(new Event('pagehide'));
    expect(fetch).toHaveBeenCalledWith('/api/v1/sessions/ses_1/bye', expect.objectContaining({ keepalive: true }));
    vi.mocked(fetch).mockClear();
    socket.answer('leave', { s: 9 });
    await settle();
    dispatchEvent(new Event('pagehide'));
    expect(fetch).not.toHaveBeenCalled();
  });

  test('leaves nothing behind that a late frame could start again', async () => {
    session().start();
    session().join();
    const socket = FakeSocket.last;
    socket.open();
    session().leave();
    socket.answer('hello', greeting({ resumed: false, joined: false, snapshot }));
    await settle();
    socket.say({ t: 'welcome', d: { iceServers: [], nodes: [], mayRecord: false, summarizes: false } });
    expect(FakePeerConnection.all).toEqual([]);
    expect(store.room.value).toEqual(initialRoom);
  });
});

test('the server says who makes text of what is said, and when nobody does any more', async () => {
  const socket = await inCall();
  const welcome = { iceServers: [], nodes: [], mayRecord: false, summarizes: false };
  socket.say({ t: 'welcome', d: { ...welcome, transcribedBy: 'program' } });
  expect(store.transcribedBy.value).toBe('program');
  socket.say({ t: 'welcome', d: welcome });
  expect(store.transcribedBy.value).toBe(null);
});

test('how long to stay away is said of one socket and not of the next', async () => {
  const first = await inCall();
  first.say({ t: 'draining', d: { retryMs: 60_000 } });
  // Silence: the page itself gives the socket up for a new one.
  vi.mocked(fetch).mockRejectedValue(new TypeError('no network'));
  FakePeerConnection.last.connectionState = 'failed';
  FakePeerConnection.last.onconnectionstatechange();
  await vi.advanceTimersByTimeAsync(4000);
  vi.mocked(fetch).mockResolvedValue({ ok: true } as Response);
  await reopened(first);
  const second = await greet();
  FakePeerConnection.last.connect();
  second.end(4500);
  await reopened(second);
});

test('a search offers new credentials, and tells the server when there is a socket again', async () => {
  const first = await inCall();
  await keepAlive(first, 2);
  const peer = FakePeerConnection.last;
  vi.mocked(fetch).mockRejectedValue(new TypeError('no network'));
  peer.connectionState = 'failed';
  peer.onconnectionstatechange();
  first.end();
  const offers = FakePeerConnection.offers;
  await vi.advanceTimersByTimeAsync(11_000);
  expect(FakePeerConnection.offers).toBe(offers + 1);
  expect(FakePeerConnection.last).toBe(peer);
  expect(peer.localDescription?.sdp).toContain(`offer ${offers + 1},`);
  expect(FakeSocket.all.flatMap((socket) => socket.asked('media.offer'))).toHaveLength(1);

  const before = FakeSocket.last;
  peer.connect();
  if (FakeSocket.last === before) await reopened(before);
  const socket = await greet();
  expect(socket.asked('media.offer').map(({ d }) => d)).toMatchObject([{ gen: 1, restart: true }]);
  expect(store.link.value).toEqual({ status: 'connected', overlay: null });
});

describe('an offer without an answer', () => {
  const cutOff = async () => {
    const socket = await inCall();
    socket.say({ t: 'media.reoffer', d: { reason: 'slots', video: 6 } });
    await settle();
    const offer = socket.asked('media.offer').at(-1);
    expect(offer?.d.sdp).toContain('13 lines');
    socket.end();
    await reopened(socket);
    return offer;
  };

  test('is sent again as it was after a resume, and applied', async () => {
    const offer = await cutOff();
    const socket = await greet();
    expect(socket.asked('media.offer')).toEqual([{ ...offer, id: expect.any(Number) }]);
    socket.answer('media.offer', { gen: 1, sdp: 'late answer' });
    await settle();
    expect(FakePeerConnection.last.remoteDescription).toMatchObject({ sdp: 'late answer' });
    expect(store.receivers.value).toHaveLength(9);
    expect(FakePeerConnection.all).toHaveLength(1);
  });

  test('is not sent again once it is answered', async () => {
    await cutOff();
    const socket = await greet();
    socket.answer('media.offer', { gen: 1, sdp: 'late answer' });
    await settle();
    socket.end();
    await reopened(socket);
    expect((await greet()).asked('media.offer')).toEqual([]);
  });

  test('goes with its connection: a page that joins anew offers anew', async () => {
    const offer = await cutOff();
    const socket = await greet({ joined: false });
    const sent = socket.asked('media.offer');
    expect(sent).toHaveLength(1);
    expect(sent[0]?.op).not.toBe(offer?.op);
    expect(sent[0]?.d).toMatchObject({ gen: 2 });
  });

  test('of a page that is in already is sent again too', async () => {
    const first = await inLobby();
    session().join();
    await settle();
    first.answer('join', { s: 6 });
    await settle();
    first.end();
    await reopened(first);
    const socket = await greet();
    expect(socket.asked('join')).toEqual([]);
    expect(socket.asked('media.offer').map(({ op }) => op)).toEqual(first.asked('media.offer').map(({ op }) => op));
  });

  test('behind a newer one: its late answer is not applied', async () => {
    await cutOff();
    const socket = await greet();
    FakePeerConnection.last.oniceconnectionstatechange();
    FakePeerConnection.last.connectionState = 'failed';
    FakePeerConnection.last.onconnectionstatechange();
    await vi.advanceTimersByTimeAsync(100);
    const [older, newer] = socket.asked('media.offer');
    expect(newer?.d).toMatchObject({ gen: 1, restart: true });
    socket.say({ re: older?.id, ok: true, d: { gen: 1, sdp: 'of the older' } });
    await settle();
    expect(FakePeerConnection.last.remoteDescription).toMatchObject({ sdp: 'answer' });
    socket.say({ re: newer?.id, ok: true, d: { gen: 1, sdp: 'of the newer' } });
    await settle();
    expect(FakePeerConnection.last.remoteDescription).toMatchObject({ sdp: 'of the newer' });
  });
});

describe('the size of the picture', () => {
  test('follows the people in the room, also for those who were there first', async () => {
    const socket = await inCall();
    const { camera } = FakePeerConnection.last;
    const scale = () => camera.encodings.find(({ rid }) => rid === 'f')?.scaleResolutionDownBy;
    expect(scale()).toBe(1);
    socket.say({ t: 'participant.joined', s: 7, d: person('mina') });
    await settle();
    expect(scale()).toBe(1);
    socket.say({ t: 'participant.joined', s: 8, d: person('noor') });
    await settle();
    expect(scale()).toBe(2);
    socket.say({ t: 'participant.left', s: 9, d: { id: 'noor', reason: 'left' } });
    await settle();
    expect(scale()).toBe(1);
  });
});

test('an observer joins with nothing to send', async () => {
  capture.maySend.value = false;
  await capture.openInputs();
  const socket = await inCall();
  await capture.setMic(true);
  await capture.setCam(true);
  expect(socket.asked('join')[0]?.d).toEqual({ media: { mic: false, cam: false, screen: false } });
  expect(socket.asked('media.state')).toEqual([]);
});

describe('what one wants to send', () => {
  test('is told again, as the same operation, when the server says nothing', async () => {
    const socket = await inCall();
    capture.screenTracks.value = [{ kind: 'video', stop: vi.fn() } as unknown as MediaStreamTrack];
    await keepAlive(socket, 6);
    const [first, second] = socket.asked('media.state');
    expect(first?.d).toMatchObject({ screen: true });
    expect(second).toEqual({ ...first, id: expect.any(Number) });
  });

  test('to a room that knows no seat of this page is followed by joining it', async () => {
    const socket = await inCall();
    capture.screenTracks.value = [{ kind: 'video', stop: vi.fn() } as unknown as MediaStreamTrack];
    socket.refuse('media.state', 'not_joined');
    await settle();
    expect(socket.asked('join')).toHaveLength(2);
    expect(socket.asked('join')[1]?.d).toMatchObject({ media: { screen: true } });
    expect(socket.asked('media.offer').at(-1)?.d).toMatchObject({ gen: 2 });
  });
});

test('a join that the server refuses is followed by a rejoin', async () => {
  const socket = await inLobby();
  session().join();
  await settle();
  socket.refuse('join', 'internal');
  await reopened(socket);
  const again = await greet({ resumed: false, joined: false, snapshot });
  expect(again.asked('hello')[0]?.d).not.toHaveProperty('resume');
  expect(again.asked('join')).toHaveLength(1);
});
