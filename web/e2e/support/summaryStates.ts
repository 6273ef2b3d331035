import type { Page } from 'playwright-core';
import type { Summary } from '../../src/protocol/summary';
import { noSummary, summed } from '../../test/summed';
import type { FakeServer } from './fakeServer';
import { mine, type State } from './gallery';

const open = async (page: Page, server: FakeServer, summary: Summary) => {
  server.mine = mine.map((each) => ({ ...each, role: server.role }));
  server.summaries = { ses_8: summary };
  await page.goto(`${server.origin}/session/ses_8/recording?show=summary#t=${server.token}`);
  await page.getByRole('region', { name: 'Summary' }).waitFor();
};

/** The states of what came of a session, in words. */
export const summaryStates: readonly State[] = [
  {
    name: 'summary',
    show: async (page, server) => {
      await open(page, server, summed({ edited: { name: 'Daniel Okafor', at: '2026-01-15T12:00:00Z' } }));
      await page.getByRole('heading', { name: 'Caching and its costs' }).waitFor();
    },
  },
  {
    name: 'summary-edit',
    role: 'mentor',
    show: async (page, server) => {
      await open(page, server, summed());
      await page.getByRole('button', { name: 'Edit' }).click();
      await page.getByRole('textbox', { name: 'Who does homework 1' }).waitFor();
    },
  },
  {
    name: 'summary-pending',
    show: (page, server) => open(page, server, { ...noSummary, state: 'pending' }),
  },
  {
    name: 'summary-failed',
    role: 'mentor',
    show: async (page, server) => {
      await open(page, server, { ...noSummary, state: 'failed' });
      await page.getByRole('button', { name: 'Make again' }).waitFor();
    },
  },
];
