import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from './support/caller';
import { bound, figure } from './support/figures';
import type { Seat } from './support/server';
import { daniel, mina, Stage } from './support/stage';

/** What somebody does with an invitation, from the link to the badge on the dashboard, by roles and names alone. */
let stage: Stage;

declare global {
  interface Window {
    /** How often this page has asked for a microphone or camera. */
    deviceQuestions: number;
  }
}

const countDeviceQuestions = () => {
  window.deviceQuestions = 0;
  const { mediaDevices } = navigator;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (constraints) => {
    window.deviceQuestions += 1;
    return ask(constraints);
  };
};

beforeAll(async () => {
  stage = await Stage.start();
  for (const { id } of [daniel, mina]) await (await stage.browser(id)).context.addInitScript(countDeviceQuestions);
});
afterEach((context) => {
  stage.server.thaw();
  return stage.clear(context);
});
afterAll(() => stage?.stop());

const FIRST_FRAME_MS = 2000;
const TOPICS = ['Welcome', 'Rate limiter', 'Next steps'];

/** Of the hour that is planned some seconds are enough. */
const SOON_COMPLETED = { topics: TOPICS, completeRatio: 0.001 };

const invite = async (more: object = SOON_COMPLETED): Promise<[Seat, Seat]> =>
  (await stage.server.session([daniel, mina], more)) as [Seat, Seat];

const region = (person: Caller, name: string): Locator => person.page.getByRole('region', { name });
const heading = (page: Page, name: string): Locator => page.getByRole('heading', { name, exact: true });
const link = (page: Page, name: string): Locator => page.getByRole('link', { name, exact: true });

const bothJoin = async ([first, second]: readonly [Seat, Seat]) => {
  const mentor = await stage.join(first);
  const learner = await stage.join(second);
  await Promise.all([mentor.sees(learner), learner.sees(mentor)]);
  return { mentor, learner };
};

const end = async (mentor: Caller) => {
  await mentor.click('End session');
  const question = mentor.page.getByRole('dialog', { name: 'End session?' });
  await question.getByRole('button', { name: 'End session' }).click();
};

const give = async (page: Page, stars: string, comment: string) => {
  await page.getByRole('radio', { name: stars }).check();
  await page.getByRole('textbox', { name: 'Comments' }).fill(comment);
  await page.getByRole('button', { name: 'Send feedback' }).click();
};

/** The one session on the dashboard, with this badge. */
const listed = (page: Page, badge: string): Promise<void> =>
  page.getByRole('listitem').filter({ hasText: 'System Design Mentoring' }).first().getByText(badge).waitFor();

describe('the journey', () => {
  test('leads from the invitation to the badge on the dashboard', async () => {
    const [first, second] = await invite();
    const mentor = await stage.join(first);

    // 1 to 3: the click, one question for devices, and the other's face.
    const learner = await stage.open(second);
    await learner.click('Join session');
    await learner.connected();
    const shownMs = await learner.joinToFirstFrameMs();
    figure('journey: join click to the first remote frame', shownMs, FIRST_FRAME_MS);
    expect(shownMs).toBeLessThanOrEqual(bound(FIRST_FRAME_MS));
    await Promise.all([mentor.sees(learner), learner.sees(mentor), mentor.hears(), learner.hears()]);

    // 4: the topics, which go on as the mentor marks them.
    const topics = region(learner, 'Topics to cover today');
    for (const topic of TOPICS) await topics.getByText(topic).waitFor();
    await mentor.click('Topic done');
    await topics.getByText('1 of 3 done').waitFor();

    // 5: mute, chat, hand.
    await learner.click('Mute');
    await mentor.tile(learner).getByText('Muted').waitFor();
    await learner.click('Unmute');
    const message = region(learner, 'Chat').getByRole('textbox', { name: 'Message' });
    await message.fill('Is a leaky bucket the same?');
    await region(learner, 'Chat').getByRole('button', { name: 'Send' }).click();
    await region(mentor, 'Chat').getByText('Is a leaky bucket the same?').waitFor();
    await learner.click('Raise hand');
    await mentor.tile(learner).getByText('Hand raised').waitFor();

    // 6: the network is gone, and comes back; nobody has to do anything.
    stage.server.freeze();
    const trouble = 'Network issues detected. Trying to reconnect...';
    await Promise.all([mentor, learner].map((person) => person.page.getByText(trouble).first().waitFor()));
    stage.server.thaw();
    await Promise.all([mentor.connected(), learner.connected()]);
    await Promise.all([mentor.sees(learner), learner.sees(mentor)]);
    await learner.button('Lower hand').waitFor();

    // 7: the end, and what they think of it.
    await end(mentor);
    for (const person of [mentor, learner]) {
      const dialog = person.page.getByRole('dialog', { name: 'Session has ended' });
      await dialog.getByText('Session completed').waitFor();
      expect(await person.page.evaluate(() => window.deviceQuestions)).toBe(1);
      await link(person.page, 'Give feedback').click();
      await heading(person.page, 'How was it?').waitFor();
    }
    await learner.page.reload();
    await give(learner.page, '4 stars', 'Clear and patient');
    await mentor.click('Skip');

    // 8: the dashboard.
    for (const person of [mentor, learner]) {
      await heading(person.page, 'Your sessions').waitFor();
      await listed(person.page, 'Session Completed');
      expect(person.page.url()).toBe(`${stage.server.url}/dashboard`);
    }
    expect(await stage.server.read(`/api/v1/sessions/${second.sessionId}/feedback`)).toMatchObject({
      items: [{ participant: 'mina', name: 'Mina Park', rating: 4, comment: 'Clear and patient' }],
      next: null,
    });
    await learner.page.reload();
    await listed(learner.page, 'Session Completed');
  });

  test('leads back to the integrator’s page where there is one', async () => {
    const back = `${stage.server.url}/?back=1`;
    const { mentor, learner } = await bothJoin(await invite({ ...SOON_COMPLETED, returnUrl: back }));
    await end(mentor);
    await link(learner.page, 'Give feedback').click();
    await give(learner.page, '5 stars', '');
    await learner.page.waitForURL((url) => url.href.startsWith(`${back}&lyceum_outcome=`));
  });

  test('who leaves early may give feedback, see their sessions, and come back', async () => {
    const { learner } = await bothJoin(await invite());
    await learner.leave();
    await heading(learner.page, 'You left the session').waitFor();
    await link(learner.page, 'Give feedback').click();
    await give(learner.page, '2 stars', 'I have to go');
    await listed(learner.page, 'Paused');
    await learner.page.getByRole('link', { name: 'Join session: System Design Mentoring' }).click();
    await learner.button('Join session').waitFor();
  });

  test('a link leads to the dashboard from anywhere, and its token does not stay in the address', async () => {
    const [seat] = await invite();
    const { context } = await stage.browser(seat.id);
    const page = await context.newPage();
    await page.goto(await stage.server.dashboardUrl(seat.id));
    await listed(page, 'Scheduled');
    expect(page.url()).toBe(`${stage.server.url}/dashboard`);
    expect(await page.getByRole('link').count()).toBe(0);
    await page.goto(`${stage.server.url}/dashboard#t=wrong`);
    await heading(page, 'This link is no longer valid').waitFor();
    expect(page.url()).toBe(`${stage.server.url}/dashboard`);
  });
});
