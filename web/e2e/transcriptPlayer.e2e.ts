import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { figure, until } from './support/figures';
import { Firefox } from './support/firefox';
import { soundOf } from './support/footage';
import { Gemini } from './support/gemini';
import type { Recording, Seat } from './support/server';
import { daniel, mina, Stage } from './support/stage';
import { phrasesFile, placesOf } from './support/toneWords';

/**
 * Two people say words made of tones in a lesson that is recorded and transcribed. In the player of its film a click on a
 * line leads to where its first word is heard in the film.
 */
const FIRST: Readonly<Record<string, number>> = { daniel: 0, mina: 50 };
const PHRASE = 4;
const PHRASES = 10;
/** Longer than what ends an utterance; unlike for both, so that they do not speak over one another all the time. */
const PAUSE_MS: Readonly<Record<string, number>> = { daniel: 1800, mina: 2300 };
const LESSON_MS = 17_000;
const LANDS_MS = 300;
const SHOTS = join(import.meta.dirname, '.shots');

let folder: string;
let gemini: Gemini;
let stage: Stage;
let learner: Seat;
let recording: Recording;
let sound: Float32Array;
let page: Page;

const phrases = (first: number) =>
  Array.from({ length: PHRASES }, (_, phrase) =>
    Array.from({ length: PHRASE }, (_, word) => first + phrase * PHRASE + word),
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lyceum-e2e-player-'));
  for (const [who, first] of Object.entries(FIRST)) {
    writeFileSync(join(folder, `${who}.wav`), phrasesFile(phrases(first), PAUSE_MS[who] ?? 0));
  }
  gemini = await Gemini.start();
  stage = await Stage.start({ env: { ...gemini.env, LYCEUM_RECORDING_MIN_FREE_MB: '10' } }, (who) => ({
    args: who in FIRST ? [`--use-file-for-fake-audio-capture=${join(folder, `${who}.wav`)}`] : [],
  }));
  const seats = await stage.server.session([daniel, mina], { record: true, topics: ['Words', 'More words'] });
  const [first, second] = seats as [Seat, Seat];
  learner = second;
  const mentor = await stage.join(first);
  await stage.join(second);
  await new Promise((resolve) => setTimeout(resolve, LESSON_MS));
  await mentor.click('End session');
  await mentor.page.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
  const [made] = await until(
    'the film',
    () => stage.server.recordings(first.sessionId),
    ([one]) => one?.state === 'ready',
    60_000,
  );
  recording = made as Recording;
  const film = join(folder, 'lesson.webm');
  const url = recording.files?.find(({ name }) => name === 'lesson.webm')?.url ?? '';
  await writeFile(film, Buffer.from(await (await fetch(new URL(url, stage.server.url))).arrayBuffer()));
  sound = await soundOf(film);
  await stage.closePages();
  page = await (await stage.browser('viewer')).context.newPage();
}, 120_000);
afterAll(async () => {
  await stage?.stop();
  gemini?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const address = (): string =>
  new URL(`/session/${learner.sessionId}/recording#t=${learner.token}`, stage.server.url).href;

interface Landed {
  readonly text: string;
  readonly atS: number;
}

/** Clicks on each line, and says where the film is after it. Runs in a page. */
const clickEach = async (): Promise<Landed[]> => {
  const video = document.querySelector('video');
  if (!video) throw new Error('there is no film');
  video.muted = true;
  const landed: Landed[] = [];
  for (const line of document.querySelectorAll<HTMLElement>('.film-line')) {
    const sought = new Promise<number>((resolve) =>
      video.addEventListener('seeked', () => resolve(video.currentTime), { once: true }),
    );
    line.click();
    landed.push({ text: line.querySelector('span[lang], span > span')?.textContent ?? '', atS: await sought });
    video.pause();
  }
  return landed;
};

const wordOf = ({ text }: Landed): number => Number(/^w(\d\d)/.exec(text)?.[1] ?? Number.NaN);

/** Whose phrase a line begins with; nobody's if it begins in the middle of one. */
const begins = (line: Landed): string | undefined =>
  Object.keys(FIRST).find((who) => phrases(FIRST[who] ?? 0).some(([word]) => word === wordOf(line)));

/** From where on a film has what somebody's microphone sent, in seconds. */
const heardFrom = (who: string): number => {
  const track = recording.tracks?.find(({ participant, source }) => participant === who && source === 'mic');
  return (track?.startMs ?? Number.NaN) / 1000;
};

/**
 * Those that have the first word of a phrase whole in the film. A browser may have begun to send in the middle of it, and
 * what is said before a recording is durable is written and not recorded: 0 to 0.2 s of its clock. From there on the
 * film's sound is whole (`FirstWordTest` of the recorder). A click leads to a moment before the line, so one that leads
 * behind the begin of the track is to a word that is not cut.
 */
const whole = (landed: readonly Landed[]): readonly Landed[] =>
  landed.filter((each) => {
    const who = begins(each);
    return who !== undefined && each.atS > heardFrom(who);
  });

/**
 * How far from its first word a click on each line has led, at worst. A word that somebody else speaks over may not be
 * clear in the film, and says nothing then.
 */
const worst = (landed: readonly Landed[]): number => {
  const lines = whole(landed);
  const off = lines.flatMap((each) =>
    placesOf(sound, wordOf(each))
      .map((atS) => Math.round((each.atS - atS) * 1000))
      .toSorted((x, y) => Math.abs(x) - Math.abs(y))
      .slice(0, 1),
  );
  process.stdout.write(`figure: clicks on ${lines.length} lines land from their words: ${off.join(', ')} ms\n`);
  expect(off.length).toBeGreaterThan(4);
  return Math.max(...off.map(Math.abs));
};

const linesAreThere = () => document.querySelectorAll('.film-line').length > 3;

test('a click on a line leads to its first word, in Chromium', async () => {
  await page.goto(address());
  await page.waitForFunction(linesAreThere);
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) > 0);
  const off = worst(await page.evaluate(clickEach));
  figure('a click in the player lands from its word, worst', off, LANDS_MS);
  expect(off).toBeLessThan(LANDS_MS);
});

test('a line is reached by keyboard, and marked while it is said', async () => {
  const lines = page.locator('.film-line');
  await lines.nth(1).focus();
  await page.keyboard.press('ArrowDown');
  const text = await lines.nth(2).locator('span').first().textContent();
  await page.keyboard.press('Enter');
  // Both may say something at once: then it is the one that began later.
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.film-line')]
      .slice(2, 4)
      .some((each) => each.getAttribute('aria-current') === 'true'),
  );
  await page.evaluate(() => document.querySelector('video')?.pause());

  const word = /w\d\d/.exec(text ?? '')?.[0] ?? '';
  await page.getByRole('searchbox', { name: 'Search in the transcript' }).fill(word.toUpperCase());
  await page.getByRole('status').filter({ hasText: '1 of 1' }).waitFor();
  expect(await page.locator('mark').allTextContents()).toEqual([word]);
});

test('captions say what is said, as one has chosen it', async () => {
  await page.getByRole('button', { name: 'Captions' }).click();
  await page.getByRole('combobox', { name: 'Caption size' }).selectOption('large');
  await page.reload();
  await page.waitForFunction(linesAreThere);
  await page.locator('.film-line').nth(2).click();
  const line = (await page.locator('.film-line').nth(2).textContent()) ?? '';
  // Somebody else may say something at the same time.
  const shown = await page.waitForFunction((word) => {
    const track = [...(document.querySelector('video')?.textTracks ?? [])].find(({ kind }) => kind === 'captions');
    const texts = [...(track?.activeCues ?? [])].map((cue) => (cue instanceof VTTCue ? cue.text : ''));
    return track?.mode === 'showing' && texts.find((each) => each.includes(word));
  }, /w\d\d/.exec(line)?.[0] ?? 'none');
  expect(String(await shown.jsonValue())).toMatch(
    /^<v (Daniel Okafor \(mentor\)><b>Daniel|Mina Park \(learner\)><b>Mina):<\/b> /,
  );
});

test('what was said is for those who may see the film', async () => {
  const files = recording.transcript;
  const vtt = await (await fetch(new URL(files?.vtt ?? '', stage.server.url))).text();
  expect(vtt).toMatch(/^WEBVTT\n\n/);
  const forged = files?.vtt.replace(/sig=.*/, 'sig=x') ?? '';
  expect((await fetch(new URL(forged, stage.server.url))).status).toBe(403);
});

/** Where a line stands in its list, and how far the film is. Runs in a page. */
const standing = (text: string) => {
  const list = document.querySelector('.film-lines');
  const line = [...document.querySelectorAll('.film-line')].find((each) => each.textContent?.includes(text));
  const video = document.querySelector('video');
  if (!list || !line || !video) throw new Error('there is no such line');
  return {
    top: line.getBoundingClientRect().top - list.getBoundingClientRect().top,
    scrolled: list.scrollTop,
    playedS: video.currentTime,
    paused: video.paused,
  };
};

test('words that come later are shown by themselves, where one looks and while the film plays', async () => {
  const beganMs = Date.parse(recording.startedAt);
  const line = (number: number) => ({
    id: `l_${number}`,
    from: 'mina',
    name: 'Mina Park',
    text: `Line ${number}.`,
    at: new Date(beganMs + number * 100).toISOString(),
    endAt: new Date(beganMs + number * 100 + 90).toISOString(),
    rev: 0,
  });
  const all = Array.from({ length: 90 }, (_, number) => line(number));
  let complete = false;
  await page.route(/transcript\.json/, (route) =>
    route.fulfill({ json: { items: complete ? all : all.slice(10), next: null, complete } }),
  );
  await page.reload();
  await page.waitForFunction(linesAreThere);
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) > 0);
  await page.evaluate(() => {
    const video = document.querySelector('video');
    if (!video) throw new Error('there is no film');
    video.muted = true;
    video.playbackRate = 0.25;
    video.addEventListener('emptied', () => document.documentElement.setAttribute('data-emptied', ''));
    return video.play();
  });
  await page.locator('.film-lines').hover();
  await page.mouse.wheel(0, 900);
  await page.getByRole('button', { name: 'Back to now' }).waitFor();
  const before = await page.evaluate(standing, 'Line 45.');
  expect(before.scrolled).toBeGreaterThan(0);

  complete = true;
  await page.getByText('Line 3.').waitFor({ state: 'attached' });

  const after = await page.evaluate(standing, 'Line 45.');
  expect(await page.locator('.film-line').count()).toBe(90);
  expect(Math.abs(after.top - before.top)).toBeLessThan(2);
  expect(after.paused).toBe(false);
  expect(after.playedS).toBeGreaterThan(before.playedS);
  expect(after.playedS).toBeLessThan(before.playedS + 5);
  expect(await page.locator('html[data-emptied]').count()).toBe(0);
  await page.unroute(/transcript\.json/);
});

test('the summary leads to where something was said', async () => {
  const at = new Date(Date.parse(recording.startedAt) + 6000).toISOString();
  const decisions = [{ text: 'Reads go to the cache first.', sources: [{ line: 'l_1', at }] }];
  const sections = [{ topic: 't_1', title: 'Words', text: 'What a miss costs. '.repeat(60), decisions, homework: [] }];
  await page.route(/\/summary$/, (route) =>
    route.fulfill({
      json: { state: 'ready', version: 1, model: 'a-model', madeAt: at, edited: null, sections },
    }),
  );
  await page.reload();
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) > 0);
  const source = page.getByRole('button', { name: /^Watch from / });
  await source.scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(SHOTS, 'summary-sources.png') });
  await page.evaluate(() => {
    const video = document.querySelector('video');
    if (video) video.muted = true;
  });
  await source.click();
  await page.waitForFunction(() => {
    const video = document.querySelector('video');
    const box = video?.getBoundingClientRect();
    const seen = box !== undefined && box.top >= 0 && box.bottom <= innerHeight;
    return seen && video === document.activeElement && !video?.paused && (video?.currentTime ?? 0) >= 5.8;
  });
  await page.screenshot({ path: join(SHOTS, 'summary-source-played.png') });
  await page.unroute(/\/summary$/);
});

test('a click on a line leads to its first word, in Firefox', async () => {
  const firefox = await Firefox.start();
  try {
    const tab = await firefox.open(address());
    await until('the lines', () => tab.evaluate(linesAreThere), Boolean);
    await until('the film', () => tab.evaluate(() => (document.querySelector('video')?.readyState ?? 0) > 0), Boolean);
    const off = worst(await tab.evaluate(clickEach));
    figure('a click in the player lands from its word in Firefox, worst', off, LANDS_MS);
    expect(off).toBeLessThan(LANDS_MS);
  } finally {
    await firefox.close();
  }
});
