import type { MySession } from '../protocol/sessions';

const DAY_MS = 86_400_000;

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayOfYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const dayOfMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric' });
const month = new Intl.DateTimeFormat('en-GB', { month: 'short' });

const relative: Readonly<Record<number, string>> = { [-1]: 'Yesterday', 0: 'Today', 1: 'Tomorrow' };

const midnight = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** "Today, 10:20", "15 Nov, 10:20", "3 Jan 2025, 10:20" for an RFC 3339 time, on this machine's clock. */
const when = (at: string, now = new Date()): string => {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  // Rounded, for a day on which the clocks change is an hour shorter or longer.
  const days = Math.round((midnight(date) - midnight(now)) / DAY_MS);
  const sameYear = date.getFullYear() === now.getFullYear();
  return `${relative[days] ?? (sameYear ? day : dayOfYear).format(date)}, ${clock.format(date)}`;
};

const inMinutes = (ms: number): number => Math.round(ms / 60_000);

/** How long it was to be and how long mentor and learner were there together, if they were. */
const time = ({ plannedMs, activeMs, startedAt, state }: MySession): string => {
  const planned = inMinutes(plannedMs);
  const untouched = startedAt === null && (state === 'scheduled' || state === 'cancelled');
  return untouched ? `${planned} min planned` : `${inMinutes(activeMs)} of ${planned} min active`;
};

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const part = (format: Intl.DateTimeFormat) => (at: string) => {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' : format.format(date);
};

export const dashboard = {
  title: 'Your sessions',
  open: 'Now and next',
  past: 'Past sessions',
  when,
  time,
  dayOfMonth: part(dayOfMonth),
  month: part(month),
  standings: {
    scheduled: 'Scheduled',
    live: 'Live now',
    paused: 'Paused',
    cancelled: 'Cancelled',
    completed: 'Session Completed',
    incomplete: 'Incomplete',
    no_show: 'No-show',
  },
  join: 'Join session',
  more: 'Show more',
  loading: 'Loading your sessions',
  empty: 'No sessions yet',
  emptyText: 'Sessions that you are invited to will be listed here.',
  failed: 'Your sessions could not be loaded.',
  search: {
    label: 'Search what was said',
    clear: 'Clear the search',
    title: 'Found in transcripts',
    loading: 'Searching…',
    found: (lines: number, sessions: number, more: boolean) =>
      `${more ? 'More than ' : ''}${plural(lines, 'line')} in ${plural(sessions, 'session')}`,
    nothing: 'Nothing was found',
    nothingText: 'Only lines that have all of these words are found.',
    failed: 'The search did not work. With more or longer words it is quicker.',
    badWords: 'Please look for 1 to 16 words.',
  },
} as const;
