import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { figure } from './support/figures';
import { heard, loudness, probe } from './support/footage';
import { RecordedLessons, TONES } from './support/recordedLessons';
import type { Recording, ServerOptions } from './support/server';

/** A server that is killed and a disk that is full while a lesson is recorded, as its people and its film see it. */
let lessons: RecordedLessons | undefined;

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') process.stderr.write(`the server said:\n${lessons?.stage.server.log}`);
  await lessons?.close();
  lessons = undefined;
});

const start = async (options: ServerOptions): Promise<RecordedLessons> => {
  lessons = await RecordedLessons.start(options);
  return lessons;
};

/** How loud the mentor is in the film, which has to be without a fault. */
const mentorIn = async (recording: Recording): Promise<number[]> => {
  const film = await (lessons as RecordedLessons).fetched(recording, 'lesson.webm');
  await probe(film);
  return loudness(film, TONES.daniel ?? 0);
};

/** The same in what the mentor sent, on the recording's clock. */
const mentorsTrackIn = async (recording: Recording): Promise<number[]> => {
  const sent = recording.tracks?.find(({ participant, source }) => participant === 'daniel' && source === 'mic');
  const track = await (lessons as RecordedLessons).fetched(recording, sent?.file ?? '');
  await probe(track);
  return [...Array(Math.round((sent?.startMs ?? 0) / 100)).fill(0), ...(await loudness(track, TONES.daniel ?? 0))];
};

/** How much of what was said last before a moment is not in the film. The tone pauses for less than half a second. */
const lostBefore = (levels: readonly number[], momentS: number): number => {
  let at = momentS;
  while (at > 0 && heard(levels, at - 0.1, at) === 0) at -= 0.1;
  return momentS - at;
};

const LOST_S = 1 + 0.5;

test('the film of a lesson has what was said before the server was killed, and after', async () => {
  const { stage } = await start({});
  const all = lessons as RecordedLessons;
  const lesson = await all.begin();
  await lesson.goOn(5);
  const killedS = lesson.nowS();
  await stage.server.kill();
  await stage.server.startAgain();
  await Promise.all([lesson.mentor.sees(lesson.learner), lesson.learner.sees(lesson.mentor)]);
  const backS = lesson.nowS();
  await lesson.goOn(5);
  await lesson.end();
  const endS = lesson.nowS();

  const levels = await mentorIn(await all.made(lesson));
  const lost = lostBefore(levels, killedS);
  figure('said before a kill -9 and not in the film', lost * 1000, LOST_S * 1000);
  expect(lost).toBeLessThanOrEqual(LOST_S);
  expect(heard(levels, 2, killedS - LOST_S)).toBeGreaterThan(0.4);
  expect(heard(levels, backS + 0.5, endS - 0.5)).toBeGreaterThan(0.4);
}, 180_000);

test('a full disk stops the recording and not the call, everybody is told, and what was said until then is kept', async () => {
  // 20 MB of its own for recordings, in a mount that only the server sees.
  const mount = 'mkdir -p "$0" && mount -t tmpfs -o size=20m none "$0" && exec "$@"';
  const { stage } = await start({
    env: { LYCEUM_RECORDING_MIN_FREE_MB: '4' },
    inside: ['unshare', '--mount', 'sh', '-c', `cd "$LYCEUM_DATA_DIR" && ${mount}`, 'recordings'],
  });
  const all = lessons as RecordedLessons;
  const lesson = await all.begin();
  await lesson.goOn(5);

  const disk = join(stage.server.ownRoot, stage.server.dataDir, 'recordings');
  const { bavail, bsize } = statfsSync(disk);
  const fullS = lesson.nowS();
  writeFileSync(join(disk, 'others'), Buffer.alloc(bavail * bsize - 3 * 1024 * 1024));
  for (const who of [lesson.mentor, lesson.learner]) {
    const notices = who.page.getByRole('region', { name: 'Notices' });
    await notices.getByText(/^Recording stopped/).waitFor();
  }
  await Promise.all([lesson.mentor.sees(lesson.learner), lesson.learner.sees(lesson.mentor)]);
  expect(await lesson.learner.page.getByRole('button', { name: 'This session is recorded' }).count()).toBe(0);

  const recording = await all.made(lesson);
  expect(recording.stopped).toBe('disk_full');
  // There may be room for the tracks alone.
  expect(recording.files?.some(({ name }) => name === 'lesson.webm')).toBe(recording.incomplete === null);
  const levels = recording.incomplete === null ? await mentorIn(recording) : await mentorsTrackIn(recording);
  expect(heard(levels, 2, fullS - LOST_S)).toBeGreaterThan(0.4);
  expect(lostBefore(levels, fullS)).toBeLessThanOrEqual(LOST_S);
  rmSync(join(disk, 'others'));
  await lesson.end();
}, 180_000);
