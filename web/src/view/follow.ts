import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Whoever is nearer to the end than this reads along. */
const AT_END_PX = 48;

/**
 * Follows the newest of a list while one reads along. Whoever has scrolled back is `away`, and learns that there is
 * something new `below`, unless it is their `own`. What one has just `written` is always shown.
 */
export const useFollow = (newest: string | undefined, own: boolean, written?: string) => {
  const list = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [away, setAway] = useState(false);
  const [below, setBelow] = useState(false);
  const follow = () => {
    following.current = true;
    setAway(false);
    setBelow(false);
    list.current?.scrollTo({ top: list.current.scrollHeight });
  };
  useLayoutEffect(() => {
    if (written !== undefined) follow();
  }, [written]);
  useLayoutEffect(() => {
    if (newest === undefined) return;
    if (following.current) follow();
    else if (!own) setBelow(true);
  }, [newest]);
  useEffect(() => {
    // With less room, as below a note or in a drawer that opens, the end would be out of sight.
    const observer = new ResizeObserver(() => {
      if (following.current) follow();
    });
    if (list.current) observer.observe(list.current);
    return () => observer.disconnect();
  }, []);
  const onScroll = () => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = list.current ?? {};
    following.current = scrollHeight - scrollTop - clientHeight <= AT_END_PX;
    setAway(!following.current);
    if (following.current) setBelow(false);
  };
  return { list, away, below, follow, onScroll };
};
