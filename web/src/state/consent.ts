import type { RoomState } from './reduce';

/** All recordings of a session that is recorded by its plan, which one is told before one joins. */
const BY_PLAN = 'plan';

/** What one agrees to by joining a room as it is now: ids of recordings, and `BY_PLAN`. */
export const toldInLobby = ({ session, recording }: RoomState): readonly string[] => [
  ...(recording ? [recording.id] : []),
  ...(session?.record ? [BY_PLAN] : []),
];

/** Whether somebody who is seen or heard in the room has yet to be asked about its recording. */
export const isUnasked = ({ session, recording, you }: RoomState, agreed: readonly string[]): boolean =>
  recording !== null &&
  recording.by !== you &&
  !agreed.includes(recording.id) &&
  !(session?.record && agreed.includes(BY_PLAN));
