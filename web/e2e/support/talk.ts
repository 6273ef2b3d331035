import type { Locator } from 'playwright-core';
import type { Caller } from './caller';
import { until } from './figures';

/** What two people say and count beside the pictures. */
export const chatOf = (person: Caller): Locator => person.page.getByRole('region', { name: 'Chat' });

export const write = async (person: Caller, text: string): Promise<void> => {
  const box = chatOf(person).getByRole('textbox', { name: 'Message' });
  await box.fill(text);
  await box.press('Enter');
};

/** The lines of the chat from the top, once there are as many and the server has all of them. */
export const lines = (person: Caller, count: number): Promise<string[]> =>
  until(
    `${person.seat.id} seeing ${count} lines`,
    async () => {
      const waiting = await chatOf(person).locator('.is-pending, .is-sent, .is-failed').count();
      return waiting > 0 ? [] : chatOf(person).locator('.bubble').allInnerTexts();
    },
    (now) => now.length === count,
  );

/** What the clock says while a session of 60 minutes runs. */
export const RUNNING = 'left of 60 min';

/** What the clock says: the time left in seconds, and why it runs or stands. */
export const clock = async (person: Caller): Promise<{ left: number; note: string }> => {
  const [time = '', note = ''] = ((await person.page.getByRole('timer').getAttribute('aria-label')) ?? '').split(', ');
  return { left: time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0), note };
};

export const clockSays = (person: Caller, note: string): Promise<{ left: number; note: string }> =>
  until(
    `the clock of ${person.seat.id} saying "${note}"`,
    () => clock(person),
    (now) => now.note === note,
  );

/** As long as it takes a microphone to send so much sound. */
export const secondsOfSound = async (from: Caller, seconds: number): Promise<void> => {
  const before = (await from.sent()).audioPackets;
  await until(
    `${seconds} s of sound being sent`,
    () => from.sent(),
    (now) => now.audioPackets >= before + 50 * seconds,
  );
};
