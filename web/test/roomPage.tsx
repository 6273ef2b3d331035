import axe from 'axe-core';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, vi } from 'vitest';
import * as capture from '../src/media/capture';
import type { ChatMessage, Participant, SessionInfo, Timer } from '../src/protocol/types';
import { toasts } from '../src/state/notices';
import { initialRoom, type RoomState } from '../src/state/reduce';
import * as store from '../src/state/store';
import { App } from '../src/view/app';
import * as ui from '../src/view/ui';
import { session as scheduled } from './session';

export const session: SessionInfo = { ...scheduled, state: 'live' };
export const person = (id: string, name: string, more: Partial<Participant> = {}): Participant => ({
  id,
  name,
  role: 'learner',
  status: 'active',
  media: { mic: true, cam: false, screen: false },
  ...more,
});
export const daniel = person('daniel', 'Daniel Okafor', { role: 'mentor' });
export const mina = person('mina', 'Mina Park');
export const noor = person('noor', 'Noor Haddad', { media: { mic: false, cam: false, screen: false } });
export const timer = (more: Partial<Timer> = {}): Timer => ({
  state: 'running',
  away: [],
  activeMs: 0,
  totalMs: 3_600_000,
  ...more,
});
export const message = (id: string, text: string | null, from = daniel): ChatMessage => ({
  id,
  from: from.id,
  name: from.name,
  text,
  at: '2026-01-01T10:05:00Z',
});

export const root = () => document.getElementById('app') as HTMLElement;
export const draw = () => act(() => render(<App claims={{ name: 'Mina Park', role: 'learner' }} />, root()));
export const all = (selector: string) => [...root().querySelectorAll<HTMLElement>(selector)];
export const one = (selector: string) => all(selector)[0] as HTMLElement;
export const names = (selector: string) =>
  all(selector).map((e) => e.getAttribute('aria-label') ?? e.textContent?.trim());
export const button = (name: string) =>
  all('button').find((b) => (b.getAttribute('aria-label') ?? b.textContent?.trim()) === name) as HTMLButtonElement;
export const press = (name: string) => act(() => button(name).click());
export const room = (more: Partial<RoomState>) =>
  act(() => {
    store.room.value = { ...store.room.value, ...more };
  });
export const chat = (lines: readonly ChatMessage[], outgoing: RoomState['chat']['outgoing'] = []) =>
  room({ chat: { lines, outgoing } });

/** Colours need a real browser; structure, names and roles do not. */
export const violations = async () => {
  const { violations: found } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return found.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`);
};

/** The page of a learner in a room with a mentor, drawn by `draw`, for each test of the file. */
export const roomPage = (): void => {
  beforeEach(() => {
    document.documentElement.lang = 'en';
    document.title = 'Live session';
    document.body.innerHTML = '<div id="app"></div>';
    vi.clearAllMocks();
    vi.stubGlobal('navigator', { mediaDevices: undefined });
    store.screen.value = { at: 'room' };
    store.link.value = { status: 'connected', overlay: null };
    capture.maySend.value = true;
    ui.dialog.value = null;
    ui.isPhone.value = false;
    ui.drawerOpen.value = false;
    ui.tab.value = 'chat';
    ui.lastRead.value = null;
    toasts.value = [];
    store.room.value = {
      ...initialRoom,
      you: 'mina',
      session,
      participants: [daniel, mina],
      timer: timer({ state: 'waiting', away: ['mentor', 'learner'] }),
      timerAt: performance.now(),
    };
  });
  afterEach(() => {
    act(() => render(null, root()));
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
};
