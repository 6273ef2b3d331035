import type { Participant } from '../protocol/types';

/** Who came and who went since the last notice; told together, so that a class arriving is one line and not thirty. */
export interface Presence {
  readonly came: readonly string[];
  readonly went: readonly string[];
  readonly tellAt: number | null;
}

export const MERGE_MS = 2000;
export const nobody: Presence = { came: [], went: [], tellAt: null };

/** Notes the difference of two rosters. Coming back within the time cancels going, and the other way round. */
export const notePresence = (
  presence: Presence,
  before: readonly Participant[],
  after: readonly Participant[],
  you: string | null,
  now: number,
): Presence => {
  const ids = (list: readonly Participant[]) => new Set(list.map((p) => p.id));
  const [old, young] = [ids(before), ids(after)];
  const came = after.filter((p) => p.id !== you && !old.has(p.id)).map((p) => p.name);
  const went = before.filter((p) => p.id !== you && !young.has(p.id)).map((p) => p.name);
  if (came.length + went.length === 0) return presence;
  return {
    came: [...presence.came.filter((n) => !went.includes(n)), ...came.filter((n) => !presence.went.includes(n))],
    went: [...presence.went.filter((n) => !came.includes(n)), ...went.filter((n) => !presence.came.includes(n))],
    tellAt: presence.tellAt ?? now + MERGE_MS,
  };
};
