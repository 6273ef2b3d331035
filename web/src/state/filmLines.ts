import { isLine } from '../protocol/codec';
import { arrayOf, isBoolean, shape } from '../protocol/guards';
import type { TranscriptLine } from '../protocol/types';

/** Something that is said in a film. */
export interface FilmLine {
  readonly id: string;
  readonly from: string;
  readonly name: string;
  readonly text: string;
  /** As BCP 47 has it. */
  readonly language: string | undefined;
  /** On the film's clock. */
  readonly startMs: number;
}

/** What was said in a film, as the server has it now. */
export interface FilmWords {
  readonly items: readonly TranscriptLine[];
  /** Whether nothing more comes: what was missed while it was said may become text later. */
  readonly complete: boolean;
}

/** Of a file of it. */
export const isFilmWords = shape<FilmWords>({ items: arrayOf(isLine), complete: isBoolean });

/** Lines on the clock of a film that was begun at `startedAt`. */
export const onFilm = (lines: readonly TranscriptLine[], startedAt: string): readonly FilmLine[] =>
  lines.flatMap(({ id, from, name, text, language, at }) =>
    text === null
      ? []
      : [{ id, from, name, text, language, startMs: Math.max(0, Date.parse(at) - Date.parse(startedAt)) }],
  );

/** Speech begins more softly than it is heard by machines. */
const LEAD_MS = 100;
/** A film may stand a little before the place that was asked for. */
const NEAR_MS = LEAD_MS + 30;

/** Where to go to hear a line. */
export const beginOf = ({ startMs }: Pick<FilmLine, 'startMs'>): number => Math.max(0, startMs - LEAD_MS);

/** The same of what was begun to be said at a moment, in epoch milliseconds, of a film begun at `startedAt`. */
export const momentOf = (atMs: number, startedAt: string): number => beginOf({ startMs: atMs - Date.parse(startedAt) });

/** Which line is said at a time: the last that was begun, or is about to be; -1 before the first. */
export const lineAt = (lines: readonly FilmLine[], ms: number): number =>
  lines.findLastIndex(({ startMs }) => startMs <= ms + NEAR_MS);

/** A place in a text, from a character to before another. */
export type Place = readonly [from: number, to: number];

/** As the server's `SpokenWord` folds what is sought in all transcripts. */
const fold = (char: string): string =>
  char
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '');

/** Without accents and case, with the place in the text that each character is of. */
const folded = (text: string): { readonly letters: string; readonly places: readonly number[] } => {
  let letters = '';
  const places: number[] = [];
  let at = 0;
  for (const char of text) {
    for (const letter of fold(char)) {
      letters += letter;
      for (let i = 0; i < letter.length; i++) places.push(at);
    }
    at += char.length;
  }
  return { letters, places: [...places, at] };
};

/** Where what is sought stands in a text. Nothing is nowhere. */
export const placesOf = (text: string, sought: string): readonly Place[] => {
  const { letters } = folded(sought.trim());
  if (letters === '') return [];
  const within = folded(text);
  const found: Place[] = [];
  for (let at = within.letters.indexOf(letters); at >= 0; at = within.letters.indexOf(letters, at + letters.length)) {
    found.push([within.places[at] ?? 0, within.places[at + letters.length] ?? text.length]);
  }
  return found;
};

/** Which lines have what is sought. */
export const matches = (lines: readonly FilmLine[], sought: string): readonly number[] =>
  lines.flatMap(({ text }, index) => (placesOf(text, sought).length > 0 ? [index] : []));
