import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { person } from '../../test/livePage';
import { session } from '../../test/session';
import { initialRoom, type RoomState } from '../state/reduce';
import * as store from '../state/store';
import { tellParent } from './embed';

const SCHOOL = 'https://school.example';
const OTHER = 'http://localhost:3000';
const parent = { postMessage: vi.fn() };
let stop: () => void = () => undefined;

const room = (more: Partial<RoomState>) => {
  store.room.value = { ...store.room.value, ...more };
};
/** What was told to one origin. */
const told = (origin = SCHOOL) =>
  parent.postMessage.mock.calls.filter(([, to]) => to === origin).map(([message]) => message);
const types = () => told().map(({ type }) => type);

const open = (origins: readonly string[] = [SCHOOL]) => {
  room({ you: 'mina', session: { ...session, embedOrigins: origins } });
  stop = tellParent();
};
const join = () => {
  store.screen.value = { at: 'room' };
  room({ participants: [person('daniel'), person('mina')] });
};
const end = () =>
  room({ ended: { reason: 'mentor', outcome: 'completed', activeMs: 3_600_000, at: '2026-01-01T11:00:00Z' } });

beforeEach(() => {
  parent.postMessage.mockReset();
  vi.stubGlobal('parent', parent);
  store.room.value = initialRoom;
  store.screen.value = { at: 'lobby' };
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

const common = { source: 'lyceum', v: 1, sessionId: 'ses_1', participant: 'mina' };

describe('the page around ours', () => {
  test('hears who has joined, and how the session ended, once each', () => {
    open();
    expect(told()).toEqual([]);
    join();
    room({ speaking: ['daniel'] });
    end();
    store.screen.value = { at: 'ended' };
    store.screen.value = { at: 'stopped', why: 'ended' };
    expect(told()).toEqual([
      { ...common, type: 'joined' },
      { ...common, type: 'ended', reason: 'mentor', outcome: 'completed', activeMs: 3_600_000 },
    ]);
  });

  test('hears that somebody left, once', () => {
    open();
    join();
    store.screen.value = { at: 'left' };
    room({ participants: [person('daniel')] });
    expect(told()).toEqual([
      { ...common, type: 'joined' },
      { ...common, type: 'left', reason: 'left' },
    ]);
  });

  test.each(['removed', 'takenOver', 'badToken'] as const)('hears that the page is out of the room: %s', (why) => {
    open();
    join();
    store.screen.value = { at: 'stopped', why };
    expect(told().at(-1)).toEqual({ ...common, type: 'left', reason: why });
  });

  test('hears of an end that was not seen, and of one before joining', () => {
    open();
    store.screen.value = { at: 'stopped', why: 'ended' };
    expect(told()).toEqual([{ ...common, type: 'ended' }]);
  });

  test('hears in the lobby that it was called off', () => {
    open();
    room({ ended: { reason: 'cancelled', outcome: null, activeMs: 0, at: '2026-01-01T11:00:00Z' } });
    expect(told()).toEqual([{ ...common, type: 'ended', reason: 'cancelled', outcome: null, activeMs: 0 }]);
  });

  test('hears nothing of a seat that another page holds, nor of who never joined', () => {
    open();
    room({ participants: [person('mina')] });
    store.screen.value = { at: 'stopped', why: 'badToken' };
    expect(types()).toEqual([]);
  });

  test('a reconnect is no second joining', () => {
    open();
    join();
    room({ participants: [] });
    join();
    expect(types()).toEqual(['joined']);
  });
});

describe('nobody else hears it', () => {
  test('each message is for the session’s origins alone', () => {
    open([SCHOOL, 'http://h:99999', OTHER]);
    join();
    expect(parent.postMessage.mock.calls.map(([, to]) => to)).toEqual([SCHOOL, OTHER]);
    expect(told(OTHER)).toEqual(told());
  });

  test('a session without origins tells nothing', () => {
    open([]);
    join();
    end();
    expect(parent.postMessage).not.toHaveBeenCalled();
  });

  test('a page without a frame tells nothing', () => {
    const own = vi.spyOn(window, 'postMessage');
    vi.stubGlobal('parent', window);
    open();
    join();
    expect(own).not.toHaveBeenCalled();
  });
});
