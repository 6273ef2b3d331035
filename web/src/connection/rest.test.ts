import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { mine } from '../../test/mine';
import { recorded, unmade } from '../../test/recorded';
import { myRecordings, mySession, mySessions, sendFeedback } from './rest';

const ticket = { sessionId: 'ses_1', token: 'a.b.c' };
const fetched = vi.fn<typeof fetch>();
const answer = (status: number, body: unknown) => fetched.mockResolvedValue(Response.json(body, { status }));
const asked = () => {
  const [path, init] = fetched.mock.lastCall ?? [];
  return { path, method: init?.method, headers: init?.headers, body: init?.body };
};

beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal('fetch', fetched);
});
afterEach(() => vi.unstubAllGlobals());

describe('what is asked', () => {
  test('one’s sessions, page by page, with the token in a header', async () => {
    const page = { items: [mine()], next: 'ses_1' };
    answer(200, page);
    expect(await mySessions('a.b.c', null)).toEqual({ ok: true, value: page });
    expect(asked()).toEqual({
      path: '/api/v1/me/sessions',
      method: 'GET',
      headers: { Authorization: 'Bearer a.b.c' },
      body: undefined,
    });
    await mySessions('a.b.c', 'ses_1');
    expect(asked().path).toBe('/api/v1/me/sessions?after=ses_1');
  });

  test('one session', async () => {
    answer(200, mine());
    expect(await mySession(ticket)).toEqual({ ok: true, value: mine() });
    expect(asked().path).toBe('/api/v1/me/sessions/ses_1');
  });

  test('its recordings, in each state', async () => {
    const items = [recorded(), unmade('processing', { progress: 0.25 }), unmade('recording'), unmade('failed')];
    answer(200, { items });
    expect(await myRecordings(ticket)).toEqual({ ok: true, value: { items } });
    expect(asked()).toMatchObject({ path: '/api/v1/me/sessions/ses_1/recordings', method: 'GET' });
  });

  test.each(['//evil.example/x', 'https://evil.example/x', 'javascript:alert(1)'])(
    'a film at %s is none of the server’s',
    async (url) => {
      const [film] = recorded().files ?? [];
      answer(200, { items: [recorded({ files: film ? [{ ...film, url }] : [] })] });
      expect(await myRecordings(ticket)).toEqual({ ok: false, why: 'failed' });
    },
  );

  test.each([
    [{ rating: 4, comment: 'Clear' }, '{"rating":4,"comment":"Clear"}'],
    [{ rating: 1, comment: '' }, '{"rating":1}'],
  ])('feedback %o', async (feedback, body) => {
    answer(201, {});
    expect(await sendFeedback(ticket, feedback)).toMatchObject({ ok: true });
    expect(asked()).toEqual({
      path: '/api/v1/sessions/ses_1/feedback',
      method: 'POST',
      headers: { Authorization: 'Bearer a.b.c', 'Content-Type': 'application/json' },
      body,
    });
  });
});

describe('what is not answered', () => {
  test.each([
    [401, 'badToken'],
    [404, 'noSession'],
    [409, 'changed'],
    [429, 'failed'],
    [500, 'failed'],
  ])('%i is %s', async (status, why) => {
    answer(status, { code: 'x' });
    expect(await mySession(ticket)).toEqual({ ok: false, why });
  });

  test.each([
    ['an answer that is something else', () => Promise.resolve(Response.json({ items: 7, next: null }))],
    ['an answer that is no JSON', () => Promise.resolve(new Response('<html>'))],
    ['no network', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['no answer in time', () => Promise.reject(new DOMException('late', 'TimeoutError'))],
  ])('%s is a failure', async (_, behave) => {
    fetched.mockImplementation(behave);
    expect(await mySessions('a.b.c', null)).toEqual({ ok: false, why: 'failed' });
  });
});
