import { spawn } from 'node:child_process';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { until } from './figures';
import { installProbe } from './probe';
import { Senses } from './senses';
import type { Seat } from './server';

const WIDTH = 1280;
const HEIGHT = 720;
const START_MS = 60_000;
const WAIT_MS = 20_000;

/** What its fake microphone plays. */
export const FIREFOX_HERTZ = 880;

const prefs = {
  // A camera of one slowly changing colour and a microphone of one tone, and nobody to be asked.
  'media.navigator.streams.fake': true,
  'media.navigator.audio.fake_frequency': FIREFOX_HERTZ,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
};

interface Screen {
  readonly name: string;
  close(): void;
}

/** An X server with one empty screen. It picks a free number and tells it. */
const openScreen = async (): Promise<Screen> => {
  const args = ['-displayfd', '3', '-screen', '0', `${WIDTH}x${HEIGHT}x24`, '-nolisten', 'tcp'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  let said = '';
  server.on('error', (error) => {
    said = `${error.message}\n`;
  });
  server.stdio[3]?.on('data', (chunk) => {
    said += chunk;
  });
  await until(
    'a screen',
    () => said,
    (text) => text.endsWith('\n'),
    START_MS,
  );
  return { name: `:${said.trim()}`, close: () => server.kill() };
};

/** Debian's Firefox in front of a screen of its own. */
export class Firefox {
  readonly #screen: Screen;
  readonly #browser: Browser;

  private constructor(screen: Screen, browser: Browser) {
    this.#screen = screen;
    this.#browser = browser;
  }

  static async start(): Promise<Firefox> {
    const screen = await openScreen();
    try {
      const browser = await puppeteer.launch({
        browser: 'firefox',
        executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
        headless: false,
        acceptInsecureCerts: true,
        defaultViewport: null,
        timeout: START_MS,
        args: ['--width', String(WIDTH), '--height', String(HEIGHT)],
        env: { ...process.env, DISPLAY: screen.name, MOZ_ENABLE_WAYLAND: '0' },
        extraPrefsFirefox: prefs,
      });
      return new Firefox(screen, browser);
    } catch (error) {
      screen.close();
      throw error;
    }
  }

  /** Opens the link and joins. */
  async join(seat: Seat): Promise<FirefoxCaller> {
    const [page = await this.#browser.newPage()] = await this.#browser.pages();
    await page.evaluateOnNewDocument(installProbe);
    await page.goto(seat.joinUrl);
    const caller = new FirefoxCaller(seat, page);
    await page.waitForSelector('.preview video.is-live', { timeout: WAIT_MS });
    await caller.click('Join session');
    await page.waitForSelector('html[data-connection="connected"]', { timeout: WAIT_MS });
    return caller;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#screen.close();
  }
}

/** Somebody in front of Firefox. */
export class FirefoxCaller {
  readonly seat: Seat;
  readonly page: Page;
  readonly senses: Senses;

  constructor(seat: Seat, page: Page) {
    this.seat = seat;
    this.page = page;
    this.senses = new Senses(seat.id, { evaluate: (run, arg) => page.evaluate(run as never, arg) as Promise<never> });
  }

  async button(name: string): Promise<void> {
    await this.page.waitForSelector(`::-p-aria([role="button"][name="${name}"])`, { timeout: WAIT_MS });
  }

  async click(name: string): Promise<void> {
    const button = await this.page.waitForSelector(`::-p-aria([role="button"][name="${name}"])`, { timeout: WAIT_MS });
    await button?.click();
  }

  /** Waits until somebody's tile says this, or with `false` does not say it any more. */
  async tileSays(name: string, text: string, says = true): Promise<void> {
    const tile = await this.page.waitForSelector(`::-p-aria([role="figure"][name="${name}"])`, { timeout: WAIT_MS });
    await until(
      `the tile of ${name} saying ${text}: ${says}`,
      () => tile?.evaluate((figure) => figure.textContent ?? '') ?? '',
      (all) => all.includes(text) === says,
      WAIT_MS,
    );
  }
}
