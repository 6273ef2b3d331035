import { describe, expect, test } from 'vitest';
import { initialLiveness, initialQuality, judge, type Liveness, type MediaSample, observe } from './liveness';

/** Looks every 500 ms at counters given as functions of time; the time of the first `lost`, or null. */
const lostAt = (until: number, packets: (at: number) => number, checks: (at: number) => number, every = 500) => {
  let state: Liveness = initialLiveness;
  for (let at = 0; at <= until; at += every) {
    const sample: MediaSample = { at, packets: packets(at), checks: checks(at) };
    const seen = observe(state, sample);
    state = seen.state;
    if (seen.lost) return at;
  }
  return null;
};
const flowing = (at: number) => Math.floor(at / 20);
const checking = (at: number) => Math.floor(at / 2500);
const cut =
  (count: (at: number) => number, from: number) =>
  (at: number): number =>
    count(Math.min(at, from));

describe('liveness', () => {
  test('a running call is never lost', () => expect(lostAt(600_000, flowing, checking)).toBeNull());

  test.each([10_000, 10_100, 10_250, 10_499])('a cut at %i is seen 1.5 to 3 s later', (from) => {
    const at = lostAt(60_000, cut(flowing, from), cut(checking, from)) ?? 0;
    expect(at - from).toBeGreaterThanOrEqual(1500);
    expect(at - from).toBeLessThanOrEqual(3000);
  });

  test.each([600, 900, 1400])('so is one at %i, soon after the first packets', (from) => {
    const at = lostAt(60_000, cut(flowing, from), cut(checking, from)) ?? 0;
    expect(at - from).toBeGreaterThanOrEqual(1500);
    expect(at - from).toBeLessThanOrEqual(3000);
  });

  test('a report now and then makes no busy connection', () => {
    const reports = (at: number) => Math.floor(at / 3000);
    expect(lostAt(600_000, reports, checking)).toBeNull();
  });

  test('a room in which nobody sends lives by its checks alone', () => {
    expect(lostAt(600_000, () => 0, checking)).toBeNull();
    const at = lostAt(60_000, () => 0, cut(checking, 10_000)) ?? 0;
    expect(at).toBeGreaterThan(14_000);
    expect(at).toBeLessThan(18_000);
  });

  test('a page in the background that looks once a minute loses nothing', () =>
    expect(lostAt(600_000, flowing, checking, 60_000)).toBeNull());

  test('one late look after a long sleep proves nothing', () => {
    let { state } = observe(initialLiveness, { at: 0, packets: 1, checks: 0 });
    for (let at = 500; at <= 5000; at += 500) state = observe(state, { at, packets: at, checks: 0 }).state;
    expect(observe(state, { at: 3_600_000, packets: 5000, checks: 0 }).lost).toBe(false);
  });
});

describe('quality', () => {
  const shownAfter = (samples: [loss: number, rtt: number][]) =>
    samples.reduce((state, [loss, rtt]) => judge(state, loss, rtt), initialQuality).shown;
  const bad: [number, number] = [0.2, 50];
  const good: [number, number] = [0, 50];
  test('one bad sample shows nothing, two do', () => {
    expect(shownAfter([bad])).toBe(3);
    expect(shownAfter([bad, bad])).toBe(1);
    expect(shownAfter([bad, good, bad, good])).toBe(3);
  });
  test('getting better takes four', () => {
    expect(shownAfter([bad, bad, good, good, good])).toBe(1);
    expect(shownAfter([bad, bad, good, good, good, good])).toBe(3);
  });
  test('a long way is fair or bad too', () => {
    expect(
      shownAfter([
        [0, 400],
        [0, 400],
      ]),
    ).toBe(2);
    expect(
      shownAfter([
        [0, 900],
        [0, 900],
      ]),
    ).toBe(1);
  });
});
