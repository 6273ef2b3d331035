import { act } from 'preact/test-utils';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { mine } from '../../test/mine';
import { all, draw, names, one, press, roomPage, root, violations } from '../../test/roomPage';
import * as rest from '../connection/rest';
import type { MySession } from '../protocol/sessions';
import * as store from '../state/store';
import { t } from '../strings/en';
import * as places from './places';

vi.mock('../connection/rest');
vi.mock('./places', async (original) => ({ ...(await original<typeof places>()), go: vi.fn() }));

roomPage();

const ticket = { sessionId: 'ses_1', token: 'a.b.c' };
const found = (more: Partial<MySession> = {}) =>
  vi.mocked(rest.mySession).mockResolvedValue({ ok: true, value: mine(more) });
const open = async () => {
  store.screen.value = { at: 'feedback', ticket };
  draw();
  await act(async () => {});
};
const send = async () => {
  act(() => (all('input')[3] as HTMLElement).click());
  await act(async () => {
    one('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await new Promise((resolve) => setTimeout(resolve));
  });
};

beforeEach(() => {
  document.title = 'Feedback';
  found();
  vi.mocked(rest.sendFeedback).mockResolvedValue({ ok: true, value: {} });
});

describe('the feedback page', () => {
  test('says which session it asks about, and how it went', async () => {
    await open();
    expect(rest.mySession).toHaveBeenCalledWith(ticket);
    expect(names('h1')).toEqual(['How was it?']);
    expect(one('main').textContent).toContain('System Design');
    expect(one('main').textContent).toContain('Session Completed');
    expect(one('main').textContent).toContain('59 of 60 min active');
    expect(await violations()).toEqual([]);
  });

  test.each([
    ['to the dashboard', null, '/dashboard'],
    ['to the integrator’s page', 'https://school.example/done?a=b', 'https://school.example/done?a=b'],
    ['never to another scheme', 'javascript:alert(1)', '/dashboard'],
    ['nor to what is no address', 'https://', '/dashboard'],
  ])('leads on, once it is sent, %s', async (_, returnTo, url) => {
    found({ returnTo });
    await open();
    await send();
    expect(rest.sendFeedback).toHaveBeenCalledWith(ticket, { rating: 4, comment: '' });
    expect(places.go).toHaveBeenCalledExactlyOnceWith(url);
  });

  test('may be skipped', async () => {
    await open();
    press('Skip');
    expect(places.go).toHaveBeenCalledExactlyOnceWith('/dashboard');
    expect(rest.sendFeedback).not.toHaveBeenCalled();
  });

  test.each([
    ['with a way back, in the place of the page around', 'https://school.example/done', 'https://school.example/done'],
    ['without one', null, undefined],
    ['without one of another scheme', 'javascript:alert(1)', undefined],
  ])('in a frame it stays, %s', async (_, returnTo, href) => {
    vi.stubGlobal('parent', {});
    found({ returnTo });
    await open();
    press('Skip');
    expect(places.go).not.toHaveBeenCalled();
    expect(names('h1')).toEqual([t.feedback.done]);
    expect(one('main a')?.getAttribute('href')).toBe(href);
    expect(one('main a')?.getAttribute('target')).toBe(href && '_top');
    expect(await violations()).toEqual([]);
  });

  test('stays with what was written when it cannot be sent', async () => {
    vi.mocked(rest.sendFeedback).mockResolvedValue({ ok: false, why: 'failed' });
    await open();
    await send();
    expect(one('[role=alert]').textContent).toBe(t.feedback.failed);
    expect(all('.stars .is-on')).toHaveLength(4);
    expect(places.go).not.toHaveBeenCalled();
  });

  test('says so when the token is good no more', async () => {
    vi.mocked(rest.sendFeedback).mockResolvedValue({ ok: false, why: 'badToken' });
    await open();
    await send();
    expect(names('h1')).toEqual([t.stopPages.badToken.title]);
  });

  test.each(['badToken', 'noSession'] as const)('is none with %s', async (why) => {
    vi.mocked(rest.mySession).mockResolvedValue({ ok: false, why });
    await open();
    expect(names('h1')).toEqual([t.stopPages[why].title]);
    expect(await violations()).toEqual([]);
  });

  test.each([
    ['an observer', { role: 'observer' }],
    ['one that has not begun', { state: 'scheduled', outcome: null }],
    ['one that was cancelled', { state: 'cancelled', outcome: null }],
  ] as const)('asks nothing of %s', async (_, more) => {
    found(more);
    await open();
    expect(places.go).toHaveBeenCalledExactlyOnceWith('/dashboard');
    expect(all('form')).toEqual([]);
  });

  test('can be loaded again when it failed', async () => {
    vi.mocked(rest.mySession).mockResolvedValueOnce({ ok: false, why: 'failed' });
    await open();
    expect(one('[role=alert]').textContent).toBe(t.feedback.notLoaded);
    expect(await violations()).toEqual([]);
    await act(async () => press('Try again'));
    expect(all('form')).toHaveLength(1);
    expect(root().textContent).not.toContain(t.feedback.notLoaded);
  });
});
