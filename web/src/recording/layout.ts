/** The recorded picture. */
export const WIDTH = 1280;
export const HEIGHT = 720;
const GAP = 12;
const STRIP = 300;
/** Of a picture of a person. */
const RATIO = 16 / 9;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The largest boxes of one shape, so many in so many columns, in the middle of `area`. */
const inColumns = (count: number, columns: number, area: Box): readonly Box[] => {
  const rows = Math.ceil(count / columns);
  const width = Math.min(
    (area.width - GAP * (columns - 1)) / columns,
    ((area.height - GAP * (rows - 1)) / rows) * RATIO,
  );
  const height = width / RATIO;
  const top = area.y + (area.height - rows * height - (rows - 1) * GAP) / 2;
  return Array.from({ length: count }, (_, i) => {
    const row = Math.floor(i / columns);
    const inRow = Math.min(columns, count - row * columns);
    const left = area.x + (area.width - inRow * width - (inRow - 1) * GAP) / 2;
    return {
      x: left + (i % columns) * (width + GAP),
      y: top + row * (height + GAP),
      width,
      height,
    };
  });
};

/** A grid of so many people; one alone fills the area. */
export const grid = (count: number, area: Box): readonly Box[] =>
  count === 0 ? [] : inColumns(count, Math.ceil(Math.sqrt(count)), area);

/** Where people stand, and a shared screen if there is one. */
export const layout = (people: number, shared: boolean): { people: readonly Box[]; screen: Box | null } => {
  const area = { x: GAP, y: GAP, width: WIDTH - 2 * GAP, height: HEIGHT - 2 * GAP };
  if (!shared) return { people: grid(people, area), screen: null };
  const strip = people === 0 ? 0 : STRIP + GAP;
  return {
    people: people === 0 ? [] : inColumns(people, 1, { ...area, x: area.x + area.width - STRIP, width: STRIP }),
    screen: { ...area, width: area.width - strip },
  };
};

/** The part of a picture that fills a box of another shape (`cover`), or the box in a box that holds all (`contain`). */
export const cover = (width: number, height: number, box: Box): Box => {
  const scale = Math.max(box.width / width, box.height / height);
  const shown = { width: box.width / scale, height: box.height / scale };
  return { x: (width - shown.width) / 2, y: (height - shown.height) / 2, ...shown };
};

export const contain = (width: number, height: number, box: Box): Box => {
  const scale = Math.min(box.width / width, box.height / height);
  const shown = { width: width * scale, height: height * scale };
  return { x: box.x + (box.width - shown.width) / 2, y: box.y + (box.height - shown.height) / 2, ...shown };
};
