import { describe, expect, test, vi } from 'vitest';
import { boot, claimsOf, feedbackPath, OWNER_KEY, onwards, recordingPath, tokenKey } from './boot';

const at = (pathname: string, hash = '', search = '') => ({ pathname, hash, search });
const memory = (entries: Record<string, string> = {}) => ({
  get: (key: string) => entries[key] ?? null,
  set: (key: string, value: string) => {
    entries[key] = value;
    return true;
  },
});
const history = () => ({ state: null, replaceState: vi.fn() });

describe('boot', () => {
  test('takes the token out of the address and keeps it for this tab', () => {
    const [h, storage] = [history(), memory()];
    const booted = boot(at('/session/ses_1/', '#t=a.b.c', '?x=1'), h, storage);
    expect(booted).toEqual({ ok: true, at: 'room', ticket: { sessionId: 'ses_1', token: 'a.b.c' } });
    expect(h.replaceState).toHaveBeenCalledWith(null, '', '/session/ses_1/?x=1');
    expect(storage.get(tokenKey('ses_1'))).toBe('a.b.c');
  });

  test('a reload finds the token again, another session does not', () => {
    const storage = memory({ [tokenKey('ses_1')]: 'a.b.c' });
    expect(boot(at('/session/ses_1/'), history(), storage)).toMatchObject({ ok: true });
    expect(boot(at('/session/ses_2/'), history(), storage)).toEqual({ ok: false, why: 'noToken' });
  });

  test('where the browser keeps nothing the token stays in the address, and goes along to the feedback', () => {
    const h = history();
    const room = at('/session/ses_1/', '#t=a.b.c');
    const booted = boot(room, h, { get: () => null, set: () => false });
    expect(booted).toMatchObject({ ok: true, ticket: { token: 'a.b.c' } });
    expect(h.replaceState).not.toHaveBeenCalled();
    expect(onwards(feedbackPath('ses_1'), room)).toBe('/session/ses_1/feedback#t=a.b.c');
  });

  test('a new link replaces the token of an old one', () => {
    const storage = memory({ [tokenKey('ses_1')]: 'old' });
    const booted = boot(at('/session/ses_1', '#t=new'), history(), storage);
    expect(booted).toMatchObject({ ticket: { token: 'new' } });
  });

  test.each(['/', '/session/', '/session/a%2Fb/', '/sessions/ses_1/'])('%s is no session', (path) => {
    expect(boot(at(path, '#t=x'), history(), memory())).toEqual({ ok: false, why: 'noSession' });
  });
});

describe('beside the room', () => {
  test('a film is for whoever was there, also by the dashboard’s token, which opens no room', () => {
    const storage = memory({ [OWNER_KEY]: 'dash' });
    const booted = boot(at(recordingPath('ses_1')), history(), storage);
    expect(booted).toEqual({ ok: true, at: 'recording', ticket: { sessionId: 'ses_1', token: 'dash' }, atMs: null });
    const moment = (hash: string) => boot(at(recordingPath('ses_1'), hash), history(), storage);
    expect(moment('#at=1768472400250')).toMatchObject({ ticket: { token: 'dash' }, atMs: 1_768_472_400_250 });
    expect(moment('#at=-1')).toMatchObject({ atMs: null });
    expect(storage.get(tokenKey('ses_1'))).toBeNull();
    expect(boot(at(recordingPath('ses_1'), '#t=new'), history(), storage)).toMatchObject({ ticket: { token: 'new' } });
    expect(boot(at(recordingPath('ses_1')), history(), memory())).toEqual({ ok: false, why: 'noDashboardToken' });
  });

  test('the feedback is asked for with the token of the session', () => {
    const storage = memory({ [tokenKey('ses_1')]: 'a.b.c' });
    const ticket = { sessionId: 'ses_1', token: 'a.b.c' };
    expect(boot(at('/session/ses_1/feedback'), history(), storage)).toEqual({ ok: true, at: 'feedback', ticket });
    expect(boot(at('/session/ses_2/feedback'), history(), storage)).toEqual({ ok: false, why: 'noToken' });
  });

  test('the dashboard takes its token out of the address and keeps it for a reload', () => {
    const [h, storage] = [history(), memory()];
    const dashboard = { ok: true, at: 'dashboard', token: 'd.e.f' };
    expect(boot(at('/dashboard', '#t=d.e.f'), h, storage)).toEqual(dashboard);
    expect(h.replaceState).toHaveBeenCalledWith(null, '', '/dashboard');
    expect(boot(at('/dashboard'), history(), storage)).toEqual(dashboard);
  });

  test('the dashboard shows the sessions of whoever was in a room last', () => {
    const storage = memory({ [OWNER_KEY]: 'd.e.f' });
    boot(at('/session/ses_1/', '#t=a.b.c'), history(), storage);
    expect(boot(at('/dashboard'), history(), storage)).toMatchObject({ token: 'a.b.c' });
    expect(boot(at('/dashboard'), history(), memory())).toEqual({ ok: false, why: 'noDashboardToken' });
  });
});

describe('claimsOf', () => {
  const token = (claims: unknown) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
  test('reads name and role, in any script', () =>
    expect(claimsOf(token({ name: 'Жанна Ли', role: 'mentor' }))).toEqual({ name: 'Жанна Ли', role: 'mentor' }));
  test.each(['', 'x', 'a.b.c', token(null), token([]), token({ name: 7 })])(
    '%s gives nothing, and throws nothing',
    (t) => expect(claimsOf(t)).toEqual({ name: '', role: '' }),
  );
});
