import type { Caller } from './caller';
import { until } from './figures';

/** What stands beside the time while it runs, of a session of an hour. */
export const RUNNING = 'left of 60 min';

/** What the clock says: the time left in seconds, and why it runs or stands. */
export const clock = async (person: Caller): Promise<{ left: number; note: string }> => {
  const [time = '', note = ''] = ((await person.page.getByRole('timer').getAttribute('aria-label')) ?? '').split(', ');
  return { left: time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0), note };
};

export const clockSays = (person: Caller, note: string) =>
  until(
    `the clock of ${person.seat.id} saying "${note}"`,
    () => clock(person),
    (now) => now.note === note,
  );
