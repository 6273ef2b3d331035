import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from './support/caller';
import { overTls } from './support/certificate';
import { Diary, type Entry } from './support/diary';
import { bound, figure, proving, quantile, until } from './support/figures';
import { type Cable, Network } from './support/network';
import type { Listed } from './support/server';
import { daniel, mina, Stage } from './support/stage';
import { clock, clockSays, lines, RUNNING, secondsOfSound, write } from './support/talk';

/** The network of one of two goes away and comes back. Everybody has a cable of their own, and the learner's is cut. */
const NAME = 'lyceum.test';

let folder: string;
let network: Network;
let cable: Cable;
let stage: Stage;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lyceum-e2e-cuts-'));
  network = Network.open();
  cable = network.cable();
  const insides = { [daniel.id]: network.cable().inside, [mina.id]: cable.inside };
  const { address } = network;
  const tls = await overTls(folder, address, NAME);
  const args = ['--ignore-certificate-errors', `--host-resolver-rules=MAP ${NAME} ${address}`];
  stage = await Stage.start({ ...tls, inside: network.inside }, (id) => ({ args, inside: insides[id] ?? [] }));
});
afterEach(async (context) => {
  cable.mend();
  await stage.clear(context);
});
afterAll(async () => {
  await stage?.stop();
  network?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The page looks every half second, and takes 1.8 s of silence for a cut. */
const OVERLAY_MS = { from: 1500, to: 3000 };
const BADGE_MS = 5000;
const BUTTON_MS = { from: 15_000, to: 19_500 };
/** Of the last proof of life, against the cut. */
const PROOF_MS = 250;
const BACK_MS = 1000;
const WAITING = 'Paused: waiting for Mina';

const LOST = 'Network issues detected. Trying to reconnect...';
const TIPS = ['Check your WiFi', 'Refresh page if stuck'];

interface Pair {
  readonly mentor: Caller;
  readonly learner: Caller;
  readonly mentors: Diary;
  readonly learners: Diary;
}

const call = async (): Promise<Pair> => {
  const { mentor, learner } = await stage.call();
  await Promise.all([clockSays(mentor, RUNNING), clockSays(learner, RUNNING)]);
  const [mentors, learners] = await Promise.all([Diary.keep(mentor), Diary.keep(learner)]);
  return { mentor, learner, mentors, learners };
};

/** From a time to the first frame of each other's camera after it. */
const framesAfter = async ({ mentor, learner, mentors, learners }: Pair, at: number): Promise<[number, number]> => {
  const first = async (diary: Diary, of: Caller) => {
    const isLater = (time: number) => time >= at;
    const what = `a frame of ${of.seat.id}`;
    const frames = await until(
      what,
      () => diary.frames(of),
      (times) => times.some(isLater),
    );
    return (frames.find(isLater) ?? Number.NaN) - at;
  };
  return Promise.all([first(mentors, learner), first(learners, mentor)]);
};

/** In milliseconds since 1970. */
interface Cut {
  readonly cutAt: number;
  readonly mendedAt: number;
}

/** The cable is cut for so long, while `meanwhile` happens. */
const cutFor = async (ms: number, meanwhile: () => Promise<void>): Promise<Cut> => {
  const cutAt = Date.now();
  cable.cut();
  await meanwhile();
  await until('the end of the cut', Date.now, (now) => now >= cutAt + ms, ms + 1000);
  const mendedAt = Date.now();
  cable.mend();
  return { cutAt, mendedAt };
};

const isBack = async ({ mentor, learner }: Pair): Promise<void> => {
  await learner.connected();
  await mentor.tile(learner).getByText('Active').waitFor();
  await Promise.all([clockSays(mentor, RUNNING), clockSays(learner, RUNNING)]);
};

/** When the page first showed this; fails when it never did. */
const when = (entries: readonly Entry[], is: (entry: Entry) => boolean): number => {
  const found = entries.find(is);
  if (!found) throw new Error(`there was no such entry in ${JSON.stringify(entries, null, 1)}`);
  return found.at;
};

/** A page's values of `data-connection`, each once in a row. */
const connections = (entries: readonly Entry[]): string[] =>
  entries.map(({ connection }) => connection).filter((value, i, all) => value !== all[i - 1]);

const listed = ({ learner }: Pair, state: Listed['state']): Promise<Listed> =>
  until(
    `a session that is ${state}`,
    () => stage.server.listed(learner.seat.sessionId),
    (session) => session.state === state,
  );

/** When the server says that the first stretch of joint time ended. */
const stoppedAt = ({ startedAt, activeMs }: Listed): number => Date.parse(startedAt ?? '') + activeMs;

/** How long the cut one's page took to tell, and the other's. */
const toldAfter = async ({ mentors, learners }: Pair, { cutAt, mendedAt }: Cut) => {
  const own = await learners.entries();
  return {
    overlayGone: when(own, ({ at, overlay }) => at >= mendedAt && overlay === null) - mendedAt,
    overlay: when(own, ({ overlay }) => overlay?.includes('Reconnecting…') ?? false) - cutAt,
    badge: when(await mentors.entries(), ({ badges }) => badges.includes('Disconnected')) - cutAt,
  };
};

/** Both write while it is cut. */
const talk = async ({ mentor, learner }: Pair): Promise<void> => {
  for (const turn of [1, 2]) for (const person of [learner, mentor]) await write(person, `${person.seat.id} ${turn}`);
};

/** All that was said is on both pages, once and in the same order. */
const expectAllSaid = async ({ mentor, learner }: Pair): Promise<void> => {
  const [read, alsoRead] = await Promise.all([lines(mentor, 4), lines(learner, 4)]);
  expect(alsoRead).toEqual(read);
  for (const { seat } of [mentor, learner]) {
    expect(read.filter((line) => line.startsWith(seat.id))).toEqual([1, 2].map((turn) => `${seat.id} ${turn}`));
  }
};

/**
 * The learner leaves: the joint time is `before` plus what there was since. `most` is the earliest, `least` the latest
 * time at which it may have gone on.
 */
const expectCounted = async (pair: Pair, before: number, since: { most: number; least: number }): Promise<void> => {
  const leavesAt = Date.now();
  await pair.learner.leave();
  const { activeMs } = await listed(pair, 'paused');
  expect(activeMs).toBeLessThanOrEqual(before + Date.now() - since.most + PROOF_MS);
  expect(activeMs).toBeGreaterThanOrEqual(before + leavesAt - since.least - PROOF_MS);
};

/** Milliseconds, all. */
interface Round {
  /** Of the cut one, and to them. */
  readonly back: readonly [number, number];
  readonly overlay?: number;
  readonly overlayGone?: number;
  readonly badge?: number;
  readonly error?: number;
}

/** Too short to be told: nothing shows, and the time goes on. */
const blink = async (ms: number): Promise<Round> => {
  const pair = await call();
  const { mendedAt } = await cutFor(ms, () => talk(pair));
  const back = await framesAfter(pair, mendedAt);
  await expectAllSaid(pair);
  await secondsOfSound(pair.learner, 2);
  for (const diary of [pair.mentors, pair.learners]) {
    const entries = await diary.entries();
    expect(connections(entries)).toEqual(['connected']);
    expect(entries.filter(({ overlay }) => overlay !== null)).toEqual([]);
    expect(entries.filter(({ clock: note }) => note !== RUNNING)).toEqual([]);
  }
  const started = Date.parse((await listed(pair, 'live')).startedAt ?? '');
  await expectCounted(pair, 0, { most: started, least: started });
  return { back };
};

const expectTold = async ({ mentors, learners }: Pair, cut: Cut): Promise<void> => {
  const [own, others] = [await learners.entries(), await mentors.entries()];
  const overlays = own.map(({ overlay }) => overlay ?? '').filter((text) => text.includes('Reconnecting…'));
  for (const text of overlays) for (const part of [LOST, ...TIPS]) expect(text).toContain(part);
  when(own, ({ clock: note }) => note === 'Paused: you are offline');
  when(own, ({ toasts }) => toasts.includes('Network unstable'));
  when(own, ({ toasts, at }) => toasts.includes('Network stable') && at > cut.mendedAt);
  when(others, ({ clock: note, at }) => note === WAITING && at < cut.mendedAt);
  expect(connections(others)).toEqual(['connected']);
};

const long = async (ms: number): Promise<Round> => {
  const pair = await call();
  const showsButton = ms > BUTTON_MS.to;
  const cut = await cutFor(ms, async () => {
    await talk(pair);
    if (!showsButton) return;
    await pair.learner.click('Mute');
    await pair.learner.click('Raise hand');
    await pair.learner.button('Reconnect').waitFor({ timeout: ms });
  });
  const back = await framesAfter(pair, cut.mendedAt);
  await isBack(pair);
  const stopped = await listed(pair, 'live');
  const aliveBy = Date.now();
  await expectAllSaid(pair);
  await expectTold(pair, cut);
  const own = await pair.learners.entries();
  const path = showsButton ? ['reconnecting', 'disconnected', 'reconnecting'] : ['reconnecting'];
  expect(connections(own)).toEqual(['connected', ...path, 'connected']);
  if (showsButton) {
    const button = when(own, ({ connection }) => connection === 'disconnected') - cut.cutAt;
    expect(figure(`cut of ${ms / 1000} s to the button`, button)).toBeGreaterThanOrEqual(BUTTON_MS.from);
    expect(button).toBeLessThanOrEqual(BUTTON_MS.to);
    await pair.mentor.tile(pair.learner).getByText('Muted').waitFor();
    await pair.mentor.tile(pair.learner).getByText('Hand raised').waitFor();
  }
  const told = await toldAfter(pair, cut);
  await expectCounted(pair, stopped.activeMs, { most: cut.mendedAt, least: aliveBy });
  const reloadedAt = Date.now();
  await pair.learner.page.reload();
  const reload = figure(`cut of ${ms / 1000} s, a reload after it`, Date.now() - reloadedAt, bound(BACK_MS));
  expect(reload).toBeLessThanOrEqual(bound(BACK_MS));
  return { back, error: stoppedAt(stopped) - cut.cutAt, ...told };
};

const LENGTHS = [
  { ms: 1000, rounds: proving ? 5 : 1 },
  { ms: 5000, rounds: proving ? 10 : 1 },
  { ms: 20_000, rounds: proving ? 5 : 1 },
  ...(proving ? [{ ms: 90_000, rounds: 3 }] : []),
];
const AROUND_MS = 30_000;

describe.each(LENGTHS)('a cut of $ms ms', ({ ms, rounds }) => {
  test(`${rounds} times`, { timeout: rounds * (ms + AROUND_MS) }, async () => {
    const all: Round[] = [];
    for (let i = 0; i < rounds; i++) {
      all.push(await (ms <= 1000 ? blink(ms) : long(ms)));
      await stage.closePages();
    }
    const name = `cut of ${ms / 1000} s`;
    process.stdout.write(
      `figure: ${name}, pictures back: ${all.map(({ back }) => back.join(' and ')).join(', ')} ms\n`,
    );
    const p95 = figure(
      `${name}, media back after, p95`,
      quantile(
        all.flatMap(({ back }) => back),
        0.95,
      ),
      bound(BACK_MS),
    );
    const list = (of: 'overlay' | 'overlayGone' | 'badge' | 'error') => all.flatMap((round) => round[of] ?? []);
    const most = (what: string, of: 'overlay' | 'overlayGone' | 'badge', allowed: number) =>
      figure(`${name}, ${what}, at most`, Math.max(...list(of)), allowed);
    if (ms > 1000) {
      expect(most('to the overlay', 'overlay', OVERLAY_MS.to)).toBeLessThanOrEqual(OVERLAY_MS.to);
      expect(Math.min(...list('overlay'))).toBeGreaterThanOrEqual(OVERLAY_MS.from);
      expect(most('overlay gone after', 'overlayGone', bound(BACK_MS))).toBeLessThanOrEqual(bound(BACK_MS));
      expect(most("to the other's badge", 'badge', BADGE_MS)).toBeLessThanOrEqual(BADGE_MS);
      const error = Math.max(...list('error').map(Math.abs));
      expect(figure(`${name}, its moment as counted, off by at most`, error, PROOF_MS)).toBeLessThanOrEqual(PROOF_MS);
    }
    expect(p95).toBeLessThanOrEqual(bound(BACK_MS));
  });
});

test('what was off before a cut stays off after it', async () => {
  const pair = await call();
  const { mentor, learner } = pair;
  await learner.click('Mute');
  await learner.click('Stop video');
  await learner.click('Raise hand');
  const tile = mentor.tile(learner);
  await tile.getByText('Hand raised').waitFor();
  await cutFor(5000, () => tile.getByText('Disconnected').waitFor());
  await isBack(pair);
  await secondsOfSound(learner, 1);
  const packets = await mentor.soundPackets();
  await secondsOfSound(learner, 1);
  expect(await mentor.soundPackets()).toBe(packets);
  for (const text of ['Muted', 'Hand raised']) await tile.getByText(text).waitFor();
  await expect(tile.locator('video').count()).resolves.toBe(0);
  for (const name of ['Unmute', 'Start video', 'Lower hand']) await learner.button(name).waitFor();
});

test('where only media is swallowed, attempts count, and the chat goes on', async () => {
  const pair = await call();
  const { mentor, learner } = pair;
  cable.cut('udp');
  for (const n of [1, 2]) await learner.page.getByText(`Attempt ${n} of 3`).waitFor();
  await write(mentor, 'Can you read this?');
  expect(await lines(learner, 1)).toEqual(['Can you read this?']);
  const mendedAt = Date.now();
  cable.mend();
  // The attempt under way has to see it, or the next one.
  figure('media back after it alone was cut', Math.max(...(await framesAfter(pair, mendedAt))));
  await isBack(pair);
  expect(connections(await pair.learners.entries())).toEqual(['connected', 'reconnecting', 'connected']);
});

test('a seat that is opened in a second tab moves there, and the first one stays quiet', async () => {
  const { mentor, learner } = await call();
  const second = await stage.join(learner.seat);
  await learner.page.getByRole('heading', { name: 'Opened in another tab' }).waitFor();
  expect(await learner.page.evaluate(() => document.documentElement.dataset.connection)).toBe('ended');
  const asked = learner.sentTypes.length;
  await Promise.all([mentor.sees(second), second.sees(mentor), mentor.hears()]);
  await secondsOfSound(second, 3);
  expect(learner.sentTypes).toHaveLength(asked);
  await second.connected();
  await expect(mentor.tile(second).count()).resolves.toBe(1);
  expect((await clock(second)).note).toBe(RUNNING);
});
