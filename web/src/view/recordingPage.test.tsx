import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { mine } from '../../test/mine';
import { filmFiles, recorded, unmade } from '../../test/recorded';
import { all, button, draw, names, one, press, roomPage, root, violations } from '../../test/roomPage';
import { noSummary } from '../../test/summed';
import * as rest from '../connection/rest';
import type { Recording } from '../protocol/recordings';
import * as store from '../state/store';
import { t } from '../strings/en';

vi.mock('../connection/rest');

roomPage();

const films = vi.mocked(rest.myRecordings);
const fetched = vi.fn<typeof fetch>();
const give = (...items: readonly Recording[]) => films.mockResolvedValue({ ok: true, value: { items } });
const later = (ms = 500) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));
const open = async (atMs: number | null = null) => {
  store.screen.value = { at: 'recording', ticket: { sessionId: 'ses_1', token: 'a.b.c' }, atMs };
  draw();
  await later();
  // The film is there, and asks for its files.
  await later();
};
const video = () => one('video') as HTMLVideoElement;
const fire = (name: string) => act(() => void video().dispatchEvent(new Event(name)));
const texts: Readonly<Record<string, string>> = {
  'strip.vtt': 'WEBVTT\n\n00:00:00.000 --> 00:30:00.000\nstrip.jpg#xywh=0,0,160,90\n',
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  films.mockReset();
  vi.mocked(rest.mySummary).mockResolvedValue({ ok: true, value: noSummary });
  vi.mocked(rest.mySession).mockResolvedValue({ ok: true, value: mine() });
  fetched.mockReset();
  fetched.mockImplementation(async (url) => {
    const name = /rec_1\.([\w.]+)/.exec(String(url))?.[1] ?? '';
    return new Response(texts[name] ?? '', { status: name in texts ? 200 : 404 });
  });
  vi.stubGlobal('fetch', fetched);
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue();
  vi.spyOn(HTMLMediaElement.prototype, 'load').mockReturnValue();
});
afterEach(() => vi.useRealTimers());

const ended = (exp: number) => recorded({ files: filmFiles(exp) });

describe('a film that is ready', () => {
  test('is played with its poster, chapters and what one may do with it', async () => {
    give(recorded());
    await open();
    expect(names('h1')).toEqual(['System Design']);
    expect(one('.title p').textContent).toMatch(/ · 60 min$/);
    expect(video().getAttribute('src')).toContain('lesson.webm');
    expect(video().getAttribute('poster')).toContain('poster.jpg');
    expect(video().controls).toBe(true);
    expect(all('track').map((track) => track.getAttribute('kind'))).toEqual(['chapters']);
    expect(names('.film-line')).toEqual(['0:00Welcome', '10:00Rate limiter']);
    const link = one('a[download]') as HTMLAnchorElement;
    expect(link.download).toBe('System Design.webm');
    expect(link.getAttribute('aria-label')).toBe('Download the film, 7 MB');
    expect(names('.back-btn')).toEqual(['Your sessions']);
    expect(all('.film-tabs')).toEqual([]);
    vi.useRealTimers();
    expect(await violations()).toEqual([]);
  });

  test('jumps to a chapter, and says which one is played', async () => {
    give(recorded());
    await open();
    act(() => all('.film-line')[1]?.click());
    expect(video().currentTime).toBe(600);
    expect(video().play).toHaveBeenCalled();
    fire('timeupdate');
    expect(all('.film-line').map((line) => line.getAttribute('aria-current'))).toEqual([null, 'true']);
    expect(one('input[type=range]').getAttribute('aria-valuetext')).toBe('10:00 of 60:00, Rate limiter');
  });

  test('is sought on a line of its own, with pictures of what the pointer is over', async () => {
    give(recorded());
    await open();
    const seek = one('input[type=range]') as HTMLInputElement;
    seek.value = '1200';
    act(() => void seek.dispatchEvent(new Event('input')));
    expect(video().currentTime).toBe(1200);
    const bar = one('.film-bar');
    vi.spyOn(bar, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 600, 24));
    act(() => void bar.dispatchEvent(new PointerEvent('pointermove', { clientX: 300, pointerType: 'mouse' })));
    expect(one('.film-peek').textContent).toBe('30:00Rate limiter');
    expect(one('.film-thumb').style.backgroundImage).toContain('strip.jpg');
    act(() => void bar.dispatchEvent(new PointerEvent('pointerleave')));
    expect(all('.film-peek')).toEqual([]);
  });

  test('is played faster by choice and by keys, and goes back and on', async () => {
    give(recorded());
    await open();
    const speed = one('select') as HTMLSelectElement;
    speed.value = '1.5';
    act(() => void speed.dispatchEvent(new Event('change')));
    expect([video().playbackRate, video().defaultPlaybackRate]).toEqual([1.5, 1.5]);
    const key = (name: string) => act(() => void video().dispatchEvent(new KeyboardEvent('keydown', { key: name })));
    key('>');
    expect(video().playbackRate).toBe(1.75);
    key('<');
    key('<');
    expect(video().playbackRate).toBe(1.25);
    key('l');
    key('L');
    key('j');
    expect(video().currentTime).toBe(10);
  });

  test('says when something is missing in it', async () => {
    give(recorded({ incomplete: 'disk_full' }));
    await open();
    expect(root().textContent).toContain(t.recording.player.incomplete);
  });
});

describe('addresses that end', () => {
  test('are asked for again, and the film goes on where it was, as fast as before', async () => {
    give(ended(1000));
    await open();
    video().currentTime = 754;
    Object.defineProperty(video(), 'paused', { value: false, configurable: true });
    give(ended(2000));
    fire('error');
    await later();
    expect(video().getAttribute('src')).toContain('exp=2000');
    video().currentTime = 0;
    fire('loadedmetadata');
    expect(video().currentTime).toBe(754);
    expect(video().play).toHaveBeenCalledOnce();
    expect(all('.film-broken')).toEqual([]);
  });

  test('stay in use as long as they are good, whatever becomes of another recording', async () => {
    give(ended(1000), unmade('processing'));
    await open();
    give(ended(2000), unmade('processing', { progress: 0.5 }));
    await later(3500);
    expect(films.mock.calls.length).toBeGreaterThan(1);
    expect(video().getAttribute('src')).toContain('exp=1000');
  });

  test('that are the same tell that the film is broken, which may be tried again', async () => {
    give(ended(1000));
    await open();
    fire('error');
    await later();
    expect(one('[role=alert].film-broken, .film-broken [role=alert]').textContent).toBe(t.recording.player.broken);
    give(ended(2000));
    press('Try again');
    await later();
    expect(video().getAttribute('src')).toContain('exp=2000');
    expect(all('.film-broken')).toEqual([]);
  });

  test('are renewed before a download', async () => {
    give(ended(1000));
    await open();
    const link = one('a[download]') as HTMLAnchorElement;
    give(recorded());
    const click = new MouseEvent('click', { cancelable: true, bubbles: true });
    act(() => void link.dispatchEvent(click));
    expect(click.defaultPrevented).toBe(true);
    const again = vi.spyOn(link, 'click').mockReturnValue();
    await later();
    expect(link.href).toContain('exp=2000000000');
    expect(again).toHaveBeenCalledOnce();
  });
});

describe('what is not ready', () => {
  test.each([
    ['recording', t.recording.page.recording],
    ['processing', t.recording.page.processing],
    ['failed', t.recording.page.failed],
    ['deleted', t.recording.page.deleted],
  ] as const)('%s', async (state, title) => {
    give(unmade(state, state === 'processing' ? { progress: 0.4 } : {}));
    await open();
    expect(names('h2')).toEqual([title]);
    expect(all('video')).toEqual([]);
    if (state === 'processing') expect(one('.film-percent').textContent).toBe('40 %');
    vi.useRealTimers();
    expect(await violations()).toEqual([]);
  });

  test('becomes a film by itself', async () => {
    give(unmade('processing'));
    await open();
    give(recorded());
    await later(3500);
    expect(all('video')).toHaveLength(1);
  });

  test('was never recorded', async () => {
    give();
    await open();
    expect(names('h2')).toEqual([t.recording.page.none]);
  });
});

describe('of several recordings', () => {
  const shown = () => one('.film-parts [aria-current]').textContent;

  test('one may choose', async () => {
    give(recorded(), unmade('processing', { id: 'rec_2' }));
    await open();
    expect(all('.film-parts button')).toHaveLength(2);
    expect(all('video')).toHaveLength(1);
    act(() => all('.film-parts button')[1]?.click());
    expect(names('h2')).toEqual([t.recording.page.processing]);
    expect(shown()).toMatch(/^2\. /);
  });

  test('the one that one looks at stays, whatever becomes of the others', async () => {
    give(recorded(), unmade('processing', { id: 'rec_2' }));
    await open();
    give(recorded(), recorded({ id: 'rec_2' }));
    await later(3500);
    expect(films.mock.calls.length).toBeGreaterThan(1);
    expect(shown()).toMatch(/^1\. /);
  });
});

describe('what cannot be loaded', () => {
  test('may be tried again', async () => {
    films.mockResolvedValue({ ok: false, why: 'failed' });
    await open();
    expect(one('[role=alert]').textContent).toBe(t.recording.page.notLoaded);
    give(recorded());
    press('Try again');
    await later();
    expect(all('video')).toHaveLength(1);
    expect(button('Try again')).toBeUndefined();
  });

  test.each([
    ['badToken', t.stopPages.badDashboardToken.title],
    ['noSession', t.stopPages.noSession.title],
  ] as const)('%s', async (why, title) => {
    films.mockResolvedValue({ ok: false, why });
    await open();
    expect(names('h1')).toEqual([title]);
  });
});
