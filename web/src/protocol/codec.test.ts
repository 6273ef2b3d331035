import { describe, expect, test } from 'vitest';
import examples from '../../../docs/protocol/examples.json';
import { changesState, decode, decodeReply, encode, eventTypes, requestTypes } from './codec';
import type { Requests, RequestType } from './types';
import { ulid } from './ulid';

interface Example {
  name: string;
  from: string;
  to?: string;
  frame: { t?: string; id?: number; op?: string; re?: number; ok?: boolean; s?: number; d?: object; err?: object };
}
const all = examples as readonly Example[];
const sent = all.filter((e) => e.from === 'client');
const replies = all.filter((e) => e.from === 'server' && e.frame.ok === true);
const events = all.filter((e) => e.from === 'server' && e.frame.t !== undefined);

describe('docs/protocol/examples.json', () => {
  test.each(sent)('writes $name', ({ frame }) => {
    const type = frame.t as RequestType;
    expect(requestTypes).toContain(type);
    expect(JSON.parse(encode(type, frame.id ?? 0, frame.d as Requests[typeof type], frame.op))).toEqual(frame);
    expect(changesState(type)).toBe(frame.op !== undefined);
  });

  test.each(replies)('reads $name', ({ frame, to }) => {
    const read = decode(JSON.stringify(frame));
    expect(read).toEqual({ kind: 'reply', id: frame.re, ok: true, d: frame.d });
    expect(decodeReply(to as RequestType, frame.d)).toEqual(frame.d);
  });

  test.each(events)('reads $name', ({ frame }) => {
    const read = decode(JSON.stringify(frame));
    expect(read).toEqual({ kind: 'event', event: { t: frame.t, s: frame.s ?? null, d: frame.d } });
  });

  test('reads a refusal', () => {
    const refused = all.find((e) => e.name === 'refused');
    expect(decode(JSON.stringify(refused?.frame))).toMatchObject({ kind: 'reply', ok: false, err: refused?.frame.err });
  });

  test('names every event and every request the page knows', () => {
    expect(new Set(events.map((e) => e.frame.t))).toEqual(new Set(eventTypes));
    expect(new Set(sent.map((e) => e.frame.t))).toEqual(new Set(requestTypes));
  });
});

describe('bad frames', () => {
  test.each(events)('$name without any one of its required members is not an event', ({ frame }) => {
    const optionalMembers = new Set(['status', 'media', 'by', 'username', 'credential', 'absent', 'transcribedBy']);
    if (frame.t === 'recording.state') optionalMembers.add('reason');
    if (/^transcript[.](final|partial)$/.test(frame.t ?? '')) optionalMembers.add('language');
    for (const member of Object.keys(frame.d ?? {})) {
      if (
        /^(participant.updated|session.ended|recording.state|transcript.*|welcome)$/.test(frame.t ?? '') &&
        optionalMembers.has(member)
      )
        continue;
      const d = { ...frame.d, [member]: undefined };
      expect(decode(JSON.stringify({ ...frame, d })), member).toMatchObject({ kind: 'unknown' });
    }
  });

  test.each(['', '{', '[]', 'null', '7', '{"re":"x","ok":true}', '{"re":1}', '{"re":1,"ok":false}', '{"s":1}'])(
    '%s is broken, and nothing is thrown',
    (text) => expect(decode(text)).toEqual({ kind: 'broken' }),
  );

  test('every prefix of a good frame is broken', () => {
    const text = JSON.stringify(events[0]?.frame);
    for (let end = 0; end < text.length; end++) expect(decode(text.slice(0, end)).kind).toBe('broken');
  });

  test('an unknown event keeps its sequence number', () => {
    expect(decode('{"t":"chat.message","s":9,"d":{}}')).toEqual({ kind: 'unknown', s: 9 });
    expect(decode('{"t":"toString","s":9,"d":{}}')).toEqual({ kind: 'unknown', s: 9 });
  });

  test('a hello that is neither resumed nor has a snapshot is refused', () => {
    const resumed = replies.find((e) => e.name === 'hello reply resumed');
    expect(decodeReply('hello', { ...resumed?.frame.d, resumed: false })).toBeNull();
  });

  test.each(['chat', 'hands', 'timer'])('a snapshot without %s is refused', (member) => {
    const d = replies.find((e) => e.name === 'hello reply with snapshot')?.frame.d as { snapshot: object };
    expect(decodeReply('hello', d)).not.toBeNull();
    expect(decodeReply('hello', { ...d, snapshot: { ...d.snapshot, [member]: undefined } })).toBeNull();
  });

  test('a transcript of an unknown state, or a partial line without text, is not shown', () => {
    const d = replies.find((e) => e.name === 'hello reply with snapshot')?.frame.d as {
      snapshot: { transcript: object };
    };
    const transcript = { ...d.snapshot.transcript, state: 'paused' };
    expect(decodeReply('hello', { ...d, snapshot: { ...d.snapshot, transcript } })).toBeNull();
    const partial = events.find((e) => e.name === 'transcript.partial')?.frame;
    expect(decode(JSON.stringify({ ...partial, d: { ...partial?.d, text: null } }))).toMatchObject({ kind: 'unknown' });
  });

  test.each([
    { state: 'running', away: ['observer'], activeMs: 0, totalMs: 1 },
    { state: 'stopped', away: [], activeMs: 0, totalMs: 1 },
  ])('a timer of an unknown kind is not shown: %o', (d) => {
    expect(decode(JSON.stringify({ t: 'timer', s: 9, d }))).toEqual({ kind: 'unknown', s: 9 });
  });

  test('members nobody named are ignored', () => {
    const frame = { t: 'media.speaking', d: { participants: ['a'], loudness: 3 } };
    expect(decode(JSON.stringify(frame))).toMatchObject({ kind: 'event' });
  });
});

describe('ulid', () => {
  test('is 26 characters of Crockford base 32 that sort by time', () => {
    const early = ulid(1_700_000_000_000);
    const late = ulid(1_700_000_000_001);
    expect(early).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    expect(early < late).toBe(true);
  });
  test('two of the same millisecond differ', () => expect(ulid(1)).not.toBe(ulid(1)));
});
