import { arrayOf, either, type Guard, isBoolean, isNull, isString, optional, shape } from './guards';

/** A piece of a line, and whether it was looked for. */
export interface SnippetPart {
  readonly text: string;
  readonly match: boolean;
}

/** A line of a transcript in which something was found (`GET /me/transcripts`). */
export interface FoundLine {
  readonly session: {
    readonly id: string;
    readonly title: string;
    /** RFC 3339, as the others. */
    readonly startsAt: string;
    readonly startedAt: string | null;
  };
  /** Its own in the session. */
  readonly id: string;
  readonly from: string;
  readonly name: string;
  readonly at: string;
  /** One with a film of that time. */
  readonly recording?: string | undefined;
  readonly snippet: readonly SnippetPart[];
}

export interface FoundPage {
  readonly items: readonly FoundLine[];
  /** What to ask for the page after it, or null at the end. */
  readonly next: string | null;
}

const isStringOrNull = either(isString, isNull);

export const isFoundPage: Guard<FoundPage> = shape<FoundPage>({
  items: arrayOf(
    shape<FoundLine>({
      session: shape<FoundLine['session']>({
        id: isString,
        title: isString,
        startsAt: isString,
        startedAt: isStringOrNull,
      }),
      id: isString,
      from: isString,
      name: isString,
      at: isString,
      recording: optional(isString),
      snippet: arrayOf(shape<SnippetPart>({ text: isString, match: isBoolean })),
    }),
  ),
  next: isStringOrNull,
});
