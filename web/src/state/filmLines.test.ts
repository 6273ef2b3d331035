import { describe, expect, test } from 'vitest';
import type { TranscriptLine } from '../protocol/types';
import { beginOf, isFilmWords, lineAt, matches, onFilm, placesOf } from './filmLines';

const BEGIN = '2026-01-15T10:20:00.250Z';
const line = (id: string, atMs: number, text: string | null): TranscriptLine => ({
  id,
  from: 'mina',
  name: 'Mina Park',
  text,
  at: new Date(Date.parse(BEGIN) + atMs).toISOString(),
  endAt: new Date(Date.parse(BEGIN) + atMs + 1000).toISOString(),
  rev: 0,
});
const lines = onFilm([line('a', -400, 'Hello'), line('b', 5_000, null), line('c', 61_007, 'Bye')], BEGIN);

describe('lines on a film', () => {
  test('count from its beginning, without what was erased', () => {
    expect(lines.map(({ id, startMs }) => [id, startMs])).toEqual([
      ['a', 0],
      ['c', 61_007],
    ]);
  });

  test('the last that was begun is said, also a moment before by the clock of a player', () => {
    expect([0, 60_907, 60_800, 900_000].map((ms) => lineAt(lines, ms))).toEqual([0, 1, 0, 1]);
    expect(lines.map((each) => lineAt(lines, beginOf(each)))).toEqual([0, 1]);
    expect(lineAt(onFilm([line('c', 5_000, 'x')], BEGIN), 1_000)).toBe(-1);
  });

  test('are read from a file, and from nothing else', () => {
    const page = { items: [line('a', 0, 'Hello')], next: null, complete: true };
    expect(isFilmWords(page)).toBe(true);
    for (const file of [null, {}, [], { ...page, complete: undefined }, { items: [{ id: 'a' }], complete: true }]) {
      expect(isFilmWords(file)).toBe(false);
    }
  });
});

describe('what is sought', () => {
  test.each([
    ['Café au lait', 'cafe', [[0, 4]]],
    [
      'a ÀA á',
      'a',
      [
        [0, 1],
        [2, 3],
        [3, 4],
        [5, 6],
      ],
    ],
    ['Straße 😀 so', 'SO', [[10, 12]]],
    ['Straße', 'STRASSE', [[0, 6]]],
    ['λόγος', 'ΛΟΓΟΣ', [[0, 5]]],
    ['कि', 'क', [[0, 1]]],
    ['cafe\u0301s', 'é', [[3, 5]]],
    ['Hello', '  ', []],
    ['Hello', 'hello there', []],
    ['a.b', '.', [[1, 2]]],
  ] as const)('stands in %j: %j', (text, sought, places) => {
    expect(placesOf(text, sought)).toEqual(places);
  });

  test('is in these lines', () => {
    expect(matches(lines, 'BY')).toEqual([1]);
    expect(matches(lines, '')).toEqual([]);
  });
});
