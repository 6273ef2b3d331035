import { act } from 'preact/test-utils';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  all,
  button,
  chat,
  draw,
  message,
  mina,
  names,
  one,
  press,
  roomPage,
  root,
  violations,
} from '../../test/roomPage';
import * as capture from '../media/capture';
import * as store from '../state/store';
import { t } from '../strings/en';
import * as actions from './actions';
import * as ui from './ui';

vi.mock('./actions', async (original) => ({
  ...(await original<typeof actions>()),
  say: vi.fn(() => true),
  sayAgain: vi.fn(),
}));

roomPage();

describe('the chat', () => {
  beforeEach(() => {
    vi.mocked(actions.say).mockReturnValue(true);
  });

  const box = () => one('.composer textarea') as HTMLTextAreaElement;
  const type = (text: string) =>
    act(() => {
      box().value = text;
      box().dispatchEvent(new Event('input', { bubbles: true }));
    });
  const key = (init: KeyboardEventInit) => {
    const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
    act(() => {
      box().dispatchEvent(event);
    });
    return event.defaultPrevented;
  };

  test('shows who wrote what and when, one’s own as one’s own', async () => {
    draw();
    chat([message('1', 'Hello\nyou'), message('2', 'Hi', mina), message('3', null)]);
    expect(names('.lines li .meta b')).toEqual(['Daniel Okafor', 'You', 'Daniel Okafor']);
    expect(one('.lines time').textContent).toMatch(/\d{1,2}.05/);
    expect(all('.lines li.is-own .bubble').map((b) => b.textContent)).toEqual(['Hi']);
    expect(one('.bubble.is-erased').textContent).toBe(t.chat.erased);
    expect(one('[role=log]').getAttribute('aria-label')).toBe('Messages');
    expect(await violations()).toEqual([]);
  });

  test('writes no markup, and links nothing but web addresses', () => {
    draw();
    const text = '<img src=x onerror=alert(1)> javascript:alert(1) https://example.org/a.';
    chat([message('1', text)]);
    expect(one('.bubble').textContent).toBe(text);
    expect(all('.bubble img')).toEqual([]);
    const links = all('.bubble a') as HTMLAnchorElement[];
    expect(links.map((a) => [a.getAttribute('href'), a.target, a.rel])).toEqual([
      ['https://example.org/a', '_blank', 'noopener noreferrer nofollow'],
    ]);
  });

  test('says what became of a line of one’s own', async () => {
    draw();
    const line = { op: 'a', text: 'One', at: '2026-01-01T10:05:00Z', state: 'pending', id: null, echo: null } as const;
    chat([message('1', 'Two', mina)], [line, { ...line, op: 'b', text: 'Three', state: 'failed' }]);
    expect(names('.fate')).toEqual(['Sending…', 'Not sentRetry']);
    press('Retry');
    expect(actions.sayAgain).toHaveBeenCalledWith('b');
    // What was echoed before its answer stands among the lines already.
    chat([message('1', 'One', mina)], [{ ...line, echo: '1' }]);
    expect(all('.lines li')).toHaveLength(1);
    expect(await violations()).toEqual([]);
  });

  test('is sent by Enter and by the button, not by Shift and Enter or an input method', () => {
    draw();
    expect(button('Send').disabled).toBe(true);
    expect(key({ key: 'Enter' })).toBe(true);
    type('Hi');
    expect(key({ key: 'Enter', shiftKey: true })).toBe(false);
    expect(key({ key: 'Enter', isComposing: true })).toBe(false);
    expect(actions.say).not.toHaveBeenCalled();
    expect(key({ key: 'Enter' })).toBe(true);
    expect(actions.say).toHaveBeenCalledWith('Hi');
    expect(box().value).toBe('');
    type('Ho');
    press('Send');
    expect(actions.say).toHaveBeenLastCalledWith('Ho');
  });

  test('what could not be said stays in the box, also while another tab is looked at', () => {
    vi.mocked(actions.say).mockReturnValue(false);
    draw();
    type('Hi');
    key({ key: 'Enter' });
    act(() => {
      ui.tab.value = 'transcript';
    });
    expect(root().textContent).toContain('Transcript off');
    act(() => {
      ui.tab.value = 'chat';
    });
    expect(box().value).toBe('Hi');
    type('');
  });

  test('counts the characters near the limit, and sends none beyond', async () => {
    draw();
    type('x'.repeat(1799));
    expect(all('.char-count')).toEqual([]);
    type('x'.repeat(2000));
    expect(names('.char-count')).toEqual(['2,000 of 2,000 characters']);
    expect(button('Send').disabled).toBe(false);
    type('x'.repeat(2001));
    expect(button('Send').disabled).toBe(true);
    expect(await violations()).toEqual([]);
    key({ key: 'Enter' });
    expect(actions.say).not.toHaveBeenCalled();
    type('');
  });

  test('follows the newest line, unless one has scrolled back', () => {
    draw();
    chat([message('1', 'One')]);
    const log = one('.lines');
    const heights = { scrollHeight: 900, clientHeight: 300, scrollTop: 600 };
    for (const [name, value] of Object.entries(heights)) {
      Object.defineProperty(log, name, { value, writable: true, configurable: true });
    }
    const scrollTo = vi.spyOn(log, 'scrollTo').mockImplementation(() => undefined);
    const scrolled = (top: number) => {
      Object.assign(log, { scrollTop: top });
      act(() => {
        log.dispatchEvent(new Event('scroll'));
      });
    };
    chat([message('1', 'One'), message('2', 'Two')]);
    expect(scrollTo).toHaveBeenCalledTimes(1);
    scrolled(100);
    chat([message('1', 'One'), message('2', 'Two'), message('3', 'Three')]);
    expect(scrollTo).toHaveBeenCalledTimes(1);
    press('New messages');
    expect(scrollTo).toHaveBeenCalledTimes(2);
    expect(button('New messages')).toBeUndefined();
    scrolled(100);
    const line = { op: 'a', text: 'Mine', at: '2026-01-01T10:05:00Z', state: 'failed', id: null, echo: null } as const;
    chat(store.room.value.chat.lines, [line]);
    expect(scrollTo).toHaveBeenCalledTimes(3);
    scrolled(100);
    chat([...store.room.value.chat.lines, message('4', 'Four')], [line]);
    expect(scrollTo).toHaveBeenCalledTimes(3);
    expect(button('New messages')).toBeDefined();
  });

  test('counts on a phone what one has not seen, until the drawer is open', async () => {
    ui.isPhone.value = true;
    draw();
    chat([message('1', 'One'), message('2', 'Mine', mina), message('3', 'Two')]);
    expect(one('.dot').textContent).toBe('22 unread');
    expect(await violations()).toEqual([]);
    act(() => {
      ui.drawerOpen.value = true;
    });
    expect(all('.dot')).toEqual([]);
    act(() => {
      ui.drawerOpen.value = false;
    });
    expect(all('.dot')).toEqual([]);
    chat([...store.room.value.chat.lines, message('4', 'Three')]);
    expect(one('.dot').textContent).toBe('11 unread');
  });

  test('counts no further than anybody reads', () => {
    ui.tab.value = 'transcript';
    draw();
    chat(Array.from({ length: 120 }, (_, i) => message(`${i}`, 'x')));
    expect(one('.dot').textContent).toBe('99+120 unread');
  });

  test('is only read by an observer', async () => {
    capture.maySend.value = false;
    draw();
    chat([message('1', 'One')]);
    expect(all('.composer')).toEqual([]);
    expect(root().textContent).toContain(t.chat.readOnly);
    expect(await violations()).toEqual([]);
  });
});
