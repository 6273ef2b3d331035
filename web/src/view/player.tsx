import { CircleAlert, Download as DownloadIcon, RotateCw } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { filesOf, type Recording, urlOf } from '../protocol/recordings';
import { t } from '../strings/en';
import { isPlain } from './effects';
import { FilmBar } from './filmBar';
import { CaptionTools, CaptionTrack } from './filmCaptions';
import { Download, fileName } from './filmDownload';
import { FilmPanel } from './filmPanel';
import { useFilmSource } from './filmSource';
import { useFilmWords } from './filmWords';
import { Icon } from './icon';
import type { MyRecordings } from './myRecordings';
import { captionSize, toggleCaptions } from './speech';

const SPEEDS: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const JUMP_S = 10;

const text = t.recording.player;

/** A moment of a film. */
export interface Cue {
  readonly ms: number;
}

interface PlayerProps {
  readonly recording: Recording;
  /** What it is saved as. */
  readonly title: string;
  /** Where to begin. */
  readonly startMs: number;
  /** Where to go now, as somebody has asked for it just now; another one each time. */
  readonly cue: Cue | null;
  readonly load: MyRecordings['load'];
}

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

const Incomplete = () => (
  <p class="note warn">
    <Icon of={CircleAlert} size={16} />
    {text.incomplete}
  </p>
);

/** A film of a session, with where to jump to in it. */
export const Player = ({ recording: given, title, startMs, cue, load }: PlayerProps) => {
  const video = useRef<HTMLVideoElement>(null);
  const source = useFilmSource(given, video, load, startMs);
  const { recording } = source;
  const [nowMs, setNowMs] = useState(startMs);
  const { durationMs = 0 } = recording;
  const [rate, setRate] = useState(1);
  const said = useFilmWords(recording.transcript?.json ?? null);

  const seek = (ms: number) => {
    if (!video.current) return;
    video.current.currentTime = Math.max(0, ms / 1000);
    setNowMs(ms);
  };
  const jump = (ms: number) => {
    seek(ms);
    video.current?.play()?.catch(() => undefined);
  };
  useEffect(() => {
    if (!cue) return;
    jump(cue.ms);
    video.current?.focus({ preventScroll: true });
    video.current?.scrollIntoView?.({ block: 'center', behavior: isPlain() ? 'auto' : 'smooth' });
  }, [cue]);
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
      ...(recording.transcript && { c: toggleCaptions }),
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
            class={`captions-${captionSize.value}`}
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
            {recording.transcript && (
              <CaptionTrack
                key={`${recording.transcript.vtt} ${said.version}`}
                video={video}
                url={recording.transcript.vtt}
              />
            )}
          </video>
          {source.broken && <Broken retry={() => void source.retry()} />}
        </div>
        <FilmBar recording={recording} nowMs={nowMs} durationMs={durationMs} onSeek={seek} />
        <div class="film-tools">
          <Speed rate={rate} onChange={speed} />
          {recording.transcript && <CaptionTools />}
          <Download
            recording={recording}
            load={load}
            address={(of) => urlOf(of, 'lesson')}
            file={fileName(title, text.name, 'webm')}
            label={text.downloadName(filesOf(recording, 'lesson')[0]?.bytes ?? 0)}
          >
            <Icon of={DownloadIcon} size={16} />
            {text.download}
          </Download>
        </div>
        {given.incomplete && <Incomplete />}
        <p class="fine">{text.keys(recording.transcript !== undefined)}</p>
      </section>
      <FilmPanel recording={recording} title={title} said={said} nowMs={nowMs} load={load} onSeek={jump} />
    </div>
  );
};
