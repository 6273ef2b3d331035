import { ArrowDown, Copy, Download as DownloadIcon } from 'lucide';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { FilmTranscript as Files, Recording } from '../protocol/recordings';
import { beginOf, type FilmLine, lineAt, onFilm, placesOf } from '../state/filmLines';
import { toast } from '../state/notices';
import { asText } from '../state/transcript';
import { t } from '../strings/en';
import { Download, fileName } from './filmDownload';
import { SearchBar, useSearch } from './filmSearch';
import { filmTime } from './filmTime';
import type { FilmText } from './filmWords';
import { Icon } from './icon';
import { useInSight } from './inSight';
import type { MyRecordings } from './myRecordings';

const text = t.recording.player;
/** As many colours of speakers there are. */
const COLOURS = 4;

const Marked = ({ line, sought }: { line: FilmLine; sought: string }) => {
  const parts: preact.ComponentChild[] = [];
  let last = 0;
  for (const [from, to] of placesOf(line.text, sought)) {
    parts.push(line.text.slice(last, from), <mark key={from}>{line.text.slice(from, to)}</mark>);
    last = to;
  }
  parts.push(line.text.slice(last));
  return <span lang={line.language}>{parts}</span>;
};

interface RowProps {
  readonly line: FilmLine;
  readonly index: number;
  /** Whether somebody else spoke before, or nobody. */
  readonly begins: boolean;
  readonly colour: number;
  readonly now: boolean;
  readonly found: boolean;
  /** Whether the tab key leads to it: to one of them only. */
  readonly first: boolean;
  readonly sought: string;
  readonly act: RowActions;
}

interface RowActions {
  seek(ms: number): void;
  focus(id: string): void;
}

const Row = ({ line, index, begins, colour, now, found, first, sought, act }: RowProps) => (
  <li data-row={index}>
    <button
      type="button"
      class={`film-line said-${colour} ${found ? 'is-found' : ''}`}
      tabIndex={first ? 0 : -1}
      aria-current={now || undefined}
      onClick={() => act.seek(beginOf(line))}
      onFocus={() => act.focus(line.id)}
    >
      <time>{filmTime(line.startMs)}</time>
      <span>
        <b class={begins ? '' : 'sr-only'}>{line.name}</b>
        <Marked line={line} sought={sought} />
      </span>
    </button>
  </li>
);

const coloursOf = (lines: readonly FilmLine[]): ReadonlyMap<string, number> =>
  new Map([...new Set(lines.map(({ from }) => from))].map((from, index) => [from, index % COLOURS]));

interface LinesProps {
  readonly lines: readonly FilmLine[];
  readonly nowMs: number;
  readonly onSeek: (ms: number) => void;
}

const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowUp: (at) => at - 1,
  ArrowDown: (at) => at + 1,
  Home: () => 0,
  End: (_, last) => last,
};

const Lines = ({ lines, nowMs, onSeek }: LinesProps) => {
  const now = lineAt(lines, nowMs);
  // Before anybody has said something, the beginning is where one looks.
  const { list, away, rowOf, follow, lookAt, watch } = useInSight(Math.max(0, now), lines);
  const { sought, found, bar } = useSearch(lines, now, lookAt);
  // Lines may come before it.
  const [focused, setFocused] = useState<string | null>(null);
  const colours = useMemo(() => coloursOf(lines), [lines]);
  const seek = useRef(onSeek);
  seek.current = (ms) => {
    follow();
    onSeek(ms);
  };
  const held = focused === null ? -1 : lines.findIndex(({ id }) => id === focused);
  const first = held >= 0 ? held : Math.max(0, now);
  // Drawn again when it looks otherwise, not with every moment of the film.
  const rows = useMemo(() => {
    const act: RowActions = { seek: (ms) => seek.current(ms), focus: setFocused };
    return lines.map((line, index) => (
      <Row
        key={line.id}
        line={line}
        index={index}
        begins={lines[index - 1]?.from !== line.from}
        colour={colours.get(line.from) ?? 0}
        now={index === now}
        found={index === found}
        first={index === first}
        sought={sought}
        act={act}
      />
    ));
  }, [lines, colours, now, found, first, sought]);
  const onKey = (event: KeyboardEvent) => {
    watch.onKeyDown(event);
    const next = STEPS[event.key]?.(first, lines.length - 1);
    if (next === undefined) return;
    event.preventDefault();
    rowOf(next)?.querySelector('button')?.focus();
  };
  return (
    <>
      <SearchBar {...bar} />
      <div class="film-scroll">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it only hears of what is done to the lines in it. */}
        <div
          ref={list}
          class="film-lines"
          {...watch}
          onKeyDown={onKey}
          onBlurCapture={(event) => {
            if (!list.current?.contains(event.relatedTarget as Node | null)) setFocused(null);
          }}
        >
          <ol aria-label={text.transcript}>{rows}</ol>
        </div>
        {away && (
          <button type="button" class="btn small new-messages" onClick={follow}>
            <Icon of={ArrowDown} size={15} />
            {text.backToNow}
          </button>
        )}
      </div>
    </>
  );
};

export interface PanelProps {
  readonly recording: Recording;
  /** Of the session. */
  readonly title: string;
  /** What is said in it. */
  readonly said: FilmText;
  readonly nowMs: number;
  readonly load: MyRecordings['load'];
  readonly onSeek: (ms: number) => void;
}

const FORMATS: readonly (readonly [keyof Files, string])[] = [
  ['txt', 'Text'],
  ['srt', 'SRT'],
  ['vtt', 'VTT'],
];

const Take = ({
  recording,
  title,
  load,
  onCopy,
}: Omit<PanelProps, 'said' | 'nowMs' | 'onSeek'> & { onCopy: () => void }) => (
  <div class="film-take">
    <button type="button" class="btn small" aria-label={t.transcript.copy} onClick={onCopy}>
      <Icon of={Copy} size={15} />
      {text.copy}
    </button>
    {FORMATS.map(([format, name]) => (
      <Download
        key={format}
        recording={recording}
        load={load}
        address={({ transcript }) => transcript?.[format] ?? null}
        file={fileName(title, text.transcript, format)}
        label={text.saveTranscript(name)}
      >
        <Icon of={DownloadIcon} size={16} />
        {name}
      </Download>
    ))}
  </div>
);

/** What is said in a film: the line that is being said is marked, and each leads to where it is said. */
export const FilmTranscript = ({ recording, title, said: { words, failed }, nowMs, load, onSeek }: PanelProps) => {
  const lines = useMemo(() => words && onFilm(words.items, recording.startedAt), [words, recording.startedAt]);
  if (failed) return <p class="film-nothing">{text.noTranscript}</p>;
  if (!words || !lines) return <p class="film-nothing">{t.loading}</p>;
  if (lines.length === 0) return <p class="film-nothing">{words.complete ? text.nothingSaid : text.nothingYet}</p>;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(asText(words.items));
      toast('transcript', t.transcript.copied);
    } catch {
      // No right to it, as in a frame, or no clipboard at all, as without TLS.
      toast('problem', t.transcript.notCopied);
    }
  };
  return (
    <>
      <Lines lines={lines} nowMs={nowMs} onSeek={onSeek} />
      <Take recording={recording} title={title} load={load} onCopy={() => void copy()} />
    </>
  );
};
