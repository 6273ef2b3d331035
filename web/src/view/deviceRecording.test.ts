import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { session } from '../../test/session';
import { recording, uploads } from '../recording/state';
import { initialRoom } from '../state/reduce';
import * as store from '../state/store';

const actions = vi.hoisted(() => ({ tellOfDevice: vi.fn(async (_on: boolean) => true) }));
const local = vi.hoisted(() => ({
  startRecording: vi.fn(async () => true),
  stopRecording: vi.fn(),
  resumeUploads: vi.fn(async () => undefined),
  whenLocal: vi.fn(),
}));
vi.mock('./actions', () => actions);
vi.mock('../recording/local', () => local);

const { followRecordings, toggleDeviceRecording } = await import('./deviceRecording');
const { goingOn } = await import('./leaving');

const settle = () => vi.advanceTimersByTimeAsync(0);
const on = () => {
  recording.value = { id: 'a', sinceMs: 0 };
};
const roomSays = (...localRecordings: string[]) => {
  store.room.value = { ...store.room.peek(), localRecordings };
};
const leaving = (): boolean => {
  const event = new Event('beforeunload', { cancelable: true });
  dispatchEvent(event);
  return event.defaultPrevented;
};

followRecordings();

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  recording.value = null;
  uploads.value = [];
  store.room.value = { ...initialRoom, session: { ...session, state: 'live' }, you: 'mina' };
  store.screen.value = { at: 'room' };
});
afterEach(async () => {
  recording.value = null;
  roomSays();
  await vi.advanceTimersByTimeAsync(10_000);
  vi.useRealTimers();
});

test('nothing is recorded before the room is told', async () => {
  actions.tellOfDevice.mockResolvedValueOnce(false);
  void toggleDeviceRecording();
  await vi.advanceTimersByTimeAsync(2000);
  expect(local.startRecording).not.toHaveBeenCalled();
  void toggleDeviceRecording();
  await settle();
  expect(actions.tellOfDevice.mock.calls).toEqual([[true], [true]]);
  expect(local.startRecording).toHaveBeenCalledOnce();
});

test('the room is told that nothing was recorded after all', async () => {
  local.startRecording.mockResolvedValueOnce(false);
  void toggleDeviceRecording();
  await settle();
  roomSays('mina');
  await vi.advanceTimersByTimeAsync(2000);
  expect(actions.tellOfDevice.mock.calls).toEqual([[true], [false]]);
});

test('the room is told when it begins and when it ends', async () => {
  on();
  await settle();
  expect(actions.tellOfDevice.mock.calls).toEqual([[true]]);
  roomSays('mina');
  await vi.advanceTimersByTimeAsync(2000);
  recording.value = null;
  await settle();
  expect(actions.tellOfDevice.mock.calls).toEqual([[true], [false]]);
});

test('who cannot tell the room does not record', async () => {
  actions.tellOfDevice.mockResolvedValueOnce(false);
  on();
  await settle();
  expect(local.stopRecording).toHaveBeenCalledOnce();
});

test('a page that was loaded again takes back what the one before it said', async () => {
  roomSays('daniel', 'mina');
  await settle();
  expect(actions.tellOfDevice.mock.calls).toEqual([[false]]);
});

test('in the lobby nothing is said', async () => {
  store.screen.value = { at: 'lobby' };
  roomSays('mina');
  await settle();
  expect(actions.tellOfDevice).not.toHaveBeenCalled();
});

test('one is warned of leaving what is not sent behind, but for another page of ours', () => {
  store.screen.value = { at: 'left' };
  const view = { id: 'a', sentBytes: 1, totalBytes: 2, ended: true };
  expect(leaving()).toBe(false);
  uploads.value = [{ ...view, progress: 'waiting' }];
  expect(leaving()).toBe(true);
  goingOn('/dashboard');
  expect(leaving()).toBe(false);
  goingOn('https://school.example/');
  expect(leaving()).toBe(true);
  uploads.value = [{ ...view, progress: 'refused' }];
  expect(leaving()).toBe(false);
});
