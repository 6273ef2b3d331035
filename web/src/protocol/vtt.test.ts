import { describe, expect, test } from 'vitest';
import { cueAt, parseVtt, thumbnails } from './vtt';

const file = `WEBVTT - a lesson

NOTE nothing to see
here

1
00:00:01.000 --> 00:00:04.500 align:start
<v Daniel Okafor>Is 1 &lt; 2 &amp; <b>3</b>?

01:02:03.004 --> 01:02:04.000
Two
lines

no times here
00:00 --> 00:01
not a time
`;

describe('a WebVTT file', () => {
  test('is its cues, without markup', () => {
    expect(parseVtt(file)).toEqual([
      { startMs: 1000, endMs: 4500, text: 'Is 1 < 2 & 3?' },
      { startMs: 3_723_004, endMs: 3_724_000, text: 'Two\nlines' },
    ]);
  });

  test.each([
    ['a byte order mark and CRLF', `\uFEFF${file.replaceAll('\n', '\r\n')}`],
    ['CR alone', file.replaceAll('\n', '\r')],
  ])('may have %s', (_, text) => expect(parseVtt(text)).toEqual(parseVtt(file)));

  test('hours may be left out', () => {
    expect(parseVtt('WEBVTT\n\n12:30.500 --> 12:31.000\nHi')).toMatchObject([{ startMs: 750_500, endMs: 751_000 }]);
  });

  test('cut off anywhere it is the cues before', () => {
    for (let end = 0; end < file.length; end++) {
      for (const cue of parseVtt(file.slice(0, end))) expect(Number.isFinite(cue.startMs)).toBe(true);
    }
  });
});

describe('thumbnails', () => {
  const strip = 'WEBVTT\n\n00:00:00.000 --> 00:00:05.000\nstrip.jpg#xywh=0,90,160,90\n';

  test('are where the fragments say', () =>
    expect(thumbnails(strip)).toEqual([{ startMs: 0, x: 0, y: 90, width: 160, height: 90 }]));

  test.each(['strip.jpg', 'strip.jpg#xywh=percent:0,0,10,10', 'strip.jpg#xywh=0,0,0,90', 'strip.jpg#xywh=0,0,160'])(
    '%s is none',
    (place) => expect(thumbnails(strip.replace(/strip.*$/m, place))).toEqual([]),
  );
});

test('the cue of a time is the last that has begun', () => {
  const cues = [{ startMs: 1000 }, { startMs: 5000 }];
  expect([0, 999, 1000, 4999, 9000].map((ms) => cueAt(cues, ms)?.startMs ?? null)).toEqual([
    null,
    null,
    1000,
    1000,
    5000,
  ]);
});
