import axe from 'axe-core';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { session } from '../../test/session';
import * as capture from '../media/capture';
import type { Participant } from '../protocol/types';
import { assertive, polite, toast, toasts } from '../state/notices';
import { initialRoom } from '../state/reduce';
import * as store from '../state/store';
import { t } from '../strings/en';
import { toggleCam, toggleMic, toggleShare } from './actions';
import { App } from './app';
import { deviceNote } from './lobby';
import * as ui from './ui';

const person = (id: string, name: string, more: Partial<Participant> = {}): Participant => ({
  id,
  name,
  role: 'learner',
  status: 'active',
  media: { mic: true, cam: false, screen: false },
  ...more,
});
const daniel = person('daniel', 'Daniel Okafor', { role: 'mentor' });
const mina = person('mina', 'Mina Park');

const root = () => document.getElementById('app') as HTMLElement;
const draw = () => act(() => render(<App claims={{ name: 'Mina Park', role: 'learner' }} />, root()));
const all = (selector: string) => [...root().querySelectorAll(selector)];
const names = (selector: string) => all(selector).map((e) => e.getAttribute('aria-label') ?? e.textContent?.trim());

/** Colours need a real browser; structure, names and roles do not. */
const violations = async () => {
  const { violations: found } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return found.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`);
};

const setRoom = (participants: readonly Participant[]) => {
  store.room.value = {
    ...initialRoom,
    you: 'mina',
    session,
    participants,
    topics: [
      { id: 't_1', title: 'Welcome', done: true },
      { id: 't_2', title: 'Rate limiter', done: false },
    ],
    timer: { state: 'waiting', away: ['mentor', 'learner'], activeMs: 0, totalMs: 3_600_000 },
  };
};

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.title = 'Live session';
  document.body.innerHTML = '<div id="app"></div>';
  vi.stubGlobal('navigator', { mediaDevices: undefined });
  store.screen.value = { at: 'lobby' };
  store.link.value = { status: 'connected', overlay: null };
  capture.maySend.value = true;
  capture.access.value = { mic: 'none', cam: 'none' };
  capture.wanted.value = { mic: true, cam: true };
  ui.dialog.value = null;
  ui.isPhone.value = false;
  setRoom([daniel]);
});
afterEach(() => {
  act(() => render(null, root()));
  vi.unstubAllGlobals();
});

describe('the lobby', () => {
  test('says who is here and what is saved, and lets one join without devices', async () => {
    draw();
    expect(root().textContent).toContain('Daniel is already here');
    expect(root().textContent).toContain('This session is not recorded. Saved: chat.');
    const join = all('button').find((b) => b.textContent === 'Join session') as HTMLButtonElement;
    expect(join.disabled).toBe(false);
    expect(await violations()).toEqual([]);
  });

  test.each([
    ['asking', 'asking', t.lobby.asking],
    ['denied', 'denied', 'Please allow camera/mic access to join the session'],
    ['none', 'none', t.lobby.none],
    ['none', 'ok', t.lobby.noneMic],
    ['ok', 'none', t.lobby.noneCam],
    ['denied', 'ok', t.lobby.deniedMic],
    ['ok', 'denied', t.lobby.deniedCam],
    ['ok', 'busy', t.lobby.busy],
    ['ok', 'ok', t.lobby.silent],
  ] as const)('microphone %s and camera %s have a sentence of their own', (mic, cam, text) =>
    expect(deviceNote(mic, cam, false, false).text).toBe(text),
  );
});

describe('the room', () => {
  beforeEach(() => {
    store.screen.value = { at: 'room' };
    setRoom([daniel, mina]);
  });

  test('has the fixed names', async () => {
    draw();
    expect(names('figure')).toEqual(['Daniel Okafor', 'You']);
    expect(names('.controls button')).toEqual(['Unmute', 'Start video', 'Raise hand', 'Settings', 'Leave']);
    expect(root().querySelector('[role=timer]')?.getAttribute('aria-label')).toBe('60:00, 60 min planned');
    expect(root().querySelector('#topics-title')?.textContent).toBe('Topics to cover today');
    expect(names('.pane')).toEqual(['Chat']);
    expect(names('.panel p')).toContain(t.chat.emptyText);
    expect(await violations()).toEqual([]);
  });

  test('on a phone topics are a tab of the drawer, and the rest is in a menu', async () => {
    ui.isPhone.value = true;
    draw();
    expect(names('[role=tab]')).toEqual(['Topics', 'Chat', 'Transcript']);
    expect(names('.controls > button')).toEqual(['Unmute', 'Start video', 'Raise hand', 'More', 'Leave']);
    expect(await violations()).toEqual([]);
  });

  test('arrows move between the tabs, and the drawer opens with them', () => {
    draw();
    const press = (key: string) =>
      act(() => {
        all('[role=tab][aria-selected=true]')[0]?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      });
    press('ArrowRight');
    expect(names('.pane')).toEqual(['Transcript']);
    expect(root().textContent).toContain('Transcript off');
    press('ArrowRight');
    expect(names('.pane')).toEqual(['Chat']);
  });

  test('badges tell who is muted and who is gone', () => {
    const silent = { mic: false, cam: false, screen: false };
    setRoom([{ ...daniel, status: 'disconnected', media: silent }, mina]);
    draw();
    expect(all('figure')[0]?.textContent).toMatch(/Disconnected.*Muted.*Daniel lost connection/);
  });

  test('alone, one is told so', async () => {
    setRoom([mina]);
    draw();
    expect(root().textContent).toContain(t.stage.waitingTitle);
    expect(await violations()).toEqual([]);
  });

  test.each([3, 5, 9, 30])('%i people fit, the rest is named', async (count) => {
    const people = Array.from({ length: count - 1 }, (_, i) => person(`p${i}`, `Person ${i}`));
    setRoom([...people, mina]);
    draw();
    const faces = all('figure').length;
    expect(faces).toBeLessThanOrEqual(9);
    const hidden = count - faces;
    expect(root().textContent?.includes(t.tile.more(hidden))).toBe(hidden > 0);
    expect(await violations()).toEqual([]);
  });

  test('the overlay names the attempt; when all have failed there is a button', async () => {
    store.link.value = { status: 'reconnecting', overlay: { kind: 'reconnecting', attempt: 2, unreachable: false } };
    draw();
    expect(root().textContent).toContain('Network issues detected. Trying to reconnect...');
    expect(root().textContent).toContain('Attempt 2 of 3');
    expect(names('.tips li')).toEqual(['Check your WiFi', 'Refresh page if stuck']);
    expect(await violations()).toEqual([]);
    act(() => {
      store.link.value = { status: 'disconnected', overlay: { kind: 'gaveUp', why: 'attempts' } };
    });
    expect(names('.over button')).toEqual(['Reconnect']);
    expect(document.activeElement?.textContent).toBe('Reconnect');
    expect(names('.tips li')).toEqual(['Check your WiFi', 'Refresh page if stuck']);
    act(() => {
      ui.isPhone.value = true;
    });
    expect(names('.over button')).toEqual(['Tap to rejoin']);
    expect(await violations()).toEqual([]);
  });
});

describe('an observer', () => {
  beforeEach(() => {
    capture.maySend.value = false;
    vi.stubGlobal('navigator', { mediaDevices: Object.assign(new EventTarget(), { getDisplayMedia: vi.fn() }) });
    Object.assign(navigator.mediaDevices, { enumerateDevices: () => Promise.resolve([]) });
  });

  test('is told so in the lobby, and asked for no device', async () => {
    draw();
    expect(root().textContent).toContain(t.lobby.observer);
    expect(root().textContent).not.toContain(t.lobby.check);
    expect(names('.preview button')).toEqual([]);
    expect(all('.field').map((field) => field.querySelector('span')?.textContent)).toEqual(['Speaker']);
    expect(names('main button')).toEqual(['Join session']);
    expect(await violations()).toEqual([]);
  });

  test('has no controls for what nobody would see or hear', async () => {
    store.screen.value = { at: 'room' };
    setRoom([daniel, mina]);
    draw();
    expect(names('.controls button')).toEqual(['Settings', 'Leave']);
    act(() => {
      ui.dialog.value = 'settings';
    });
    expect(all('.modal .field')).toHaveLength(1);
    expect(root().textContent).not.toContain(t.settings.keys);
    act(() => {
      ui.dialog.value = null;
      ui.isPhone.value = true;
    });
    expect(names('.controls > button')).toEqual(['More', 'Leave']);
    expect(names('.menu-item')).toEqual(['Settings', t.header.toDark]);
    expect(await violations()).toEqual([]);
  });

  test('cannot switch anything on by the keyboard either', async () => {
    store.screen.value = { at: 'room' };
    setRoom([daniel, mina]);
    toasts.value = [];
    await toggleMic();
    await toggleCam();
    await toggleShare();
    expect(toasts.value).toEqual([]);
  });
});

describe('notices', () => {
  test('a newer one about the same thing takes the place of the older', () => {
    vi.useFakeTimers();
    toast('micMuted', 'Mic muted');
    toast('micOn', 'Mic on');
    toast('people', 'Ada joined');
    toast('people', 'Bo joined');
    expect(toasts.value.map((x) => x.text)).toEqual(['Mic on', 'Ada joined', 'Bo joined']);
    toast('camOff', 'Camera off');
    expect(toasts.value).toHaveLength(3);
    expect(polite.value).toBe('Camera off');
    vi.advanceTimersByTime(4000);
    expect(toasts.value).toEqual([]);
    vi.useRealTimers();
  });

  test('the live regions are there before they speak', () => {
    polite.value = '';
    assertive.value = '';
    draw();
    expect(all('[aria-live]').map((e) => e.getAttribute('aria-live'))).toEqual(['polite', 'assertive']);
  });
});

describe('pages with one thing to say', () => {
  test.each(Object.keys(t.stopPages) as (keyof typeof t.stopPages)[])('%s', async (why) => {
    store.screen.value = why === 'left' ? { at: 'left' } : { at: 'stopped', why };
    draw();
    expect(root().querySelector('h1')?.textContent).toBe(t.stopPages[why].title);
    expect(names('main button')).toEqual(t.stopPages[why].action ? [t.stopPages[why].action] : []);
    expect(await violations()).toEqual([]);
  });
});

describe('the consent line', () => {
  const saved = { record: false, transcribe: false, saveChat: false, saveTranscript: false };
  test.each([
    [saved, 'This session is not recorded. Nothing is saved.'],
    [{ ...saved, saveChat: true, saveTranscript: true }, 'This session is not recorded. Saved: chat.'],
    [
      { record: true, transcribe: true, saveChat: true, saveTranscript: true },
      'This session is recorded and transcribed. Saved: picture, sound, chat, and transcript.',
    ],
    [{ ...saved, transcribe: true }, 'This session is transcribed. Nothing is saved.'],
  ])('%o', (choice, text) => expect(t.consent(choice)).toBe(text));

  test('does not say again what is said elsewhere', () => {
    const all = { record: true, transcribe: true, saveChat: true, saveTranscript: false };
    expect(t.consent(all, { record: true, transcribe: true })).toBe('Saved: picture, sound, and chat.');
    const told = { record: false, transcribe: true };
    expect(t.consent({ ...saved, transcribe: true }, told)).toBe('This session is not recorded. Nothing is saved.');
  });
});
