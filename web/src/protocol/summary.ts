import { arrayOf, either, type Guard, isCount, isNull, isString, oneOf, shape } from './guards';

/** `none`: nobody wanted one; `failed`: no model could make it. */
export type SummaryState = 'none' | 'pending' | 'ready' | 'failed';

/** A line of the transcript that something is drawn from. */
export interface Source {
  readonly line: string;
  /** When it began to be said, RFC 3339. */
  readonly at: string;
}

/** Something that was agreed on. */
export interface Decision {
  readonly text: string;
  readonly sources: readonly Source[];
}

/** Something that somebody is to do. */
export interface Homework extends Decision {
  /** By name; null if that is not known. */
  readonly whom: string | null;
}

export interface Section {
  /** The topic's id; null: the whole session. */
  readonly topic: string | null;
  /** The topic's; null for the whole session. */
  readonly title: string | null;
  /** Empty if there is nothing to say. */
  readonly text: string;
  readonly decisions: readonly Decision[];
  readonly homework: readonly Homework[];
}

/** Who changed last what the model made. */
export interface Editing {
  readonly name: string | null;
  readonly at: string;
}

/** What a session came to, in words (`GET /me/sessions/{id}/summary`). */
export interface Summary {
  readonly state: SummaryState;
  readonly version: number;
  readonly model: string | null;
  readonly madeAt: string | null;
  readonly edited: Editing | null;
  readonly sections: readonly Section[];
}

/** What somebody wants it to say. */
export interface SummaryDraft {
  readonly version: number;
  readonly sections: readonly {
    readonly topic: string | null;
    readonly text: string;
    readonly decisions: readonly { readonly text: string; readonly lines: readonly string[] }[];
    readonly homework: readonly {
      readonly text: string;
      readonly whom: string | null;
      readonly lines: readonly string[];
    }[];
  }[];
}

/** As long as the server takes them. */
export const MOST = { text: 1500, point: 500, whom: 100, points: 20 } as const;

const isStringOrNull = either(isString, isNull);

const decision = {
  text: isString,
  sources: arrayOf(shape<Source>({ line: isString, at: isString })),
};

export const isSummary: Guard<Summary> = shape<Summary>({
  state: oneOf('none', 'pending', 'ready', 'failed'),
  version: isCount,
  model: isStringOrNull,
  madeAt: isStringOrNull,
  edited: either(shape<Editing>({ name: isStringOrNull, at: isString }), isNull),
  sections: arrayOf(
    shape<Section>({
      topic: isStringOrNull,
      title: isStringOrNull,
      text: isString,
      decisions: arrayOf(shape<Decision>(decision)),
      homework: arrayOf(shape<Homework>({ ...decision, whom: isStringOrNull })),
    }),
  ),
});

/** Whether a section says anything. */
export const saysSomething = ({ text, decisions, homework }: Section): boolean =>
  text !== '' || decisions.length > 0 || homework.length > 0;
