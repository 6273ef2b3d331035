import { useEffect, useRef, useState } from 'preact/hooks';
import { type Chapter, type Recording, urlOf } from '../protocol/recordings';
import { cueAt, type Thumbnail, thumbnails } from '../protocol/vtt';
import { t } from '../strings/en';
import { useFilmText } from './filmText';
import { filmTime } from './filmTime';

/** The chapter of a time: the last that has begun. */
export const chapterAt = (chapters: readonly Chapter[], ms: number): Chapter | null =>
  chapters.findLast(({ atMs }) => atMs <= ms) ?? null;

const Picture = ({ of, strip }: { of: Thumbnail; strip: string }) => {
  const element = useRef<HTMLSpanElement>(null);
  // By properties: the page's policy allows no style in markup.
  useEffect(() => {
    if (!element.current) return;
    Object.assign(element.current.style, {
      width: `${of.width}px`,
      height: `${of.height}px`,
      backgroundImage: `url("${strip}")`,
      backgroundPosition: `-${of.x}px -${of.y}px`,
    });
  }, [of, strip]);
  return <span ref={element} class="film-thumb" />;
};

interface PeekProps {
  /** Where the pointer is, from 0 to 1. */
  readonly at: number;
  readonly ms: number;
  readonly title: string | null;
  readonly picture: Thumbnail | null;
  readonly strip: string | null;
}

const Peek = ({ at, ms, title, picture, strip }: PeekProps) => {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    element.current?.style.setProperty('--at', `${at * 100}%`);
  }, [at]);
  return (
    <div ref={element} class="film-peek" aria-hidden="true">
      {picture && strip && <Picture of={picture} strip={strip} />}
      <b>{filmTime(ms)}</b>
      {title !== null && <span>{title}</span>}
    </div>
  );
};

interface FilmBarProps {
  readonly recording: Recording;
  readonly nowMs: number;
  readonly durationMs: number;
  readonly onSeek: (ms: number) => void;
}

/** A place that is drawn at a share of the bar's length. */
const Mark = ({ at }: { at: number }) => {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    element.current?.style.setProperty('--at', `${at * 100}%`);
  }, [at]);
  return <i ref={element} />;
};

/** The whole film on one line: where its chapters begin, and small pictures of what the pointer is over. */
export const FilmBar = ({ recording, nowMs, durationMs, onSeek }: FilmBarProps) => {
  const bar = useRef<HTMLDivElement>(null);
  const [pointer, setPointer] = useState<number | null>(null);
  const { chapters = [] } = recording;
  const strip = urlOf(recording, 'strip');
  const pictures = useFilmText(urlOf(recording, 'strip_index'), thumbnails).value ?? [];
  const share = durationMs > 0 ? Math.min(1, nowMs / durationMs) : 0;
  useEffect(() => {
    bar.current?.style.setProperty('--played', `${share * 100}%`);
  }, [share]);
  const follow = (event: PointerEvent) => {
    const box = bar.current?.getBoundingClientRect();
    if (!box || box.width === 0 || event.pointerType === 'touch') return;
    setPointer(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
  };
  const overMs = (pointer ?? 0) * durationMs;
  const titleAt = (ms: number) => chapterAt(chapters, ms)?.title ?? null;
  return (
    <div ref={bar} class="film-bar" onPointerMove={follow} onPointerLeave={() => setPointer(null)}>
      <input
        type="range"
        min={0}
        max={Math.max(1, Math.floor(durationMs / 1000))}
        step={1}
        value={Math.floor(nowMs / 1000)}
        aria-label={t.recording.player.seek}
        aria-valuetext={t.recording.player.place(filmTime(nowMs), filmTime(durationMs), titleAt(nowMs))}
        onInput={(event) => onSeek(event.currentTarget.valueAsNumber * 1000)}
      />
      <div class="film-marks" aria-hidden="true">
        {chapters
          .filter(({ atMs }) => atMs > 0 && atMs < durationMs)
          .map(({ atMs }) => (
            <Mark key={atMs} at={atMs / durationMs} />
          ))}
      </div>
      {pointer !== null && (
        <Peek at={pointer} ms={overMs} title={titleAt(overMs)} picture={cueAt(pictures, overMs)} strip={strip} />
      )}
    </div>
  );
};
