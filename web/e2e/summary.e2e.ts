import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Caller } from './support/caller';
import { until } from './support/figures';
import { Gemini } from './support/gemini';
import type { Seat } from './support/server';
import { daniel, mina, Stage } from './support/stage';
import { phrasesFile } from './support/toneWords';

/** A lesson of two topics is summed up by the service once it is over; its mentor edits that, its learner reads it. */
const WORDS = 30;
const SAID: Readonly<Record<string, readonly number[]>> = {
  daniel: [1, 2, 3, 4, 5, 6],
  mina: [51, 52, 53, 54, 55, 56],
};
const PAUSE_MS = 1500;
const SHOTS = join(import.meta.dirname, '.shots');

let folder: string;
let gemini: Gemini;
let stage: Stage;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lyceum-e2e-summary-'));
  for (const [who, words] of Object.entries(SAID))
    writeFileSync(join(folder, `${who}.wav`), phrasesFile([words], PAUSE_MS));
  gemini = await Gemini.start();
  stage = await Stage.start({ env: gemini.env }, (who) => ({
    args: [`--use-file-for-fake-audio-capture=${join(folder, `${who}.wav`)}`],
  }));
});
afterEach((context) => stage?.clear(context));
afterAll(async () => {
  await stage?.stop();
  gemini?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const wordsOf = async (sessionId: string): Promise<number> => {
  const { items } = (await stage.server.read(`/api/v1/sessions/${sessionId}/transcript?limit=200`)) as {
    items: { text: string }[];
  };
  return items.flatMap(({ text }) => text.split(' ')).length;
};

const openSummary = async ({ page }: Caller) => {
  await page.goto(`${stage.server.url}/dashboard`);
  await page.getByRole('link', { name: 'Summary: System Design Mentoring' }).click();
  const summary = page.getByRole('region', { name: 'Summary' });
  await summary.getByRole('heading', { name: 'Caching' }).waitFor();
  return summary;
};

test('a lesson is summed up by topics, its mentor corrects that, and its learner reads it', async () => {
  const seats = (await stage.server.session([daniel, mina], { topics: ['Caching', 'Questions'] })) as [Seat, Seat];
  const mentor = await stage.open(seats[0]);
  await mentor.page.getByText('Afterwards Google Gemini writes a summary').first().waitFor();
  await mentor.page.close();
  const [ann, ben] = [await stage.join(seats[0]), await stage.join(seats[1])];
  const { sessionId } = seats[0];
  await until(
    'enough words',
    () => wordsOf(sessionId),
    (words) => words >= WORDS,
  );
  await stage.server.post(`/api/v1/sessions/${sessionId}/topics/t_1/done`);
  // The first request goes wrong: it is tried again by hand.
  await gemini.order({ refuse: 403, times: 1 });
  await stage.server.post(`/api/v1/sessions/${sessionId}/end`);
  await until(
    'the refusal',
    () => stage.server.metric('lyceum_summaries_total', { reason: 'failed' }),
    (failed) => failed === 1,
  );
  await ann.page.goto(`${stage.server.url}/dashboard`);
  await ann.page.getByRole('link', { name: 'Summary: System Design Mentoring' }).click();
  await ann.page.getByText('The summary could not be made').waitFor();
  await ann.page.getByRole('button', { name: 'Make again' }).click();

  const summary = ann.page.getByRole('region', { name: 'Summary' });
  await summary.getByText('This was about “Questions”.').waitFor();
  await summary.getByText('Made by a model, may be wrong').waitFor();
  await summary.getByText(/^Agreed: (w\d\d ?)+/).waitFor();
  await ann.page.screenshot({ path: join(SHOTS, 'summary-made.png') });
  await summary.getByRole('button', { name: 'Edit' }).click();
  await summary.getByRole('textbox', { name: 'Homework 1', exact: true }).fill('Draw what happens on a miss');
  await summary.getByRole('textbox', { name: 'Who does homework 1' }).fill('Mina');
  await summary.getByRole('button', { name: 'Save' }).click();
  await summary.getByText(/Edited by Daniel Okafor/).waitFor();

  const seen = await openSummary(ben);
  await seen.getByText('Draw what happens on a miss').waitFor();
  expect(await seen.getByText(/Edited by Daniel Okafor/).count()).toBe(1);
  expect(await seen.getByRole('button', { name: 'Edit' }).count()).toBe(0);
  await ben.page.setViewportSize({ width: 390, height: 844 });
  await ben.page.screenshot({ path: join(SHOTS, 'summary-phone.png'), fullPage: true });
}, 60_000);
