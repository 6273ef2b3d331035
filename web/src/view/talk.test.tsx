import { render } from 'preact';
import { act } from 'preact/test-utils';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  all,
  button,
  daniel,
  draw,
  message,
  mina,
  names,
  noor,
  one,
  press,
  room,
  roomPage,
  root,
  timer,
  violations,
} from '../../test/roomPage';
import type { Feedback } from '../connection/rest';
import * as capture from '../media/capture';
import type { Ended, ServerEvent, Timer } from '../protocol/types';
import { assertive, polite, toasts } from '../state/notices';
import * as store from '../state/store';
import { t } from '../strings/en';
import * as actions from './actions';
import { FeedbackForm } from './feedback';
import { announceConnection, createNotifier } from './notify';
import * as ui from './ui';

vi.mock('./actions', async (original) => ({
  ...(await original<typeof actions>()),
  toggleHand: vi.fn(),
  markTopicDone: vi.fn(),
  muteOther: vi.fn(),
  lowerOther: vi.fn(),
  removeOther: vi.fn(),
  endSession: vi.fn(),
}));

roomPage();

describe('topics', () => {
  const topics = (done: number) =>
    ['Welcome', 'Rate limiter', 'Homework'].map((title, i) => ({ id: `t_${i}`, title, done: i < done }));

  test('a mentor marks the one at hand as done, and goes on by keyboard', async () => {
    store.room.value = { ...store.room.value, you: 'daniel', topics: topics(0) };
    draw();
    expect(names('.topics li.is-now > span:not(.tick)')).toEqual(['Welcome']);
    expect(all('.mark')).toHaveLength(1);
    press('Topic done');
    expect(actions.markTopicDone).toHaveBeenCalledWith('t_0');
    room({ topics: topics(1) });
    expect(document.activeElement?.textContent).toBe('Topic done');
    expect(one('.topics li.is-now').contains(document.activeElement)).toBe(true);
    expect(one('[role=progressbar]').getAttribute('aria-valuenow')).toBe('1');
    expect(await violations()).toEqual([]);
    act(() => {
      button('Topic done').dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 2 }));
    });
    expect(actions.markTopicDone).toHaveBeenCalledTimes(1);
    room({ topics: topics(3) });
    expect(button('Topic done')).toBeUndefined();
  });

  test('the one at hand is scrolled into the middle of its list', () => {
    store.room.value = { ...store.room.value, topics: topics(0) };
    draw();
    const scrollTo = vi.spyOn(one('.topics ol'), 'scrollTo').mockImplementation(() => undefined);
    room({ topics: topics(1) });
    expect(scrollTo).toHaveBeenCalledTimes(1);
    room({ topics: topics(1) });
    expect(scrollTo).toHaveBeenCalledTimes(1);
  });

  test('a learner sees which it is', () => {
    store.room.value = { ...store.room.value, topics: topics(1) };
    draw();
    expect(names('.topics em')).toEqual(['Now']);
    expect(button('Topic done')).toBeUndefined();
  });
});

describe('the clock', () => {
  const read = () => [one('[role=timer]').getAttribute('aria-label'), one('.timer').classList.contains('is-paused')];
  const tell = (more: Partial<Timer>) => room({ timer: timer(more), timerAt: performance.now() });

  const pass = (ms: number) =>
    act(() => {
      vi.advanceTimersByTime(ms);
    });

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });

  test('counts down by itself between two events', () => {
    draw();
    tell({ activeMs: 1_000_500 });
    expect(read()).toEqual(['43:20, left of 60 min', false]);
    pass(500);
    expect(read()).toEqual(['43:19, left of 60 min', false]);
    for (let i = 0; i < 60; i++) pass(1000);
    expect(read()).toEqual(['42:19, left of 60 min', false]);
  });

  test('stands when it is paused, and says for whom', async () => {
    room({ participants: [daniel, { ...mina, status: 'disconnected' }], you: 'daniel' });
    draw();
    tell({ state: 'paused', away: ['learner'], activeMs: 60_000 });
    expect(read()).toEqual(['59:00, Paused: waiting for Mina', true]);
    expect(vi.getTimerCount()).toBe(0);
    pass(5000);
    expect(read()[0]).toContain('59:00');
    room({ participants: [daniel] });
    expect(read()[0]).toBe('59:00, Paused: waiting for the learner');
    tell({ state: 'paused', away: ['mentor', 'learner'] });
    expect(read()[0]).toBe('60:00, Paused: waiting for you and the learner');
    ui.isPhone.value = true;
    tell({ state: 'paused', away: ['learner'] });
    expect(one('.timer div span').textContent).toBe('Waiting for the learner');
    expect(read()[0]).toBe('60:00, Paused: waiting for the learner');
  });

  test('stands while one is cut off oneself', () => {
    draw();
    tell({});
    pass(2000);
    act(() => {
      store.link.value = { status: 'reconnecting', overlay: { kind: 'reconnecting', attempt: 1, unreachable: true } };
    });
    expect(read()).toEqual(['59:58, Paused: you are offline', true]);
    pass(9000);
    room({ hands: ['daniel'] });
    expect(read()[0]).toContain('59:58');
    act(() => {
      store.link.value = { status: 'connected', overlay: null };
    });
    expect(read()).toEqual(['59:49, left of 60 min', false]);
  });

  test('does not stop at nothing', () => {
    draw();
    tell({ activeMs: 3_599_500 });
    pass(2000);
    expect(read()).toEqual(['00:00, left of 60 min', false]);
    expect(vi.getTimerCount()).toBe(0);
    tell({ state: 'ended', activeMs: 3_600_000 });
    expect(read()[0]).toBe('00:00, Time is up');
  });
});

describe('hands', () => {
  test('are shown on the tiles, and with more than two people in order', async () => {
    store.room.value = { ...store.room.value, participants: [daniel, mina, noor], hands: ['noor', 'mina'] };
    draw();
    expect(names('.hands li')).toEqual(['Noor', 'You']);
    const badges = all('figure').map((f) => [
      f.getAttribute('aria-label'),
      f.querySelector('.badge.hand')?.textContent,
    ]);
    expect(badges).toEqual([
      ['Daniel Okafor', undefined],
      ['Noor Haddad', 'Hand raised'],
      ['You', 'Hand raised · 2'],
    ]);
    expect(await violations()).toEqual([]);
  });

  test('one’s own is raised and lowered by the same control', () => {
    draw();
    press('Raise hand');
    expect(actions.toggleHand).toHaveBeenCalledTimes(1);
    room({ askedHand: { op: 'a', raised: true, s: null } });
    press('Lower hand');
    expect(actions.toggleHand).toHaveBeenCalledTimes(2);
    expect(all('.hands')).toEqual([]);
  });
});

describe('a mentor', () => {
  beforeEach(() => {
    store.room.value = { ...store.room.value, you: 'daniel', participants: [daniel, mina, noor] };
  });
  const open = (name: string) =>
    act(() => {
      const menu = document.getElementById(button(`Options for ${name}`).getAttribute('popovertarget') ?? '');
      menu?.dispatchEvent(Object.assign(new Event('beforetoggle'), { newState: 'open' }));
    });
  const items = () => names('.tile-menu .menu-item');

  test('mutes, lowers a hand, and removes after a question', async () => {
    room({ hands: ['mina'] });
    draw();
    expect(items()).toEqual([]);
    open('Mina Park');
    expect(items()).toEqual(['Mute', 'Lower hand', 'Remove']);
    expect(await violations()).toEqual([]);
    const [mute, lower, remove] = all('.tile-menu .menu-item');
    act(() => mute?.click());
    expect(actions.muteOther).toHaveBeenCalledWith('mina');
    act(() => lower?.click());
    expect(actions.lowerOther).toHaveBeenCalledWith('mina');
    act(() => remove?.click());
    expect(actions.removeOther).not.toHaveBeenCalled();
    const dialog = one('dialog');
    expect(dialog.textContent).toContain('Remove Mina Park?');
    act(() => (dialog.querySelector('.danger') as HTMLElement).click());
    expect(actions.removeOther).toHaveBeenCalledWith('mina');
    expect(all('dialog')).toEqual([]);
  });

  test('mutes nobody who is muted, and removes no other mentor', () => {
    room({ participants: [daniel, { ...noor, role: 'mentor' }] });
    draw();
    open('Noor Haddad');
    expect(items()).toEqual(['Mute']);
    expect((one('.tile-menu .menu-item') as HTMLButtonElement).disabled).toBe(true);
  });

  test('ends the session after a question', async () => {
    draw();
    press('End session');
    expect(actions.endSession).not.toHaveBeenCalled();
    expect(one('dialog h2').textContent).toBe('End session?');
    expect(await violations()).toEqual([]);
    act(() => (one('dialog .danger') as HTMLElement).click());
    expect(actions.endSession).toHaveBeenCalledTimes(1);
  });

  test('finds that on a phone in the menu', () => {
    ui.isPhone.value = true;
    draw();
    expect(names('.controls .menu-item')).toContain('End session');
  });

  test('is the only one who may', () => {
    room({ you: 'mina' });
    draw();
    expect(all('.tile-menu')).toEqual([]);
    expect(button('End session')).toBeUndefined();
  });
});

const links = () => all('a').map((a) => [a.textContent, a.getAttribute('href')]);

describe('the end', () => {
  beforeEach(() => {
    store.ticket.value = { sessionId: 'ses_1', token: 'a.b.c' };
  });

  const ended: Ended = { reason: 'mentor', outcome: 'completed', activeMs: 3_540_000, at: '2026-01-01T11:00:00Z' };

  test.each([
    ['completed', 'mentor', 'Session completed', 'The mentor ended the session.'],
    ['incomplete', 'abandoned', 'Session incomplete', 'Nobody came back for a while.'],
    ['no_show', 'someNewReason', 'The others did not come', ''],
  ] as const)('tells that it is %s by %s', async (outcome, reason, badge, why) => {
    ui.dialog.value = 'settings';
    draw();
    room({ ended: { ...ended, outcome, reason } });
    expect(names('dialog h2')).toEqual(['Session has ended']);
    expect(names('dialog p')).toEqual([badge, why, '59 minutes together, of 60 planned.']);
    expect(await violations()).toEqual([]);
  });

  test('tells that it was called off', () => {
    draw();
    room({ ended: { reason: 'cancelled', outcome: null, activeMs: 0, at: ended.at } });
    expect(names('dialog p')).toEqual(['Session cancelled', 'It was called off before it began.']);
  });

  test('stays when the connection is gone, and leads to a page that says where one may go', () => {
    store.room.value = { ...store.room.value, ended };
    store.screen.value = { at: 'ended' };
    draw();
    press('Close');
    expect(names('h1')).toEqual(['Session has ended']);
    expect(all('dialog')).toEqual([]);
    expect(links()).toEqual([
      ['Give feedback', '/session/ses_1/feedback'],
      ['Your sessions', '/dashboard'],
    ]);
  });

  test.each([
    ['is asked for feedback', true, 'Give feedback'],
    ['as an observer only goes on', false, 'Continue'],
  ])('who was in it %s', async (_, maySend, name) => {
    capture.maySend.value = maySend;
    store.room.value = { ...store.room.value, ended };
    draw();
    expect(links()).toEqual([[name, '/session/ses_1/feedback']]);
    expect(await violations()).toEqual([]);
  });
});

describe('who leaves early', () => {
  beforeEach(() => {
    store.ticket.value = { sessionId: 'ses_1', token: 'a.b.c' };
    store.screen.value = { at: 'left' };
  });

  test('may give feedback, and see their sessions', async () => {
    room({ timer: timer({ state: 'paused', away: ['learner'] }) });
    draw();
    expect(names('button')).toContain('Rejoin');
    expect(links()).toEqual([
      ['Give feedback', '/session/ses_1/feedback'],
      ['Your sessions', '/dashboard'],
    ]);
    expect(await violations()).toEqual([]);
  });

  test.each([
    ['before it began', { timer: timer({ state: 'waiting', away: ['mentor'] }) }, true],
    ['as an observer', { timer: timer() }, false],
  ])('%s is not asked', (_, more, maySend) => {
    capture.maySend.value = maySend;
    room(more);
    draw();
    expect(links()).toEqual([['Your sessions', '/dashboard']]);
  });
});

describe('what happens is told', () => {
  const tell = (event: object) => act(() => createNotifier().happened(event as ServerEvent));
  const told = () => toasts.value.map(({ text }) => text);

  test.each([
    ['You were muted by Daniel Okafor', { t: 'participant.updated', d: { id: 'mina', by: 'daniel' } }],
    ['You were muted by a mentor', { t: 'participant.updated', d: { id: 'mina', by: 'gone' } }],
    ['Daniel raised a hand', { t: 'hand.set', d: { participant: 'daniel', raised: true } }],
    ['10 minutes left', { t: 'timer.warning', d: { leftMs: 600_000 } }],
    ['1 minute left', { t: 'timer.warning', d: { leftMs: 60_000 } }],
  ])('%s', (text, event) => {
    tell(event);
    expect(told()).toEqual([text]);
  });

  test.each([
    ['somebody else is muted', { t: 'participant.updated', d: { id: 'daniel', by: 'noor' } }],
    ['one muted oneself', { t: 'participant.updated', d: { id: 'mina' } }],
    ['one raised a hand oneself', { t: 'hand.set', d: { participant: 'mina', raised: true } }],
    ['a hand went down', { t: 'hand.set', d: { participant: 'daniel', raised: false } }],
    ['one reads the message anyway', { t: 'chat.message', d: message('1', 'Hi') }],
  ])('not when %s', (_, event) => {
    tell(event);
    expect(told()).toEqual([]);
  });

  test('a message only where it is not seen, and one’s own never', () => {
    ui.tab.value = 'transcript';
    tell({ t: 'chat.message', d: message('1', 'Hi', mina) });
    expect(told()).toEqual([]);
    tell({ t: 'chat.message', d: message('2', 'Hi') });
    expect(told()).toEqual(['New message from Daniel']);
  });

  test('that the connection is lost, and that it is back', () => {
    const stop = announceConnection();
    const attempt = { kind: 'reconnecting', attempt: 1, unreachable: false } as const;
    store.link.value = { status: 'reconnecting', overlay: attempt };
    expect(told()).toEqual(['Network unstable']);
    expect(assertive.value).toBe('Connection lost. Reconnecting.');
    store.link.value = { status: 'reconnecting', overlay: { ...attempt, attempt: 2 } };
    store.link.value = { status: 'connected', overlay: null };
    expect(told()).toEqual(['Network stable: you are connected again']);
    expect(assertive.value).toBe('');
    stop();
  });

  test('the next topic is said aloud', () => {
    room({ topics: [{ id: 't_2', title: 'Rate limiter', done: false }] });
    tell({ t: 'topic.updated', d: { topics: [] } });
    expect(polite.value).toBe('Next topic: Rate limiter');
  });

  test('nothing in the lobby', () => {
    store.screen.value = { at: 'lobby' };
    tell({ t: 'timer.warning', d: { leftMs: 600_000 } });
    expect(told()).toEqual([]);
  });
});

describe('feedback', () => {
  const submit = vi.fn<(feedback: Feedback) => Promise<boolean>>();
  const onDone = vi.fn();
  const show = () =>
    act(() =>
      render(
        <main>
          <h1>How was it?</h1>
          <FeedbackForm submit={submit} onDone={onDone} />
        </main>,
        root(),
      ),
    );
  const rate = (stars: number) => act(() => (all('input')[stars - 1] as HTMLElement).click());
  const send = () =>
    act(async () => {
      one('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
      await new Promise((resolve) => setTimeout(resolve));
    });

  test('is a rating of 1 to 5 and a comment', async () => {
    submit.mockResolvedValue(true);
    show();
    expect(names('.stars label')).toEqual(['1 star', '2 stars', '3 stars', '4 stars', '5 stars']);
    expect(button('Send feedback').disabled).toBe(true);
    await send();
    expect(submit).not.toHaveBeenCalled();
    rate(4);
    expect(all('.stars .is-on')).toHaveLength(4);
    act(() => {
      const comment = one('textarea') as HTMLTextAreaElement;
      comment.value = ' Good ';
      comment.dispatchEvent(new Event('input', { bubbles: true }));
    });
    expect(await violations()).toEqual([]);
    await send();
    expect(submit).toHaveBeenCalledWith({ rating: 4, comment: 'Good' });
    expect(onDone).toHaveBeenCalledTimes(1);
  });

  test.each([
    ['refused', () => Promise.resolve(false)],
    ['lost', () => Promise.reject(new TypeError('no network'))],
  ])('that is %s stays, to be sent again', async (_, answer) => {
    submit.mockImplementation(answer);
    show();
    rate(2);
    await send();
    expect(onDone).not.toHaveBeenCalled();
    expect(one('.form-error').textContent).toBe(t.feedback.failed);
    expect(button('Send feedback').disabled).toBe(false);
    expect(all('.stars .is-on')).toHaveLength(2);
  });

  test('may be skipped', () => {
    show();
    press('Skip');
    expect(onDone).toHaveBeenCalledTimes(1);
    expect(submit).not.toHaveBeenCalled();
  });
});
