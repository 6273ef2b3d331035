import type { MediaKind, Slot, Source } from '../protocol/types';

/** A receiving m-line and its track, fixed for the life of a connection. */
export interface Receiver {
  readonly mid: string;
  readonly kind: MediaKind;
  readonly track: MediaStreamTrack;
}

export const slotKey = (participant: string, source: Source): string => `${participant}/${source}`;

/** Who is to be seen on which m-line: video slots by participant and source. Free slots are left out. */
export const videoMids = (slots: readonly Slot[]): ReadonlyMap<string, string> =>
  new Map(
    slots.flatMap(({ kind, mid, participant, source }) =>
      kind === 'video' && participant !== null && source !== null ? [[slotKey(participant, source), mid] as const] : [],
    ),
  );
