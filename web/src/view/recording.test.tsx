import { act } from 'preact/test-utils';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  all,
  button,
  daniel,
  draw,
  mina,
  names,
  noor,
  one,
  press,
  room,
  roomPage,
  session,
  violations,
} from '../../test/roomPage';
import * as capture from '../media/capture';
import type { ServerEvent } from '../protocol/types';
import { toasts } from '../state/notices';
import { reduce } from '../state/reduce';
import * as store from '../state/store';
import { t } from '../strings/en';
import * as actions from './actions';
import { createNotifier } from './notify';
import * as ui from './ui';

vi.mock('./actions', async (original) => ({
  ...(await original<typeof actions>()),
  leave: vi.fn(),
  record: vi.fn(),
}));

roomPage();
beforeEach(() => {
  ui.agreed.value = [];
  ui.recordAsked.value = null;
});

const byDaniel = { id: 'rec_1', by: 'daniel' };
const agreedTo = (recording: typeof byDaniel | { id: string }) => {
  ui.agreed.value = [recording.id];
  room({ recording });
};

/** As it comes from the server: into the state first. */
let row = 1;
const happen = (event: Pick<ServerEvent, 't' | 'd'>) => {
  const told = { ...event, s: row++ } as ServerEvent;
  act(() => {
    store.room.value = { ...reduce(store.room.value, { type: 'event', event: told, at: 0 }), lastSeq: 0 };
    createNotifier().happened(told);
  });
};
const started = (by?: string) => happen({ t: 'recording.state', d: { state: 'recording', id: 'rec_1', by } });
const stopped = (reason: string, by?: string) =>
  happen({ t: 'recording.state', d: { state: 'stopped', id: 'rec_1', reason, by } });
const told = () => toasts.value.map(({ kind, text }) => `${kind}: ${text}`);

describe('the badge', () => {
  test('is there for everybody as long as the session is recorded, and says who started it', async () => {
    draw();
    expect(all('.rec')).toEqual([]);
    agreedTo(byDaniel);
    expect(one('.rec').textContent).toBe(`REC${t.recording.on}`);
    expect(one('.rec').title).toBe('This session is recorded. Started by Daniel Okafor.');
    expect(one('.rec-more').textContent).toContain('Started by Daniel Okafor.');
    expect(await violations()).toEqual([]);
    room({ recording: null });
    expect(all('.rec')).toEqual([]);
  });

  test.each([
    ['by oneself', { recording: { id: 'rec_1', by: 'mina' } }, 'This session is recorded. You started it.'],
    ['by the plan', { recording: { id: 'rec_1' } }, 'This session is recorded.'],
    ['by somebody who is gone', { recording: { id: 'rec_1', by: 'lea' } }, 'This session is recorded.'],
    ['on a device', { localRecordings: ['daniel'] }, 'Daniel records on their own device.'],
    ['on one’s own device', { localRecordings: ['mina'] }, 'You record on your own device.'],
    ['on two devices', { localRecordings: ['noor', 'mina'] }, 'You and Noor record on their own devices.'],
    [
      'here and there',
      { recording: { id: 'rec_1' }, localRecordings: ['noor'] },
      'This session is recorded. Noor records on their own device.',
    ],
  ])('%s', (_, state, title) => {
    ui.agreed.value = ['rec_1'];
    room({ participants: [daniel, mina, noor], ...state });
    draw();
    expect(one('.rec').title).toBe(title);
  });

  test('marks the tile of who records on their own device', () => {
    room({ participants: [daniel, mina, noor], localRecordings: ['noor'] });
    draw();
    const marked = all('figure').filter((tile) => tile.querySelector('.rec-mark'));
    expect(marked.map((tile) => tile.getAttribute('aria-label'))).toEqual(['Noor Haddad']);
    expect(one('.rec').classList).toContain('is-local');
  });
});

describe('what is told', () => {
  const cases: readonly (readonly [() => void, string])[] = [
    [() => started('daniel'), 'record: Recording started by Daniel'],
    [() => started('mina'), 'record: Recording started'],
    [() => started(), 'record: Recording started'],
    [() => stopped('mentor', 'daniel'), 'record: Recording stopped by Daniel'],
    [() => stopped('mentor', 'mina'), 'record: Recording stopped'],
    [() => stopped('requested'), 'record: Recording stopped by the host'],
    [() => stopped('disk_full'), 'recordBroke: Recording stopped: the server has no room left. The session goes on.'],
    [() => stopped('limit'), `recordBroke: ${t.recording.toast.stopped('limit', null)}`],
    [() => stopped('failed'), `recordBroke: ${t.recording.toast.stopped('failed', null)}`],
    [() => stopped('a new reason'), 'record: Recording stopped'],
    [
      () => happen({ t: 'recording.local', d: { participant: 'daniel', on: true } }),
      'record: Daniel records on their own device',
    ],
    [
      () => happen({ t: 'recording.local', d: { participant: 'daniel', on: false } }),
      'record: Daniel stopped recording on their own device',
    ],
  ];
  test.each(cases.map(([event, line]) => ({ event, line })))('$line', ({ event, line }) => {
    event();
    expect(told()).toEqual([line]);
  });

  test('of one’s own device only by what one sees', () => {
    happen({ t: 'recording.local', d: { participant: 'mina', on: true } });
    expect(told()).toEqual([]);
  });

  test('nothing in the lobby', () => {
    store.screen.value = { at: 'lobby' };
    started('daniel');
    expect(told()).toEqual([]);
  });
});

describe('the dialog for who is in the room', () => {
  test('asks once, and staying agrees', async () => {
    draw();
    started('daniel');
    expect(one('dialog').textContent).toContain('Daniel has started to record this session.');
    expect(names('dialog button')).toEqual(['Leave', 'Stay']);
    expect(await violations()).toEqual([]);
    press('Stay');
    expect(all('dialog')).toEqual([]);
    room({ recording: { ...byDaniel } });
    expect(all('dialog')).toEqual([]);
    expect(actions.leave).not.toHaveBeenCalled();
  });

  test('comes before whatever was asked, which is asked again afterwards', () => {
    ui.dialog.value = 'settings';
    draw();
    started('daniel');
    expect(names('dialog h2')).toEqual([t.recording.asked.title]);
    press('Stay');
    expect(names('dialog h2')).toEqual([t.settings.title]);
  });

  test('lets one leave', () => {
    draw();
    started('daniel');
    act(() => (all('dialog button')[0] as HTMLButtonElement).click());
    expect(actions.leave).toHaveBeenCalledOnce();
  });

  test('is not closed by Escape', () => {
    draw();
    started('daniel');
    const cancel = new Event('cancel', { cancelable: true });
    act(() => void one('dialog').dispatchEvent(cancel));
    expect(cancel.defaultPrevented).toBe(true);
    const again = vi.spyOn(one('dialog') as HTMLDialogElement, 'showModal');
    act(() => void one('dialog').dispatchEvent(new Event('close')));
    expect(again).toHaveBeenCalledOnce();
    expect(names('dialog h2')).toEqual([t.recording.asked.title]);
  });

  test('asks neither who started it nor who is in no recording', () => {
    draw();
    started('mina');
    expect(all('dialog')).toEqual([]);
    capture.maySend.value = false;
    started('daniel');
    expect(all('dialog')).toEqual([]);
  });

  test('asks again for the next recording', () => {
    draw();
    started('daniel');
    press('Stay');
    stopped('mentor', 'daniel');
    happen({ t: 'recording.state', d: { state: 'recording', id: 'rec_2', by: 'daniel' } });
    expect(names('dialog h2')).toEqual([t.recording.asked.title]);
  });

  test('does not ask who was told in the lobby', () => {
    store.screen.value = { at: 'lobby' };
    room({ recording: byDaniel });
    draw();
    press('Join session');
    act(() => {
      store.screen.value = { at: 'room' };
    });
    expect(all('dialog')).toEqual([]);
  });
});

describe('the lobby', () => {
  const note = () => one('.rec-note')?.textContent;
  beforeEach(() => {
    store.screen.value = { at: 'lobby' };
    room({ participants: [daniel] });
  });

  test('says nothing of recording where there is none', () => {
    draw();
    expect(note()).toBeUndefined();
    expect(one('.consent').textContent).toBe('This session is not recorded. Saved: chat.');
  });

  test('says that it is recorded, before one joins', async () => {
    room({ recording: byDaniel });
    draw();
    expect(note()).toBe('This session is recorded. By joining you agree to being recorded.');
    expect(one('.consent').textContent).toBe('Saved: picture, sound, and chat.');
    expect(one('.rec-note').nextElementSibling?.textContent).toBe('Join session');
    expect(await violations()).toEqual([]);
  });

  test('says that it will be', () => {
    room({ session: { ...session, record: true } });
    draw();
    expect(note()).toBe('This session will be recorded. By joining you agree to being recorded.');
  });

  test('says that somebody records it', () => {
    room({ localRecordings: ['daniel'] });
    draw();
    expect(note()).toBe('Daniel records on their own device. By joining you agree to being recorded.');
  });

  test('has an observer agree to nothing', () => {
    capture.maySend.value = false;
    room({ recording: byDaniel });
    draw();
    expect(note()).toBe('This session is recorded.');
  });
});

describe('a mentor', () => {
  beforeEach(() => {
    room({ you: 'daniel' });
    draw();
  });
  const controls = () => names('.controls > button');

  test('starts and stops, and is asked before', async () => {
    press('Record the session');
    expect(one('dialog').textContent).toContain('Everybody will be told.');
    expect(await violations()).toEqual([]);
    act(() => (all('dialog button')[1] as HTMLButtonElement).click());
    expect(actions.record).toHaveBeenLastCalledWith(true);
    started('daniel');
    expect(all('dialog')).toEqual([]);
    expect(controls()).toContain('Stop recording');
    press('Stop recording');
    expect(names('dialog h2')).toEqual(['Stop recording?']);
    act(() => (all('dialog button')[0] as HTMLButtonElement).click());
    expect(actions.record).toHaveBeenCalledTimes(1);
    press('Stop recording');
    act(() => (all('dialog button')[1] as HTMLButtonElement).click());
    expect(actions.record).toHaveBeenLastCalledWith(false);
  });

  test('waits until it is done', () => {
    act(() => {
      ui.recordAsked.value = 'start';
    });
    expect(button('Starting…').getAttribute('aria-disabled')).toBe('true');
    press('Starting…');
    expect(all('dialog')).toEqual([]);
  });

  test('finds it in the menu of a phone', () => {
    act(() => {
      ui.isPhone.value = true;
    });
    expect(controls()).not.toContain('Record the session');
    expect(names('.menu-item')).toContain('Record the session');
    press('Record the session');
    expect(names('dialog h2')).toEqual(['Start recording?']);
  });
});

test('a learner has nothing to start or stop', () => {
  const controls = () => names('.controls button').filter((name) => /record/i.test(name ?? ''));
  draw();
  expect(controls()).toEqual([]);
  agreedTo(byDaniel);
  expect(controls()).toEqual([]);
  act(() => {
    ui.isPhone.value = true;
  });
  expect(controls()).toEqual([]);
});

describe('the end', () => {
  const ended = { reason: 'mentor', outcome: 'completed', activeMs: 0, at: '2026-01-01T11:00:00Z' } as const;

  test('says where the recording will be', async () => {
    agreedTo(byDaniel);
    started('daniel');
    draw();
    happen({ t: 'session.ended', d: ended });
    expect(one('dialog').textContent).toContain('The recording will be on your dashboard.');
    expect(one('.recorded a').getAttribute('href')).toBe('/dashboard');
    expect(await violations()).toEqual([]);
  });

  test('of one that was not recorded says nothing of it', () => {
    draw();
    happen({ t: 'session.ended', d: ended });
    expect(all('.recorded')).toEqual([]);
  });
});
