import { beforeEach, describe, expect, test } from 'vitest';
import { keeper } from './kept';

beforeEach(() => sessionStorage.clear());

describe('what the browser keeps', () => {
  test('is there for the next load', () => {
    expect(keeper(() => sessionStorage).set('a', '1')).toBe(true);
    const next = keeper(() => sessionStorage);
    expect(next.get('a')).toBe('1');
    next.remove('a');
    expect(sessionStorage.getItem('a')).toBeNull();
  });
});

describe('what it does not keep', () => {
  const refused = () => {
    throw new DOMException('The operation is insecure', 'SecurityError');
  };
  const full = (): Storage => ({ ...refusing, getItem: () => 'old' });
  const refusing = { length: 0, clear: refused, key: refused, getItem: refused, setItem: refused, removeItem: refused };

  test.each([
    ['a storage that is refused', refused],
    ['one that refuses everything', () => refusing],
    ['one that is full', full],
  ])('is kept as long as the page is: %s', (_, open) => {
    const kept = keeper(open);
    expect(kept.set('a', '1')).toBe(false);
    expect(kept.get('a')).toBe('1');
    kept.remove('a');
    expect(kept.get('a')).toBe(open === full ? 'old' : null);
  });
});
