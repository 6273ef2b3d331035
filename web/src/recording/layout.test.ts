import { expect, test } from 'vitest';
import { type Box, contain, cover, grid, HEIGHT, layout, WIDTH } from './layout';

const area: Box = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
const inside = ({ x, y, width, height }: Box) =>
  x >= 0 && y >= 0 && x + width <= WIDTH + 0.01 && y + height <= HEIGHT + 0.01;
const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('%i people stand in the picture, none over another', (count) => {
  for (const shared of [false, true]) {
    const { people, screen } = layout(count, shared);
    const all = [...people, ...(screen ? [screen] : [])];
    expect(people).toHaveLength(count);
    expect(screen !== null).toBe(shared);
    expect(all.every(inside)).toBe(true);
    expect(all.some((box, i) => all.slice(i + 1).some((other) => overlap(box, other)))).toBe(false);
  }
});

test('one alone fills the area, two stand side by side', () => {
  expect(grid(1, area)).toEqual([area]);
  const [left, right] = grid(2, area);
  expect(left?.y).toBe(right?.y);
  expect(left?.width).toBeGreaterThan(600);
});

test('nobody is no boxes, and a screen alone has all of it', () => {
  expect(layout(0, false).people).toEqual([]);
  expect(layout(0, true).screen?.width).toBeGreaterThan(1200);
});

test('a picture fills a box without being stretched, or is in it as a whole', () => {
  const box = { x: 10, y: 20, width: 160, height: 90 };
  expect(cover(640, 480, box)).toEqual({ x: 0, y: 60, width: 640, height: 360 });
  expect(contain(640, 480, box)).toEqual({ x: 30, y: 20, width: 120, height: 90 });
});
