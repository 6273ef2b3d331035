import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  let failed = '';
  server.on('error', (error) => {
    failed = error.message;
  });
  server.stdio[3]?.on('data', (chunk) => {
    said += chunk;
  });
  await until(
    'a screen',
    () => failed || said,
    (text) => failed !== '' || text.endsWith('\n'),
    START_MS,
  );
  if (failed) throw new Error(failed);
  return { name: `:${said.trim()}`, close: () => server.kill() };
};

interface SoundCard {
  /** Where its server listens. */
  readonly socket: string;
  close(): void;
}

/** A sound server whose one card plays into nothing: without any card Firefox runs no AudioContext. */
const openSoundCard = async (): Promise<SoundCard> => {
  const folder = mkdtempSync(join(tmpdir(), 'lyceum-e2e-sound-'));
  const socket = join(folder, 'native');
  const modules = ['module-null-sink', `module-native-protocol-unix socket=${socket} auth-anonymous=1`];
  const args = [
    '--daemonize=no',
    '--exit-idle-time=-1',
    '--use-pid-file=no',
    '-n',
    ...modules.flatMap((m) => ['-L', m]),
  ];
  // It keeps files beside what it serves.
  const env = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder };
  const server = spawn('pulseaudio', args, { stdio: 'ignore', env });
  let ended = '';
  const end = (why: string) => {
    ended = why;
    rmSync(folder, { recursive: true, force: true });
  };
  server.on('error', (error) => end(error.message));
  server.on('exit', (code) => end(`pulseaudio has ended with ${code}`));
  try {
    await until(
      'a sound card',
      () => ended !== '' || existsSync(socket),
      (done) => done,
      START_MS,
    );
    if (ended) throw new Error(ended);
  } catch (error) {
    server.kill();
    throw error;
  }
  return { socket, close: () => server.kill() };
};

/** Debian's Firefox in front of a screen and a sound card of its own. */
export class Firefox {
  readonly #screen: Screen;
  readonly #card: SoundCard;
  readonly #browser: Browser;

  private constructor(screen: Screen, card: SoundCard, browser: Browser) {
    this.#screen = screen;
    this.#card = card;
    this.#browser = browser;
  }

  static async start(): Promise<Firefox> {
    const card = await openSoundCard();
    let screen: Screen | undefined;
    try {
      screen = await openScreen();
      const browser = await puppeteer.launch({
        browser: 'firefox',
        executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
        headless: false,
        acceptInsecureCerts: true,
        defaultViewport: null,
        timeout: START_MS,
        args: ['--width', String(WIDTH), '--height', String(HEIGHT)],
        env: {
          ...process.env,
          DISPLAY: screen.name,
          MOZ_ENABLE_WAYLAND: '0',
          PULSE_SERVER: `unix:${card.socket}`,
        },
        extraPrefsFirefox: prefs,
      });
      return new Firefox(screen, card, browser);
    } catch (error) {
      card.close();
      screen?.close();
      throw error;
    }
  }

  /** Any page. */
  async open(url: string): Promise<Page> {
    const [page = await this.#browser.newPage()] = await this.#browser.pages();
    await page.goto(url);
    return page;
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
    this.#card.close();
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
