import { act } from 'preact/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { all, button, draw, one, press, roomPage, violations } from '../../test/roomPage';
import { recording, unsent, uploads } from '../recording/state';
import type { UploadView } from '../recording/uploader';
import * as store from '../state/store';
import { dialog } from './ui';

const started = vi.hoisted(() => vi.fn(async () => true));
const stopped = vi.hoisted(() => vi.fn());
vi.mock('../recording/local', () => ({
  canRecord: () => true,
  startRecording: started,
  stopRecording: stopped,
  resumeUploads: vi.fn(),
  whenLocal: vi.fn(),
}));
vi.mock('./actions', async (actions) => ({
  ...(await actions<typeof import('./actions')>()),
  tellOfDevice: async () => true,
}));

roomPage();
beforeEach(() => {
  uploads.value = [];
  recording.value = null;
  store.mayRecord.value = true;
});

const upload = (more: Partial<UploadView> = {}): UploadView => ({
  id: 'a',
  progress: 'saving',
  sentBytes: 3_100_000,
  totalBytes: 12_000_000,
  ended: true,
  ...more,
});
const show = (...views: UploadView[]) =>
  act(() => {
    uploads.value = views;
  });

test('who may record finds it in the settings, and stops it in the bar', async () => {
  draw();
  act(() => {
    dialog.value = 'settings';
  });
  press('Record on this device');
  await vi.waitFor(() => expect(started).toHaveBeenCalledOnce());
  expect(dialog.value).toBeNull();

  act(() => {
    recording.value = { id: 'a', sinceMs: 0 };
  });
  press('Stop recording on this device');
  expect(stopped).toHaveBeenCalledOnce();
});

test('who may not is not asked', () => {
  store.mayRecord.value = false;
  draw();
  act(() => {
    dialog.value = 'settings';
  });
  expect(button('Record on this device')).toBeUndefined();
});

test.each<[Partial<UploadView>, string]>([
  [{}, 'Saving recording… 3 of 12 MB'],
  [{ ended: false }, 'Recording… 3 of 12 MB saved'],
  [{ progress: 'waiting' }, 'Waiting for the network… 3 of 12 MB saved'],
  [{ progress: 'noRoom' }, 'The server has no room now… 3 of 12 MB saved'],
  [{ progress: 'refused' }, 'The recording could not be saved'],
])('%o is shown as "%s"', async (more, text) => {
  draw();
  show(upload(more));
  expect(one('.saving span').textContent).toBe(text);
  expect(await violations()).toEqual([]);
});

test('also on the page after the end, and gone once there is nothing to say', () => {
  store.screen.value = { at: 'stopped', why: 'ended' };
  draw();
  show(upload(), upload({ id: 'b', progress: 'refused' }));
  expect(all('.saving')).toHaveLength(2);
  expect(unsent.value).toBe(true);
  press('Dismiss');
  show();
  expect(all('.savings')).toEqual([]);
  expect(unsent.value).toBe(false);
});
