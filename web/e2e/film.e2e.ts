import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from './support/caller';
import { bound, figure, until } from './support/figures';
import { hasQuarters, heard, loudness, part, probe, still } from './support/footage';
import { CAMERA, type Quarters, quartersFilm, SHARED, toneFile } from './support/known';
import type { Recording, Seat } from './support/server';
import { daniel, mina, Stage } from './support/stage';

/**
 * A lesson is recorded, and what each of them showed and said is where it should be in the film and in the tracks:
 * decoded by Debian's ffmpeg and compared with what their cameras and microphones had.
 */
const LOOKS: Readonly<Record<string, Quarters>> = { daniel: CAMERA, mina: SHARED };
const TONES: Readonly<Record<string, number>> = { daniel: 660, mina: 990 };
const READY_MS = 60_000;

let folder: string;
let stage: Stage;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lyceum-e2e-film-'));
  for (const [who, quarters] of Object.entries(LOOKS)) {
    writeFileSync(join(folder, `${who}.y4m`), quartersFilm(quarters));
    writeFileSync(join(folder, `${who}.wav`), toneFile(TONES[who] ?? 0));
  }
  stage = await Stage.start({ env: { LYCEUM_RECORDING_MIN_FREE_MB: '10' } }, (who) => ({
    args: [
      `--use-file-for-fake-video-capture=${join(folder, `${who}.y4m`)}`,
      `--use-file-for-fake-audio-capture=${join(folder, `${who}.wav`)}`,
    ],
  }));
});
afterEach((context) => stage.clear(context));
afterAll(async () => {
  await stage?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const made = async (sessionId: string): Promise<Recording> => {
  const endedAt = performance.now();
  const [recording] = await until(
    'the film',
    () => stage.server.recordings(sessionId),
    ([first]) => first !== undefined && (first.state === 'ready' || first.state === 'failed'),
    READY_MS,
  );
  if (recording?.state !== 'ready') throw new Error(`no film: ${JSON.stringify(recording)}`);
  figure('a film is ready after the end of a short lesson', performance.now() - endedAt, bound(15_000));
  return recording;
};

/** Fetches a file as its address says, and checks that it is what the server says of it. */
const fetched = async (recording: Recording, name: string): Promise<string> => {
  const file = recording.files?.find((each) => each.name === name);
  if (!file) throw new Error(`there is no ${name} in ${JSON.stringify(recording)}`);
  const answer = await fetch(new URL(file.url, stage.server.url));
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(bytes.length).toBe(file.bytes);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
  const path = join(folder, `${recording.id}-${name}`);
  await writeFile(path, bytes);
  return path;
};

const trackOf = async (recording: Recording, who: string, source: string): Promise<string> => {
  const track = recording.tracks?.find(({ participant, source: from }) => participant === who && from === source);
  if (!track) throw new Error(`${who} has no ${source} in ${JSON.stringify(recording.tracks)}`);
  return fetched(recording, track.file);
};

/** Both in a session that is recorded by its plan. */
const lesson = async (): Promise<{
  mentor: Caller;
  learner: Caller;
  sessionId: string;
  startedAt: () => Promise<number>;
}> => {
  const topics = ['Welcome', 'Graphs'];
  const [first, second] = (await stage.server.session([daniel, mina], { record: true, topics })) as [Seat, Seat];
  const mentor = await stage.join(first);
  const learner = await stage.join(second);
  await Promise.all([mentor.sees(learner), learner.sees(mentor), mentor.hears(), learner.hears()]);
  const startedAt = async () => Date.parse((await stage.server.recordings(first.sessionId))[0]?.startedAt ?? '');
  await until('the recording', startedAt, (at) => !Number.isNaN(at));
  return { mentor, learner, sessionId: first.sessionId, startedAt };
};

const end = async (mentor: Caller): Promise<void> => {
  await mentor.click('End session');
  await mentor.page.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
};

describe('a recorded lesson', () => {
  let recording: Recording;
  let film: string;
  let mutedS: readonly [number, number];

  beforeAll(async () => {
    const { mentor, learner, sessionId, startedAt } = await lesson();
    const zero = await startedAt();
    const nowS = () => (Date.now() - zero) / 1000;
    await sleep(6_000);
    await learner.click('Mute');
    const from = nowS();
    await sleep(5_000);
    const to = nowS();
    await learner.click('Unmute');
    mutedS = [from, to];
    await sleep(5_000);
    await end(mentor);
    recording = await made(sessionId);
    film = await fetched(recording, 'lesson.webm');
    await stage.closePages();
  }, 180_000);

  test('has a film of both, side by side, from the beginning to the end', async () => {
    const { seconds, streams, chapters } = await probe(film);
    expect(streams.map(({ codec, width, height }) => [codec, width, height])).toEqual([
      ['vp8', 1280, 720],
      ['opus', 0, 0],
    ]);
    expect(Math.abs(seconds - (recording.durationMs ?? 0) / 1000)).toBeLessThan(0.5);
    expect(seconds).toBeGreaterThan(15);
    expect(chapters.map(({ title }) => title)).toEqual(['Welcome']);
    for (const at of [4, seconds / 2, seconds - 1.5]) {
      const shown = await still(film, at);
      expect(hasQuarters(part(shown, 0, 0.5), CAMERA, 0.3), `the mentor at ${at} s`).toBe(true);
      expect(hasQuarters(part(shown, 0.5, 1), SHARED, 0.3), `the learner at ${at} s`).toBe(true);
    }
  });

  test('has what both said, and nothing of who was muted', async () => {
    const [from, to] = mutedS;
    const { seconds } = await probe(film);
    const [mentor, learner] = await Promise.all([loudness(film, 660), loudness(film, 990)]);
    // Each tone is on in five of nine tenths of a second.
    for (const [a, b] of [
      [2, from],
      [from + 0.5, to],
      [to + 1, seconds],
    ] as const) {
      expect(heard(mentor, a, b), `the mentor from ${a} to ${b} s`).toBeGreaterThan(0.4);
    }
    expect(heard(learner, 2, from - 0.2)).toBeGreaterThan(0.4);
    expect(heard(learner, from + 0.7, to - 0.3)).toBe(0);
    expect(heard(learner, to + 1, seconds)).toBeGreaterThan(0.4);
  });

  test.each(['daniel', 'mina'])('has the tracks of %s as they were sent', async (who) => {
    const camera = await trackOf(recording, who, 'cam');
    const { seconds } = await probe(camera);
    expect(hasQuarters(await still(camera, seconds - 1), LOOKS[who] as Quarters, 0.6)).toBe(true);

    const microphone = await trackOf(recording, who, 'mic');
    await probe(microphone);
    const own = await loudness(microphone, TONES[who] ?? 0);
    expect(heard(own, 1, 5)).toBeGreaterThan(0.4);
    const other = await loudness(microphone, TONES[who === 'mina' ? 'daniel' : 'mina'] ?? 0);
    expect(heard(other, 1, 5)).toBe(0);
  });

  test('plays and seeks in a page', async () => {
    const { context } = await stage.browser('viewer');
    const page = await context.newPage();
    await page.goto(new URL('/dashboard/', stage.server.url).href);
    const url = recording.files?.find(({ name }) => name === 'lesson.webm')?.url ?? '';
    const seeked = await page.evaluate(async (src) => {
      const video = Object.assign(document.createElement('video'), { src, muted: true });
      document.body.append(video);
      await video.play();
      const jumped = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
      video.currentTime = 9;
      await jumped;
      return { at: video.currentTime, duration: video.duration, width: video.videoWidth };
    }, url);
    expect(seeked.at).toBeGreaterThanOrEqual(9);
    expect(seeked.width).toBe(1280);
    expect(Math.abs(seeked.duration - (recording.durationMs ?? 0) / 1000)).toBeLessThan(0.5);
  });
});
