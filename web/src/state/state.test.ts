import { describe, expect, test } from 'vitest';
import examples from '../../../docs/protocol/examples.json';
import type { HelloReply, Participant, ServerEvent, Timer } from '../protocol/types';
import { MERGE_MS, nobody, notePresence } from './presence';
import { initialRoom, type RoomState, reduce } from './reduce';
import { badges, bothHere, camMid, clockText, hueOf, initials, others, remoteScreen, self, timerView } from './select';
import { listen, nextVoiceChange, shownVoices, type Voices } from './speaking';

const frame = (name: string) =>
  (examples as { name: string; frame: { t?: string; s?: number; d?: unknown } }[]).find((e) => e.name === name)?.frame;
const hello = frame('hello reply with snapshot')?.d as HelloReply;
const event = (name: string): ServerEvent => {
  const { t, s = null, d } = frame(name) ?? {};
  return { t, s, d } as ServerEvent;
};
const someone = (id: string, more: Partial<Participant> = {}): Participant => ({
  id,
  name: id,
  role: 'learner',
  status: 'active',
  media: { mic: true, cam: true, screen: false },
  ...more,
});

const play = (...names: string[]): RoomState =>
  names.reduce(
    (state, name) => reduce(state, { type: 'event', event: event(name), at: 0 }),
    reduce(initialRoom, { type: 'hello', reply: hello, at: 0 }),
  );

describe('a recording', () => {
  test('is as the newest word says, and that there was one is remembered', () => {
    const { recording: _, localRecordings: __, ...rest } = hello.snapshot ?? {};
    const bare = { ...hello, snapshot: rest } as HelloReply;
    const tell = (state: RoomState, name: string): RoomState =>
      reduce({ ...state, lastSeq: 0 }, { type: 'event', event: event(name), at: 0 });
    const before = reduce(initialRoom, { type: 'hello', reply: bare, at: 0 });
    expect(before).toMatchObject({ recording: null, recorded: false, localRecordings: [] });
    const on = tell(before, 'recording.state');
    expect(on).toMatchObject({ recording: { id: 'rec_1_65', by: 'daniel' }, recorded: true });
    const off = tell(on, 'recording.state stopped');
    expect(off).toMatchObject({ recording: null, recorded: true });
    expect(reduce(off, { type: 'hello', reply: bare, at: 0 })).toMatchObject({ recording: null, recorded: true });
    expect(reduce(initialRoom, { type: 'hello', reply: hello, at: 0 })).toMatchObject({ recorded: true });
  });
});

describe('reduce', () => {
  test('a snapshot is the whole truth as of its number', () => {
    const state = play();
    expect(state).toMatchObject({ you: 'mina', lastSeq: 57, session: { title: 'System Design' } });
    expect(state.participants.map((p) => p.id)).toEqual(['daniel']);
  });

  test('the script of a join, an update and a leave', () => {
    const joined = play('participant.joined');
    expect(joined.participants.map((p) => p.id)).toEqual(['daniel', 'mina']);
    const updated = play('participant.joined', 'participant.updated status', 'participant.updated media');
    expect(self(updated)).toMatchObject({ status: 'active', media: { mic: false } });
    const left = play('participant.joined', 'participant.updated status', 'participant.left');
    expect(left).toMatchObject({ lastSeq: 61, participants: [{ id: 'daniel' }] });
  });

  test('an event that was seen already changes nothing', () => {
    const once = play('participant.joined', 'participant.left');
    expect(reduce(once, { type: 'event', event: event('participant.joined'), at: 0 })).toBe(once);
  });

  test('a resumed hello keeps the room, and its events follow', () => {
    const before = play('participant.joined');
    const reply = frame('hello reply resumed')?.d as HelloReply;
    const again = reduce(before, { type: 'hello', reply, at: 9 });
    expect(again).toEqual({ ...before, timer: reply.timer, timerAt: 9, timerSeq: reply.seq });
  });

  test('the time of a resumed hello is not overwritten by what it missed, but by what comes after', () => {
    const before = { ...play('participant.joined'), lastSeq: 55 };
    const resumed = frame('hello reply resumed')?.d as HelloReply;
    const timer: Timer = { state: 'running', away: [], activeMs: 1000, totalMs: 3_600_000 };
    const told = (state: RoomState, s: number): RoomState =>
      reduce(state, { type: 'event', event: { t: 'timer', s, d: timer }, at: 20 });
    const again = reduce(before, { type: 'hello', reply: resumed, at: 9 });
    const missed = told(again, 57);
    expect(missed).toMatchObject({ lastSeq: 57, timer: resumed.timer, timerAt: 9 });
    expect(told(missed, 58)).toMatchObject({ lastSeq: 58, timer, timerAt: 20 });
  });

  test('joining twice replaces the person', () => {
    const again = { ...event('participant.joined'), s: 99 } as ServerEvent;
    const state = reduce(play('participant.joined'), { type: 'event', event: again, at: 0 });
    expect(state.participants).toHaveLength(2);
  });

  test('events of unknown kinds move the number on, never back', () => {
    expect(reduce(play(), { type: 'skipped', s: 60 }).lastSeq).toBe(60);
    expect(reduce(play(), { type: 'skipped', s: 3 }).lastSeq).toBe(57);
  });

  test('an older slot table never replaces a newer one', () => {
    const state = play('media.slots');
    const table = (gen: number, v: number): ServerEvent => ({ t: 'media.slots', s: null, d: { gen, v, slots: [] } });
    expect(reduce(state, { type: 'event', event: table(1, 2), at: 0 })).toBe(state);
    expect(reduce(state, { type: 'event', event: table(0, 9), at: 0 })).toBe(state);
    expect(reduce(state, { type: 'event', event: table(1, 4), at: 0 }).slots.table).toEqual([]);
    const fresh = reduce(state, { type: 'newPeer', gen: 2 });
    expect(reduce(fresh, { type: 'event', event: table(1, 99), at: 0 })).toBe(fresh);
    expect(reduce(fresh, { type: 'event', event: table(2, 0), at: 0 }).slots).toEqual({ gen: 2, v: 0, table: [] });
  });

  test('one’s own change shows before the echo', () => {
    const state = reduce(play('participant.joined'), { type: 'mine', media: { mic: false, cam: false, screen: true } });
    expect(self(state)?.media).toEqual({ mic: false, cam: false, screen: true });
  });
});

describe('what is shown', () => {
  const daniel = () => play('media.slots').participants[0] as Participant;

  test('a camera is on its slot only while it is on', () => {
    const state = play('media.slots');
    expect(camMid(state, daniel())).toBe('7');
    expect(camMid(state, { ...daniel(), media: { mic: true, cam: false, screen: false } })).toBeNull();
    expect(camMid(state, someone('nobody'))).toBeNull();
  });

  test('a screen is shown when it is shared and on a slot', () => {
    const shares = { ...daniel(), media: { mic: true, cam: true, screen: true } };
    const state = { ...play('media.slots'), participants: [shares] };
    expect(remoteScreen(state)).toBeNull();
    const slot = { mid: '9', kind: 'video', participant: 'daniel', source: 'screen' } as const;
    const on = { ...state, slots: { gen: 1, v: 4, table: [slot] } };
    expect(remoteScreen(on)).toMatchObject({ mid: '9', person: { id: 'daniel' } });
    expect(remoteScreen({ ...on, participants: [daniel()] })).toBeNull();
  });

  test('mentors come first, observers last, you never', () => {
    const people = [
      someone('o', { role: 'observer' }),
      someone('a'),
      someone('mina'),
      someone('m', { role: 'mentor' }),
    ];
    expect(others({ ...play(), participants: people }).map((p) => p.id)).toEqual(['m', 'a', 'o']);
  });

  test('badges', () => {
    const silent = { mic: false, cam: true, screen: false };
    expect(badges(someone('a'))).toEqual(['active']);
    expect(badges(someone('a', { status: 'disconnected', media: silent }))).toEqual(['disconnected', 'muted']);
  });

  test('both are here only when both are alive', () => {
    const mentor = someone('m', { role: 'mentor' });
    expect(bothHere({ ...play(), participants: [mentor, someone('a')] })).toBe(true);
    expect(bothHere({ ...play(), participants: [mentor, someone('a', { status: 'joining' })] })).toBe(false);
    expect(bothHere({ ...play(), participants: [mentor, someone('o', { role: 'observer' })] })).toBe(false);
  });

  test.each([
    ['Daniel Okafor', 'DO'],
    ['mina', 'M'],
    ['  Ana  María del Río ', 'AR'],
    ['李 明', '李明'],
    ['👩‍🏫 Ada', '👩A'],
    ['', ''],
  ])('initials of "%s"', (name, letters) => expect(initials(name)).toBe(letters));

  test('a person keeps a colour', () => {
    expect(hueOf('mina', 6)).toBe(hueOf('mina', 6));
    expect(new Set(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => hueOf(id, 6))).size).toBeGreaterThan(3);
  });

  test.each([
    [3_600_000, '60:00'],
    [1_476_000, '24:36'],
    [1, '00:01'],
    [0, '00:00'],
    [-5, '00:00'],
    [5_999_000, '99:59'],
    [5_400_000, '90:00'],
    [7_200_000, '2:00:00'],
  ])('%i ms left read %s', (ms, text) => expect(clockText(ms)).toBe(text));

  test('the timer of a session that waits', () => {
    expect(timerView(initialRoom, 0)).toBeNull();
    expect(timerView(play(), 0)).toEqual({
      clock: '60:00',
      leftMs: 3_600_000,
      leftRatio: 1,
      awaited: [{ side: 'learner' }],
      paused: false,
      plannedMinutes: 60,
      state: 'waiting',
    });
  });
});

describe('speaking', () => {
  /** Plays [time, speakers] and asks at `now`. */
  const shown = (now: number, ...told: [number, string[]][]): readonly string[] => {
    const voices = told.reduce<Voices>((v, [at, ids]) => listen(v, ids, at), new Map());
    return shownVoices(listen(voices, told.at(-1)?.[1] ?? [], now));
  };
  test('on after 150 ms', () => {
    expect(shown(1149, [1000, ['a']])).toEqual([]);
    expect(shown(1150, [1000, ['a']])).toEqual(['a']);
  });
  test('off after 800 ms', () => {
    expect(shown(2799, [1000, ['a']], [2000, []])).toEqual(['a']);
    expect(shown(2800, [1000, ['a']], [2000, []])).toEqual([]);
  });
  test('a pause within a sentence shows nothing, a cough neither', () => {
    expect(shown(2600, [1000, ['a']], [2000, []], [2500, ['a']])).toEqual(['a']);
    expect(shown(2000, [1000, ['a']], [1100, []])).toEqual([]);
  });
  test('says when it wants to be asked again', () => {
    const voices = listen(new Map(), ['a'], 1000);
    expect(nextVoiceChange(voices)).toBe(1150);
    expect(nextVoiceChange(listen(voices, ['a'], 1150))).toBeNull();
    expect(nextVoiceChange(listen(listen(voices, ['a'], 1150), [], 2000))).toBe(2800);
  });
});

describe('presence', () => {
  const [a, b, you] = [someone('a'), someone('b'), someone('mina')];
  test('joins within two seconds are one notice, without oneself', () => {
    let p = notePresence(nobody, [], [a, you], 'mina', 1000);
    p = notePresence(p, [a, you], [a, you, b], 'mina', 2500);
    expect(p).toEqual({ came: ['a', 'b'], went: [], tellAt: 1000 + MERGE_MS });
  });
  test('going and coming back within the time is nothing', () => {
    let p = notePresence(nobody, [a, b], [b], 'mina', 0);
    p = notePresence(p, [b], [b, a], 'mina', 500);
    expect(p).toMatchObject({ came: [], went: [] });
  });
  test('a change of state is nobody coming', () =>
    expect(notePresence(nobody, [a], [{ ...a, status: 'disconnected' }], 'mina', 0)).toBe(nobody));
});
