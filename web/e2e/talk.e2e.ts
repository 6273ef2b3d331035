import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from './support/caller';
import { clock, clockSays, RUNNING } from './support/clock';
import { until } from './support/figures';
import type { Seat } from './support/server';
import { daniel, mina, Stage } from './support/stage';

/** What people do in a room beside seeing and hearing each other, between real browsers through the real server. */
let stage: Stage;

beforeAll(async () => {
  stage = await Stage.start();
});
afterEach((context) => stage.clear(context));
afterAll(() => stage?.stop());

const chatOf = (person: Caller) => person.page.getByRole('region', { name: 'Chat' });

const write = async (person: Caller, text: string): Promise<void> => {
  const box = chatOf(person).getByRole('textbox', { name: 'Message' });
  await box.fill(text);
  await box.press('Enter');
};

/** The lines of the chat from the top, once there are as many and the server has all of them. */
const lines = (person: Caller, count: number): Promise<string[]> =>
  until(
    `${person.seat.id} seeing ${count} lines`,
    async () => {
      const waiting = await chatOf(person).locator('.is-pending, .is-sent, .is-failed').count();
      return waiting > 0 ? [] : chatOf(person).locator('.bubble').allInnerTexts();
    },
    (now) => now.length === count,
  );

const options = async (mentor: Caller, of: Caller) => {
  await mentor.click(`Options for ${of.seat.name}`);
  return mentor.page.getByRole('group', { name: `Options for ${of.seat.name}` });
};

/** As long as it takes a microphone to send so much sound. */
const secondsOfSound = async (from: Caller, seconds: number) => {
  const before = (await from.sent()).audioPackets;
  await until(
    `${seconds} s of sound being sent`,
    () => from.sent(),
    (now) => now.audioPackets >= before + 50 * seconds,
  );
};

describe('the chat', () => {
  test('is the same on both pages, however they write at once', async () => {
    const { mentor, learner } = await stage.call();
    const turns = Array.from({ length: 8 }, (_, i) => i);
    const talk = async (person: Caller) => {
      for (const turn of turns) await write(person, `${person.seat.id} ${turn}`);
    };
    await Promise.all([talk(mentor), talk(learner)]);
    const [read, alsoRead] = await Promise.all([lines(mentor, 16), lines(learner, 16)]);
    expect(alsoRead).toEqual(read);
    for (const { seat } of [mentor, learner]) {
      const own = read.filter((line) => line.startsWith(`${seat.id} `));
      expect(own).toEqual(turns.map((turn) => `${seat.id} ${turn}`));
    }
    await expect(chatOf(learner).locator('.is-own .bubble').count()).resolves.toBe(8);
  });

  test('shows what was written as it was written, also to who comes later', async () => {
    const { mentor, learner } = await stage.call();
    const text = '<img src=x onerror="document.title=1">\n  & two lines';
    await write(mentor, text);
    expect(await lines(learner, 1)).toEqual([text]);
    await learner.page.reload();
    await learner.connected();
    expect(await lines(learner, 1)).toEqual([text]);
    await expect(chatOf(learner).locator('img').count()).resolves.toBe(0);
  });
});

test('a hand is raised, shown to the other, and lowered by either', async () => {
  const { mentor, learner } = await stage.call();
  const badge = mentor.tile(learner).getByText('Hand raised');
  await learner.click('Raise hand');
  await badge.waitFor();
  await learner.click('Lower hand');
  await badge.waitFor({ state: 'hidden' });

  await learner.click('Raise hand');
  await badge.waitFor();
  await (await options(mentor, learner)).getByRole('button', { name: 'Lower hand' }).click();
  await badge.waitFor({ state: 'hidden' });
  await learner.button('Raise hand').waitFor();
});

test('a topic that the mentor has done makes place for the next on both pages', async () => {
  const topics = ['Welcome', 'Rate limiter', 'Homework'];
  const [first, second] = (await stage.server.session([daniel, mina], { topics })) as [Seat, Seat];
  const [mentor, learner] = [await stage.join(first), await stage.join(second)];
  const list = (of: Caller) => of.page.getByRole('region', { name: 'Topics to cover today' });
  await list(learner).getByText('0 of 3 done').waitFor();
  await expect(learner.button('Topic done').count()).resolves.toBe(0);
  for (const [done, next] of [
    [1, 'Rate limiter'],
    [2, 'Homework'],
  ] as const) {
    await mentor.click('Topic done');
    for (const person of [mentor, learner]) {
      await list(person).getByText(`${done} of 3 done`).waitFor();
      await list(person).locator('[aria-current=step]').getByText(next).waitFor();
    }
  }
  await mentor.click('Topic done');
  await list(learner).getByText('3 of 3 done').waitFor();
  await expect(mentor.button('Topic done').count()).resolves.toBe(0);
});

test('a mentor mutes somebody, who is told and may unmute', async () => {
  const { mentor, learner } = await stage.call();
  await (await options(mentor, learner)).getByRole('button', { name: 'Mute' }).click();
  await learner.page.getByText('You were muted by Daniel Okafor').first().waitFor();
  await learner.button('Unmute').waitFor();
  await mentor.tile(learner).getByText('Muted').waitFor();
  await secondsOfSound(learner, 1);
  const packets = await mentor.soundPackets();
  await secondsOfSound(learner, 1);
  expect(await mentor.soundPackets()).toBe(packets);

  await learner.click('Unmute');
  await mentor.hears();
  await mentor.tile(learner).getByText('Muted').waitFor({ state: 'hidden' });
});

describe('the clock', () => {
  test('runs while both are active, and stands with the reason when one is gone', async () => {
    const { mentor, learner } = await stage.call();
    await Promise.all([clockSays(mentor, RUNNING), clockSays(learner, RUNNING)]);
    const begun = await clock(mentor);
    await until(
      'three seconds counted down on both pages',
      () => Promise.all([clock(mentor), clock(learner)]),
      (now) => now.every(({ left }) => left <= begun.left - 3),
    );
    const [one, other] = await Promise.all([clock(mentor), clock(learner)]);
    expect(Math.abs(one.left - other.left)).toBeLessThanOrEqual(1);

    await learner.page.close({ runBeforeUnload: true });
    const stopped = await clockSays(mentor, 'Paused: waiting for Mina');
    await secondsOfSound(mentor, 2);
    expect(await clock(mentor)).toEqual(stopped);

    const again = await stage.join(learner.seat);
    const back = await clockSays(again, RUNNING);
    expect(back.left).toBeLessThanOrEqual(stopped.left);
    expect(back.left).toBeGreaterThanOrEqual(stopped.left - 5);
    await again.leave();
    await clockSays(mentor, 'Paused: waiting for the learner');
  });

  test('waits for the first of the other side', async () => {
    const [first] = (await stage.server.session([daniel, mina])) as [Seat, Seat];
    const mentor = await stage.join(first);
    expect(await clockSays(mentor, 'Starts when both are here')).toEqual({
      left: 3600,
      note: 'Starts when both are here',
    });
  });
});

describe('a mentor', () => {
  test('ends the session for both, who are told how it went', async () => {
    const { mentor, learner } = await stage.call();
    await clockSays(mentor, RUNNING);
    await mentor.click('End session');
    const question = mentor.page.getByRole('dialog', { name: 'End session?' });
    await question.getByRole('button', { name: 'Keep going' }).click();
    await mentor.sees(learner);
    await mentor.click('End session');
    await question.getByRole('button', { name: 'End session' }).click();
    for (const person of [mentor, learner]) {
      const dialog = person.page.getByRole('dialog', { name: 'Session has ended' });
      await dialog.getByText('Session incomplete').waitFor();
      await dialog.getByText('The mentor ended the session.').waitFor();
      await person.page.waitForSelector('html[data-connection="ended"]');
      await dialog.getByRole('button', { name: 'Close' }).click();
      await person.page.getByRole('heading', { name: 'Session has ended' }).waitFor();
    }
    await learner.page.reload();
    await learner.page.getByRole('heading', { name: 'Session has ended' }).waitFor();
  });

  test('removes somebody, who is told and does not come back', async () => {
    const { mentor, learner } = await stage.call();
    await (await options(mentor, learner)).getByRole('button', { name: 'Remove' }).click();
    const question = mentor.page.getByRole('dialog', { name: 'Remove Mina Park?' });
    await question.getByRole('button', { name: 'Remove' }).click();
    await learner.page.getByRole('heading', { name: 'You were taken out of the session' }).waitFor();
    await mentor.tile(learner).waitFor({ state: 'hidden' });
    await learner.page.reload();
    await learner.page.getByRole('heading', { name: 'You cannot join from here' }).waitFor();
  });
});
