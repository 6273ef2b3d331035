import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from './support/caller';
import { until } from './support/figures';
import type { Seat, SessionOptions } from './support/server';
import { daniel, mina, noor, Stage } from './support/stage';

/** Recording with a real server, as far as its people see it while the session goes on. */
let stage: Stage;

beforeAll(async () => {
  stage = await Stage.start();
});
afterEach((context) => stage.clear(context));
afterAll(() => stage?.stop());

const dialog = (who: Caller, name: string): Locator => who.page.getByRole('dialog', { name });
const badge = (who: Caller): Locator => who.page.getByRole('button', { name: 'This session is recorded' });
const toast = (who: Caller, text: string): Promise<void> =>
  who.page.getByRole('region', { name: 'Notices' }).getByText(text, { exact: true }).waitFor();

const seats = async (more: SessionOptions = {}): Promise<[Seat, Seat, Seat]> =>
  (await stage.server.session([daniel, mina, noor], more)) as [Seat, Seat, Seat];

const bothJoin = async ([first, second]: readonly [Seat, Seat, Seat]) => {
  const mentor = await stage.join(first);
  const learner = await stage.join(second);
  await Promise.all([mentor.sees(learner), learner.sees(mentor)]);
  return { mentor, learner };
};

const start = async (mentor: Caller) => {
  await mentor.click('Record the session');
  await dialog(mentor, 'Start recording?').getByRole('button', { name: 'Start' }).click();
  await badge(mentor).waitFor();
};
const stop = async (mentor: Caller) => {
  await mentor.click('Stop recording');
  await dialog(mentor, 'Stop recording?').getByRole('button', { name: 'Stop' }).click();
  await badge(mentor).waitFor({ state: 'detached' });
};

const recordings = ({ sessionId }: Seat) => stage.server.recordings(sessionId);

describe('a mentor records', () => {
  test('everybody is told and asked, those who come later before they join, and all hear that it stopped', async () => {
    const all = await seats();
    const { mentor, learner } = await bothJoin(all);
    expect(await learner.button('Record the session').count()).toBe(0);

    await start(mentor);
    await toast(mentor, 'Recording started');
    expect(await dialog(mentor, 'Recording has started').count()).toBe(0);

    // Who is in the room agrees, and no key that was meant for something else is an answer.
    const asked = dialog(learner, 'Recording has started');
    await asked.getByText('Daniel has started to record this session.').waitFor();
    for (const key of ['Enter', ' ', 'Escape', 'Escape']) await learner.page.keyboard.press(key);
    await asked.getByRole('button', { name: 'Stay' }).click();
    await asked.waitFor({ state: 'detached' });
    await badge(learner).click();
    await learner.page.getByText('Started by Daniel Okafor.').waitFor();
    await learner.page.keyboard.press('Escape');

    // A reload in the room finds the badge, and asks nothing again.
    await learner.page.reload();
    await learner.connected();
    await badge(learner).waitFor();
    expect(await asked.count()).toBe(0);

    // Who comes later is told before they join.
    const late = await stage.open(all[2]);
    await late.page.getByText('This session is recorded. By joining you agree to being recorded.').waitFor();
    await late.ready();
    await late.click('Join session');
    await late.connected();
    await badge(late).waitFor();
    expect(await dialog(late, 'Recording has started').count()).toBe(0);

    await stop(mentor);
    for (const person of [learner, late]) {
      await toast(person, 'Recording stopped by Daniel');
      await badge(person).waitFor({ state: 'detached' });
    }
    expect(await recordings(all[0])).toMatchObject([{ stopped: 'mentor' }]);
  });

  test('who does not agree leaves', async () => {
    const { mentor, learner } = await bothJoin(await seats());
    await start(mentor);
    await dialog(learner, 'Recording has started').getByRole('button', { name: 'Leave' }).click();
    await learner.page.getByRole('heading', { name: 'You left the session' }).waitFor();
  });
});

describe('a session that is to be recorded', () => {
  test('says so before anybody joins, and is recorded once both are there', async () => {
    const all = await seats({ record: true });
    const mentor = await stage.open(all[0]);
    await mentor.page.getByText('This session will be recorded. By joining you agree to being recorded.').waitFor();
    await mentor.ready();
    await mentor.click('Join session');
    await mentor.connected();
    expect(await badge(mentor).count()).toBe(0);
    const learner = await stage.join(all[1]);
    for (const person of [mentor, learner]) {
      await badge(person).waitFor();
      expect(await dialog(person, 'Recording has started').count()).toBe(0);
    }

    const [recording] = await until(
      'a recording',
      () => recordings(all[0]),
      (items) => items.length > 0,
    );
    await stage.server.post(`/api/v1/recordings/${recording?.id}/stop`);
    for (const person of [mentor, learner]) await toast(person, 'Recording stopped by the host');

    await mentor.click('End session');
    await dialog(mentor, 'End session?').getByRole('button', { name: 'End session' }).click();
    const ended = dialog(learner, 'Session has ended');
    await ended.getByText('The recording will be on').waitFor();
    await ended.getByRole('link', { name: 'your dashboard' }).click();
    const card = learner.page.getByRole('listitem').filter({ hasText: 'System Design Mentoring' }).first();
    await card
      .getByText(/Making the film|Recording/)
      .first()
      .waitFor();
  });
});
