import type { Page } from 'playwright-core';
import type { Recording } from '../../src/protocol/recordings';
import type { FakeServer } from './fakeServer';
import { daniel, ended, enter, mine, openMore, others, remote, type State } from './gallery';
import type { Lesson } from './lesson';

const unmade = (state: Exclude<Recording['state'], 'ready'>, more: Partial<Recording> = {}): Recording => ({
  id: `rec_${state}`,
  state,
  startedAt: '2026-01-15T10:20:00Z',
  endedAt: state === 'recording' ? null : '2026-01-15T11:18:00Z',
  ...more,
});
/** What became of the recordings of `mine`. */
export const recordings = (lesson: Lesson): FakeServer['recordings'] => ({
  ses_1: [unmade('recording')],
  ses_8: [lesson.recording],
  ses_7: [unmade('processing', { progress: 0.4 })],
  ses_6: [unmade('failed')],
});

const fileOf = (lesson: Lesson) => {
  const file = lesson.recording.files?.[0];
  if (!file) throw new Error('the lesson has no film');
  return file;
};
const openFilm = async (page: Page, server: FakeServer, lesson: Lesson, ses8: readonly Recording[]) => {
  server.mine = mine;
  server.recordings = { ses_8: ses8 };
  server.files = lesson.files;
  await page.goto(`${server.origin}/session/ses_8/recording#t=${server.token}`);
};

/** The states of being recorded and of what was; the lesson is there once they are shown. */
export const recordingStates = (lesson: () => Lesson): readonly State[] => [
  {
    name: 'lobby-recorded',
    show: async (page, server) => {
      server.recording = { id: 'rec_1_2', startedAt: '2026-01-01T10:05:00Z', by: 'daniel' };
      await page.goto(server.joinUrl);
      await page.getByText('By joining you agree to being recorded.').waitFor();
      await page.waitForSelector('.preview video.is-live');
    },
  },
  {
    name: 'lobby-to-be-recorded',
    show: async (page, server) => {
      server.session = { ...server.session, record: true };
      await page.goto(server.joinUrl);
      await page.getByText('This session will be recorded.').waitFor();
      await page.waitForSelector('.preview video.is-live');
    },
  },
  {
    name: 'recorded',
    people: [daniel, ...others],
    show: async (page, server) => {
      server.recording = { id: 'rec_1_2', startedAt: '2026-01-01T10:05:00Z', by: 'daniel' };
      await enter(page, server);
      await remote(page, 'noor');
      server.tellTime({ state: 'running', away: [], activeMs: 2_124_000 });
      server.emit('recording.local', { participant: 'noor', on: true });
      await page.getByText('Records', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'This session is recorded' }).click();
      await page.getByText('Started by Daniel Okafor.').waitFor();
    },
  },
  {
    name: 'recorded-locally',
    show: async (page, server) => {
      server.localRecordings = ['daniel'];
      await enter(page, server);
      await remote(page, 'daniel');
      await page.getByRole('button', { name: 'Daniel records on their own device.' }).waitFor();
    },
  },
  {
    name: 'recording-started',
    show: async (page, server) => {
      await enter(page, server);
      await remote(page, 'daniel');
      server.record('daniel');
      await page.getByRole('dialog', { name: 'Recording has started' }).waitFor();
    },
  },
  {
    name: 'record-question',
    role: 'mentor',
    people: others,
    show: async (page, server, size) => {
      await enter(page, server);
      await remote(page, 'noor');
      await openMore(page, size, 'Record the session');
      await page.getByRole('dialog', { name: 'Start recording?' }).waitFor();
    },
  },
  {
    name: 'recording',
    role: 'mentor',
    people: others,
    show: async (page, server, size) => {
      await enter(page, server);
      await remote(page, 'noor');
      server.tellTime({ state: 'running', away: [], activeMs: 2_124_000 });
      await openMore(page, size, 'Record the session');
      await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
      await page.getByText('Recording started').first().waitFor();
      if (size === 'phone') await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('button', { name: 'Stop recording' }).waitFor();
    },
  },
  {
    name: 'recording-broke',
    show: async (page, server) => {
      server.recording = { id: 'rec_1_2', startedAt: '2026-01-01T10:05:00Z', by: 'daniel' };
      await enter(page, server);
      await remote(page, 'daniel');
      server.stopRecording('disk_full');
      await page.getByText('the server has no room left').first().waitFor();
    },
  },
  {
    name: 'ended-recorded',
    show: async (page, server) => {
      server.recording = { id: 'rec_1_2', startedAt: '2026-01-01T10:05:00Z', by: 'daniel' };
      await enter(page, server);
      server.emit('session.ended', ended);
      server.closeSockets(4410);
      await page.getByRole('link', { name: 'your dashboard' }).waitFor();
      await page.waitForSelector('html[data-connection="ended"]');
    },
  },
  {
    name: 'film',
    show: async (page, server) => {
      await openFilm(page, server, lesson(), [lesson().recording]);
      await page.getByRole('button', { name: 'Chapters' }).click();
      const seek = page.getByRole('slider', { name: 'Place in the film' });
      await seek.hover();
      await page.getByText('System design: rate limiter').first().waitFor();
      await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) > 0);
    },
  },
  {
    name: 'film-transcript',
    show: async (page, server) => {
      await openFilm(page, server, lesson(), [lesson().recording, unmade('processing', { progress: 0.4 })]);
      await page.getByText('Is a leaky bucket the same idea?').waitFor();
      await page.getByRole('button', { name: 'Captions' }).click();
      await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) > 1);
      await page.locator('.film-line').first().click();
      await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.5);
      await page.evaluate(() => document.querySelector('video')?.pause());
    },
  },
  {
    name: 'film-search',
    show: async (page, server) => {
      await openFilm(page, server, lesson(), [lesson().recording]);
      const search = page.getByRole('searchbox', { name: 'Search in the transcript' });
      await search.fill('bucket');
      for (let i = 0; i < 2; i++) await search.press('Enter');
      await page.getByText('3 of 3').waitFor();
      await page.getByRole('button', { name: 'Back to now' }).waitFor();
    },
  },
  {
    name: 'film-broken',
    show: async (page, server) => {
      await openFilm(page, server, lesson(), [
        { ...lesson().recording, files: [{ ...fileOf(lesson()), url: '/media/recordings/x' }] },
      ]);
      await page.getByText('The film cannot be played.').waitFor();
    },
  },
  {
    name: 'film-processing',
    show: async (page, server) => {
      await openFilm(page, server, lesson(), [unmade('processing', { progress: 0.4 })]);
      await page.getByRole('heading', { name: 'Making the film' }).waitFor();
    },
  },
  {
    name: 'film-deleted',
    show: async (page, server) => {
      await openFilm(page, server, lesson(), [unmade('deleted')]);
      await page.getByRole('heading', { name: 'This recording was deleted' }).waitFor();
    },
  },
];
