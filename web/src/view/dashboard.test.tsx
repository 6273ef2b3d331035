import { act } from 'preact/test-utils';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { mine } from '../../test/mine';
import { recorded, unmade } from '../../test/recorded';
import { all, button, draw, names, one, press, roomPage, root, violations } from '../../test/roomPage';
import { tokenKey } from '../connection/boot';
import * as rest from '../connection/rest';
import type { Recording } from '../protocol/recordings';
import type { MySession, SessionsPage } from '../protocol/sessions';
import * as store from '../state/store';
import { t } from '../strings/en';

vi.mock('../connection/rest');

roomPage();

const token = `h.${btoa(JSON.stringify({ name: 'Mina Park', role: 'learner' }))}.s`;
const pages = vi.mocked(rest.mySessions);
const films = vi.mocked(rest.myRecordings);
const page = (items: readonly MySession[], next: string | null = null): rest.Answer<SessionsPage> => ({
  ok: true,
  value: { items, next },
});
const open = async () => {
  store.screen.value = { at: 'dashboard', token };
  draw();
  await act(async () => {});
};
const settle = () => act(async () => {});

beforeEach(() => {
  sessionStorage.clear();
  document.title = 'Your sessions';
  pages.mockReset();
  films.mockReset();
  films.mockResolvedValue({ ok: true, value: { items: [] } });
});

describe('the dashboard', () => {
  test('lists one’s sessions with time and badge, the newest first', async () => {
    pages.mockResolvedValue(
      page([
        mine({ id: 's5', title: 'Graphs', state: 'scheduled', outcome: null, startedAt: null, activeMs: 0 }),
        mine({ id: 's4', title: 'Trees', state: 'live', outcome: null }),
        mine({ id: 's3' }),
        mine({ id: 's2', outcome: 'incomplete', activeMs: 600_000 }),
        mine({ id: 's1', outcome: 'no_show', startedAt: null, activeMs: 0 }),
      ]),
    );
    await open();
    expect(names('h1')).toEqual(['Your sessions']);
    expect(one('.title p').textContent).toBe('Mina Park');
    expect(names('h2')).toEqual(['Now and next', 'Past sessions']);
    expect(names('h3')).toEqual(['Graphs', 'Trees', 'System Design', 'System Design', 'System Design']);
    expect(names('.session-badge')).toEqual(['Scheduled', 'Live now', 'Session Completed', 'Incomplete', 'No-show']);
    expect(all('li')[2]?.textContent).toContain('59 of 60 min active');
    expect(all('li')[0]?.textContent).toContain('60 min planned');
    expect(await violations()).toEqual([]);
  });

  test('leads into the rooms that this tab has a token for', async () => {
    for (const id of ['s1', 's2', 's4']) sessionStorage.setItem(tokenKey(id), 'a.b.c');
    pages.mockResolvedValue(
      page([
        mine({ id: 's1', title: 'Graphs', state: 'scheduled', outcome: null }),
        mine({ id: 's2', title: 'Trees', state: 'paused', outcome: null }),
        mine({ id: 's3', title: 'Heaps', state: 'live', outcome: null }),
        mine({ id: 's4' }),
      ]),
    );
    await open();
    expect(all('a').map((a) => [a.getAttribute('aria-label'), a.getAttribute('href')])).toEqual([
      ['Join session: Graphs', '/session/s1/'],
      ['Join session: Trees', '/session/s2/'],
    ]);
    expect(await violations()).toEqual([]);
  });

  test('leads to the summaries of past sessions', async () => {
    pages.mockResolvedValue(page([mine({ id: 's1', summary: 'ready' }), mine({ id: 's2' })]));
    await open();
    expect(all('a').map((a) => [a.getAttribute('aria-label'), a.getAttribute('href')])).toEqual([
      ['Summary: System Design', '/session/s1/recording?show=summary'],
    ]);
    expect(await violations()).toEqual([]);
  });

  test('loads more on demand, and goes there', async () => {
    pages.mockResolvedValueOnce(page([mine({ id: 's2' })], 's2'));
    await open();
    pages.mockResolvedValueOnce({ ok: false, why: 'failed' });
    press('Show more');
    expect(button('Loading…').disabled).toBe(true);
    await settle();
    expect(one('[role=alert]').textContent).toBe(t.dashboard.failed);
    expect(all('li')).toHaveLength(1);
    pages.mockResolvedValueOnce(page([mine({ id: 's1' })]));
    press('Try again');
    await settle();
    expect(pages.mock.calls).toEqual([
      [token, null],
      [token, 's2'],
      [token, 's2'],
    ]);
    expect(all('li').map((li) => li.id)).toEqual(['session-s2', 'session-s1']);
    expect(document.activeElement?.id).toBe('session-s1');
    expect(names('main button')).toEqual([]);
  });

  test('says that it loads, and that there is nothing', async () => {
    let answer = (_: rest.Answer<SessionsPage>) => {};
    pages.mockReturnValue(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    await open();
    expect(one('[role=status]').textContent).toBe(t.dashboard.loading);
    expect(await violations()).toEqual([]);
    answer(page([]));
    await settle();
    expect(one('[role=status]').textContent).toBe('');
    expect(root().textContent).toContain(t.dashboard.empty);
    expect(await violations()).toEqual([]);
  });

  test('can be loaded again when it failed', async () => {
    pages.mockResolvedValueOnce({ ok: false, why: 'failed' });
    await open();
    expect(one('[role=alert]').textContent).toBe(t.dashboard.failed);
    expect(root().textContent).not.toContain(t.dashboard.empty);
    expect(await violations()).toEqual([]);
    pages.mockResolvedValueOnce(page([mine()]));
    press('Try again');
    await settle();
    expect(all('li')).toHaveLength(1);
    expect(all('main [role=alert]')).toEqual([]);
  });

  test('says so when the token is good no more', async () => {
    pages.mockResolvedValue({ ok: false, why: 'badToken' });
    await open();
    expect(names('h1')).toEqual([t.stopPages.badDashboardToken.title]);
    expect(await violations()).toEqual([]);
  });
});

describe('recordings on the dashboard', () => {
  const later = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));
  const openWith = async (session: MySession, items: readonly Recording[]) => {
    vi.useFakeTimers();
    pages.mockResolvedValue(page([session]));
    films.mockResolvedValue({ ok: true, value: { items } });
    await open();
    await later(1000);
  };
  const entry = () => all('.recording-entry').map((e) => e.textContent);

  test.each([
    ['none', [], []],
    ['one to watch', [recorded()], ['Recording']],
    ['two to watch', [recorded(), recorded({ id: 'rec_2' })], ['2 recordings']],
    ['one that goes on', [unmade('recording')], ['Recording now']],
    ['one that is made', [unmade('processing', { progress: 0.4 })], ['Making the film… 40 %']],
    ['one to watch, and one that is made', [recorded(), unmade('processing')], ['Making the film… 0 %Recording']],
    ['one that failed', [unmade('failed')], ['Recording failed']],
    ['one that was deleted', [unmade('deleted')], ['Recording deleted']],
    ['one to watch and one that failed', [recorded(), unmade('failed')], ['Recording']],
  ] as const)('%s', async (_, items, texts) => {
    await openWith(mine(), items);
    expect(entry()).toEqual(texts);
    vi.useRealTimers();
    expect(await violations()).toEqual([]);
  });

  test('lead to the film', async () => {
    await openWith(mine(), [recorded()]);
    expect(one('.recording-entry a').getAttribute('href')).toBe('/session/ses_1/recording');
    expect(names('.recording-entry a')).toEqual(['Recording: System Design']);
  });

  test('are looked at again as long as a film is made', async () => {
    await openWith(mine(), [unmade('processing', { progress: 0.1 })]);
    films.mockResolvedValue({ ok: true, value: { items: [unmade('processing', { progress: 0.9 })] } });
    await later(3200);
    expect(entry()).toEqual(['Making the film… 90 %']);
    films.mockResolvedValue({ ok: false, why: 'failed' });
    await later(3200);
    expect(entry()).toEqual(['Making the film… 90 %']);
    films.mockResolvedValue({ ok: true, value: { items: [recorded()] } });
    await later(3200);
    expect(entry()).toEqual(['Recording']);
    const asked = films.mock.calls.length;
    await later(60_000);
    expect(films).toHaveBeenCalledTimes(asked);
  });

  test('are not asked for where there can be none, and never many at once', async () => {
    vi.useFakeTimers();
    const open4 = ['a', 'b', 'c', 'd'].map((id) => mine({ id }));
    pages.mockResolvedValue(page([mine({ id: 'x', state: 'scheduled', outcome: null }), ...open4]));
    await open();
    expect(films.mock.calls.length).toBeLessThanOrEqual(1);
    await later(1000);
    expect(films.mock.calls.map(([{ sessionId }]) => sessionId)).toEqual(['a', 'b', 'c', 'd']);
  });
});
