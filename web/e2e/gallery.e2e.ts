import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bot } from './support/bot';
import { launch, type TestBrowser } from './support/browser';
import { FakeServer } from './support/fakeServer';
import { daniel, ended, enter, mine, openMore, others, remote, type Size, type State, sizes } from './support/gallery';
import { type Lesson, makeLesson } from './support/lesson';
import { recordingStates, recordings } from './support/recordingStates';
import { summaryStates } from './support/summaryStates';
import { transcriptStates } from './support/transcriptStates';

/** Every state of the page, looked at by axe and put down as a picture in `e2e/.shots`. */
const SHOTS = join(import.meta.dirname, '.shots');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const topics = [
  'Welcome and goals for today',
  'Review: interview loop feedback',
  'System design: rate limiter',
  'Trade-offs and failure modes',
  'Next steps and homework',
].map((title, index) => ({ id: `t_${index}`, title, done: index < 2 }));

/** Those who play all others and have no part now: each plays in one state at a time. */
const bots: Bot[] = [];
let helper: TestBrowser;
let lesson: Lesson;

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  helper = await launch();
  lesson = await makeLesson(await helper.context.newPage());
});
afterAll(() => helper?.close());

/** Contrast and names as they are drawn, which needs a real browser. All rules are tried; what passes is not described. */
const violations = async (page: Page): Promise<string[]> => {
  const options = { resultTypes: ['violations'], selectors: false };
  const results = await page.evaluate<AxeResults>(`${axe};axe.run(${JSON.stringify(options)})`);
  return results.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`);
};

const openChat = async (page: Page) => {
  await page.getByRole('tab', { name: 'Chat' }).click();
  return page.getByRole('region', { name: 'Chat' });
};
const write = async (page: Page, text: string) => {
  const box = page.getByRole('textbox', { name: 'Message' });
  await box.fill(text);
  await box.press('Enter');
};
const openDashboard = (page: Page, server: FakeServer) => page.goto(`${server.origin}/dashboard#t=${server.token}`);
const openFeedback = (page: Page, server: FakeServer) =>
  page.goto(`${server.origin}/session/ses_8/feedback#t=${server.token}`);

const states: readonly State[] = [
  ...recordingStates(() => lesson),
  ...transcriptStates,
  ...summaryStates,
  {
    name: 'lobby',
    show: async (page, server) => {
      await page.goto(server.joinUrl);
      await page.waitForSelector('.preview video.is-live');
      await page.getByText('We can hear you').waitFor();
    },
  },
  {
    name: 'lobby-no-device',
    devices: false,
    show: async (page, server) => {
      await page.goto(server.joinUrl);
      await page.getByText(/No microphone or camera found|Please allow/).waitFor();
    },
  },
  {
    name: 'lobby-denied',
    show: async (page, server) => {
      await page.addInitScript(() => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
        navigator.permissions.query = () => Promise.resolve({ state: 'denied' } as PermissionStatus);
      });
      await page.goto(server.joinUrl);
      await page.getByText('Please allow camera/mic access to join the session').waitFor();
    },
  },
  {
    name: 'lobby-asking',
    show: async (page, server) => {
      await page.addInitScript(() => {
        navigator.mediaDevices.getUserMedia = () => new Promise(() => undefined);
      });
      await page.goto(server.joinUrl);
      await page.getByText('Waiting for your permission').waitFor();
    },
  },
  { name: 'alone', people: [], show: enter },
  {
    name: 'room',
    show: async (page, server) => {
      await enter(page, server);
      await remote(page, 'daniel');
      server.tell('media.speaking', { participants: ['daniel'] });
      await page.waitForSelector('.is-speaking');
      await page.getByRole('button', { name: 'Mute', exact: true }).click();
      await page.getByText('Mic muted').first().waitFor();
    },
  },
  {
    name: 'room-of-four',
    people: [daniel, ...others],
    show: async (page, server) => {
      await enter(page, server);
      await remote(page, 'noor');
    },
  },
  {
    name: 'share',
    people: [{ ...daniel, media: { mic: true, cam: true, screen: true } }],
    show: async (page, server) => {
      await enter(page, server);
      await page.waitForSelector('video[data-source="screen"].is-live');
    },
  },
  {
    name: 'sharing',
    show: async (page, server, size) => {
      await enter(page, server);
      await remote(page, 'daniel');
      await openMore(page, size, 'Share screen');
      await page.locator('.sharing-note').waitFor();
    },
  },
  {
    name: 'drawer',
    show: async (page, server) => {
      await enter(page, server);
      await remote(page, 'daniel');
      await page.getByRole('tab', { name: 'Transcript' }).click();
      await page.getByRole('region', { name: 'Transcript' }).getByText('Transcript off').waitFor();
    },
  },
  {
    name: 'talk',
    people: [daniel, ...others],
    show: async (page, server) => {
      await enter(page, server);
      await remote(page, 'noor');
      server.tellTime({ state: 'running', away: [], activeMs: 2_124_000 });
      server.raise('noor', true);
      server.raise('mina', true);
      const chat = await openChat(page);
      server.write('daniel', 'Daniel Okafor', 'Here is the primer: https://example.org/rate-limits');
      await write(page, 'Thanks! Is a leaky bucket the same idea?');
      server.write(
        'noor',
        'Noor Haddad',
        'Close. It smooths bursts instead of allowing them.\n\nBoth are in the primer.',
      );
      server.refuseChat = true;
      await write(page, 'Perfect, that was my next question.');
      await chat.getByRole('button', { name: 'Retry' }).waitFor();
      await page.getByText('Hand raised · 2').waitFor();
    },
  },
  {
    name: 'paused',
    show: async (page, server) => {
      await enter(page, server);
      server.update('daniel', { status: 'disconnected' });
      server.tellTime({ state: 'paused', away: ['mentor'], activeMs: 2_124_000 });
      server.write('daniel', 'Daniel Okafor', 'One moment');
      server.write('daniel', 'Daniel Okafor', 'I change the network');
      await page.getByRole('timer', { name: 'Paused: waiting for Daniel' }).waitFor();
    },
  },
  {
    name: 'mentor',
    role: 'mentor',
    people: others,
    show: async (page, server, size) => {
      await enter(page, server);
      await remote(page, 'noor');
      server.raise('lea', true);
      if (size === 'phone') await page.getByRole('tab', { name: 'Topics' }).click();
      await page.getByRole('button', { name: 'Topic done' }).waitFor();
      await page.getByRole('button', { name: 'Options for Léa Brunner' }).click();
      await page.getByRole('button', { name: 'Remove' }).waitFor();
    },
  },
  {
    name: 'end-question',
    role: 'mentor',
    show: async (page, server, size) => {
      await enter(page, server);
      await openMore(page, size, 'End session');
      await page.getByRole('dialog', { name: 'End session?' }).waitFor();
    },
  },
  {
    name: 'ended',
    show: async (page, server) => {
      await enter(page, server);
      server.emit('session.ended', ended);
      server.closeSockets(4410);
      await page.getByRole('dialog', { name: 'Session has ended' }).getByText('Session completed').waitFor();
      await page.waitForSelector('html[data-connection="ended"]');
    },
  },
  {
    name: 'removed',
    show: async (page, server) => {
      await enter(page, server);
      server.emit('participant.left', { id: 'mina', reason: 'removed' });
      server.closeSockets(4403);
      await page.getByRole('heading', { name: 'You were taken out of the session' }).waitFor();
    },
  },
  {
    name: 'settings',
    show: async (page, server, size) => {
      await enter(page, server);
      await openMore(page, size, 'Settings');
      await page.getByRole('dialog', { name: 'Settings' }).waitFor();
    },
  },
  {
    name: 'leave',
    show: async (page, server) => {
      await enter(page, server);
      await remote(page, 'daniel');
      await page.getByRole('button', { name: 'Leave', exact: true }).click();
      await page.getByRole('dialog', { name: 'Leave session?' }).waitFor();
    },
  },
  {
    name: 'gone',
    show: async (page, server) => {
      await enter(page, server);
      await remote(page, 'daniel');
      server.update('daniel', { status: 'disconnected' });
      await page.getByText('Daniel lost connection').waitFor();
    },
  },
  {
    name: 'reconnecting',
    show: async (page, server) => {
      await enter(page, server);
      await remote(page, 'daniel');
      server.ignoreOffers = true;
      await server.bot?.drop();
      await page.getByText('Attempt 2 of 3').waitFor();
      await page.waitForSelector('.connecting svg');
    },
  },
  {
    name: 'gave-up',
    show: async (page, server) => {
      await enter(page, server);
      const { bot } = server;
      server.bot = null;
      await bot?.drop();
      await page.getByText('Three attempts failed').waitFor();
    },
  },
  {
    name: 'left',
    show: async (page, server) => {
      await enter(page, server);
      server.tellTime({ state: 'running', away: [] });
      await page.getByRole('button', { name: 'Leave', exact: true }).click();
      await page.getByRole('button', { name: 'Leave session' }).click();
      await page.getByRole('heading', { name: 'You left the session' }).waitFor();
    },
  },
  {
    name: 'feedback',
    show: async (page, server) => {
      server.mine = mine;
      await openFeedback(page, server);
      await page.getByRole('radio', { name: '4 stars' }).check();
      await page.getByRole('textbox', { name: 'Comments' }).fill('Clear and patient. More time for questions, please.');
    },
  },
  {
    name: 'feedback-failed',
    show: async (page, server) => {
      server.mine = mine;
      await openFeedback(page, server);
      await page.getByRole('radio', { name: '4 stars' }).check();
      server.restStatus = 503;
      await page.getByRole('button', { name: 'Send feedback' }).click();
      await page.getByText('It could not be sent').waitFor();
    },
  },
  {
    name: 'feedback-not-loaded',
    show: async (page, server) => {
      server.restStatus = 503;
      await openFeedback(page, server);
      await page.getByRole('button', { name: 'Try again' }).waitFor();
    },
  },
  {
    name: 'dashboard',
    show: async (page, server) => {
      server.mine = mine;
      server.mineNext = 'ses_5';
      server.recordings = recordings(lesson);
      // The tab was in the room of the first one.
      await page.goto(server.joinUrl);
      await openDashboard(page, server);
      await page.getByRole('link', { name: 'Join session: Mock interview: design a feed' }).waitFor();
      await page.getByRole('button', { name: 'Show more' }).waitFor();
      for (const text of ['Recording now', 'Making the film… 40 %', 'Recording failed']) {
        await page.getByText(text).waitFor();
      }
    },
  },
  {
    name: 'dashboard-empty',
    show: async (page, server) => {
      await openDashboard(page, server);
      await page.getByText('No sessions yet').waitFor();
    },
  },
  {
    name: 'dashboard-failed',
    show: async (page, server) => {
      server.restStatus = 503;
      await openDashboard(page, server);
      await page.getByRole('button', { name: 'Try again' }).waitFor();
    },
  },
  {
    name: 'dashboard-expired',
    show: async (page, server) => {
      server.restStatus = 401;
      await openDashboard(page, server);
      await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor();
    },
  },
  {
    name: 'no-token',
    show: async (page, server) => {
      await page.goto(`${server.origin}/session/ses_1/`);
      await page.getByRole('heading', { name: 'This link is not complete' }).waitFor();
    },
  },
];

/** Pictures are taken of the page, not of what a camera shows: a slow one leaves the machine more time for them. */
const SLOW_CAMERA = '--use-fake-device-for-media-stream=display-media-type=browser,fps=5';

/** Each size and each theme once; all four with GALLERY=all, which takes twice as long. */
const pairs: readonly (readonly [Size, 'light' | 'dark'])[] = [
  ['desktop', 'light'],
  ['phone', 'dark'],
  ...(process.env.GALLERY === 'all'
    ? ([
        ['desktop', 'dark'],
        ['phone', 'light'],
      ] as const)
    : []),
];
const looks = pairs.flatMap(([size, theme]) => [true, false].map((devices) => ({ size, theme, devices })));

describe.each(looks)('$size $theme, devices: $devices', ({ size, theme, devices }) => {
  let browser: TestBrowser;
  beforeAll(async () => {
    const args = devices ? [SLOW_CAMERA] : [];
    browser = await launch({ devices, viewport: sizes[size], colorScheme: theme, reducedMotion: 'reduce', args });
  });
  afterAll(() => browser?.close());

  test.concurrent.each(states.filter((state) => (state.devices ?? true) === devices))('$name', async (state) => {
    const server = new FakeServer();
    const bot = bots.pop() ?? (await Bot.open(await helper.context.newPage()));
    server.bot = bot;
    server.topics = topics;
    server.role = state.role ?? 'learner';
    server.participants = [...(state.people ?? [daniel])];
    await server.start();
    const page = await browser.context.newPage();
    const refused: string[] = [];
    page.on('console', (message) => /Content Security Policy/.test(message.text()) && refused.push(message.text()));
    try {
      await state.show(page, server, size);
      expect(await violations(page)).toEqual([]);
      // The animations of what has just come up end by themselves; a picture in the middle of one shows nothing.
      await page.waitForFunction(() => document.getAnimations().every((a) => a.playState !== 'running'));
      await page.screenshot({ path: join(SHOTS, `${size}-${state.name}-${theme}.png`) });
      expect(refused).toEqual([]);
    } finally {
      await page.close();
      await server.stop();
      await bot.drop();
      bots.push(bot);
    }
  });
});
