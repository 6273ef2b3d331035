import { act } from 'preact/test-utils';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import shared from '../../../docs/protocol/words.json';
import { mine } from '../../test/mine';
import { all, button, draw, names, one, press, roomPage, violations } from '../../test/roomPage';
import * as rest from '../connection/rest';
import type { FoundLine, FoundPage } from '../protocol/search';
import * as store from '../state/store';
import { t } from '../strings/en';
import { PAUSE_MS, WITHOUT_BLANKS, wordsOf } from './mySearch';

vi.mock('../connection/rest');

roomPage();

const token = `h.${btoa(JSON.stringify({ name: 'Mina Park', role: 'learner' }))}.s`;
const text = t.dashboard.search;
const pages = vi.mocked(rest.mySessions);
const search = vi.mocked(rest.searchMine);
const line = (id: string, session = 'ses_1', more: Partial<FoundLine> = {}): FoundLine => ({
  session: { id: session, title: `Title of ${session}`, startsAt: '2026-01-15T10:20:00Z', startedAt: null },
  id,
  from: 'daniel',
  name: 'Daniel Okafor',
  at: '2026-01-15T10:30:00.250Z',
  snippet: [
    { text: 'consistent ', match: false },
    { text: 'hashing', match: true },
  ],
  ...more,
});
const found = (items: readonly FoundLine[], next: string | null = null): rest.Answer<FoundPage> => ({
  ok: true,
  value: { items, next },
});
const settle = () => act(async () => void (await vi.advanceTimersByTimeAsync(0)));
const later = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));
const show = (screen: store.Screen) =>
  act(() => {
    store.screen.value = screen;
  });
const field = () => one('input[type=search]') as HTMLInputElement;
const write = (q: string) =>
  act(() => {
    field().value = q;
    field().dispatchEvent(new InputEvent('input', { bubbles: true }));
  });
const key = (name: string) =>
  act(() => void field().dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true })));
const lookFor = async (q: string) => {
  write(q);
  await later(PAUSE_MS);
};

beforeEach(async () => {
  vi.useFakeTimers();
  pages.mockReset();
  search.mockReset();
  vi.mocked(rest.myRecordings).mockResolvedValue({ ok: true, value: { items: [] } });
  pages.mockResolvedValue({ ok: true, value: { items: [mine(), mine({ id: 'ses_0' })], next: null } });
  document.title = 'Your sessions';
  store.screen.value = { at: 'dashboard', token };
  draw();
  await settle();
});

describe('words', () => {
  // The server's `SpokenWord` is tested against the same file.
  test('are told apart as the server does', () => {
    expect(WITHOUT_BLANKS).toEqual(shared.withoutBlanks);
    for (const { text, words } of shared.words) expect(wordsOf(text)).toEqual(words);
  });
});

describe('the search on the dashboard', () => {
  test('shows lines by session, with what was looked for', async () => {
    search.mockResolvedValue(found([line('l_1', 'ses_2'), line('l_2', 'ses_2'), line('l_1')]));
    await lookFor('  hash ');
    expect(search.mock.calls).toEqual([[token, 'hash', null]]);
    expect(names('h3')).toEqual(['Title of ses_2', 'Title of ses_1']);
    expect(all('.found-lines').map((list) => list.children.length)).toEqual([2, 1]);
    expect(all('mark').map((mark) => mark.textContent)).toEqual(['hashing', 'hashing', 'hashing']);
    expect(one('[role=status]').textContent).toBe('3 lines in 2 sessions');
    expect(all('.past-session')).toEqual([]);
    vi.useRealTimers();
    expect(await violations()).toEqual([]);
  });

  test('waits until nobody writes, and Enter does not wait', async () => {
    search.mockResolvedValue(found([]));
    write('ha');
    await later(PAUSE_MS - 1);
    write('has');
    await later(PAUSE_MS - 1);
    expect(search).not.toHaveBeenCalled();
    expect(one('[role=status]').textContent).toBe(text.loading);
    act(() => (one('.search-field') as HTMLFormElement).requestSubmit());
    await settle();
    expect(search.mock.calls.map(([, q]) => q)).toEqual(['has']);
    await later(PAUSE_MS);
    expect(search).toHaveBeenCalledTimes(1);
    expect(one('.sessions-empty').textContent).toContain(text.nothing);
  });

  test('is not asked for one letter, but for one character of Chinese', async () => {
    search.mockResolvedValue(found([]));
    await lookFor('h');
    expect(search).not.toHaveBeenCalled();
    expect(all('.past-session')).toHaveLength(2);
    await lookFor('中');
    expect(search).toHaveBeenCalledTimes(1);
  });

  test('shows no answer to what is not asked any more', async () => {
    let answer = (_: rest.Answer<FoundPage>) => {};
    search.mockReturnValueOnce(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    await lookFor('old');
    search.mockResolvedValueOnce(found([line('l_1', 'ses_new')]));
    await lookFor('new');
    answer(found([line('l_1', 'ses_old')]));
    await settle();
    expect(names('h3')).toEqual(['Title of ses_new']);
    write('newer');
    key('Escape');
    await later(PAUSE_MS);
    expect(field().value).toBe('');
    expect(all('.past-session')).toHaveLength(2);
  });

  test('leads to the film at that time, or else to the session', async () => {
    search.mockResolvedValue(found([line('l_1', 'ses_2', { recording: 'rec_1' }), line('l_2', 'ses_0')]));
    await lookFor('hash');
    expect(one('a.found-line').getAttribute('href')).toBe(
      `/session/ses_2/recording#at=${Date.parse('2026-01-15T10:30:00.250Z')}`,
    );
    act(() => one('button.found-line').click());
    expect(document.activeElement?.id).toBe('session-ses_0');
    expect(field().value).toBe('');
  });

  test('loads the list as far as the session it leads to', async () => {
    pages.mockResolvedValueOnce({ ok: true, value: { items: [mine()], next: 'ses_1' } });
    show({ at: 'stopped', why: 'noSession' });
    show({ at: 'dashboard', token });
    await settle();
    search.mockResolvedValue(found([line('l_1', 'ses_0')]));
    await lookFor('hash');
    pages.mockResolvedValueOnce({ ok: true, value: { items: [mine({ id: 'ses_0' })], next: null } });
    act(() => one('button.found-line').click());
    await settle();
    expect(document.activeElement?.id).toBe('session-ses_0');
  });

  test('loads more on demand', async () => {
    search.mockResolvedValueOnce(found([line('l_1')], '7'));
    await lookFor('hash');
    expect(one('[role=status]').textContent).toBe('More than 1 line in 1 session');
    search.mockResolvedValueOnce({ ok: false, why: 'failed' });
    press('Show more');
    await settle();
    expect(one('[role=alert]').textContent).toBe(text.failed);
    search.mockResolvedValueOnce(found([line('l_2')]));
    press('Try again');
    await settle();
    expect(search.mock.calls.map(([, , after]) => after)).toEqual([null, '7', '7']);
    expect(all('.found-line')).toHaveLength(2);
    expect(button('Show more')).toBeUndefined();
  });

  test('says why it does not work', async () => {
    await lookFor('?!');
    expect(one('[role=alert]').textContent).toBe(text.badWords);
    await lookFor('a '.repeat(17));
    expect(one('[role=alert]').textContent).toBe(text.badWords);
    expect(search).not.toHaveBeenCalled();
    search.mockResolvedValueOnce({ ok: false, why: 'failed' });
    await lookFor('hash');
    expect(one('[role=alert]').textContent).toBe(text.failed);
    search.mockResolvedValueOnce({ ok: false, why: 'badToken' });
    await lookFor('hash it');
    expect(names('h1')).toEqual([t.stopPages.badDashboardToken.title]);
  });
});
