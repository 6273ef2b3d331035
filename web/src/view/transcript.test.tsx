import { act } from 'preact/test-utils';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  all,
  button,
  daniel,
  draw,
  mina,
  names,
  one,
  press,
  room,
  roomPage,
  root,
  session,
  violations,
} from '../../test/roomPage';
import * as capture from '../media/capture';
import type { ServerEvent, Topic, TranscriptLine } from '../protocol/types';
import { toasts } from '../state/notices';
import * as store from '../state/store';
import { hearTime, noTranscript, replaceTranscript } from '../state/transcript';
import { t } from '../strings/en';
import * as actions from './actions';
import * as speech from './speech';
import * as ui from './ui';
import { followVoice } from './voice';

vi.mock('./actions', async (original) => ({
  ...(await original<typeof actions>()),
  toggleMic: vi.fn(),
  toggleHand: vi.fn(),
  markTopicDone: vi.fn(),
}));

roomPage();
const whoSees = 'Only this session’s people see it. Sound may be kept until the text is complete, and is deleted then.';
const transcribed = { ...session, transcribe: true };
beforeEach(() => {
  // Axe waits by timers of its own, so that time goes on.
  const toFake = ['setTimeout', 'clearTimeout', 'performance', 'Date'] as const;
  vi.useFakeTimers({ toFake: [...toFake], now: Date.parse(SAID), shouldAdvanceTime: true });
  localStorage.clear();
  speech.captionsOn.value = false;
  speech.captionSize.value = 'medium';
  speech.commandsOn.value = false;
  store.transcribedBy.value = null;
  ui.tab.value = 'transcript';
  store.room.value = { ...store.room.value, session: transcribed, transcript: { ...noTranscript, state: 'on' } };
});

const SAID = '2026-01-01T10:05:00Z';
const line = (id: string, text: string | null, more: Partial<TranscriptLine> = {}): TranscriptLine => ({
  id,
  from: 'daniel',
  name: daniel.name,
  text,
  at: SAID,
  endAt: SAID,
  rev: 0,
  ...more,
});
const own = { from: 'mina', name: mina.name };

let row = 100;
const happen = (event: Pick<ServerEvent, 't' | 'd'>, s: number | null = row++) =>
  act(() => store.dispatch({ type: 'event', event: { ...event, s } as ServerEvent, at: performance.now() }));
const final = (...args: Parameters<typeof line>) => happen({ t: 'transcript.final', d: line(...args) });
const partial = (id: string, text: string, more: Partial<TranscriptLine> = {}) =>
  happen({ t: 'transcript.partial', d: { ...line(id, text, more), text } }, null);
const becomes = (state: 'on' | 'interrupted' | 'off') => happen({ t: 'transcript.state', d: { state } }, null);
/** Lets time pass; drawing again comes with it. */
const pass = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));
const texts = (selector: string) => all(selector).map((each) => each.textContent);

describe('the panel', () => {
  test('says that there is none, by the terms or by the server', async () => {
    room({ session });
    draw();
    expect(names('.pane')).toEqual(['Transcript']);
    expect(root().textContent).toContain('Transcript off');
    room({ session: transcribed, transcript: noTranscript });
    expect(root().textContent).toContain('Transcript off');
    expect(all('.said')).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  test('waits for the first words', async () => {
    draw();
    expect(texts('.empty b')).toContain(t.side.transcriptEmpty);
    expect(texts('.said-privacy')).toEqual([`Speech is turned into text. ${whoSees}`]);
    expect(button('Copy transcript')).toBeUndefined();
    expect(await violations()).toEqual([]);
  });

  test.each([
    ['gemini', `Speech is turned into text by Google Gemini. ${whoSees}`],
    ['program', `Speech is turned into text by a program of this server’s operator. ${whoSees}`],
    ['demo', 'A demo stands in for the transcript: nobody hears what is said.'],
  ] as const)('says who hears: %s', (by, line) => {
    store.transcribedBy.value = by;
    draw();
    expect(texts('.said-privacy')).toEqual([line]);
    expect(one('.rec.is-text').title).toContain(line);
  });

  test('shows who said what and when, one paragraph for what is said in one go', async () => {
    draw();
    final('a', 'Hello.', { language: 'en' });
    final('b', 'Shall we begin?');
    final('c', 'Yes.', own);
    expect(texts('.said .meta b')).toEqual(['Daniel Okafor', 'You']);
    expect(texts('.said li > p:not(.meta)')).toEqual(['Hello.', 'Shall we begin?', 'Yes.']);
    expect(one('.said time').getAttribute('datetime')).toBe(SAID);
    expect(one('.said [lang]').textContent).toBe('Hello.');
    expect(await violations()).toEqual([]);
  });

  test('shows text as text', () => {
    draw();
    final('a', '<img src=x onerror=alert(1)>');
    partial('b', '<b>bold</b>');
    expect(texts('.said li > p:last-child')).toEqual(['<img src=x onerror=alert(1)>', '<b>bold</b>']);
    expect(all('.said img')).toEqual([]);
  });

  test('shows what is being said apart, until it is final or lost', async () => {
    draw();
    partial('a', 'So each');
    partial('a', 'So each request');
    expect(texts('.is-interim > p:last-child')).toEqual(['So each request']);
    expect(one('[role=log]').textContent).toBe('');
    expect(await violations()).toEqual([]);
    final('a', 'So each request spends a token.');
    expect(all('.is-interim')).toEqual([]);
    expect(one('[role=log]').textContent).toContain('So each request spends a token.');
    partial('b', 'And the');
    await pass(14_000);
    expect(all('.is-interim')).toHaveLength(1);
    await pass(1100);
    expect(all('.is-interim')).toEqual([]);
  });

  test('shows that words were erased', () => {
    draw();
    final('a', 'Hello.');
    final('a', null, { rev: 1 });
    expect(texts('.said .is-erased')).toEqual([t.transcript.erased]);
    expect(root().textContent).not.toContain('Hello.');
  });

  test('says when it is interrupted, and when it has stopped', async () => {
    draw();
    final('a', 'Hello.');
    expect(texts('.said-state')).toEqual(['Live']);
    becomes('interrupted');
    expect(texts('.said-state')).toEqual(['Interrupted']);
    expect(texts('.said-note')).toEqual([t.transcript.interrupted]);
    expect(await violations()).toEqual([]);
    becomes('on');
    expect(all('.said-note')).toEqual([]);
    becomes('off');
    expect(texts('.said-note')).toEqual([t.transcript.stopped(true)]);
    store.transcribedBy.value = 'demo';
    await pass(0);
    expect(texts('.said-note')).toEqual([t.transcript.stopped(false)]);
    store.transcribedBy.value = null;
    expect(root().textContent).toContain('Hello.');
  });

  test('keeps what was said when the session has ended', () => {
    draw();
    final('a', 'Hello.');
    happen({ t: 'session.ended', d: { reason: 'time', outcome: 'completed', activeMs: 1, at: SAID } });
    expect(texts('.said li > p:last-child')).toEqual(['Hello.']);
    expect(all('.said-note')).toEqual([]);
  });

  test('follows along, and lets whoever scrolls back read in peace', async () => {
    draw();
    final('a', 'Hello.');
    const list = one('.said');
    expect(list.tabIndex).toBe(0);
    Object.defineProperties(list, { scrollHeight: { value: 900 }, clientHeight: { value: 300 } });
    const scrollTo = vi.spyOn(list, 'scrollTo').mockImplementation(() => undefined);
    final('b', 'Well.');
    expect(scrollTo).toHaveBeenCalledTimes(1);
    list.scrollTop = 100;
    act(() => {
      list.dispatchEvent(new Event('scroll'));
    });
    expect(button('Jump to latest')).toBeDefined();
    final('c', 'So.');
    partial('d', 'And');
    expect(scrollTo).toHaveBeenCalledTimes(1);
    expect(await violations()).toEqual([]);
    press('Jump to latest');
    expect(scrollTo).toHaveBeenLastCalledWith({ top: 900 });
    expect(button('Jump to latest')).toBeUndefined();
    partial('d', 'And then');
    expect(scrollTo).toHaveBeenCalledTimes(3);
  });

  test.each([
    ['copies all of it', (_: string) => Promise.resolve(), 'transcript', t.transcript.copied],
    ['says when it may not', (_: string) => Promise.reject(new Error('no')), 'problem', t.transcript.notCopied],
  ])('%s', async (_, write, kind, text) => {
    const writeText = vi.fn(write);
    vi.stubGlobal('navigator', { mediaDevices: undefined, clipboard: { writeText } });
    draw();
    final('a', 'Hello.');
    final('b', 'Hi.', own);
    press('Copy transcript');
    await pass(0);
    expect(writeText).toHaveBeenCalledWith('Daniel Okafor: Hello.\nMina Park: Hi.');
    expect(toasts.value).toMatchObject([{ kind, text }]);
  });
});

describe('captions', () => {
  const shown = () => all('.captions p').map((each) => [...each.children].map((part) => part.textContent).join(': '));

  test('are there where one can switch them on, and that is remembered', async () => {
    room({ session });
    draw();
    expect(button('Captions')).toBeUndefined();
    room({ session: transcribed });
    expect(button('Captions').getAttribute('aria-pressed')).toBe('false');
    final('a', 'Hello.');
    expect(shown()).toEqual([]);
    press('Captions');
    expect(button('Captions').getAttribute('aria-pressed')).toBe('true');
    expect(localStorage.getItem('lyceum:captions')).toBe('on');
    expect(shown()).toEqual(['Daniel: Hello.']);
    expect(await violations()).toEqual([]);
    press('Captions');
    expect(localStorage.getItem('lyceum:captions')).toBe('off');
    expect(shown()).toEqual([]);
  });

  test('stand in the menu on a phone', () => {
    ui.isPhone.value = true;
    draw();
    expect(names('.controls > button')).not.toContain('Captions');
    press('Captions');
    expect(button('Captions').getAttribute('aria-pressed')).toBe('true');
    expect(speech.captionsOn.value).toBe(true);
  });

  test('are of the two who spoke last, oneself too, and go by themselves', async () => {
    speech.captionsOn.value = true;
    draw();
    final('a', 'Hello.');
    partial('b', 'Hi Dan', own);
    expect(shown()).toEqual(['Daniel: Hello.', 'You: Hi Dan']);
    await pass(4100);
    expect(shown()).toEqual(['You: Hi Dan']);
    final('b', 'Hi, Daniel.', own);
    expect(shown()).toEqual(['You: Hi, Daniel.']);
    await pass(4100);
    expect(shown()).toEqual([]);
  });

  test('go with the transcript', () => {
    speech.captionsOn.value = true;
    draw();
    final('a', 'Hello.');
    becomes('off');
    expect(shown()).toEqual([]);
    expect(button('Captions')).toBeUndefined();
  });

  test('are as large as one has chosen', async () => {
    speech.captionsOn.value = true;
    ui.dialog.value = 'settings';
    draw();
    final('a', 'Hello.');
    expect(one('.captions').classList).toContain('is-medium');
    const select = all('select').at(-1) as HTMLSelectElement;
    expect([...select.options].map(({ text }) => text)).toEqual(['Small', 'Medium', 'Large']);
    act(() => {
      select.value = 'large';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
    expect(one('.captions').classList).toContain('is-large');
    expect(localStorage.getItem('lyceum:captionSize')).toBe('large');
    expect(await violations()).toEqual([]);
  });
});

describe('what one is told', () => {
  test('in the lobby, before one joins', async () => {
    store.screen.value = { at: 'lobby' };
    draw();
    expect(root().textContent).toContain(`${t.transcript.lobby(true)} ${t.transcript.privacy(null)}`);
    act(() => {
      store.transcribedBy.value = 'gemini';
    });
    expect(root().textContent).toContain(t.transcript.privacy('gemini'));
    expect(texts('.consent')).toEqual(['This session is not recorded. Saved: chat and transcript.']);
    expect(await violations()).toEqual([]);
    act(() => {
      capture.maySend.value = false;
    });
    expect(root().textContent).toContain(t.transcript.lobby(false));
    room({ session });
    expect(root().textContent).not.toContain(t.transcript.lobby(false));
  });

  test('that it is summed up, where that is so and the text is kept', async () => {
    store.summarizes.value = true;
    store.screen.value = { at: 'lobby' };
    draw();
    expect(root().textContent).toContain(t.summary.privacy);
    store.screen.value = { at: 'room' };
    draw();
    expect(texts('.said-privacy')).toEqual([`${t.transcript.privacy(null)} ${t.summary.privacy}`]);
    expect(one('.rec.is-text').title).toContain(t.summary.privacy);
    room({ session: { ...transcribed, saveTranscript: false } });
    expect(root().textContent).not.toContain(t.summary.privacy);
    store.summarizes.value = false;
  });

  test('in the room, as long as it is so', async () => {
    draw();
    expect(one('.rec.is-text').textContent).toBe('TranscriptThis session is transcribed');
    expect(one('.rec.is-text').title).toContain(t.transcript.privacy(null));
    expect(await violations()).toEqual([]);
    becomes('off');
    expect(texts('.pane').join()).toContain(t.transcript.stopped(true));
    expect(all('.rec.is-text')).toHaveLength(1);
    room({ session: { ...transcribed, saveTranscript: false } });
    becomes('off');
    expect(all('.rec.is-text')).toEqual([]);
    expect(root().textContent).toContain(t.side.transcriptOffText);
  });
});

describe('voice commands', () => {
  const topics: readonly Topic[] = [
    { id: 't_1', title: 'Welcome', done: true },
    { id: 't_2', title: 'Rate limiter', done: false },
  ];
  let stop = () => {};
  beforeEach(() => {
    vi.mocked(actions.toggleHand).mockResolvedValue(true);
    vi.mocked(actions.markTopicDone).mockResolvedValue(true);
    capture.access.value = { mic: 'asking', cam: 'asking' };
    capture.wanted.value = { mic: true, cam: true };
    speech.commandsOn.value = true;
    room({ transcript: hearTime(store.room.peek().transcript, SAID, performance.now()) });
    stop();
    stop = followVoice();
  });
  const mentor = () => room({ participants: [daniel, { ...mina, role: 'mentor' }], topics });
  const done = () =>
    [actions.toggleMic, actions.toggleHand, actions.markTopicDone].map((each) => vi.mocked(each).mock.calls.length);

  test('are off until one switches them on, in the settings', async () => {
    speech.commandsOn.value = false;
    ui.dialog.value = 'settings';
    draw();
    final('a', 'Mute.', own);
    expect(done()).toEqual([0, 0, 0]);
    const box = one('.switch') as HTMLInputElement;
    expect(box.checked).toBe(false);
    act(() => box.click());
    expect(localStorage.getItem('lyceum:voiceCommands')).toBe('on');
    // What was said before is not meant.
    expect(done()).toEqual([0, 0, 0]);
    final('b', 'Mute.', own);
    expect(done()).toEqual([1, 0, 0]);
    expect(await violations()).toEqual([]);
  });

  test('mute, once for each line', () => {
    final('a', 'Mute.', own);
    final('a', 'Mute', { ...own, rev: 1 });
    final('b', 'Hello.');
    expect(done()).toEqual([1, 0, 0]);
    capture.wanted.value = { mic: false, cam: true };
    final('c', 'Mute.', own);
    expect(done()).toEqual([1, 0, 0]);
  });

  test.each([-3_600_000, 3_600_000])('are obeyed whatever the clock of this device says: %d ms', (off) => {
    vi.setSystemTime(Date.parse(SAID) + off);
    partial('a', 'Mu', own);
    final('a', 'Mute.', own);
    expect(done()).toEqual([1, 0, 0]);
  });

  test('raise a hand, and say so', async () => {
    final('a', 'Raise hand!', own);
    await pass(0);
    expect(done()).toEqual([0, 1, 0]);
    expect(toasts.value).toMatchObject([{ kind: 'hand', text: t.transcript.commands.raised }]);
    room({ hands: ['mina'] });
    final('b', 'Raise hand!', own);
    expect(done()).toEqual([0, 1, 0]);
  });

  test('finish the topic at hand, for a mentor', async () => {
    room({ topics });
    final('a', 'Topic done.', own);
    expect(done()).toEqual([0, 0, 0]);
    mentor();
    final('b', 'Topic done.', own);
    await pass(0);
    expect(actions.markTopicDone).toHaveBeenCalledWith('t_2');
    expect(toasts.value).toMatchObject([{ text: t.transcript.commands.topicDone('Rate limiter') }]);
  });

  test('say nothing of what was not done', async () => {
    vi.mocked(actions.toggleHand).mockResolvedValue(false);
    final('a', 'Raise hand', own);
    await pass(0);
    expect(toasts.value).toEqual([]);
  });

  test.each([
    ['others', () => final('a', 'Mute.')],
    ['what is not final', () => partial('a', 'Mute.', own)],
    [
      'the first that is heard, when it comes late',
      () => final('a', 'Mute.', { ...own, endAt: '2026-01-01T10:04:51Z' }),
    ],
    [
      'what is told late with what was told of it before',
      () => {
        partial('a', 'Mu', { ...own, endAt: '2026-01-01T10:04:51Z' });
        final('a', 'Mute.', { ...own, endAt: '2026-01-01T10:04:51Z' });
      },
    ],
    [
      'what became text long after others’ words do',
      () => {
        partial('b', 'Hello');
        final('a', 'Mute.', { ...own, endAt: '2026-01-01T10:04:44Z' });
      },
    ],
    ['a part of a sentence', () => final('a', 'Mute the phone.', own)],
    [
      'a snapshot',
      () => room({ transcript: replaceTranscript(noTranscript, { state: 'on', lines: [line('a', 'Mute', own)] }) }),
    ],
  ])('do not obey %s', (_, say) => {
    say();
    expect(done()).toEqual([0, 0, 0]);
  });
});
