import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LONGEST_MS, Recorder, recordedType } from './recorder';
import { LARGEST_CHUNK } from './uploader';

class FakeMediaRecorder {
  static supported: readonly string[] = ['video/webm'];
  static isTypeSupported = (type: string) => FakeMediaRecorder.supported.includes(type);
  static last: FakeMediaRecorder;
  state: 'inactive' | 'recording' = 'inactive';
  ondataavailable = (_: { data: Blob }) => {};
  onstop = () => {};
  constructor() {
    FakeMediaRecorder.last = this;
  }
  start() {
    this.state = 'recording';
  }
  stop() {
    this.state = 'inactive';
    this.onstop();
  }
  make(bytes: number) {
    this.ondataavailable({ data: new Blob([new Uint8Array(bytes)]) });
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('MediaRecorder', FakeMediaRecorder);
  vi.stubGlobal('AudioContext', class {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const record = (piece: (bytes: ArrayBuffer, offset: number) => Promise<void>) => {
  const source = { stream: {} as MediaStream, stop: vi.fn() };
  const end: { tell: (broken: boolean) => void } = { tell: () => undefined };
  const ended = new Promise<boolean>((resolve) => {
    end.tell = resolve;
  });
  const recorder = new Recorder(source, 'video/webm', { piece, ended: end.tell });
  return { recorder, source, ended, browser: FakeMediaRecorder.last };
};

test('pieces are handed on one after another, by where they begin', async () => {
  const taken: [number, number][] = [];
  const { recorder, ended, browser, source } = record(async ({ byteLength }, offset) => {
    taken.push([offset, byteLength]);
  });
  browser.make(10);
  browser.make(LARGEST_CHUNK + 5);
  browser.make(0);
  recorder.stop();
  expect(await ended).toBe(false);
  expect(taken).toEqual([
    [0, 10],
    [10, LARGEST_CHUNK],
    [10 + LARGEST_CHUNK, 5],
  ]);
  expect(source.stop).toHaveBeenCalledOnce();
});

test('behind a piece that could not be kept nothing is', async () => {
  const taken: number[] = [];
  const { ended, browser } = record(async (_, offset) => {
    if (offset === 10) throw new DOMException('full', 'QuotaExceededError');
    taken.push(offset);
  });
  browser.make(10);
  browser.make(10);
  browser.make(10);
  expect(await ended).toBe(true);
  expect(taken).toEqual([0]);
  expect(browser.state).toBe('inactive');
});

test('a recording has its longest time', async () => {
  const { ended } = record(async () => undefined);
  vi.advanceTimersByTime(LONGEST_MS);
  expect(await ended).toBe(false);
});

test('a browser says what it can record', () => {
  expect(recordedType()).toBe('video/webm');
  FakeMediaRecorder.supported = ['video/mp4'];
  expect(recordedType()).toBe('video/mp4');
  FakeMediaRecorder.supported = [];
  expect(recordedType()).toBeNull();
  vi.stubGlobal('MediaRecorder', undefined);
  expect(recordedType()).toBeNull();
});
