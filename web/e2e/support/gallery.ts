import type { Page } from 'playwright-core';
import type { MySession } from '../../src/protocol/sessions';
import { type FakeServer, person } from './fakeServer';

export const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
export type Size = keyof typeof sizes;

export const daniel = person('daniel', 'Daniel Okafor', 'mentor');
export const others = [
  person('noor', 'Noor Haddad', 'learner', { media: { mic: false, cam: true, screen: false } }),
  person('lea', 'Léa Brunner', 'learner', { media: { mic: true, cam: false, screen: false } }),
];

export const connected = (page: Page) => page.waitForSelector('html[data-connection="connected"]');
export const enter = async (page: Page, server: FakeServer) => {
  await page.goto(server.joinUrl);
  await page.getByRole('button', { name: 'Join session' }).click();
  await connected(page);
};
export const remote = (page: Page, id: string) => page.waitForSelector(`video[data-participant="${id}"].is-live`);
export const openMore = (page: Page, size: Size, name: string) =>
  size === 'phone'
    ? page
        .getByRole('button', { name: 'More' })
        .click()
        .then(() => page.getByRole('button', { name, exact: true }).click())
    : page.getByRole('button', { name, exact: true }).click();

export const ended = { reason: 'time', outcome: 'completed', activeMs: 3_600_000, at: '2026-01-01T11:00:00Z' };

/** Sessions of the last weeks and the one to come, as the dashboard lists them. */
const DAY_MS = 86_400_000;
const session = (id: string, title: string, days: number, more: Partial<MySession> = {}): MySession => {
  const at = new Date(Date.now() + days * DAY_MS);
  at.setHours(10, 20, 0, 0);
  const startedAt = at.toISOString();
  return {
    id,
    title,
    state: 'ended',
    outcome: 'completed',
    plannedMs: 3_600_000,
    activeMs: 3_600_000,
    startsAt: startedAt,
    startedAt,
    endedAt: startedAt,
    role: 'learner',
    returnUrl: null,
    summary: 'none',
    ...more,
  };
};

export const mine = [
  session('ses_1', 'Mock interview: design a feed', 0, { state: 'live', outcome: null, activeMs: 720_000 }),
  session('ses_9', 'Mock interview: trade-offs, failure modes and how to talk about them', 7, {
    state: 'scheduled',
    outcome: null,
    startedAt: null,
    activeMs: 0,
  }),
  session('ses_8', 'System Design Mentoring', -1, { summary: 'ready' }),
  session('ses_7', 'Behavioural interview practice', -11, { activeMs: 3_480_000 }),
  session('ses_6', 'Coding round: graphs', -17, { outcome: 'incomplete', activeMs: 1_260_000 }),
  session('ses_5', 'Coding round: trees', -24, { outcome: 'no_show', startedAt: null, activeMs: 0 }),
];

/** A state of the page, and the way to it. */
export interface State {
  readonly name: string;
  readonly devices?: boolean;
  /** Of the one who looks; a learner by default. */
  readonly role?: FakeServer['role'];
  readonly people?: FakeServer['participants'];
  readonly show: (page: Page, server: FakeServer, size: Size) => Promise<unknown>;
}
