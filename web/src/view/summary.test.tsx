import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { mine } from '../../test/mine';
import { recorded, unmade } from '../../test/recorded';
import { all, button, draw, names, one, press, roomPage, violations } from '../../test/roomPage';
import { noSummary, summed } from '../../test/summed';
import * as rest from '../connection/rest';
import { isSummary, type Summary } from '../protocol/summary';
import * as store from '../state/store';
import { t } from '../strings/en';

vi.mock('../connection/rest');

roomPage();

const loaded = vi.mocked(rest.mySummary);
const edited = vi.mocked(rest.editSummary);
const made = vi.mocked(rest.makeSummary);
const text = t.summary;
const ok = (value: Summary): rest.Answer<Summary> => ({ ok: true, value });

const open = async (role: 'mentor' | 'learner' = 'learner') => {
  vi.mocked(rest.mySession).mockResolvedValue({ ok: true, value: mine({ role, summary: 'ready' }) });
  store.screen.value = { at: 'recording', ticket: { sessionId: 'ses_1', token: 'a.b.c' }, atMs: null };
  draw();
  await settle();
};
const settle = () => act(async () => void (await vi.advanceTimersByTimeAsync(0)));
const later = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));
const field = (label: string): HTMLTextAreaElement => {
  const found = all('textarea, .point-whom').find((each) => each.getAttribute('aria-label') === label);
  if (!found) throw new Error(`there is no field ${label}`);
  return found as HTMLTextAreaElement;
};
const type = (label: string, value: string) =>
  act(() => {
    const into = field(label);
    into.value = value;
    into.dispatchEvent(new Event('input', { bubbles: true }));
  });
const submit = async () => {
  await act(async () => void one('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
  await settle();
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.mocked(rest.myRecordings).mockResolvedValue({ ok: true, value: { items: [] } });
  loaded.mockReset();
  loaded.mockResolvedValue(ok(summed()));
  edited.mockReset();
  made.mockReset();
});
afterEach(() => vi.useRealTimers());

describe('a summary', () => {
  test('says what came of the whole and of each topic, and that a model made it', async () => {
    await open();
    expect(names('.summary h2')).toEqual(['Summary']);
    expect(names('.summary h3')).toEqual(['The whole session', 'Caching and its costs']);
    expect(names('.summary h4')).toEqual(['Decisions', 'Homework']);
    expect(one('.summary-label').textContent).toContain('Made by a model, may be wrong');
    expect(one('.summary-label').textContent).toContain('gemini-3.5-flash');
    expect(names('.summary li')[1]).toContain('Mina Park: Draw what happens on a miss.');
    expect(all('.summary li')[1]?.querySelectorAll('time')).toHaveLength(2);
    expect(all('.summary-tools')).toEqual([]);
    vi.useRealTimers();
    expect(await violations()).toEqual([]);
  });

  describe('beside a film', () => {
    const play = vi.fn(async () => undefined);
    const video = () => one('video') as HTMLVideoElement;
    const parts = [
      recorded({ id: 'rec_0', startedAt: '2026-01-15T10:00:00Z', endedAt: '2026-01-15T10:35:00Z' }),
      recorded({ id: 'rec_1', startedAt: '2026-01-15T10:40:30Z', endedAt: '2026-01-15T11:00:00Z' }),
    ];
    const times = () => all('.summary li small button').map((each) => each.getAttribute('aria-label'));
    const watch = (at: string) => text.watch(t.timeOfDay(at));
    beforeEach(() => {
      vi.spyOn(HTMLMediaElement.prototype, 'play').mockImplementation(play);
      vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
      play.mockClear();
    });

    test('leads to where something was said, in the film that shows it', async () => {
      vi.mocked(rest.myRecordings).mockResolvedValue({ ok: true, value: { items: parts } });
      await open();
      await later(500);
      // At 10:40 nothing was recorded.
      expect(times()).toEqual([watch('2026-01-15T10:32:00Z'), watch('2026-01-15T10:41:00Z')]);
      expect(all('.summary li')[1]?.querySelectorAll('time')).toHaveLength(2);
      press(times()[1] as string);
      expect(video().currentTime).toBe(29.9);
      expect(document.activeElement).toBe(video());
      expect(play).toHaveBeenCalledTimes(1);
      press(times()[0] as string);
      await settle();
      expect(video().currentTime).toBe(1919.9);
      const shown = () => all('.film-parts button').findIndex((each) => each.getAttribute('aria-current') === 'true');
      expect(shown()).toBe(0);
      video().currentTime = 5;
      press(times()[0] as string);
      expect(video().currentTime).toBe(1919.9);
      // A film that is picked by hand begins as always.
      const picks = () => all('.film-parts button');
      act(() => picks()[1]?.click());
      act(() => picks()[0]?.click());
      await settle();
      expect(video().currentTime).toBe(0);
      expect(play).toHaveBeenCalledTimes(3);
      vi.useRealTimers();
      expect(await violations()).toEqual([]);
    });

    test.each([
      ['it is made', [unmade('processing')]],
      ['there is none', []],
    ])('has times alone while %s', async (_, items) => {
      vi.mocked(rest.myRecordings).mockResolvedValue({ ok: true, value: { items } });
      await open();
      expect(times()).toEqual([]);
      expect(all('.summary li time')).toHaveLength(3);
    });
  });

  test('shows markup as text', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    loaded.mockResolvedValue(
      ok(summed({ sections: [{ topic: null, title: null, text: hostile, decisions: [], homework: [] }] })),
    );
    await open();
    expect(one('.summary-text').textContent).toBe(hostile);
    expect(all('.summary img')).toEqual([]);
  });

  test('is not there where there is none', async () => {
    loaded.mockResolvedValue(ok(noSummary));
    await open();
    expect(all('.summary')).toEqual([]);
  });

  test('appears by itself once it is made', async () => {
    loaded.mockResolvedValueOnce(ok({ ...noSummary, state: 'pending' }));
    await open('mentor');
    expect(one('.summary [role=status] + *, .summary-pending').textContent).toContain(text.pending);
    expect(all('.summary-tools')).toEqual([]);
    await later(4000);
    expect(names('.summary h3')).toHaveLength(2);
    await later(60_000);
    expect(loaded).toHaveBeenCalledTimes(2);
  });

  test('that failed says so, and a mentor has it made again', async () => {
    loaded.mockResolvedValue(ok({ ...noSummary, state: 'failed' }));
    await open('mentor');
    expect(one('.summary-failed').textContent).toContain(text.failed);
    expect(button('Edit')).toBeUndefined();
    made.mockResolvedValueOnce({ ok: false, why: 'failed' });
    press('Make again');
    await settle();
    expect(one('.summary .form-error').textContent).toBe(text.notMade);
    made.mockResolvedValueOnce(ok({ ...noSummary, state: 'pending' }));
    press('Make again');
    await settle();
    expect(one('.summary-pending').textContent).toContain(text.pending);
  });

  test('that cannot be loaded is asked for again', async () => {
    loaded.mockResolvedValueOnce({ ok: false, why: 'failed' });
    await open();
    expect(one('.summary-failed').textContent).toContain(text.notLoaded);
    press(t.tryAgain);
    await settle();
    expect(names('.summary h3')).toHaveLength(2);
  });

  test('is made again only after a question where there is one', async () => {
    await open('mentor');
    press('Make again');
    expect(made).not.toHaveBeenCalled();
    made.mockResolvedValueOnce(ok(summed({ state: 'pending' })));
    act(() => all('dialog .btn.primary')[0]?.click());
    await settle();
    expect(made).toHaveBeenCalledOnce();
    expect(names('.summary h3')).toHaveLength(2);
  });

  test('that is no summary is not taken for one', () => {
    expect(isSummary(summed())).toBe(true);
    expect(isSummary({ ...summed(), state: 'other' })).toBe(false);
    expect(isSummary({ ...summed(), sections: [{ topic: 't_1' }] })).toBe(false);
  });
});

describe('a mentor', () => {
  test('edits it: what was changed, added and removed is sent', async () => {
    await open('mentor');
    press('Edit');
    expect(document.activeElement).toBe(field('What it was about: The whole session'));
    type('What it was about: The whole session', ' Better\nwords ');
    type('Homework 1', 'Draw\nboth');
    type('Who does homework 1', '');
    press('Remove homework 2');
    press('Remove decision 1');
    act(() =>
      all('.summary-fields .btn')
        .find((b) => b.textContent === 'Add a decision')
        ?.click(),
    );
    expect(document.activeElement).toBe(field('Decision 1'));
    type('Decision 1', 'Keep it');
    vi.useRealTimers();
    expect(await violations()).toEqual([]);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    edited.mockResolvedValueOnce(
      ok(summed({ version: 4, edited: { name: 'Daniel Okafor', at: '2026-01-15T12:00:00Z' } })),
    );
    await submit();
    expect(edited).toHaveBeenCalledWith(
      { sessionId: 'ses_1', token: 'a.b.c' },
      {
        version: 3,
        sections: [
          { topic: null, text: 'Better\nwords', decisions: [{ text: 'Keep it', lines: [] }], homework: [] },
          {
            topic: 't_1',
            text: 'What a miss costs, and who pays for it.',
            decisions: [],
            homework: [{ text: 'Draw both', whom: null, lines: ['l_9', 'l_10'] }],
          },
          { topic: 't_2', text: '', decisions: [], homework: [] },
        ],
      },
    );
    expect(one('.summary-label').textContent).toContain('Edited by Daniel Okafor');
    expect(one('.summary .sr-only').textContent).toBe('The summary is saved');
  });

  test('is told that somebody else changed it, and keeps what they wrote until they load that', async () => {
    await open('mentor');
    press('Edit');
    type('What it was about: The whole session', 'Mine');
    edited.mockResolvedValueOnce({ ok: false, why: 'changed' });
    await submit();
    expect(one('.summary-form .form-error').textContent).toContain('Somebody else');
    expect(field('What it was about: The whole session').value).toBe('Mine');
    press('Load theirs');
    await settle();
    expect(all('.summary-form')).toEqual([]);
    expect(loaded).toHaveBeenCalledTimes(2);
  });

  test('may try again what was not saved, or leave it', async () => {
    await open('mentor');
    press('Edit');
    edited.mockResolvedValueOnce({ ok: false, why: 'failed' });
    await submit();
    expect(one('.summary-form .form-error').textContent).toBe('It was not saved. Try again.');
    press('Cancel');
    expect(all('.summary-form')).toEqual([]);
    expect(names('.summary h3')).toHaveLength(2);
  });
});
