import { CircleAlert, Download, RotateCw } from 'lucide';
import { useRef, useState } from 'preact/hooks';
import { filesOf, type Recording, urlOf } from '../protocol/recordings';
import { t } from '../strings/en';
import { FilmBar } from './filmBar';
import { FilmPanel } from './filmPanel';
import { hasEnded, useFilmSource } from './filmSource';
import { Icon } from './icon';
import type { MyRecordings } from './myRecordings';

const SPEEDS: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const JUMP_S = 10;

const text = t.recording.player;

interface PlayerProps {
  readonly recording: Recording;
  /** What it is saved as. */
  readonly title: string;
  readonly load: MyRecordings['load'];
}

const fileName = (title: string): string => `${title.replace(/[\\/:*?"<>|\s]+/g, ' ').trim() || text.name}.webm`;

/** The film to keep. An address that has ended is renewed before it is followed. */
const DownloadLink = ({ recording, title, load }: PlayerProps) => {
  const link = useRef<HTMLAnchorElement>(null);
  const [film] = filesOf(recording, 'lesson');
  if (!film) return null;
  const onClick = async (event: Event) => {
    if (!link.current || !hasEnded(link.current.href)) return;
    event.preventDefault();
    const fresh = (await load())?.find(({ id }) => id === recording.id);
    const url = fresh && urlOf(fresh, 'lesson');
    if (!url || hasEnded(url)) return;
    link.current.href = url;
    link.current.click();
  };
  return (
    <a
      ref={link}
      class="btn small"
      href={film.url}
      download={fileName(title)}
      aria-label={text.downloadName(film.bytes)}
      onClick={onClick}
    >
      <Icon of={Download} size={16} />
      {text.download}
    </a>
  );
};

const Speed = ({ rate, onChange }: { rate: number; onChange: (rate: number) => void }) => (
  <label class="film-speed">
    <span>{text.speed}</span>
    <select value={String(rate)} onChange={(event) => onChange(Number(event.currentTarget.value))}>
      {[...new Set([...SPEEDS, rate])].map((each) => (
        <option key={each} value={String(each)}>
          {text.times(each)}
        </option>
      ))}
    </select>
  </label>
);

const Broken = ({ retry }: { retry: () => void }) => (
  <div class="film-broken">
    <Icon of={CircleAlert} size={28} />
    <p role="alert">{text.broken}</p>
    <button type="button" class="btn" onClick={retry}>
      <Icon of={RotateCw} size={18} />
      {t.tryAgain}
    </button>
  </div>
);

/** The next speed; a browser's own menu may have chosen one between two of ours. */
const faster = (rate: number): number => SPEEDS.find((each) => each > rate) ?? rate;
const slower = (rate: number): number => SPEEDS.findLast((each) => each < rate) ?? rate;

/** A film of a session, with where to jump to in it. */
export const Player = ({ recording: given, title, load }: PlayerProps) => {
  const video = useRef<HTMLVideoElement>(null);
  const source = useFilmSource(given, video, load);
  const { recording } = source;
  const [nowMs, setNowMs] = useState(0);
  const { durationMs = 0 } = recording;
  const [rate, setRate] = useState(1);

  const seek = (ms: number) => {
    if (!video.current) return;
    video.current.currentTime = Math.max(0, ms / 1000);
    setNowMs(ms);
  };
  const jump = (ms: number) => {
    seek(ms);
    video.current?.play()?.catch(() => undefined);
  };
  const speed = (wanted: number) => {
    setRate(wanted);
    if (!video.current) return;
    // The second one alone would be lost with a new address.
    video.current.defaultPlaybackRate = wanted;
    video.current.playbackRate = wanted;
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !video.current) return;
    const keys: Readonly<Record<string, () => void>> = {
      j: () => seek(nowMs - JUMP_S * 1000),
      l: () => seek(nowMs + JUMP_S * 1000),
      '<': () => speed(slower(rate)),
      '>': () => speed(faster(rate)),
    };
    const act = keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  };

  return (
    <div class="film">
      <section class="film-main" aria-label={text.name}>
        <div class="film-stage">
          {/* biome-ignore lint/a11y/useMediaCaption: it has captions where the session was transcribed. */}
          <video
            ref={video}
            src={urlOf(recording, 'lesson') ?? undefined}
            poster={urlOf(recording, 'poster') ?? undefined}
            controls
            playsInline
            preload="metadata"
            aria-label={title}
            onLoadedMetadata={source.loaded}
            onTimeUpdate={(event) => setNowMs(event.currentTarget.currentTime * 1000)}
            onRateChange={(event) => setRate(event.currentTarget.playbackRate)}
            onError={() => void source.renew()}
            onKeyDown={onKey}
          >
            {filesOf(recording, 'chapters').map(({ url }) => (
              <track key={url} kind="chapters" src={url} default />
            ))}
            {filesOf(recording, 'captions').map(({ url }) => (
              <track key={url} kind="captions" src={url} label={text.transcript} />
            ))}
          </video>
          {source.broken && <Broken retry={() => void source.retry()} />}
        </div>
        <FilmBar recording={recording} nowMs={nowMs} durationMs={durationMs} onSeek={seek} />
        <div class="film-tools">
          <Speed rate={rate} onChange={speed} />
          <DownloadLink recording={recording} title={title} load={load} />
        </div>
        {given.incomplete && (
          <p class="note warn">
            <Icon of={CircleAlert} size={16} />
            {text.incomplete}
          </p>
        )}
        <p class="fine">{text.keys}</p>
      </section>
      <FilmPanel recording={recording} nowMs={nowMs} onSeek={jump} />
    </div>
  );
};
