import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import type { Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { movesIn } from './support/caller';
import { until } from './support/figures';
import { installProbe } from './support/probe';
import { School } from './support/school';
import type { Seat } from './support/server';
import { daniel, mina, Stage } from './support/stage';

/** A session in a frame of a page on another origin, and the way back to it. */
let stage: Stage;
let school: School;
let stranger: School;

beforeAll(async () => {
  [stage, school, stranger] = await Promise.all([Stage.start(), School.open(), School.open()]);
});
afterEach((context) => stage.clear(context));
afterAll(async () => {
  school?.close();
  stranger?.close();
  await stage?.stop();
});

const invite = async (): Promise<[Seat, Seat]> => {
  const more = { completeRatio: 0, returnUrl: school.back, embedOrigins: ['https://school.example', school.origin] };
  return (await stage.server.session([daniel, mina], more)) as [Seat, Seat];
};

/** As a browser that gives frames of other sites no storage. */
const refuseStorage = () => {
  if (window.parent === window) return;
  const refused = () => {
    throw new DOMException('The operation is insecure', 'SecurityError');
  };
  for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: refused });
};

/** A page of this site with somebody's session in its frame. */
const frameAt = async (site: School, seat: Seat, storage = true): Promise<{ page: Page; frame: Frame }> => {
  const { context } = await stage.browser(seat.id);
  const page = await context.newPage();
  page.on('dialog', (dialog) => void dialog.accept());
  await page.addInitScript(installProbe);
  if (!storage) await page.addInitScript(refuseStorage);
  await page.goto(site.framing(seat.joinUrl));
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  if (!frame) throw new Error('the page has no frame');
  return { page, frame };
};

const press = (where: Frame, name: string): Promise<void> =>
  where.getByRole('button', { name, exact: true }).last().click();

const join = async (frame: Frame): Promise<void> => {
  await frame.waitForSelector('.preview video.is-live');
  await press(frame, 'Join session');
  await frame.waitForSelector('html[data-connection="connected"]');
};

const leave = async (frame: Frame): Promise<void> => {
  await press(frame, 'Leave');
  await frame.getByRole('dialog', { name: 'Leave session?' }).getByRole('button', { name: 'Leave session' }).click();
};

const heading = (where: Page | Frame, name: string): Promise<void> =>
  where.getByRole('heading', { name, exact: true }).waitFor();

const heard = (page: Page): Promise<Record<string, unknown>[]> =>
  page.evaluate(() => window.heard.map(({ origin, data }) => ({ origin, ...data })));

const hears = (page: Page, type: string): Promise<unknown> =>
  until(
    `the page around hearing ${type}`,
    () => heard(page),
    (all) => all.at(-1)?.type === type,
  );

/** The claims of the outcome in an address, after checking its signature as an integrator would. */
const outcomeAt = async (url: string): Promise<Record<string, unknown>> => {
  const token = new URL(url).searchParams.get('lyceum_outcome') ?? '';
  const [header = '', claims = '', signature = ''] = token.split('.');
  const key = (await (await fetch(`${stage.server.url}/api/v1/receipt-key`)).json()) as JsonWebKey & { kid: string };
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  expect(read(header)).toEqual({ alg: 'EdDSA', kid: key.kid, typ: 'lyceum-outcome+jwt' });
  const publicKey = createPublicKey({ key, format: 'jwk' });
  const signed = Buffer.from(`${header}.${claims}`);
  expect(verify(null, signed, publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
  return read(claims);
};

const cameBack = async (page: Page, seat: Seat): Promise<void> => {
  await page.waitForURL(/\/back\?lesson=7&lyceum_outcome=.*#top$/);
  expect(await outcomeAt(page.url())).toMatchObject({
    iss: stage.server.url,
    aud: school.origin,
    sub: seat.id,
    session: seat.sessionId,
    outcome: 'completed',
    reason: 'mentor',
  });
};

describe('in a frame', () => {
  test('a mentor teaches, the page around hears of it, and both come back with the outcome', async () => {
    const [first, second] = await invite();
    const { page, frame } = await frameAt(school, first);
    await join(frame);
    const learner = await stage.join(second);
    await Promise.all([learner.sees({ seat: first }), movesIn(frame, 'the frame seeing mina', second.id)]);
    await hears(page, 'joined');

    await press(frame, 'End session');
    await frame.getByRole('dialog', { name: 'End session?' }).getByRole('button', { name: 'End session' }).click();
    await frame.getByRole('dialog', { name: 'Session has ended' }).waitFor();
    await hears(page, 'ended');
    const common = {
      origin: stage.server.url,
      source: 'lyceum',
      v: 1,
      sessionId: first.sessionId,
      participant: 'daniel',
    };
    expect(await heard(page)).toEqual([
      { ...common, type: 'joined' },
      { ...common, type: 'ended', reason: 'mentor', outcome: 'completed', activeMs: expect.any(Number) },
    ]);

    await frame.getByRole('link', { name: 'Give feedback' }).click();
    await press(frame, 'Skip');
    await heading(frame, 'All done');
    expect(page.url()).toBe(school.framing(first.joinUrl));
    await frame.getByRole('link', { name: 'Go back' }).click();
    await cameBack(page, first);

    await learner.page.getByRole('link', { name: 'Give feedback' }).click();
    await learner.click('Skip');
    await cameBack(learner.page, second);
  });

  test('without any storage one leaves, gives feedback, and joins again', async () => {
    const [first, second] = await invite();
    const learner = await stage.join(second);
    const { page, frame } = await frameAt(school, first, false);
    await join(frame);
    await learner.sees({ seat: first });
    await leave(frame);
    await heading(frame, 'You left the session');
    await hears(page, 'left');
    expect((await heard(page)).map(({ type, reason }) => [type, reason])).toEqual([
      ['joined', undefined],
      ['left', 'left'],
    ]);
    expect(await frame.getByRole('link', { name: 'Your sessions' }).count()).toBe(0);

    await press(frame, 'Rejoin');
    await join(frame);
    await learner.sees({ seat: first });
    await hears(page, 'joined');
    await leave(frame);
    await frame.getByRole('link', { name: 'Give feedback' }).click();
    await frame.getByRole('radio', { name: '4 stars' }).check();
    await press(frame, 'Send feedback');
    await heading(frame, 'All done');
    await frame.getByRole('link', { name: 'Go back' }).click();
    await page.waitForURL(school.back);
  });
});

/** What the browser says of a page that frames this seat's session. */
const consoleOf = async (site: School, seat: Seat): Promise<{ page: Page; said: string[] }> => {
  const { context } = await stage.browser(seat.id);
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(site.framing(seat.joinUrl));
  return { page, said };
};

const isRefused = (said: string[]): Promise<unknown> =>
  until(
    'the browser refusing the frame',
    () => said,
    (all) => all.some((text) => text.includes('frame-ancestors')),
  );

describe('refused', () => {
  test('a page of another origin cannot frame a session', async () => {
    const [seat] = await invite();
    const { page, said } = await consoleOf(stranger, seat);
    await isRefused(said);
    expect(await page.frames()[1]?.getByRole('button').count()).toBe(0);
    expect(await heard(page)).toEqual([]);
  });

  test('nor can a listed one frame a session that lists nobody', async () => {
    const [seat] = (await stage.server.session([daniel])) as [Seat];
    await isRefused((await consoleOf(school, seat)).said);
  });
});
