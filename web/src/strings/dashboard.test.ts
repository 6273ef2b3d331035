import { describe, expect, test } from 'vitest';
import { mine } from '../../test/mine';
import { dashboard } from './dashboard';

const now = new Date(2026, 10, 15, 9, 30);
const on = (year: number, month: number, day: number) => new Date(year, month, day, 10, 20).toISOString();

describe('when', () => {
  test.each([
    ['Today, ', on(2026, 10, 15)],
    ['Yesterday, ', on(2026, 10, 14)],
    ['Tomorrow, ', on(2026, 10, 16)],
    ['8 Nov, ', on(2026, 10, 8)],
    ['3 Jan 2025, ', on(2025, 0, 3)],
  ])('%s', (text, at) => expect(dashboard.when(at, now).startsWith(text)).toBe(true));

  test('what is no time is not shown', () => {
    expect(dashboard.when('soon', now)).toBe('');
    expect(dashboard.dayOfMonth('soon')).toBe('');
    expect(dashboard.month(on(2026, 10, 8))).toBe('Nov');
  });
});

describe('how long', () => {
  const never = { startedAt: null, activeMs: 0 } as const;
  test.each([
    ['60 min planned', mine({ state: 'scheduled', outcome: null, ...never })],
    ['60 min planned', mine({ state: 'cancelled', outcome: null, ...never })],
    ['12 of 60 min active', mine({ state: 'live', outcome: null, activeMs: 720_000 })],
    ['59 of 60 min active', mine()],
    ['0 of 60 min active', mine({ outcome: 'no_show', ...never })],
  ])('%s', (text, session) => expect(dashboard.time(session)).toBe(text));
});
