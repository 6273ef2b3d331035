import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { until } from './support/figures';
import { toneFile } from './support/known';
import type { Seat } from './support/server';
import { daniel, mina, Stage } from './support/stage';
import { published, WhipClient } from './support/whipClient';

/** Media of and for programs that are no page, by a client that shares no code with ours. */
const WIDTH = 640;
const HEIGHT = 360;
const BEEP_HZ = 1000;
/** Studio-range YCbCr of the two halves of the camera's picture, and about the same in RGB. */
const film = { left: [145, 54, 34], right: [81, 90, 240] } as const;
const shown = { left: [0, 255, 0], right: [255, 0, 0] } as const;
const TOLERANCE = 40;

let folder: string;
let stage: Stage;
const clients: WhipClient[] = [];

/** Green on the left, red on the right. */
const picture = (): Buffer => {
  const plane = (width: number, height: number, left: number, right: number) => {
    const bytes = Buffer.alloc(width * height, left);
    for (let row = 0; row < height; row++) bytes.fill(right, row * width + width / 2, (row + 1) * width);
    return bytes;
  };
  return Buffer.concat([
    plane(WIDTH, HEIGHT, film.left[0], film.right[0]),
    plane(WIDTH / 2, HEIGHT / 2, film.left[1], film.right[1]),
    plane(WIDTH / 2, HEIGHT / 2, film.left[2], film.right[2]),
  ]);
};

/** A beep each second: what never changes, browsers take for noise and suppress. */
const sound = (): Buffer => toneFile(BEEP_HZ, 0.4, 1);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lyceum-e2e-whip-'));
  const frames = Array.from({ length: 10 }, () => Buffer.concat([Buffer.from('FRAME\n'), picture()]));
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  await writeFile(join(folder, 'camera.y4m'), Buffer.concat([header, ...frames]));
  await writeFile(join(folder, 'microphone.wav'), sound());
  stage = await Stage.start({}, () => ({
    args: [
      `--use-file-for-fake-video-capture=${join(folder, 'camera.y4m')}`,
      `--use-file-for-fake-audio-capture=${join(folder, 'microphone.wav')}`,
    ],
  }));
});
afterEach(async (context) => {
  for (const client of clients.splice(0)) client.kill();
  await stage.clear(context);
});
afterAll(async () => {
  await stage?.stop();
  await rm(folder, { recursive: true, force: true });
});

const client = (mode: 'publish' | 'play', path: string, token: string) => {
  const made = new WhipClient(mode, new URL(`/api/v1/${path}`, stage.server.url).href, token);
  clients.push(made);
  return made;
};

const isNear = (colour: readonly number[], wanted: readonly number[]) =>
  wanted.every((channel, i) => Math.abs(channel - (colour[i] ?? 999)) <= TOLERANCE);

test('a WHIP publisher is seen and heard in the room, and leaves it', async () => {
  const [publisher, watcher] = (await stage.server.session([daniel, mina])) as [Seat, Seat];
  const learner = await stage.join(watcher);
  const whip = client('publish', `whip/${publisher.sessionId}`, publisher.token);
  await whip.connected();
  await learner.page.getByRole('figure', { name: publisher.name, exact: true }).getByText('Active').waitFor();

  const means = (id: string) =>
    learner.page.evaluate((of) => {
      const video = document.querySelector<HTMLVideoElement>(`video[data-participant="${of}"][data-source="cam"]`);
      const canvas = new OffscreenCanvas(64, 36).getContext('2d');
      if (!video?.videoWidth || !canvas) return null;
      canvas.drawImage(video, 0, 0, 64, 36);
      const mean = (x: number) => {
        const { data } = canvas.getImageData(x, 4, 24, 28);
        return [0, 1, 2].map((c) => data.filter((_, i) => i % 4 === c).reduce((sum, v) => sum + v, 0) / (24 * 28));
      };
      return { left: mean(4), right: mean(36) };
    }, id);
  await until(
    'the pattern in the page',
    () => means(publisher.id),
    (now) => now !== null && isNear(now.left, published.left) && isNear(now.right, published.right),
  );

  const loudest = () =>
    learner.page.evaluate(async () => {
      const peer = window.probe.peers.findLast((each) => each.connectionState === 'connected');
      const tracks = (peer?.getReceivers() ?? []).map(({ track }) => track).filter(({ kind }) => kind === 'audio');
      const context = new AudioContext();
      const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
      for (const track of tracks) context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      await new Promise((resolve) => setTimeout(resolve, 500));
      const levels = new Float32Array(analyser.frequencyBinCount);
      analyser.getFloatFrequencyData(levels);
      const top = levels.reduce((best, level, i) => (level > (levels[best] ?? 0) ? i : best), 0);
      const found = { hz: (top * context.sampleRate) / 8192, level: levels[top] ?? -1000 };
      await context.close();
      return found;
    });
  await until('the tone in the page', loudest, ({ hz, level }) => Math.abs(hz - published.hz) < 15 && level > -60);

  const gone = learner.goneAt(`figure[aria-label="${publisher.name}"]`);
  expect(await whip.end()).toBe(200);
  await gone;
});

test('a WHEP viewer sees and hears the page, also one that joins later, and nobody sees the viewer', async () => {
  const [watched, other] = (await stage.server.session([daniel, mina])) as [Seat, Seat];
  const whep = client('play', `whep/${watched.sessionId}?participant=${watched.id}`, other.token);
  await whep.connected();
  const mentor = await stage.join(watched);

  await whep.sees(
    'the camera',
    ({ picture }) => picture !== undefined && isNear(picture.left, shown.left) && isNear(picture.right, shown.right),
  );
  await whep.sees(
    'the beep',
    ({ sound }) => sound !== undefined && sound.rms > 200 && Math.abs(sound.hz - BEEP_HZ) < 15,
  );
  await expect(mentor.page.getByRole('figure', { name: other.name, exact: true }).count()).resolves.toBe(0);
  expect(await whep.end()).toBe(200);
});
