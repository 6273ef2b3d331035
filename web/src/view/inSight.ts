import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isPlain } from './effects';

/** Whoever presses one of these moves through a list. */
const MOVING: readonly string[] = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', 'Tab', ' '];
/** So much of the list is looked at: what stands lower is soon out of sight. */
const LOW = 0.8;
/** Where a row stands that was brought in sight. */
const PLACE = 0.2;

/**
 * Keeps the row that is `now` in sight, within its list alone. Whoever has scrolled it out of sight is `away`, until
 * they come back to it or `follow` is called. When other `rows` are there, as some came before those one looks at,
 * these stay where they are. Rows say their number as `data-row`.
 */
export const useInSight = (now: number, rows: unknown) => {
  const list = useRef<HTMLDivElement>(null);
  const top = useRef<{ row: HTMLElement; below: number } | null>(null);
  const byHand = useRef(false);
  const [away, setAway] = useState(false);
  const rowOf = (index: number) => list.current?.querySelector<HTMLElement>(`[data-row="${index}"]`) ?? null;
  const sees = (index: number, share: number): boolean => {
    const [box, row] = [list.current, rowOf(index)];
    if (!box || !row) return true;
    const top = row.offsetTop - box.scrollTop;
    return top >= 0 && top + row.offsetHeight <= box.clientHeight * share;
  };
  /** Notes the row at the top, and where it stands. */
  const noteTop = (box: HTMLElement, isAway: boolean) => {
    const all = box.querySelectorAll<HTMLElement>('[data-row]');
    let [first, end] = [0, all.length];
    while (first < end) {
      const middle = (first + end) >> 1;
      const row = all[middle];
      if (row && row.offsetTop + row.offsetHeight <= box.scrollTop) first = middle + 1;
      else end = middle;
    }
    // Who is at the beginning as the film is sees what comes there.
    const row = box.scrollTop > 0 || isAway ? all[first] : undefined;
    top.current = row ? { row, below: row.offsetTop - box.scrollTop } : null;
  };
  const keepTop = () => {
    const [box, held] = [list.current, top.current];
    if (!box) return;
    const moved = held?.row.isConnected ? held.row.offsetTop - held.below - box.scrollTop : 0;
    if (moved !== 0) box.scrollTop += moved;
    noteTop(box, away);
  };
  const keep = useRef(keepTop);
  keep.current = keepTop;
  useLayoutEffect(keepTop, [rows]);
  useEffect(() => {
    // Lines of another width are of another height.
    const observer = new ResizeObserver(() => keep.current());
    if (list.current) observer.observe(list.current);
    return () => observer.disconnect();
  }, []);
  const show = (index: number) => {
    const [box, row] = [list.current, rowOf(index)];
    byHand.current = false;
    if (!box || !row || sees(index, LOW)) return;
    box.scrollTo({ top: row.offsetTop - box.clientHeight * PLACE, behavior: isPlain() ? 'auto' : 'smooth' });
  };
  useEffect(() => {
    if (!away) show(now);
  }, [now, away]);
  return {
    list,
    away,
    rowOf,
    follow: () => {
      setAway(false);
      show(now);
    },
    /** Looks at another row. */
    lookAt: (index: number) => {
      setAway(index !== now);
      show(index);
    },
    /** To be put on the list. */
    watch: {
      onWheel: () => {
        byHand.current = true;
      },
      onTouchMove: () => {
        byHand.current = true;
      },
      onPointerDown: (event: PointerEvent) => {
        // The bar beside it.
        if (event.target === list.current) byHand.current = true;
      },
      onKeyDown: (event: KeyboardEvent) => {
        if (MOVING.includes(event.key)) byHand.current = true;
      },
      onScroll: () => {
        const isAway = byHand.current ? !sees(now, 1) : away;
        if (byHand.current) setAway(isAway);
        if (list.current) noteTop(list.current, isAway);
      },
    },
  };
};
