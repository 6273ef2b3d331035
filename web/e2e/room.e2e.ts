import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Bot } from './support/bot';
import { launch, type TestBrowser } from './support/browser';
import { FakeServer, person } from './support/fakeServer';
import { until } from './support/figures';

let browser: TestBrowser;
let bot: Bot;
let server: FakeServer;
let page: Page;

const status = (value: string) => page.waitForSelector(`html[data-connection="${value}"]`);
const button = (name: string) => page.getByRole('button', { name, exact: true });

beforeAll(async () => {
  browser = await launch();
  bot = await Bot.open(await browser.context.newPage());
});
afterAll(() => browser?.close());

beforeEach(async () => {
  server = new FakeServer();
  server.bot = bot;
  server.participants = [person('daniel', 'Daniel Okafor', 'mentor')];
  await server.start();
  page = await browser.context.newPage();
});
afterEach(async () => {
  await page.close();
  await server.stop();
});

const enter = async () => {
  await page.goto(server.joinUrl);
  await button('Join session').click();
  await status('connected');
  await page.waitForSelector('video[data-participant="daniel"].is-live');
};

describe('from the lobby into the room', () => {
  test('the token leaves the address bar and a reload still works', async () => {
    await page.goto(server.joinUrl);
    await page.getByText('Daniel is already here').waitFor();
    expect(page.url()).toBe(`${server.origin}/session/ses_1/`);
    await page.reload();
    await page.getByText('Daniel is already here').waitFor();
  });

  test('shows the first remote frame and sends join and offer in one breath', async () => {
    await enter();
    const types = server.requests.map((request) => request.t).filter((t) => t !== 'ping');
    expect(types.slice(0, 3)).toEqual(['hello', 'join', 'media.offer']);
    const ms = await page.evaluate(() => {
      const at = (name: string) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN;
      return at('lyceum:first-frame') - at('lyceum:join');
    });
    expect(ms).toBeGreaterThan(0);
    expect(ms).toBeLessThan(2000);
    await page.getByRole('figure', { name: 'Daniel Okafor' }).waitFor();
  });

  test('the offer has the eleven m-lines of the protocol, in order', async () => {
    await enter();
    const sdp = String(server.last('media.offer')?.d.sdp);
    const lines = sdp
      .split(/\r\nm=/)
      .slice(1)
      .map((line) => `${line.slice(0, 5)} ${/a=(sendonly|recvonly|sendrecv|inactive)/.exec(line)?.[1]}`);
    const send = ['audio sendonly', 'video sendonly', 'video sendonly', 'audio sendonly'];
    const receive = [...Array(3).fill('audio recvonly'), ...Array(4).fill('video recvonly')];
    expect(lines).toEqual([...send, ...receive]);
    expect(/a=simulcast:send (\S+)/.exec(sdp)?.[1]).toBe('~q;~h;f');
  });

  test.each([
    ['more slots', { reason: 'slots', video: 6 }],
    ['another codec', { reason: 'codec', video: 4 }],
  ])('a request for %s is answered by an offer with the m-lines that it names', async (_, wanted) => {
    await enter();
    server.ignoreOffers = true;
    server.tell('media.reoffer', wanted);
    await until(
      'a second offer',
      () => server.count('media.offer'),
      (count) => count === 2,
    );
    const offer = server.last('media.offer')?.d;
    expect(offer).toMatchObject({ gen: 1, restart: false });
    expect(String(offer?.sdp).match(/^m=video/gm)).toHaveLength(2 + wanted.video);
  });

  test('an offer that lost its socket is sent again as it was', async () => {
    await enter();
    server.ignoreOffers = true;
    server.tell('media.reoffer', { reason: 'slots', video: 6 });
    await expect.poll(() => server.count('media.offer')).toBe(2);
    const { op, d } = server.last('media.offer') ?? {};
    server.closeSockets(1012);
    await expect.poll(() => server.count('media.offer')).toBe(3);
    expect(server.last('media.offer')).toMatchObject({ op, d });
    await status('connected');
  });

  test('the picture takes 70 % of the width', async () => {
    await enter();
    const box = await page.getByRole('region', { name: 'Video' }).boundingBox();
    expect(Math.abs((box?.width ?? 0) / 1440 - 0.7)).toBeLessThan(0.01);
  });

  test('a wrong token is told on a page of its own', async () => {
    await page.goto(`${server.origin}/session/ses_1/#t=wrong`);
    await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor();
    await status('disconnected');
  });

  test('a missing token is told on a page of its own', async () => {
    await page.goto(`${server.origin}/session/ses_1/`);
    await page.getByRole('heading', { name: 'This link is not complete' }).waitFor();
  });
});

describe('in the room', () => {
  test('mute, camera and screen are told to the server and need no new offer', async () => {
    await enter();
    await button('Mute').click();
    await button('Unmute').waitFor();
    await expect.poll(() => server.last('media.state')?.d).toEqual({ mic: false, cam: true, screen: false });
    await button('Stop video').click();
    await expect.poll(() => server.last('media.state')?.d).toEqual({ mic: false, cam: false, screen: false });
    await page.keyboard.press('Control+d');
    await page.keyboard.press('Control+e');
    await expect.poll(() => server.last('media.state')?.d).toEqual({ mic: true, cam: true, screen: false });
    await button('Share screen').click();
    await button('Stop sharing').click();
    await button('Share screen').waitFor();
    await expect.poll(() => server.last('media.state')?.d).toEqual({ mic: true, cam: true, screen: false });
    expect(server.count('media.offer')).toBe(1);
  });

  test('leaving asks, with the focus on the harmless choice', async () => {
    await enter();
    await button('Leave').click();
    const dialog = page.getByRole('dialog', { name: 'Leave session?' });
    await dialog.getByText('Are you sure? Your session will be marked incomplete.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Stay' }).evaluate((e) => e === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await button('Leave').click();
    await dialog.getByRole('button', { name: 'Leave session' }).click();
    await page.getByRole('heading', { name: 'You left the session' }).waitFor();
    await status('ended');
    expect(server.count('leave')).toBe(1);
    await button('Rejoin').click();
    await button('Join session').waitFor();
  });

  test('a page that goes away says bye with its token, and a reload comes back into the room', async () => {
    await enter();
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await expect.poll(() => server.byes).toEqual([`Bearer ${server.token}`]);
    await page.waitForSelector('video[data-participant="daniel"].is-live');
    await status('connected');
  });
});

describe('when the network drops', () => {
  test('a lost socket resumes silently while media lives', async () => {
    await enter();
    server.closeSockets(1012);
    await expect.poll(() => server.count('hello')).toBe(2);
    expect(server.last('hello')?.d.resume).toMatchObject({ epoch: 'e1', token: 'r' });
    server.add(person('noor', 'Noor Haddad', 'learner'));
    await page.getByRole('figure', { name: 'Noor Haddad' }).waitFor();
    await status('connected');
    expect(server.count('media.offer')).toBe(1);
  });

  test('dead media restarts, and a new connection follows when that fails', async () => {
    await enter();
    const offers: unknown[] = [];
    await bot.drop();
    await status('reconnecting');
    await page.getByText('Network issues detected. Trying to reconnect...').waitFor();
    await expect
      .poll(() => server.requests.filter((r) => r.t === 'media.offer').length, { timeout: 15_000 })
      .toBeGreaterThanOrEqual(3);
    for (const r of server.requests.filter((r) => r.t === 'media.offer')) offers.push([r.d.gen, r.d.restart]);
    expect(offers.slice(0, 3)).toEqual([
      [1, false],
      [1, true],
      [2, false],
    ]);
    await status('connected');
    await page.waitForSelector('video[data-participant="daniel"].is-live');
  });

  test('a server that was restarted gets a new connection from the same seat', async () => {
    await enter();
    await bot.drop();
    await server.stop();
    server.epoch = 'e2';
    await status('reconnecting');
    await server.start();
    await status('connected');
    await page.waitForSelector('video[data-participant="daniel"].is-live');
    expect(server.last('media.offer')?.d).toMatchObject({ gen: 2, restart: false });
  });

  test('leaving is shown at once, and told to the server when it is back', async () => {
    await enter();
    await server.stop();
    await button('Leave').click();
    await page.getByRole('dialog', { name: 'Leave session?' }).getByRole('button', { name: 'Leave session' }).click();
    await page.getByRole('heading', { name: 'You left the session' }).waitFor();
    await server.start();
    await expect.poll(() => server.count('leave'), { timeout: 15_000 }).toBe(1);
    expect(server.last('hello')?.d.resume).toMatchObject({ token: 'r' });
  });

  test('three failed attempts show the button, and the button works', async () => {
    await enter();
    server.refuseOffers = true;
    await bot.drop();
    await status('disconnected');
    await page.getByText('Three attempts failed').waitFor();
    server.refuseOffers = false;
    await button('Reconnect').click();
    await status('connected');
  });
});
