import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Caller } from './support/caller';
import { until } from './support/figures';
import { Stage } from './support/stage';

const run = promisify(execFile);
const RECORD_S = 10;
const UPLOAD = /\/media\/recordings/;
/** Less than half of what is recorded. */
const SMALL = 250_000;

declare global {
  interface Window {
    /** Everything that the browser's recorder made. */
    made: Blob[];
  }
}

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.start();
});
afterEach((context) => stage.clear(context));
afterAll(() => stage?.stop());

/** Keeps what recorders of the page make, beside the page. */
const keepWhatIsMade = () => {
  window.made = [];
  const { start } = MediaRecorder.prototype;
  MediaRecorder.prototype.start = function (this: MediaRecorder, slice?: number) {
    this.addEventListener('dataavailable', ({ data }) => window.made.push(data));
    start.call(this, slice);
  };
};

const sha256OfMade = (page: Page): Promise<{ sha256: string; bytes: number }> =>
  page.evaluate(async () => {
    const all = await new Blob(window.made).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', all));
    return { sha256: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''), bytes: all.byteLength };
  });

const savings = (page: Page) => page.getByRole('region', { name: 'Recordings of this device' });

const chooseRecording = async (person: Caller) => {
  await person.click('Settings');
  await person.click('Record on this device');
  await person.button('Stop recording on this device').waitFor();
};

/** What the page has kept of recordings: how many bytes. */
const keptBytes = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('lyceum');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const keys = opening.result.transaction('pieces').objectStore('pieces').getAllKeys();
          keys.onerror = () => reject(keys.error);
          keys.onsuccess = () => {
            opening.result.close();
            resolve((keys.result as [string, number, number][]).reduce((sum, [, , length]) => sum + length, 0));
          };
        };
      }),
  );

const playsFor = (page: Page, url: string, seconds: number): Promise<{ time: number; width: number; height: number }> =>
  page.evaluate(
    async ([src, wanted]) => {
      const video = document.createElement('video');
      video.muted = true;
      video.src = src;
      document.body.append(video);
      await video.play();
      while (video.currentTime < wanted) {
        if (video.error) throw new Error(video.error.message);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const shown = { time: video.currentTime, width: video.videoWidth, height: video.videoHeight };
      video.remove();
      return shown;
    },
    [url, seconds] as const,
  );

test('a recording of this device outlives a reload and a restart of the server', async () => {
  const people = [
    { id: 'daniel', name: 'Daniel Okafor', role: 'mentor', mayRecord: true },
    { id: 'mina', name: 'Mina Park', role: 'learner' },
  ] as const;
  const [mentorSeat, learnerSeat] = await stage.server.session(people);
  if (!mentorSeat || !learnerSeat) throw new Error('two seats');
  await (await stage.browser('daniel')).context.addInitScript(keepWhatIsMade);
  const [mentor, learner] = await Promise.all([stage.join(mentorSeat), stage.join(learnerSeat)]);
  const { page } = mentor;
  await Promise.all([mentor.sees(learner), mentor.hears(), learner.sees(mentor)]);

  // Who may not is not asked.
  await learner.click('Settings');
  await learner.button('Done').waitFor();
  expect(await learner.button('Record on this device').count()).toBe(0);
  await learner.click('Done');

  // The server gets the first of small chunks, of which the page does not hear, and then none.
  let upload = '';
  const getInTheWay = async (route: Route) => {
    const request = route.request();
    if (request.method() === 'POST' && request.url().endsWith('/recordings')) {
      const made = await route.fetch();
      await route.fulfill({ response: made, json: { ...(await made.json()), maxChunk: SMALL } });
      return;
    }
    if (request.method() === 'GET') return route.continue();
    const id = /recordings\/([^/]+)\/chunks\/0$/.exec(request.url())?.[1];
    if (upload === '' && id !== undefined) {
      upload = id;
      await route.fetch();
    }
    await route.abort();
  };
  await page.route(UPLOAD, getInTheWay);
  await chooseRecording(mentor);
  // Everybody in the room sees it.
  const mark = learner.tile(mentor).locator('.rec-mark');
  await mark.waitFor();
  await page.waitForTimeout(RECORD_S * 1000);
  await mentor.click('Stop recording on this device');
  await mark.waitFor({ state: 'detached' });
  await savings(page).getByText('Waiting for the network').waitFor();
  const made = await sha256OfMade(page);
  const left = await until(
    'what the server has being deleted',
    () => keptBytes(page),
    (bytes) => bytes < made.bytes,
  );
  expect(left).toBeGreaterThan(0);

  await page.reload();
  await mentor.connected();
  await savings(page).waitFor();
  expect(await keptBytes(page)).toBe(left);

  await stage.server.kill();
  await page.unroute(UPLOAD, getInTheWay);
  await page.waitForTimeout(1000);
  await stage.server.startAgain();
  await savings(page).waitFor({ state: 'detached' });
  expect(await keptBytes(page)).toBe(0);

  const answer = await fetch(new URL(`/media/recordings/${upload}`, stage.server.url), {
    headers: { Authorization: `Bearer ${mentorSeat.token}` },
  });
  const saved = (await answer.json()) as { state: string; bytes: number; sha256: string; url: string };
  expect(saved).toMatchObject({ state: 'complete', bytes: made.bytes, sha256: made.sha256 });

  const film = Buffer.from(await (await fetch(new URL(saved.url, stage.server.url))).arrayBuffer());
  expect(createHash('sha256').update(film).digest('hex')).toBe(made.sha256);
  const file = join(tmpdir(), `lyceum-${upload}.webm`);
  await writeFile(file, film);
  const probe = ['-v', 'error', '-count_packets', '-show_entries', 'stream=codec_name,nb_read_packets', '-of', 'json'];
  const { stdout, stderr } = await run('ffprobe', [...probe, file]);
  expect(stderr).toBe('');
  const { streams } = JSON.parse(stdout) as { streams: { codec_name: string; nb_read_packets: string }[] };
  expect(streams.map(({ codec_name }) => codec_name).toSorted()).toEqual(['opus', 'vp8']);
  for (const { nb_read_packets } of streams) expect(Number(nb_read_packets)).toBeGreaterThan(RECORD_S * 5);

  const shown = await playsFor(page, saved.url, 3);
  expect(shown).toMatchObject({ width: 1280, height: 720 });
});
