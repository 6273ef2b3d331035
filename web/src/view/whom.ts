import { room } from '../state/store';
import type { Whom } from '../strings/recording';

/** Somebody of the room by name, or null when nobody knows. */
export const whom = (id: string | undefined): Whom | null => {
  const { you, participants } = room.value;
  if (id === undefined) return null;
  if (id === you) return 'you';
  const person = participants.find((p) => p.id === id);
  return person ? { name: person.name } : null;
};

/** Those who record on their own devices. */
export const localRecorders = (): readonly Whom[] => room.value.localRecordings.flatMap((id) => whom(id) ?? []);
