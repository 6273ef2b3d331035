import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from './support/caller';
import { overTls } from './support/certificate';
import { FIREFOX_HERTZ, Firefox, type FirefoxCaller } from './support/firefox';
import { CAMERA, differ, differFromFirefoxCamera, quartersFilm, SHARED, toneFile } from './support/known';
import { Network } from './support/network';
import { Senses } from './support/senses';
import type { Seat } from './support/server';
import { showShared } from './support/shared';
import { daniel, mina, Stage } from './support/stage';

/** Chromium and Firefox in one room: what arrives is decoded and compared with what was sent. */
const CHROMIUM_HERTZ = 660;
/** Of 255: VP8 at a low rate, two conversions of colour, and browsers that do not agree on them. */
const COLOUR = 40;

let folder: string;
let network: Network;
let stage: Stage;
let firefox: Firefox;
let mentor: Caller;
let learner: FirefoxCaller;
let mentorsSenses: Senses;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lyceum-e2e-firefox-'));
  network = Network.open();
  const tls = await overTls(folder, network.address);
  const [film, tone] = [join(folder, 'camera.y4m'), join(folder, 'microphone.wav')];
  writeFileSync(film, quartersFilm(CAMERA));
  writeFileSync(tone, toneFile(CHROMIUM_HERTZ));
  const args = [
    '--ignore-certificate-errors',
    `--use-file-for-fake-video-capture=${film}`,
    `--use-file-for-fake-audio-capture=${tone}`,
  ];
  stage = await Stage.start({ ...tls, inside: network.inside }, () => ({ args }));
  firefox = await Firefox.start();
  const [first, second] = (await stage.server.session([daniel, mina])) as [Seat, Seat];
  [mentor, learner] = await Promise.all([stage.join(first), firefox.join(second)]);
  const { page } = mentor;
  mentorsSenses = new Senses(daniel.id, {
    evaluate: (run, arg) => page.evaluate(run as never, arg as never) as Promise<never>,
  });
});
afterEach(({ task }) => {
  if (task.result?.state === 'fail') process.stderr.write(`the server said:\n${stage.server.log}`);
});
afterAll(async () => {
  await firefox?.close();
  await stage?.stop();
  network?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('Chromium and Firefox', { timeout: 40_000 }, () => {
  test('see each other', async () => {
    await Promise.all([
      mentorsSenses.seesMovement(mina.id, 'cam'),
      learner.senses.seesMovement(daniel.id, 'cam'),
      mentorsSenses.sees(mina.id, 'cam', COLOUR, differFromFirefoxCamera),
      learner.senses.sees(daniel.id, 'cam', COLOUR, (seen) => differ(seen, CAMERA)),
    ]);
  });

  test('Chromium hears the tone of Firefox, not when it is muted, and again', async () => {
    await mentorsSenses.hears(FIREFOX_HERTZ);
    await learner.click('Mute');
    await mentor.tile(learner).getByText('Muted').waitFor();
    await mentorsSenses.hearsNothing();
    await learner.click('Unmute');
    await mentorsSenses.hears(FIREFOX_HERTZ);
  });

  test('Firefox hears the tone of Chromium, not when it is muted, and again', async () => {
    await learner.senses.hears(CHROMIUM_HERTZ);
    await mentor.click('Mute');
    await learner.tileSays(daniel.name, 'Muted');
    await learner.senses.hearsNothing();
    await mentor.click('Unmute');
    await learner.senses.hears(CHROMIUM_HERTZ);
  });

  test("Chromium's screen is seen in Firefox", async () => {
    await mentor.page.evaluate(showShared, SHARED);
    await mentor.click('Share screen');
    await learner.senses.seesMovement(daniel.id, 'screen');
    await learner.senses.sees(daniel.id, 'screen', COLOUR, (seen) => differ(seen, SHARED));
    await learner.senses.sees(daniel.id, 'cam', COLOUR, (seen) => differ(seen, CAMERA));
    await mentor.click('Stop sharing');
    await mentor.button('Share screen').waitFor();
  });

  test("Firefox's screen is seen in Chromium", async () => {
    await learner.page.evaluate(showShared, SHARED);
    await learner.click('Share screen');
    await mentorsSenses.seesMovement(mina.id, 'screen');
    await mentorsSenses.sees(mina.id, 'screen', COLOUR, (seen) => differ(seen, SHARED));
    await mentorsSenses.sees(mina.id, 'cam', COLOUR, differFromFirefoxCamera);
  });

  test('Firefox stops sharing', async () => {
    await learner.click('Stop sharing');
    await learner.button('Share screen');
    await mentor.page.locator('video[data-source="screen"]').waitFor({ state: 'detached' });
  });

  test('by one offer each', async () => {
    const offers = await learner.page.evaluate(() => window.probe.signalingStates);
    expect(offers).toEqual(['have-local-offer', 'stable']);
    expect(await mentor.offers()).toEqual({ sent: 1, states: ['have-local-offer', 'stable'] });
  });
});
