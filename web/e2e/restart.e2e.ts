import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Caller } from './support/caller';
import { clock, clockSays, RUNNING } from './support/clock';
import { bound, figure, proving, until } from './support/figures';
import { Stage } from './support/stage';

/** What two pages do by themselves when the server dies under them and is started again. */
const KILLS = proving ? 5 : 1;
const BACK_MS = 5000;
const SECOND_MS = 1000;

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.start();
});
afterEach((context) => stage.clear(context));
afterAll(() => stage?.stop());

const hearsSince = (person: Caller, wallMs: number) =>
  until(
    `${person.seat.id} hearing what came after the restart`,
    () => person.lastSoundAt(),
    (at) => at > wallMs,
  );

const chatOf = (person: Caller) => person.page.getByRole('region', { name: 'Chat' });

test('two pages go on when the server is killed and started again, and the time in between is not counted', async () => {
  const { mentor, learner } = await stage.call();
  const both = [mentor, learner];
  await chatOf(mentor).getByRole('textbox', { name: 'Message' }).fill('Still here');
  await chatOf(mentor).getByRole('textbox', { name: 'Message' }).press('Enter');
  await chatOf(learner).locator('.bubble').getByText('Still here').waitFor();
  await clockSays(mentor, RUNNING);
  let slowest = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const before = await clock(mentor);
    const readAt = Date.now();
    await stage.server.kill();
    const killedAt = Date.now();
    await stage.server.startAgain();
    const readyAt = Date.now();
    await Promise.all([
      mentor.sees(learner),
      learner.sees(mentor),
      ...both.map((person) => hearsSince(person, readyAt)),
      ...both.map((person) => person.connected()),
    ]);
    slowest = Math.max(slowest, Date.now() - readyAt);
    await Promise.all(both.map((person) => clockSays(person, RUNNING)));
    const after = await clock(mentor);
    const lived = killedAt - readAt + Date.now() - readyAt;
    expect((before.left - after.left) * SECOND_MS).toBeLessThanOrEqual(lived + SECOND_MS);
  }
  const name = `picture and sound of two pages back after ${KILLS} kill -9`;
  expect(figure(name, slowest, BACK_MS)).toBeLessThanOrEqual(bound(BACK_MS));
  for (const person of both) {
    await expect(chatOf(person).locator('.bubble').allInnerTexts()).resolves.toEqual(['Still here']);
    expect(person.sentTypes.filter((type) => type === 'join')).toHaveLength(1);
  }
});
