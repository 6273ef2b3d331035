import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Caller } from './support/caller';
import { bound, figure, proving, until } from './support/figures';
import { Gemini } from './support/gemini';
import type { Seat } from './support/server';
import { daniel, mina, Stage } from './support/stage';
import { phrasesFile, written } from './support/toneWords';

/**
 * What two people say, in words made of tones, becomes lines of text: each word once, by who said it, in both browsers,
 * also while the service fails.
 */
const PHRASE = 4;
const PHRASES = 12;
const PAUSE_MS = 1800;
/** Daniel's words are below 50, Mina's from there on. */
const FIRST: Readonly<Record<string, number>> = { daniel: 0, mina: 50 };
const FAULTS_S = proving ? 540 : 20;
const LISTENED_MS = 15_000;
const AWAY_MS = 9_000;
const FAULTS = ['close_1011', 'drop', 'go_away', 'stall', 'close_1000'];

const phrasesOf = (who: string): readonly (readonly number[])[] =>
  Array.from({ length: PHRASES }, (_, phrase) =>
    Array.from({ length: PHRASE }, (_, word) => (FIRST[who] ?? 0) + phrase * PHRASE + word),
  );

interface Line {
  readonly id: string;
  readonly from: string;
  readonly text: string;
  readonly at: string;
  readonly endAt: string;
}

let folder: string;
let hooks: Server;
/** The sessions whose transcripts are there. */
const ready = new Set<string>();
let gemini: Gemini;
let stage: Stage;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lyceum-e2e-words-'));
  for (const who of Object.keys(FIRST))
    writeFileSync(join(folder, `${who}.wav`), phrasesFile(phrasesOf(who), PAUSE_MS));
  gemini = await Gemini.start();
  hooks = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    ready.add((JSON.parse(text) as { data: { sessionId: string } }).data.sessionId);
    response.end();
  }).listen(0, '127.0.0.1');
  stage = await Stage.start({ env: { ...gemini.env, LYCEUM_WEBHOOK_ALLOW: '127.0.0.0/8' } }, (who) => ({
    args: [`--use-file-for-fake-audio-capture=${join(folder, `${who}.wav`)}`],
  }));
});
afterEach((context) => stage?.clear(context));
afterAll(async () => {
  await stage?.stop();
  gemini?.stop();
  hooks?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What is in the sidebar of somebody, for good. */
const kept = (caller: Caller): Promise<readonly string[]> =>
  caller.page.getByRole('log', { name: 'What was said' }).locator('li > p:not(.meta)').allTextContents();

/** The same, and what may still change. */
const shown = (caller: Caller): Promise<readonly string[]> =>
  caller.page.getByRole('region', { name: 'Transcript' }).locator('li > p:not(.meta)').allTextContents();

/** When a text was seen first, alone or with others. */
const firstWith = (seen: ReadonlyMap<string, number>, text: string): number =>
  Math.min(...[...seen].filter(([each]) => each.includes(text)).map(([, at]) => at));

const openTranscript = (caller: Caller) => caller.page.getByRole('tab', { name: 'Transcript' }).click();

const start = async (): Promise<{ mentor: Caller; learner: Caller; sessionId: string }> => {
  const [first, second] = (await stage.server.session([daniel, mina])) as [Seat, Seat];
  const mentor = await stage.join(first);
  const learner = await stage.join(second);
  await Promise.all([openTranscript(mentor), openTranscript(learner)]);
  return { mentor, learner, sessionId: first.sessionId };
};

const end = async (mentor: Caller, learner: Caller): Promise<void> => {
  await mentor.click('End session');
  await mentor.page.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
  await learner.page.getByText('Session has ended').first().waitFor();
};

/** All lines that the server has of a session. */
const linesOf = async (sessionId: string): Promise<readonly Line[]> => {
  const all: Line[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const page = (await stage.server.read(
      `/api/v1/sessions/${sessionId}/transcript?limit=100${next && `&after=${encodeURIComponent(next)}`}`,
    )) as { items: Line[]; next: string | null };
    all.push(...page.items);
    next = page.next;
  }
  return all;
};

/** The words of somebody, in order; a phrase goes on with the one after it, and the last with the first. */
const requireEachOnce = (who: string, lines: readonly Line[]): number => {
  const said = lines.filter(({ from }) => from === who).flatMap(({ text }) => text.split(' '));
  const all = phrasesOf(who).flat().map(written);
  const from = all.indexOf(said[0] ?? '');
  expect(from, `${who} began with ${said[0]}`).toBeGreaterThanOrEqual(0);
  expect(said, `what ${who} said`).toEqual(said.map((_, i) => all[(from + i) % all.length]));
  return said.length;
};

/** What somebody said is found by a word of it, by who was there, and leads to the session. */
const findOnDashboard = async (by: Caller, lines: readonly Line[], sessionId: string) => {
  const said = lines.find(({ from }) => from === daniel.id);
  const word = said?.text.split(' ')[0] ?? '';
  const page = await by.page.context().newPage();
  await page.goto(await stage.server.dashboardUrl(mina.id));
  const field = page.getByRole('searchbox', { name: 'Search what was said' });
  await field.fill(word.toUpperCase());
  const found = page.getByRole('button', { name: said?.text ?? '' }).first();
  await found.waitFor();
  expect(await found.locator('mark').allTextContents()).toContain(word);
  await found.press('Enter');
  await page.waitForFunction((id) => document.activeElement?.id === `session-${id}`, sessionId);
  expect(await field.inputValue()).toBe('');
  await page.close();
};

test('each sees what both said within half a second of the service’s result, also after a reload', async () => {
  const { mentor, learner, sessionId } = await start();
  const seenBy = async (caller: Caller): Promise<ReadonlyMap<string, number>> => {
    const seen = new Map<string, number>();
    for (const end = performance.now() + LISTENED_MS; performance.now() < end; ) {
      for (const text of await shown(caller)) if (!seen.has(text)) seen.set(text, Date.now());
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return seen;
  };
  const from = Date.now();
  const seen = await Promise.all([seenBy(mentor), seenBy(learner)]);
  // What comes last may be on its way still.
  const to = Date.now() - bound(500);
  const told = (await gemini.state()).results.filter(({ atMs }) => atMs >= from && atMs < to);
  expect(told.length).toBeGreaterThan(5);
  // The words are there before they are final: interim results have them.
  const late = told.flatMap(({ atMs, text }) => seen.map((page) => Math.max(0, firstWith(page, text) - atMs)));
  figure('a line in a sidebar after the service’s result, worst', Math.max(...late), bound(500));
  expect(Math.max(...late)).toBeLessThan(bound(500));

  await learner.page.reload();
  await learner.connected();
  await openTranscript(learner);
  const before = (await linesOf(sessionId)).map(({ text }) => text);
  await until(
    'what was said before the reload',
    () => kept(learner),
    (texts) => before.every((each) => texts.includes(each)),
  );
  const lines = await linesOf(sessionId);
  for (const who of Object.keys(FIRST)) requireEachOnce(who, lines);
  await findOnDashboard(learner, lines, sessionId);
}, 90_000);

test(
  'every word comes once, by who said it, whatever the service does',
  async () => {
    await gemini.order({ trait: 'fractional', on: true });
    await gemini.order({ trait: 'binary', on: true });
    const { mentor, learner, sessionId } = await start();
    const startedAt = performance.now();
    for (let i = 0; performance.now() - startedAt < FAULTS_S * 1000; i++) {
      await new Promise((resolve) => setTimeout(resolve, 3_500));
      await gemini.order({ fault: FAULTS[i % FAULTS.length] ?? '' });
      if (i % 3 === 1) await gemini.order({ refuse: 503, times: 1 });
    }
    await end(mentor, learner);
    let count = -1;
    const lines = await until(
      'the last words',
      () => linesOf(sessionId),
      (all) => {
        const same = all.length === count;
        count = all.length;
        return same && all.length > 0;
      },
    );
    const words = requireEachOnce('daniel', lines) + requireEachOnce('mina', lines);
    process.stdout.write(`figure: words that came once while the service failed: ${words} words\n`);
    expect(words).toBeGreaterThan(20);
    const began = lines.map(({ at }) => Date.parse(at));
    expect(began).toEqual(began.toSorted((one, other) => one - other));
  },
  90_000 + FAULTS_S * 1_000,
);

test('what is said while the service does not want us is written down afterwards, once', async () => {
  const { port } = hooks.address() as AddressInfo;
  await stage.server.post('/api/v1/webhooks', { url: `http://127.0.0.1:${port}/`, events: ['transcript.ready'] });
  const { mentor, learner, sessionId } = await start();
  await until(
    'a line of each',
    () => linesOf(sessionId),
    (lines) => new Set(lines.map(({ from }) => from)).size === 2,
  );
  const { generated } = await gemini.state();
  await gemini.order({ refuse: 403, times: 1_000 });
  await gemini.order({ fault: 'drop' });
  await mentor.page.getByText('Live text has stopped').first().waitFor();
  const before = await linesOf(sessionId);
  await new Promise((resolve) => setTimeout(resolve, AWAY_MS));
  await end(mentor, learner);
  await until(
    'transcript.ready',
    async () => ready.has(sessionId),
    (told) => told,
  );
  await gemini.order({ refuse: 403, times: 0 });
  const lines = await linesOf(sessionId);
  const words = requireEachOnce('daniel', lines) + requireEachOnce('mina', lines);
  const live = before.flatMap(({ text }) => text.split(' ')).length;
  process.stdout.write(`figure: words that came afterwards, once: ${words - live} words\n`);
  expect(words).toBeGreaterThan(live + 2 * PHRASE);
  expect((await gemini.state()).generated).toBeGreaterThan(generated);
}, 90_000);
