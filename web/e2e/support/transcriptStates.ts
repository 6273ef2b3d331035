import type { Page } from 'playwright-core';
import type { FoundLine } from '../../src/protocol/search';
import type { MySession } from '../../src/protocol/sessions';
import type { TranscriptLine } from '../../src/protocol/types';
import type { FakeServer } from './fakeServer';
import { daniel, enter, mine, openMore, others, remote, type Size, type State } from './gallery';

const MINA = { id: 'mina', name: 'Mina Park' };
const AGO_MS = 300_000;

const said = (place: number, who: Pick<typeof daniel, 'id' | 'name'>, text: string): TranscriptLine => {
  const at = Date.now() - AGO_MS + place * 12_000;
  return {
    id: `l_${place}`,
    from: who.id,
    name: who.name,
    text,
    at: new Date(at).toISOString(),
    endAt: new Date(at + 4000).toISOString(),
    language: 'en',
    rev: 0,
  };
};

const talk = (): readonly TranscriptLine[] => [
  said(0, daniel, 'Let us look at the rate limiter. What have you drawn so far?'),
  said(1, MINA, 'A counter for each user, and a window of a minute.'),
  said(2, daniel, 'Good. And what happens at the edge of two windows?'),
  said(3, MINA, 'Twice as many requests may pass, half of them in each.'),
  said(4, daniel, 'Exactly. That is why we compare it with a token bucket.'),
  said(5, daniel, 'Think of a bucket that is filled at a steady rate.'),
];
const partial = (place: number, who: Pick<typeof daniel, 'id' | 'name'>, text: string) => {
  const { rev: _, ...line } = said(place, who, text);
  return line;
};
const SPOKEN = 'So each request spends one token, and the bucket refills at a steady rate, however many there were';

const transcribed = (server: FakeServer, lines = talk()) => {
  server.session = { ...server.session, transcribe: true };
  server.transcript = { state: 'on', lines };
};
const openPanel = async (page: Page) => {
  await page.getByRole('tab', { name: 'Transcript' }).click();
  return page.getByRole('region', { name: 'Transcript' });
};
const switchOn = async (page: Page, size: Size) => {
  await openMore(page, size, 'Captions');
  if (size === 'phone') await page.getByRole('button', { name: 'More' }).blur();
};

const found = (
  session: MySession,
  place: number,
  who: Pick<typeof daniel, 'id' | 'name'>,
  parts: string,
): FoundLine => {
  const { id, title, startsAt, startedAt } = session;
  const at = new Date(Date.parse(startsAt) + place * 61_000).toISOString();
  const snippet = parts.split('|').map((text, index) => ({ text, match: index % 2 === 1 }));
  return { session: { id, title, startsAt, startedAt }, id: `l_${place}`, from: who.id, name: who.name, at, snippet };
};
const search = async (page: Page, server: FakeServer, words: string) => {
  server.mine = mine;
  await page.goto(`${server.origin}/dashboard#t=${server.token}`);
  await page.getByRole('searchbox', { name: 'Search what was said' }).fill(words);
};
const [, , design, behavioural] = mine as [MySession, MySession, MySession, MySession];

/** The states of what is said becoming text. */
export const transcriptStates: readonly State[] = [
  {
    name: 'lobby-transcribed',
    show: async (page, server) => {
      transcribed(server, []);
      await page.goto(server.joinUrl);
      await page.getByText('This session is transcribed').waitFor();
      await page.waitForSelector('.preview video.is-live');
    },
  },
  {
    name: 'transcript',
    show: async (page, server) => {
      transcribed(server);
      await enter(page, server);
      await remote(page, 'daniel');
      server.tellTime({ state: 'running', away: [], activeMs: 2_124_000 });
      const panel = await openPanel(page);
      await panel.getByText('That is why we compare').waitFor();
      server.tell('transcript.partial', partial(6, daniel, SPOKEN.slice(0, 72)));
      await panel.getByText('So each request').waitFor();
    },
  },
  {
    name: 'transcript-empty',
    show: async (page, server) => {
      transcribed(server, []);
      await enter(page, server);
      await remote(page, 'daniel');
      const panel = await openPanel(page);
      await panel.getByText('Nothing yet').waitFor();
      await page.getByRole('button', { name: 'This session is transcribed' }).click();
      await page.getByText('What is said becomes text that').waitFor();
    },
  },
  {
    name: 'transcript-interrupted',
    people: [daniel, ...others],
    show: async (page, server) => {
      transcribed(server);
      server.recording = { id: 'rec_1_2', startedAt: '2026-01-01T10:05:00Z', by: 'daniel' };
      await enter(page, server);
      await remote(page, 'noor');
      const panel = await openPanel(page);
      server.tellTranscript('interrupted');
      await panel.getByText('Transcript interrupted.').waitFor();
    },
  },
  {
    name: 'transcript-scrolled',
    show: async (page, server) => {
      transcribed(server, [
        ...talk(),
        ...Array.from({ length: 30 }, (_, place) => said(place + 6, MINA, `Then ${place}`)),
      ]);
      await enter(page, server);
      await remote(page, 'daniel');
      const panel = await openPanel(page);
      await panel.getByRole('group', { name: 'Lines' }).hover();
      await page.mouse.wheel(0, -4000);
      await panel.getByRole('button', { name: 'Jump to latest' }).waitFor();
      await panel.getByRole('button', { name: 'Copy transcript' }).click();
      await page.getByText('Transcript copied').first().waitFor();
    },
  },
  {
    name: 'captions',
    show: async (page, server, size) => {
      transcribed(server);
      await enter(page, server);
      await remote(page, 'daniel');
      await switchOn(page, size);
      server.tell('transcript.partial', partial(6, daniel, SPOKEN));
      await page.locator('.captions').getByText('So each request').waitFor();
    },
  },
  {
    name: 'captions-of-two',
    people: [daniel, ...others],
    show: async (page, server, size) => {
      transcribed(server);
      await enter(page, server);
      await remote(page, 'noor');
      await switchOn(page, size);
      server.tell('transcript.partial', partial(6, daniel, SPOKEN));
      server.tell('transcript.partial', partial(7, MINA, 'And when it is empty, they wait?'));
      await page.locator('.captions').getByText('And when it is empty').waitFor();
    },
  },
  {
    name: 'captions-large',
    people: [{ ...daniel, media: { mic: true, cam: true, screen: true } }],
    show: async (page, server, size) => {
      transcribed(server);
      await page.addInitScript(() => localStorage.setItem('lyceum:captionSize', 'large'));
      await enter(page, server);
      await page.waitForSelector('video[data-source="screen"].is-live');
      await switchOn(page, size);
      server.tell('transcript.partial', partial(6, daniel, SPOKEN));
      await page.locator('.captions').getByText('So each request').waitFor();
    },
  },
  {
    name: 'dashboard-found',
    devices: false,
    show: async (page, server) => {
      server.found = {
        items: [
          { ...found(design, 12, daniel, 'That is why we compare it with a |token| |bucket|.'), recording: 'rec_1' },
          {
            ...found(design, 14, MINA, 'So each request spends one |token|, and the |bucket| refills.'),
            recording: 'rec_1',
          },
          found(behavioural, 31, daniel, `…${SPOKEN}, a |token| is a |bucket|’s, ${SPOKEN}…`),
        ],
        next: '7',
      };
      await search(page, server, 'token bucket');
      await page.getByText('More than 3 lines in 2 sessions').waitFor();
    },
  },
  {
    name: 'dashboard-found-nothing',
    devices: false,
    show: async (page, server) => {
      await search(page, server, 'sliding windows');
      await page.getByText('Nothing was found').waitFor();
    },
  },
  {
    name: 'dashboard-search-failed',
    devices: false,
    show: async (page, server) => {
      await search(page, server, '');
      server.restStatus = 503;
      await page.getByRole('searchbox').fill('token');
      await page.getByRole('button', { name: 'Try again' }).waitFor();
    },
  },
  {
    name: 'settings-transcribed',
    show: async (page, server, size) => {
      transcribed(server);
      await enter(page, server);
      await openMore(page, size, 'Settings');
      const settings = page.getByRole('dialog', { name: 'Settings' });
      await settings.getByRole('checkbox', { name: 'Voice commands' }).check();
      await settings.getByRole('combobox', { name: 'Caption size' }).waitFor();
    },
  },
];
