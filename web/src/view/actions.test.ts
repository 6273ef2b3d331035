import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakePeerConnection } from '../../test/fakePeerConnection';
import { FakeSocket } from '../../test/fakeSocket';
import { greet, settle, snapshot } from '../../test/livePage';
import { toasts } from '../state/notices';
import { initialRoom } from '../state/reduce';
import * as store from '../state/store';
import { t } from '../strings/en';
import { join, leave, record, startSession } from './actions';
import * as ui from './ui';

// Sound needs a browser.
vi.mock('../media/playback', () => ({ playAll: vi.fn(), silenceAll: vi.fn() }));

const recording = { id: 'rec_1', startedAt: '2026-01-01T10:05:00Z', by: 'daniel' };
let socket: FakeSocket;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('RTCPeerConnection', FakePeerConnection);
  vi.stubGlobal('RTCRtpSender', FakePeerConnection);
  vi.stubGlobal('fetch', vi.fn().mockResolvedValue({ ok: true }));
  sessionStorage.clear();
  toasts.value = [];
  store.room.value = initialRoom;
  store.screen.value = { at: 'lobby' };
  startSession({ sessionId: 'ses_1', token: 'a.b.c' }, 'mentor');
  socket = await greet({ resumed: false, joined: false, snapshot: { ...snapshot, recording } as typeof snapshot });
  join();
  await settle();
  socket.answer('join', { s: 6 });
  await settle();
});
afterEach(async () => {
  leave();
  await vi.advanceTimersByTimeAsync(300_000);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('recording', () => {
  test('is asked for once at a time, and one sees that it is', async () => {
    void record(true);
    void record(true);
    expect(ui.recordAsked.value).toBe('start');
    expect(socket.asked('recording.start')).toHaveLength(1);
    socket.answer('recording.start', { s: 7 });
    await settle();
    expect(ui.recordAsked.value).toBeNull();
    expect(toasts.value).toEqual([]);
    void record(false);
    expect(ui.recordAsked.value).toBe('stop');
    expect(socket.asked('recording.stop')).toHaveLength(1);
  });

  test.each([
    ['forbidden', 'No'],
    ['internal', t.toast.notDone],
  ])('that is refused as %s says so', async (code, text) => {
    void record(true);
    socket.refuse('recording.start', code);
    await settle();
    expect(ui.recordAsked.value).toBeNull();
    expect(toasts.value).toMatchObject([{ kind: 'problem', text }]);
  });
});

test('what one agreed to by joining is kept for this tab', () => {
  expect(ui.agreed.value).toEqual(['rec_1']);
  expect(sessionStorage.getItem('lyceum:agreed:ses_1')).toBe('rec_1');
});
