import { afterAll, beforeAll, expect, test } from 'vitest';
import { Firefox } from './support/firefox';
import { hasQuarters, heard, loudness, part, probe, still } from './support/footage';
import { CAMERA, distance, type Quarters, type Rgb, SHARED } from './support/known';
import { LOOKS, RecordedLessons, TONES } from './support/recordedLessons';
import type { Recording } from './support/server';

/**
 * A lesson is recorded, and what each of them showed and said is where it should be in the film and in the tracks:
 * decoded by Debian's ffmpeg and compared with what their cameras and microphones had.
 */
let lessons: RecordedLessons;
let recording: Recording;
let film: string;
let mutedS: readonly [number, number];

beforeAll(async () => {
  lessons = await RecordedLessons.start({ env: { LYCEUM_RECORDING_MIN_FREE_MB: '10' } });
  const lesson = await lessons.begin();
  await lesson.goOn(6);
  await lesson.learner.click('Mute');
  const from = lesson.nowS();
  await lesson.goOn(5);
  const to = lesson.nowS();
  await lesson.learner.click('Unmute');
  mutedS = [from, to];
  await lesson.goOn(5);
  await lesson.end();
  recording = await lessons.made(lesson);
  film = await lessons.fetched(recording, 'lesson.webm');
  await lessons.stage.closePages();
}, 180_000);
afterAll(() => lessons?.stop());

test('the film has both, side by side, from the beginning to the end', async () => {
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

test('the film has what both said, and nothing of who was muted', async () => {
  const [from, to] = mutedS;
  const { seconds } = await probe(film);
  const [mentor, learner] = await Promise.all([loudness(film, 660), loudness(film, 990)]);
  // Each tone is on in five of nine tenths of a second.
  for (const [a, b] of [
    [2, from],
    [from + 0.5, to],
    [to + 2, seconds],
  ] as const) {
    expect(heard(mentor, a, b), `the mentor from ${a} to ${b} s`).toBeGreaterThan(0.4);
  }
  expect(heard(learner, 2, from - 0.2)).toBeGreaterThan(0.4);
  // On a busy machine a click needs a while.
  expect(heard(learner, from + 2, to - 0.5)).toBe(0);
  expect(heard(learner, to + 2, seconds)).toBeGreaterThan(0.4);
});

test.each(['daniel', 'mina'])('the tracks of %s are as they were sent', async (who) => {
  const camera = await lessons.trackOf(recording, who, 'cam');
  const { seconds } = await probe(camera);
  expect(hasQuarters(await still(camera, seconds - 1), LOOKS[who] as Quarters, 0.6)).toBe(true);

  const microphone = await lessons.trackOf(recording, who, 'mic');
  await probe(microphone);
  const own = await loudness(microphone, TONES[who] ?? 0);
  expect(heard(own, 1, 5)).toBeGreaterThan(0.4);
  const other = await loudness(microphone, TONES[who === 'mina' ? 'daniel' : 'mina'] ?? 0);
  expect(heard(other, 1, 5)).toBe(0);
});

/** Plays the film from its address, jumps, and looks. Runs in a page. */
const playAndJump = async ([src, to]: readonly [string, number]) => {
  const video = Object.assign(document.createElement('video'), { src, muted: true });
  document.body.append(video);
  await video.play();
  const jumped = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
  video.currentTime = to;
  await jumped;
  const canvas = new OffscreenCanvas(32, 18).getContext('2d');
  canvas?.drawImage(video, 0, 0, 32, 18);
  // In the tile of the mentor, above on the left.
  const [r = 0, g = 0, b = 0] = canvas?.getImageData(5, 6, 1, 1).data ?? [];
  return { at: video.currentTime, duration: video.duration, width: video.videoWidth, colour: [r, g, b] };
};

test.each(['Chromium', 'Firefox'])('the film plays and seeks in %s', async (browser) => {
  const url = recording.files?.find(({ name }) => name === 'lesson.webm')?.url ?? '';
  const page = new URL('/dashboard/', lessons.stage.server.url).href;
  const TO_S = 9;
  let seen: Awaited<ReturnType<typeof playAndJump>>;
  if (browser === 'Chromium') {
    const tab = await (await lessons.stage.browser('viewer')).context.newPage();
    await tab.goto(page);
    seen = await tab.evaluate(playAndJump, [url, TO_S] as const);
  } else {
    const firefox = await Firefox.start();
    try {
      const tab = await firefox.open(page);
      seen = await tab.evaluate(playAndJump, [url, TO_S] as const);
    } finally {
      await firefox.close();
    }
  }
  expect(seen.at).toBeGreaterThanOrEqual(TO_S);
  expect(seen.width).toBe(1280);
  expect(Math.abs(seen.duration - (recording.durationMs ?? 0) / 1000)).toBeLessThan(0.5);
  expect(distance(seen.colour as unknown as Rgb, CAMERA[0])).toBeLessThan(40);
});
