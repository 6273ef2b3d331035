import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from './support/caller';
import { until } from './support/figures';
import { CAMERA, differ, quartersFilm, SHARED, toneFile } from './support/known';
import { Senses } from './support/senses';
import type { Seat } from './support/server';
import { showShared } from './support/shared';
import { daniel, mina, noor, Stage } from './support/stage';
import { WhipClient } from './support/whipClient';

/** A room uses the best codec that everybody in it has: what is decoded is compared with what was sent, in each. */
const COLOUR = 40;
/** Of the known camera. */
const WIDTH = 640;

let folder: string;
let stage: Stage;
const clients: WhipClient[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lyceum-e2e-codecs-'));
  const [film, tone] = [join(folder, 'camera.y4m'), join(folder, 'microphone.wav')];
  writeFileSync(film, quartersFilm(CAMERA));
  writeFileSync(tone, toneFile(660));
  stage = await Stage.start({ env: { LYCEUM_VIDEO_CODECS: 'AV1,VP9,H264' } }, () => ({
    args: [`--use-file-for-fake-video-capture=${film}`, `--use-file-for-fake-audio-capture=${tone}`],
  }));
});
afterEach(async (context) => {
  for (const client of clients.splice(0)) client.kill();
  await stage.clear(context);
});
afterAll(async () => {
  await stage?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Makes a browser that knows these codecs of video only. Runs in the page, before its own scripts. */
const knowOnly = (names: readonly string[]): void => {
  const known = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
  const kept = known.filter(({ mimeType }) => [...names, 'rtx'].some((name) => mimeType === `video/${name}`));
  const { addTransceiver } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.addTransceiver = function (track, init) {
    const line = addTransceiver.call(this, track, init);
    if (line.receiver.track.kind === 'video') line.setCodecPreferences(kept);
    return line;
  };
};

const joinKnowing = async (seat: Seat, codecs: readonly string[]): Promise<Caller> => {
  const caller = await stage.open(seat);
  await caller.page.addInitScript(knowOnly, codecs);
  await caller.page.reload();
  await caller.ready();
  await caller.click('Join session');
  await caller.connected();
  return caller;
};

const sensesOf = ({ seat, page }: Caller): Senses =>
  new Senses(seat.id, { evaluate: (run, arg) => page.evaluate(run as never, arg as never) as Promise<never> });

const sees = async (viewer: Caller, of: Caller, source: 'cam' | 'screen' = 'cam'): Promise<void> => {
  const known = source === 'cam' ? CAMERA : SHARED;
  await sensesOf(viewer).sees(of.seat.id, source, COLOUR, (seen) => differ(seen, known));
  await sensesOf(viewer).seesMovement(of.seat.id, source);
};

interface Flow {
  readonly codec: string;
  readonly frames: number;
  readonly width: number;
}

/** The codecs of what is sent or decoded just now: of all streams of video whose count of frames grows. */
const flows = ({ page }: Caller, direction: 'inbound-rtp' | 'outbound-rtp'): Promise<Flow[]> =>
  page.evaluate(async (type) => {
    const peer = window.probe.peers.findLast((each) => each.connectionState === 'connected');
    const read = async () => {
      const report = await peer?.getStats();
      return [...((report as unknown as Map<string, RTCStats & Record<string, unknown>>)?.values() ?? [])];
    };
    const count = (stat: Record<string, unknown>) =>
      Number(stat[type === 'inbound-rtp' ? 'framesDecoded' : 'framesSent']);
    const before = await read();
    await new Promise((resolve) => setTimeout(resolve, 600));
    const after = await read();
    return after
      .filter((stat) => stat.type === type && stat.kind === 'video')
      .map((stat) => ({
        codec: String(after.find(({ id }) => id === stat.codecId)?.mimeType),
        frames: count(stat) - (count(before.find(({ id }) => id === stat.id) ?? {}) || 0),
        width: Number(stat.frameWidth),
      }))
      .filter(({ frames }) => frames > 0);
  }, direction);

/** Waits until all that is sent and all that is decoded is in one codec. */
const usesOnly = async (caller: Caller, codec: string): Promise<readonly Flow[]> => {
  const all: Flow[] = [];
  for (const direction of ['outbound-rtp', 'inbound-rtp'] as const) {
    const now = await until(
      `${caller.seat.id}: ${direction} in ${codec} only`,
      () => flows(caller, direction),
      (each) => each.length > 0 && each.every((flow) => flow.codec === `video/${codec}`),
    );
    all.push(...now);
  }
  return all;
};

/** Waits until somebody has made as many offers; more would come soon. */
const offered = (caller: Caller, count: number) =>
  until(
    `${count} offers of ${caller.seat.id}`,
    async () => (await caller.offers()).sent,
    (sent) => sent === count,
  );

const session = async (): Promise<[Seat, Seat, Seat]> =>
  (await stage.server.session([daniel, mina, noor])) as [Seat, Seat, Seat];

describe.each([
  ['AV1', ['VP8', 'AV1']],
  ['VP9', ['VP8', 'VP9', 'H264']],
  ['H264', ['H264', 'VP8']],
  ['VP8', ['VP8']],
] as const)('two who have %s', (codec, known) => {
  test('use it for camera and screen, by one offer each', async () => {
    const [first, second] = await session();
    const mentor = await joinKnowing(first, known);
    const learner = await joinKnowing(second, known);
    await Promise.all([sees(mentor, learner), sees(learner, mentor)]);
    for (const caller of [mentor, learner]) {
      await usesOnly(caller, codec);
      // The first pictures are small, until the browser knows the rate.
      await until(
        `${caller.seat.id}: pictures as large as the camera's`,
        () => Promise.all([flows(caller, 'outbound-rtp'), flows(caller, 'inbound-rtp')]),
        (all) => all.flat().length === 2 && all.flat().every(({ width }) => width === WIDTH),
      );
    }

    await mentor.page.evaluate(showShared, SHARED);
    await mentor.click('Share screen');
    await sees(learner, mentor, 'screen');
    await usesOnly(learner, codec);
    for (const caller of [mentor, learner]) expect((await caller.offers()).sent).toBe(1);
  });
});

test('a third one without the codec brings the room back to VP8, and lets it go up again', async () => {
  const [first, second, third] = await session();
  const all = ['VP8', 'VP9'];
  const mentor = await joinKnowing(first, all);
  const learner = await joinKnowing(second, all);
  await Promise.all([usesOnly(mentor, 'VP9'), usesOnly(learner, 'VP9')]);

  const late = await joinKnowing(third, ['VP8']);
  const everybody = [mentor, learner, late];
  for (const viewer of everybody) for (const of of everybody) if (of !== viewer) await sees(viewer, of);
  for (const caller of everybody) await usesOnly(caller, 'VP8');
  await Promise.all([offered(mentor, 2), offered(learner, 2), offered(late, 1)]);

  await late.leave();
  await Promise.all([offered(mentor, 3), offered(learner, 3)]);
  await Promise.all([usesOnly(mentor, 'VP9'), usesOnly(learner, 'VP9')]);
  await Promise.all([sees(mentor, learner), sees(learner, mentor)]);
  for (const caller of [mentor, learner]) {
    expect((await caller.offers()).states.at(-1)).toBe('stable');
    expect(caller.sentTypes.filter((type) => type === 'join')).toHaveLength(1);
  }
});

const client = (mode: 'publish' | 'play', path: string, { token }: Seat): WhipClient => {
  const made = new WhipClient(mode, new URL(`/api/v1/${path}`, stage.server.url).href, token);
  clients.push(made);
  return made;
};

const shows = (
  { picture }: { picture?: { left: readonly number[]; right: readonly number[] } },
  known: readonly number[],
) => picture !== undefined && known.every((channel, i) => Math.abs(channel - (picture.left[i] ?? 999)) <= COLOUR);

test('a viewer by WHEP sees H264 where the room has it, and a publisher by WHIP brings it back to VP8', async () => {
  const [first, second, third] = await session();
  const mentor = await joinKnowing(first, ['VP8', 'H264']);
  const learner = await joinKnowing(second, ['VP8', 'H264']);
  await usesOnly(mentor, 'H264');

  const whep = client('play', `whep/${first.sessionId}?participant=${first.id}`, third);
  await whep.connected();
  // The left half has a quarter of each of two colours.
  const [above, , below] = CAMERA;
  const left = above.map((value, i) => (value + (below[i] ?? 0)) / 2);
  await whep.sees('the camera in H264', (seen) => shows(seen, left));
  await Promise.all([usesOnly(mentor, 'H264'), usesOnly(learner, 'H264')]);
  expect((await mentor.offers()).sent).toBe(1);

  const whip = client('publish', `whip/${third.sessionId}`, third);
  await whip.connected();
  await Promise.all([usesOnly(mentor, 'VP8'), usesOnly(learner, 'VP8')]);
  await Promise.all([offered(mentor, 2), offered(learner, 2)]);
  whep.seen.length = 0;
  await whep.sees('the camera in VP8', (seen) => shows(seen, left));
  await sees(learner, mentor);
});
