import { describe, expect, test } from 'vitest';
import examples from '../../../docs/protocol/examples.json';
import type { HelloReply, ServerEvent, TranscriptLine, TranscriptPartial } from '../protocol/types';
import { commandOf } from './command';
import { initialRoom, type RoomState, reduce } from './reduce';
import { isTranscribed, mayBecomeText } from './select';
import {
  asText,
  CAPTION_MS,
  captions,
  hearFinal,
  hearPartial,
  interim,
  lateMs,
  nextFade,
  noTranscript,
  PARTIAL_MS,
  paragraphs,
  replaceTranscript,
  type Transcript,
} from './transcript';

/** A line that was begun so many milliseconds after 10:05. */
const line = (id: string, atMs: number, more: Partial<TranscriptLine> = {}): TranscriptLine => ({
  id,
  from: 'mina',
  name: 'Mina Park',
  text: id,
  at: new Date(Date.parse('2026-01-01T10:05:00Z') + atMs).toISOString(),
  endAt: new Date(Date.parse('2026-01-01T10:05:01Z') + atMs).toISOString(),
  rev: 0,
  ...more,
});
const partial = (id: string, atMs: number, more: Partial<TranscriptPartial> = {}): TranscriptPartial => {
  const { rev: _, ...rest } = line(id, atMs);
  return { ...rest, text: id, ...more };
};
const ids = (transcript: Transcript) => transcript.lines.map(({ id }) => id);
const hearAll = (...lines: TranscriptLine[]) => lines.reduce((all, each) => hearFinal(all, each, 0), noTranscript);
const daniel = { from: 'daniel', name: 'Daniel Okafor' };

describe('lines', () => {
  test('stand in the order in which they were begun, then of their ids', () => {
    expect(ids(hearAll(line('c', 900), line('b', 100), line('d', 900), line('a', 900)))).toEqual(['b', 'a', 'c', 'd']);
  });

  test('of a whole second come before those of its fractions', () => {
    const whole = line('whole', 0, { at: '2026-01-01T10:05:00Z' });
    const part = line('part', 0, { at: '2026-01-01T10:05:00.120Z' });
    expect(ids(hearAll(part, whole))).toEqual(['whole', 'part']);
  });

  test('are replaced by better ones alone', () => {
    const better = line('a', 0, { rev: 1, text: 'better' });
    expect(hearAll(line('a', 0), better).lines).toEqual([better]);
    expect(hearAll(better, line('a', 0)).lines).toEqual([better]);
    expect(hearAll(better, line('a', 0, { rev: 1, text: 'the same again' })).lines).toEqual([better]);
  });

  test('are the last 2,000', () => {
    const all = hearAll(...Array.from({ length: 2005 }, (_, place) => line(`l_${place}`, place)));
    expect(all.lines).toHaveLength(2000);
    expect(all.lines[0]?.id).toBe('l_5');
    expect(ids(hearFinal(all, line('l_0', 0, { rev: 1 }), 0))).toEqual(ids(all));
  });

  test('of a snapshot take the place of those that are here, but for older ones', () => {
    const before = hearPartial(hearAll(line('a', 0), line('b', 100), line('gone', 150)), partial('x', 900), 0);
    const told = { state: 'on', lines: [line('c', 200), line('b', 100, { text: null })] } as const;
    const after = replaceTranscript(before, told);
    expect(after).toMatchObject({ state: 'on', partials: [], recent: [] });
    expect(after.lines.map(({ id, text }) => [id, text])).toEqual([
      ['a', 'a'],
      ['b', null],
      ['c', 'c'],
    ]);
    expect(replaceTranscript(before, { state: 'on', lines: [] }).lines).toEqual([]);
    expect(replaceTranscript(before, undefined)).toEqual({ ...noTranscript, quickestMs: before.quickestMs });
  });

  test('are one paragraph as long as one speaker goes on, for a minute', () => {
    const { lines } = hearAll(
      line('a', 0),
      line('b', 59_000),
      line('c', 60_000),
      line('d', 61_000, daniel),
      line('e', 62_000),
    );
    const found = paragraphs(lines).map((each) => [each.name, each.lines.map(({ id }) => id).join('')]);
    expect(found).toEqual([
      ['Mina Park', 'ab'],
      ['Mina Park', 'c'],
      ['Daniel Okafor', 'd'],
      ['Mina Park', 'e'],
    ]);
  });

  test('are rows of text elsewhere, without what was erased', () => {
    const said = [line('a', 0, { text: ' So\nit  is. ' }), line('b', 1, { text: null }), line('c', 2, daniel)];
    expect(asText(said)).toBe('Mina Park: So it is.\nDaniel Okafor: c');
  });
});

describe('what is being said', () => {
  test('is the newest word of each line, until its final one', () => {
    let all = hearPartial(noTranscript, partial('b', 100), 0);
    all = hearPartial(all, partial('a', 0, daniel), 1);
    all = hearPartial(all, partial('b', 100, { text: 'b and more' }), 2);
    expect(interim(all, 2).map(({ text }) => text)).toEqual(['a', 'b and more']);
    all = hearFinal(all, line('b', 100), 3);
    expect(interim(all, 3).map(({ id }) => id)).toEqual(['a']);
    expect(interim(hearPartial(all, partial('b', 100), 4), 4).map(({ id }) => id)).toEqual(['a']);
  });

  test('is lost without news for 15 s', () => {
    const all = hearPartial(noTranscript, partial('a', 0), 1000);
    expect(nextFade(all, 1000)).toBe(1000 + PARTIAL_MS);
    expect(interim(all, 15_999)).toHaveLength(1);
    expect(interim(all, 16_000)).toHaveLength(0);
    expect(nextFade(all, 16_000)).toBeNull();
    expect(hearPartial(all, partial('b', 1), 16_000).partials).toHaveLength(1);
  });

  test('is of 20 lines at most', () => {
    const all = Array.from({ length: 25 }, (_, place) => partial(`p_${place}`, place)).reduce(
      (heard, each) => hearPartial(heard, each, 0),
      noTranscript,
    );
    expect(all.partials).toHaveLength(20);
    expect(all.partials[0]?.line.id).toBe('p_5');
  });
});

describe('captions', () => {
  const texts = (transcript: Transcript, now: number) =>
    captions(transcript, now).map(({ name, text }) => `${name}: ${text}`);

  test('are of the two who speak last, and go on as one speaks', () => {
    let all = hearFinal(noTranscript, line('Hello.', 0), 0);
    all = hearPartial(all, partial('How are', 100), 100);
    expect(texts(all, 100)).toEqual(['Mina Park: Hello. How are']);
    all = hearPartial(all, partial('Well', 200, daniel), 200);
    expect(texts(all, 200)).toEqual(['Mina Park: Hello. How are', 'Daniel Okafor: Well']);
    all = hearPartial(all, partial('So', 300, { from: 'noor', name: 'Noor Haddad' }), 300);
    expect(texts(all, 300)).toEqual(['Daniel Okafor: Well', 'Noor Haddad: So']);
  });

  test('are gone 4 s after the end of what was said', () => {
    const all = hearFinal(hearPartial(noTranscript, partial('a', 0), 0), line('a', 0), 1000);
    expect(nextFade(all, 1000)).toBe(1000 + CAPTION_MS);
    expect(texts(all, 4999)).toEqual(['Mina Park: a']);
    expect(texts(all, 5000)).toEqual([]);
  });

  test('are not of what is told late, nor again of what is told better', () => {
    const heard = hearFinal(hearFinal(noTranscript, line('b', 100), 0), line('a', 0), 10_000);
    expect(texts(heard, 10_000)).toEqual([]);
    const better = hearFinal(heard, line('b', 100, { rev: 1, text: 'B' }), 10_000);
    expect(texts(better, 10_000)).toEqual([]);
    expect(texts(better, 3000)).toEqual(['Mina Park: B']);
  });

  test('are not of what was erased', () => {
    const all = hearFinal(hearAll(line('a', 0)), line('a', 0, { rev: 1, text: null }), 1);
    expect(texts(all, 1)).toEqual([]);
    expect(texts(hearAll(line('b', 0, { text: null })), 0)).toEqual([]);
  });
});

const frame = (name: string) =>
  (examples as { name: string; frame: { d?: unknown } }[]).find((each) => each.name === name)?.frame;
const hello = frame('hello reply with snapshot')?.d as HelloReply;

describe('the room', () => {
  const event = (name: string) => ({ s: null, ...frame(name) }) as unknown as ServerEvent;
  const play = (...names: string[]) =>
    names.reduce(
      (state, name) => reduce(state, { type: 'event', event: event(name), at: 0 }),
      reduce(initialRoom, { type: 'hello', reply: hello, at: 0 }),
    );

  test('has the transcript as it comes on the wire', () => {
    expect(play().transcript).toMatchObject({ state: 'on', lines: [{ id: 'l_1', text: 'Hello', rev: 0 }] });
    expect(play('transcript.final').transcript.lines).toMatchObject([{ id: 'l_1', text: 'Hello there', rev: 1 }]);
    expect(play('transcript.partial').transcript.partials).toMatchObject([{ line: { id: 'l_3', text: 'Hel' } }]);
    expect(play('transcript.state').transcript.state).toBe('interrupted');
  });

  test('keeps what was said when the session ends, and hears nothing more', () => {
    const { transcript } = play('transcript.partial', 'session.ended');
    expect(transcript).toMatchObject({ state: 'off', partials: [], lines: [{ id: 'l_1' }] });
  });

  test('is transcribed by its terms, as long as the server does it', () => {
    const plain = play();
    expect(isTranscribed(plain)).toBe(false);
    const on = { ...plain, session: plain.session && { ...plain.session, transcribe: true } };
    expect(isTranscribed(on)).toBe(true);
    expect(isTranscribed({ ...on, transcript: { ...on.transcript, state: 'interrupted' } })).toBe(true);
    const off: RoomState = { ...on, transcript: { ...on.transcript, state: 'off' } };
    expect(isTranscribed(off)).toBe(false);
    expect(mayBecomeText(off)).toBe(true);
    expect(mayBecomeText({ ...off, session: off.session && { ...off.session, saveTranscript: false } })).toBe(false);
  });
});

describe('a command', () => {
  test.each([
    ['mute', 'mute'],
    [' Mute. ', 'mute'],
    ['Raise hand!', 'raiseHand'],
    ['RAISE, HAND', 'raiseHand'],
    ['“Topic done.”', 'topicDone'],
    ['Topic\ndone', 'topicDone'],
    ['', null],
    ['…', null],
    ['Please mute', null],
    ['Mute, please', null],
    ['commute', null],
    ['raisehand', null],
    ['topic is done', null],
    ['toString', null],
  ])('%s', (text, command) => expect(commandOf(text)).toBe(command));
});

describe('how late a line is', () => {
  test('is counted from the quickest that was heard, final or not', () => {
    const quick = hearPartial(noTranscript, partial('a', 0), 50_000);
    const slow = hearFinal(quick, line('b', 0), 70_000);
    expect(lateMs(slow, { line: line('b', 0), heardAt: 70_000 })).toBe(20_000);
    expect(lateMs(slow, { line: line('c', 60_000), heardAt: 110_500 })).toBe(500);
    const again = replaceTranscript(slow, { state: 'on', lines: [] });
    expect(lateMs(again, { line: line('b', 0), heardAt: 70_000 })).toBe(20_000);
  });

  test.each([
    ['a first hello', hello],
    ['a resumed one', { ...hello, resumed: true, snapshot: undefined, timer: hello.snapshot?.timer }],
    ['one without a transcript', { ...hello, snapshot: { ...hello.snapshot, transcript: undefined } }],
  ])('is known of the first line, by the clock of %s', (_, reply) => {
    const greeted = reduce(initialRoom, { type: 'hello', reply: reply as HelloReply, at: 50_000 });
    const endAt = new Date(Date.parse(hello.at) - 30_000).toISOString();
    const late = { ...line('z', 0), endAt };
    const { transcript } = reduce(greeted, {
      type: 'event',
      event: { t: 'transcript.final', s: 99, d: late },
      at: 51_000,
    });
    expect(lateMs(transcript, { line: late, heardAt: 51_000 })).toBe(31_000);
  });
});
