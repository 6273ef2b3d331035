import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { mine } from '../../test/mine';
import { filmTranscript, recorded } from '../../test/recorded';
import { all, button, draw, names, one, press, roomPage, root, violations } from '../../test/roomPage';
import { noSummary } from '../../test/summed';
import * as rest from '../connection/rest';
import type { Recording } from '../protocol/recordings';
import { toasts } from '../state/notices';
import * as store from '../state/store';
import { t } from '../strings/en';
import { named } from './filmCaptions';
import * as speech from './speech';

vi.mock('../connection/rest');

roomPage();

const films = vi.mocked(rest.myRecordings);
const fetched = vi.fn<typeof fetch>();
const later = (ms = 500) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));
const text = t.recording.player;

const STARTED_MS = Date.parse('2026-01-15T10:20:00Z');
const said = (id: string, from: string, name: string, atMs: number, words: string | null) => ({
  id,
  from,
  name,
  text: words,
  at: new Date(STARTED_MS + atMs).toISOString(),
  endAt: new Date(STARTED_MS + atMs + 1000).toISOString(),
  rev: 0,
});
const talk = [
  said('l_1', 'daniel', 'Daniel Okafor', 1_000, 'Welcome to the café.'),
  said('l_2', 'daniel', 'Daniel Okafor', 4_250, 'Shall we begin?'),
  said('l_3', 'mina', 'Mina Park', 605_125, 'Yes. What is a café?'),
  said('l_4', 'mina', 'Mina Park', 700_000, 'Thanks'),
];
let items: readonly object[] = talk;
let complete = true;
let tag = '"1"';

const give = (...recordings: readonly Recording[]) =>
  films.mockResolvedValue({ ok: true, value: { items: recordings } });
const open = async (atMs: number | null = null) => {
  vi.mocked(rest.mySummary).mockResolvedValue({ ok: true, value: noSummary });
  store.screen.value = { at: 'recording', ticket: { sessionId: 'ses_1', token: 'a.b.c' }, atMs };
  draw();
  await later();
  // The film is there, and asks for its files.
  await later();
};
const video = () => one('video') as HTMLVideoElement;
const fire = (name: string) => act(() => void video().dispatchEvent(new Event(name)));
const lines = () => all('.film-line');
const current = () => lines().findIndex((each) => each.getAttribute('aria-current') === 'true');
const playTo = (seconds: number) => {
  video().currentTime = seconds;
  fire('timeupdate');
};
const search = () => one('input[type=search]') as HTMLInputElement;
const seek = (words: string) =>
  act(() => {
    search().value = words;
    search().dispatchEvent(new Event('input', { bubbles: true }));
  });
const key = (element: Element, name: string, more: KeyboardEventInit = {}) =>
  act(() => void element.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, ...more })));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  localStorage.clear();
  speech.showCaptions(false);
  speech.chooseCaptionSize('medium');
  films.mockReset();
  items = talk;
  complete = true;
  tag = '"1"';
  vi.mocked(rest.mySession).mockResolvedValue({ ok: true, value: mine() });
  fetched.mockReset();
  fetched.mockImplementation(async (url) =>
    String(url).includes('transcript.json')
      ? new Response(JSON.stringify({ items, next: null, complete }), { headers: { ETag: tag } })
      : new Response('', { status: 404 }),
  );
  vi.stubGlobal('fetch', fetched);
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue();
  vi.spyOn(HTMLMediaElement.prototype, 'load').mockReturnValue();
  give(recorded({ transcript: filmTranscript() }));
});
afterEach(() => vi.useRealTimers());

describe('what is said in a film', () => {
  test('is beside it, with who says it and when', async () => {
    await open();
    expect(lines().map((line) => line.textContent)).toEqual([
      '0:01Daniel OkaforWelcome to the café.',
      '0:04Daniel OkaforShall we begin?',
      '10:05Mina ParkYes. What is a café?',
      '11:40Mina ParkThanks',
    ]);
    // Whoever goes on speaking is not named again, but to who cannot see it.
    expect(all('.film-line b').map((name) => name.classList.contains('sr-only'))).toEqual([false, true, false, true]);
    expect([0, 2].map((at) => lines()[at]?.classList.contains('said-0'))).toEqual([true, false]);
    vi.useRealTimers();
    expect(await violations()).toEqual([]);
  });

  describe('of which more may come', () => {
    const more = [
      said('l_0', 'mina', 'Mina Park', 500, 'Hello!'),
      ...talk,
      said('l_5', 'mina', 'Mina Park', 800_000, 'Bye'),
    ];
    const reads = () => fetched.mock.calls.filter(([url]) => String(url).includes('transcript.json'));
    const seen = (state: 'visible' | 'hidden') => vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
    beforeEach(() => {
      complete = false;
    });
    afterEach(() => vi.restoreAllMocks());

    test('comes by itself, and nothing else changes', async () => {
      await open();
      act(() => lines()[2]?.click());
      act(() => lines()[2]?.focus());
      playTo(606);
      seek('café');
      const [film, track, row] = [video(), one('track[kind=captions]'), lines()[2]];
      items = more;
      tag = '"2"';
      complete = true;
      await later(8500);
      expect(lines()).toHaveLength(4);
      await later(1500);
      expect(lines()).toHaveLength(6);
      expect(lines()[3]).toBe(row);
      expect([current(), document.activeElement]).toEqual([3, row]);
      expect(lines().map(({ tabIndex }) => tabIndex)).toEqual([-1, -1, -1, 0, -1, -1]);
      expect(lines().findIndex((each) => each.classList.contains('is-found'))).toBe(3);
      expect(video()).toBe(film);
      expect(video().currentTime).toBe(606);
      // A browser reads a track once.
      expect(one('track[kind=captions]')).not.toBe(track);
      await later(60_000);
      expect(reads()).toHaveLength(2);
      expect(new Headers(reads()[1]?.[1]?.headers).get('If-None-Match')).toBe('"1"');
    });

    test('is asked for until it is complete, and not while nobody sees it', async () => {
      await open();
      const row = lines()[0];
      fetched.mockImplementation(async () => new Response(null, { status: 304 }));
      const track = one('track[kind=captions]');
      await later(10_000);
      await later(10_000);
      expect(reads()).toHaveLength(3);
      expect(lines()[0]).toBe(row);
      expect(one('track[kind=captions]')).toBe(track);
      seen('hidden');
      await later(60_000);
      expect(reads()).toHaveLength(3);
      seen('visible');
      await later(10_000);
      expect(reads()).toHaveLength(4);
    });

    test.each([
      [403, 2],
      [404, 2],
      [503, 4],
    ])('stays when it is refused with %d', async (status, asked) => {
      await open();
      fetched.mockImplementation(async () => new Response('', { status }));
      for (let i = 0; i < 3; i++) await later(10_000);
      expect(reads()).toHaveLength(asked);
      expect(lines()).toHaveLength(4);
    });

    test('says so while nothing is there', async () => {
      items = [];
      await open();
      expect(one('.film-nothing').textContent).toBe(text.nothingYet);
    });
  });

  test('marks the line that is said, and leads to each', async () => {
    await open();
    expect(current()).toBe(-1);
    playTo(2);
    expect(current()).toBe(0);
    act(() => lines()[2]?.click());
    expect(video().currentTime).toBe(605.025);
    expect(video().play).toHaveBeenCalled();
    expect(current()).toBe(2);
    playTo(605.0249);
    expect(current()).toBe(2);
  });

  test('is gone through by keys, of which one leads into it', async () => {
    await open();
    playTo(5);
    const stops = () => lines().map((line) => line.tabIndex);
    expect(stops()).toEqual([-1, 0, -1, -1]);
    act(() => lines()[1]?.focus());
    key(lines()[1] as Element, 'ArrowDown');
    expect(document.activeElement).toBe(lines()[2]);
    expect(stops()).toEqual([-1, -1, 0, -1]);
    key(lines()[2] as Element, 'End');
    expect(document.activeElement).toBe(lines()[3]);
    key(lines()[3] as Element, 'Home');
    expect(document.activeElement).toBe(lines()[0]);
    act(() => lines()[0]?.blur());
    expect(stops()).toEqual([-1, 0, -1, -1]);
  });

  /** The list, of a height in which two rows stand. */
  const laidOut = (): HTMLElement => {
    const list = one('.film-lines');
    Object.defineProperty(list, 'clientHeight', { value: 100, configurable: true });
    for (const [at, line] of all('[data-row]').entries()) {
      Object.defineProperty(line, 'offsetTop', { value: at * 100, configurable: true });
      Object.defineProperty(line, 'offsetHeight', { value: 50, configurable: true });
    }
    const scrolled = vi.fn((options: ScrollToOptions) => {
      list.scrollTop = options.top ?? 0;
      list.dispatchEvent(new Event('scroll'));
    });
    list.scrollTo = scrolled as unknown as typeof list.scrollTo;
    return list;
  };

  const turnWheel = (list: HTMLElement, to: number) =>
    act(() => {
      list.dispatchEvent(new Event('wheel', { bubbles: true }));
      list.scrollTop = to;
      list.dispatchEvent(new Event('scroll'));
    });

  test('goes along with the film, until one scrolls away', async () => {
    await open();
    const list = laidOut();
    playTo(606);
    expect(list.scrollTop).toBe(180);
    expect(button(text.backToNow)).toBeUndefined();

    turnWheel(list, 0);
    expect(button(text.backToNow)).toBeDefined();
    playTo(701);
    expect(list.scrollTop).toBe(0);
    press(text.backToNow);
    expect(list.scrollTop).toBe(280);
    expect(button(text.backToNow)).toBeUndefined();
  });

  test('stays where one has scrolled to before anybody says something', async () => {
    await open();
    const list = laidOut();
    playTo(0);
    expect(all('.film-line[aria-current]')).toHaveLength(0);
    turnWheel(list, 300);
    expect(button(text.backToNow)).toBeDefined();
    playTo(606);
    expect(list.scrollTop).toBe(300);
  });

  test('that cannot be had says so', async () => {
    fetched.mockResolvedValue(new Response('', { status: 403 }));
    await open();
    expect(root().textContent).toContain(text.noTranscript);
  });

  test('of which there is nothing says so', async () => {
    items = [said('l_1', 'mina', '', 0, null)];
    await open();
    expect(root().textContent).toContain(text.nothingSaid);
    press('Chapters');
    expect(names('.film-line')).toEqual(['0:00Welcome', '10:00Rate limiter']);
  });

  test('is copied, and downloaded from addresses that are good', async () => {
    const writeText = vi.fn(async (_: string) => undefined);
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    await open();
    press('Copy transcript');
    await later(0);
    expect(writeText.mock.calls[0]?.[0]).toContain('Daniel Okafor: Shall we begin?\nMina Park: Yes.');
    expect(toasts.value.at(-1)?.text).toBe(t.transcript.copied);
    const links = all('.film-take a') as HTMLAnchorElement[];
    expect(links.map((link) => link.download)).toEqual(['System Design.txt', 'System Design.srt', 'System Design.vtt']);
    expect(links[1]?.href).toContain('transcript.srt');
    expect(links[1]?.getAttribute('aria-label')).toBe('Download the transcript as SRT');
  });

  test('is renewed before it is downloaded', async () => {
    give(recorded({ transcript: filmTranscript(1000) }));
    await open();
    give(recorded({ transcript: filmTranscript() }));
    const link = all('.film-take a')[0] as HTMLAnchorElement;
    const again = vi.spyOn(link, 'click').mockReturnValue();
    act(() => void link.dispatchEvent(new MouseEvent('click', { cancelable: true, bubbles: true })));
    await later();
    expect(link.href).toContain('exp=2000000000');
    expect(again).toHaveBeenCalledOnce();
  });
});

describe('a search', () => {
  const status = () => one('.film-count').textContent;
  const found = () => lines().findIndex((line) => line.classList.contains('is-found'));

  test('marks what is found, and goes from one to the next', async () => {
    await open();
    seek('cafe');
    expect(all('mark').map((mark) => mark.textContent)).toEqual(['café', 'café']);
    expect([status(), found()]).toEqual(['1 of 2', 0]);
    key(search(), 'Enter');
    expect([status(), found()]).toEqual(['2 of 2', 2]);
    press(text.search.next);
    expect([status(), found()]).toEqual(['1 of 2', 0]);
    key(search(), 'Enter', { shiftKey: true });
    expect([status(), found()]).toEqual(['2 of 2', 2]);
    press(text.search.previous);
    expect(found()).toBe(0);
    expect(video().currentTime).toBe(0);
    vi.useRealTimers();
    expect(await violations()).toEqual([]);
  });

  test('begins with what is said next, and ends with Escape', async () => {
    await open();
    playTo(5);
    seek('café');
    expect(found()).toBe(2);
    key(search(), 'Escape');
    expect([search().value, status(), found(), all('mark').length]).toEqual(['', '', -1, 0]);
  });

  test('that finds nothing says so', async () => {
    await open();
    seek('bucket');
    expect([status(), found()]).toEqual(['No match', -1]);
    expect(button(text.search.next).disabled).toBe(true);
  });
});

describe('captions', () => {
  const track = () => one('track[kind=captions]') as HTMLTrackElement;

  test('are switched on and off, in a size, for this browser', async () => {
    await open();
    expect(track().getAttribute('src')).toContain('transcript.vtt');
    expect(all('.film-captions select')).toEqual([]);
    press('Captions');
    expect(button('Captions').getAttribute('aria-pressed')).toBe('true');
    expect(localStorage.getItem('lyceum:captions')).toBe('on');
    const size = one('.film-captions select') as HTMLSelectElement;
    size.value = 'large';
    act(() => void size.dispatchEvent(new Event('change')));
    expect(video().classList).toContain('captions-large');
    key(video(), 'c');
    expect(localStorage.getItem('lyceum:captions')).toBe('off');
    vi.useRealTimers();
    expect(await violations()).toEqual([]);
  });

  test('are not there where nothing was to become text', async () => {
    give(recorded());
    await open();
    expect(all('track').map((each) => each.getAttribute('kind'))).toEqual(['chapters']);
    expect(button('Captions')).toBeUndefined();
    expect(root().textContent).not.toContain('C for captions');
  });

  test('say who speaks', () => {
    expect(named('<v Mina Park (learner)>Hello')).toBe('<v Mina Park (learner)><b>Mina:</b> Hello');
    expect(named('<v A &amp; B>Hello')).toBe('<v A &amp; B><b>A:</b> Hello');
    expect(named('Hello')).toBe('Hello');
  });
});

describe('a moment that one came for', () => {
  test('is where the right film begins', async () => {
    const second = recorded({
      id: 'rec_2',
      startedAt: '2026-01-15T12:00:00Z',
      endedAt: '2026-01-15T13:00:00Z',
      transcript: filmTranscript(),
    });
    give(recorded({ transcript: filmTranscript() }), second);
    await open(STARTED_MS + 605_125);
    expect(one('.film-parts [aria-current]').textContent).toMatch(/^1\. /);
    expect(current()).toBe(2);
    fire('loadedmetadata');
    expect(video().currentTime).toBe(605.125);
  });

  test('of no film is none', async () => {
    await open(STARTED_MS - 60_000);
    expect(current()).toBe(-1);
    fire('loadedmetadata');
    expect(video().currentTime).toBe(0);
  });
});
