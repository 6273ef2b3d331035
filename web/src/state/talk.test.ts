import { describe, expect, test } from 'vitest';
import examples from '../../../docs/protocol/examples.json';
import type { ChatMessage, HelloReply, Participant, ServerEvent, Timer } from '../protocol/types';
import { cleanText, pieces, unechoed, unread } from './chat';
import { initialRoom, type RoomAction, type RoomState, reduce } from './reduce';
import { clockNeedsYou, handPlace, handRaised, raisedHands, timerView } from './select';

const frames = examples as { name: string; frame: { t?: string; s?: number; d?: unknown } }[];
const hello = frames.find((e) => e.name === 'hello reply with snapshot')?.frame.d as HelloReply;
const snapshot = hello.snapshot as NonNullable<HelloReply['snapshot']>;

const someone = (id: string, more: Partial<Participant> = {}): Participant => ({
  id,
  name: `${id} Person`,
  role: 'learner',
  status: 'active',
  media: { mic: true, cam: true, screen: false },
  ...more,
});
const daniel = someone('daniel', { role: 'mentor', name: 'Daniel Okafor' });
const mina = someone('mina', { name: 'Mina Park' });

const run = (state: RoomState, ...actions: RoomAction[]): RoomState => actions.reduce(reduce, state);
/** Mina's page as of row 57, with nothing said. */
const start = run(initialRoom, {
  type: 'hello',
  reply: { ...hello, snapshot: { ...snapshot, participants: [daniel, mina], hands: [], chat: [] } },
  at: 0,
});
let row = 1000;
const told = <T extends ServerEvent['t']>(
  t: T,
  d: Extract<ServerEvent, { t: T }>['d'],
  s = ++row,
  at = 0,
): RoomAction => ({ type: 'event', event: { t, s, d } as ServerEvent, at });

const message = (id: string, text: string | null, from = 'mina'): ChatMessage => ({
  id,
  from,
  name: from,
  text,
  at: '2026-01-01T10:05:00Z',
});
const said = (op: string, text: string): RoomAction => ({ type: 'chat.said', op, text, at: '2026-01-01T10:05:00Z' });
const done = (op: string, id: string): RoomAction => ({ type: 'chat.done', op, id });
const failed = (op: string): RoomAction => ({ type: 'chat.failed', op });
const echo = (id: string, text: string | null, from?: string): RoomAction =>
  told('chat.message', message(id, text, from));

/** What the page shows, one's own unfinished lines in brackets. */
const shown = (state: RoomState) => [
  ...state.chat.lines.map(({ text }) => text),
  ...unechoed(state.chat).map(({ text, state: fate }) => `[${text} ${fate}]`),
];

describe('a line of one’s own', () => {
  const lines: [string, RoomAction[], unknown[]][] = [
    ['appears at once', [said('1', 'Hi')], ['[Hi pending]']],
    ['answered, then echoed', [said('1', 'Hi'), done('1', 'm1')], ['[Hi sent]']],
    ['answered and echoed stands once', [said('1', 'Hi'), done('1', 'm1'), echo('m1', 'Hi')], ['Hi']],
    ['echoed before the answer stands once', [said('1', 'Hi'), echo('m1', 'Hi')], ['Hi']],
    ['echoed, then answered', [said('1', 'Hi'), echo('m1', 'Hi'), done('1', 'm1')], ['Hi']],
    ['refused', [said('1', 'Hi'), failed('1')], ['[Hi failed]']],
    ['refused and said again', [said('1', 'Hi'), failed('1'), said('1', 'Hi')], ['[Hi pending]']],
    ['failed for want of an answer, and echoed after all', [said('1', 'Hi'), failed('1'), echo('m1', 'Hi')], ['Hi']],
    ['echoed, and its answer lost', [said('1', 'Hi'), echo('m1', 'Hi'), failed('1')], ['Hi']],
    ['twice the same', [said('1', 'Hi'), said('2', 'Hi'), echo('m1', 'Hi')], ['Hi', '[Hi pending]']],
    [
      'that the server says is another message waits for its own',
      [said('1', 'Hi'), echo('m1', 'Hi'), done('1', 'm2')],
      ['Hi', '[Hi sent]'],
    ],
    ['is not an equal one of somebody else', [said('1', 'Hi'), echo('m1', 'Hi', 'daniel')], ['Hi', '[Hi pending]']],
    [
      'stands where the server has it',
      [said('1', 'Mine'), echo('m1', 'Yours', 'daniel'), done('1', 'm2'), echo('m2', 'Mine')],
      ['Yours', 'Mine'],
    ],
  ];
  test.each(lines)('%s', (_, actions, expected) => expect(shown(run(start, ...actions))).toEqual(expected));

  test.each([
    ['among them', [message('m1', 'Hi')], ['Hi']],
    ['older than all of them', [message('m9', 'Later', 'daniel')], ['Later']],
  ])('is not doubled by a snapshot when it is %s', (_, chat, expected) => {
    const answered = run(start, said('1', 'Hi'), done('1', 'm1'));
    const reply = { ...hello, snapshot: { ...snapshot, chat } };
    expect(shown(run(answered, { type: 'hello', reply, at: 0 }))).toEqual(expected);
  });

  test('without an answer is found in a snapshot, and otherwise kept', () => {
    const open = run(start, said('1', 'Hi'), said('2', 'Ho'));
    const reply = { ...hello, snapshot: { ...snapshot, chat: [message('m1', 'Hi')] } };
    expect(shown(run(open, { type: 'hello', reply, at: 0 }))).toEqual(['Hi', '[Ho pending]']);
  });

  test('said before is not taken for one that waits', () => {
    const before = run(start, echo('m1', 'Hi'), said('2', 'Hi'));
    const reply = { ...hello, snapshot: { ...snapshot, chat: [message('m1', 'Hi')] } };
    expect(shown(run(before, { type: 'hello', reply, at: 0 }))).toEqual(['Hi', '[Hi pending]']);
  });
});

describe('the chat', () => {
  test('an erased message loses its text and keeps its place', () => {
    const state = run(start, echo('m1', 'One', 'daniel'), echo('m2', 'Two', 'daniel'), echo('m1', null, 'daniel'));
    expect(shown(state)).toEqual([null, 'Two']);
  });

  test('a message of a row that was seen changes nothing', () => {
    const once = run(start, told('chat.message', message('m1', 'Hi', 'daniel'), 60));
    expect(run(once, told('chat.message', message('m2', 'Ho', 'daniel'), 60))).toBe(once);
  });

  test('unread are the lines of others after the last that was read', () => {
    const state = run(start, echo('m1', 'a', 'daniel'), echo('m2', 'b'), echo('m3', 'c', 'daniel'));
    expect([null, 'm1', 'm2', 'm3', 'gone'].map((last) => unread(state.chat, last, 'mina'))).toEqual([2, 1, 1, 0, 2]);
  });

  test.each([
    ['  Hi  ', 'Hi'],
    ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
    ['a\tb\u0000\u0007c\u0085', 'a bc'],
    [' \n \t ', ''],
    ['👩‍🏫 é', '👩‍🏫 é'],
  ])('%j may be said as %j', (text, clean) => expect(cleanText(text)).toBe(clean));

  test.each([
    ['plain', []],
    ['see https://example.org/a?b=1#c, then', ['https://example.org/a?b=1#c']],
    ['(http://example.org)', ['http://example.org/']],
    ['https://a.example https://b.example', ['https://a.example/', 'https://b.example/']],
    ['javascript:alert(1) data:text/html,x file:///etc/passwd', []],
    ['https://bank.example@evil.example/', []],
    ['https://', []],
    ['<img src=x onerror=alert(1)>', []],
  ])('the addresses of %j', (text, hrefs) => {
    const found = pieces(text);
    expect(found.map((piece) => piece.text).join('')).toBe(text);
    expect(found.flatMap(({ href }) => href ?? [])).toEqual(hrefs);
  });
});

describe('hands', () => {
  const hand = (participant: string, raised: boolean, s?: number) => told('hand.set', { participant, raised }, s);

  test('stand in the server’s order, and leaving lowers one', () => {
    const state = run(start, hand('daniel', true), hand('mina', true), hand('daniel', true));
    expect(raisedHands(state).map(({ id }) => id)).toEqual(['daniel', 'mina']);
    expect([daniel, mina].map((person) => handPlace(state, person))).toEqual([1, 2]);
    const left = run(state, told('participant.left', { id: 'daniel', reason: 'left' }));
    expect(left.hands).toEqual(['mina']);
    expect(run(left, hand('mina', false)).hands).toEqual([]);
  });

  test('one’s own shows at once, and as the room has it once the log has come so far', () => {
    const asked = run(start, { type: 'hand.asked', op: '1', raised: true });
    expect(handRaised(asked)).toBe(true);
    const answered = run(asked, { type: 'hand.done', op: '1', s: 5000 });
    expect(handRaised(answered)).toBe(true);
    expect(handRaised(run(answered, hand('mina', true, 5000)))).toBe(true);
    expect(handRaised(run(answered, hand('mina', true, 5000), hand('mina', false, 5001)))).toBe(false);
  });

  test('one’s own that was refused goes down again', () => {
    const asked = run(start, { type: 'hand.asked', op: '1', raised: true });
    expect(handRaised(run(asked, { type: 'hand.failed', op: '1' }))).toBe(false);
    expect(handRaised(run(asked, { type: 'hand.failed', op: 'older' }))).toBe(true);
  });
});

test('topics are replaced as a whole', () => {
  const topics = [{ id: 't_1', title: 'Welcome', done: true }];
  expect(run(start, told('topic.updated', { topics })).topics).toEqual(topics);
});

describe('the clock', () => {
  const timer = (more: Partial<Timer>): Timer => ({
    state: 'running',
    away: [],
    activeMs: 600_000,
    totalMs: 3_600_000,
    ...more,
  });
  const at = (now: number, ...timers: [Timer, number][]) =>
    timerView(run(start, ...timers.map(([d, readAt]) => told('timer', d, undefined, readAt))), now);

  test('counts down from when it was read', () => {
    expect(at(1000, [timer({}), 1000])).toMatchObject({ clock: '50:00', paused: false, leftRatio: 5 / 6 });
    expect(at(61_000, [timer({}), 1000])).toMatchObject({ clock: '49:00' });
    expect(at(9_000_000, [timer({}), 1000])).toMatchObject({ clock: '00:00', leftMs: 0, leftRatio: 0 });
  });

  test('never shows more than the server said', () =>
    expect(at(500, [timer({}), 1000])).toMatchObject({ clock: '50:00' }));

  test('stands while it is paused, and goes on from there', () => {
    const paused: [Timer, number] = [timer({ state: 'paused', away: ['learner'], activeMs: 630_000 }), 31_000];
    expect(at(99_000, [timer({}), 1000], paused)).toMatchObject({ clock: '49:30', paused: true });
    expect(at(199_000, paused, [timer({ activeMs: 630_000 }), 189_000])).toMatchObject({ clock: '49:20' });
  });

  test('an older event does not turn it back', () => {
    const state = run(start, told('timer', timer({ activeMs: 700_000 }), 80, 0));
    expect(run(state, told('timer', timer({}), 79, 5000))).toBe(state);
  });

  test.each([
    ['a person of that side', [daniel, mina], ['mentor'], [{ name: 'Daniel Okafor' }]],
    ['oneself', [daniel, mina], ['learner'], ['you']],
    ['a side with nobody there', [mina], ['mentor'], [{ side: 'mentor' }]],
    ['a side of several', [daniel, mina, someone('noor')], ['learner'], [{ side: 'learner' }]],
    ['both', [daniel, mina], ['mentor', 'learner'], [{ name: 'Daniel Okafor' }, 'you']],
  ] as const)('waits for %s', (_, participants, away, awaited) => {
    const state = { ...start, participants, timer: timer({ state: 'paused', away }) };
    expect(timerView(state, 0)?.awaited).toEqual(awaited);
  });

  test('needs the only active person of a side, and no observer', () => {
    const needs = (you: string, participants: Participant[]) => clockNeedsYou({ ...start, you, participants });
    expect(needs('mina', [daniel, mina])).toBe(true);
    expect(needs('mina', [daniel, mina, someone('noor')])).toBe(false);
    expect(needs('mina', [daniel, mina, someone('noor', { status: 'disconnected' })])).toBe(true);
    expect(needs('olu', [daniel, someone('olu', { role: 'observer' })])).toBe(false);
  });
});

describe('the terms', () => {
  test('are the newest, and the rest of the session stays', () => {
    const { state, ...terms } = snapshot.session;
    const longer = { ...terms, title: 'Trees', plannedMs: 5_400_000 };
    expect(run(start, told('session.updated', longer)).session).toEqual({ ...longer, state });
  });
});

describe('the end', () => {
  const ended = { reason: 'mentor', outcome: 'completed', activeMs: 3_600_000, at: '2026-01-01T11:00:00Z' } as const;

  test('is known from the event and from a snapshot', () => {
    expect(run(start, told('session.ended', ended)).ended).toEqual(ended);
    const reply = { ...hello, snapshot: { ...snapshot, ended } };
    expect(run(initialRoom, { type: 'hello', reply, at: 0 }).ended).toEqual(ended);
    expect(start.ended).toBeNull();
  });

  test('only one’s own removal is one', () => {
    const left = (id: string, reason: string) => run(start, told('participant.left', { id, reason })).removed;
    expect([left('mina', 'removed'), left('mina', 'left'), left('daniel', 'removed')]).toEqual([true, false, false]);
  });
});
