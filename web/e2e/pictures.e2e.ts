import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launch } from './support/browser';
import type { Caller } from './support/caller';
import { film } from './support/camera';
import { until } from './support/figures';
import { danielsLook, minasLook } from './support/looks';
import type { Seat } from './support/server';
import { installSlide } from './support/slide';
import { daniel, mina, Stage } from './support/stage';
import { lines, write } from './support/talk';

/** Pictures of a real call. `LYCEUM_PICTURES=1` takes those of the documents anew. */
const FOLDER = join(import.meta.dirname, '../target/pictures');
const DOCUMENTS = join(import.meta.dirname, '../../docs/images');
const shownInDocuments = ['room-light-desktop', 'share-dark-desktop', 'room-dark-phone'];
const MOST_BYTES = 300_000;
const GOOD_WIDTH = 960;
const SHARPENING_MS = 20_000;

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const topics = [
  'Welcome and goals for today',
  'How a request travels',
  'Exercise: a rate limiter',
  'Trade-offs and failure modes',
  'Next steps',
];

/** What they write to each other. */
const talk = (mentor: Caller, learner: Caller): readonly (readonly [Caller, string])[] => [
  [mentor, 'Hi Mina! Did you get to draw the request path?'],
  [learner, 'Yes, up to the cache. I got stuck at the limiter.'],
  [mentor, 'Perfect, that is our next topic.'],
];

let films: string;
let stage: Stage;

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  films = mkdtempSync(join(tmpdir(), 'lyceum-e2e-films-'));
  const studio = await launch({ devices: false });
  const page = await studio.context.newPage();
  await film(page, danielsLook, join(films, 'daniel.y4m'));
  await film(page, minasLook, join(films, 'mina.y4m'));
  await studio.close();
  stage = await Stage.start({}, (id) => ({
    args: [`--use-file-for-fake-video-capture=${join(films, `${id}.y4m`)}`],
  }));
});
afterEach((context) => stage.clear(context));
afterAll(async () => {
  await stage?.stop();
  rmSync(films, { recursive: true, force: true });
});

/** The first frames of a call are coarse; after a while the picture is taken as it is. */
const sharp = (viewer: Caller, selector: string) =>
  until(
    'a sharp picture',
    () => viewer.page.evaluate((of) => document.querySelector<HTMLVideoElement>(of)?.videoWidth ?? 0, selector),
    (width) => width >= GOOD_WIDTH,
    SHARPENING_MS,
  ).catch(() => process.stdout.write('figure: the picture stayed coarse\n'));

const take = async ({ page }: Caller, name: string) => {
  for (const theme of ['light', 'dark'] as const) {
    await page.setViewportSize(sizes.desktop);
    if ((await page.getAttribute('html', 'data-theme')) !== theme) {
      await page.getByRole('button', { name: `Switch to ${theme} theme` }).click();
    }
    await page.mouse.move(0, 0);
    await page.locator('.toast').first().waitFor({ state: 'hidden' });
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: join(FOLDER, `${name}-${theme}-${size}.png`), animations: 'disabled' });
    }
  }
};

/** With 256 colours, which the eye does not miss here, a picture of the documents takes half the room. */
const publish = (file: string) => {
  mkdirSync(DOCUMENTS, { recursive: true });
  const colours = 'split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=dither=sierra2_4a';
  const to = join(DOCUMENTS, file);
  const output = ['-filter_complex', colours, '-compression_level', '9', '-pred', 'mixed', to];
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', join(FOLDER, file), ...output], { stdio: 'pipe' });
  expect(statSync(to).size, file).toBeLessThan(MOST_BYTES);
};

test('the lobby, the room and a shared screen', async () => {
  const [first, second] = (await stage.server.session([daniel, mina], { topics })) as [Seat, Seat];
  const mentor = await stage.open(first);
  await mentor.page.addInitScript(installSlide);
  await mentor.page.reload();
  await mentor.ready();
  await mentor.click('Join session');
  await mentor.connected();

  const viewer = await stage.open(second);
  await viewer.ready();
  await viewer.page.getByText('We can hear you').waitFor();
  await take(viewer, 'lobby');

  await viewer.click('Join session');
  await viewer.sees(mentor);
  // On a phone topics and chat are in a drawer.
  await viewer.page.setViewportSize(sizes.desktop);
  await mentor.click('Topic done');
  await viewer.page.getByText('1 of 5 done').waitFor();
  for (const [at, [person, text]] of talk(mentor, viewer).entries()) {
    await write(person, text);
    await lines(viewer, at + 1);
  }
  await sharp(viewer, 'video[data-source="cam"]');
  await take(viewer, 'room');

  await mentor.click('Share screen');
  await viewer.sees(mentor, 'screen');
  await sharp(viewer, 'video[data-source="screen"]');
  await take(viewer, 'share');

  if (process.env.LYCEUM_PICTURES === '1') for (const name of shownInDocuments) publish(`${name}.png`);
});
