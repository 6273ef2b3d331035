import { Captions, ListVideo } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Recording, urlOf } from '../protocol/recordings';
import { cueAt, parseVtt } from '../protocol/vtt';
import { t } from '../strings/en';
import { chapterAt } from './filmBar';
import { useFilmText } from './filmText';
import { filmTime } from './filmTime';
import { Icon } from './icon';

interface PanelProps {
  readonly recording: Recording;
  readonly nowMs: number;
  readonly onSeek: (ms: number) => void;
}

interface LineProps {
  readonly atMs: number;
  readonly now: boolean;
  readonly voice?: string;
  readonly text: string;
  readonly onSeek: (ms: number) => void;
}

/** A place to jump to. The one that is played stays in sight. */
const Line = ({ atMs, now, voice = '', text, onSeek }: LineProps) => {
  const element = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (now) element.current?.scrollIntoView?.({ block: 'nearest' });
  }, [now]);
  return (
    <li>
      <button
        ref={element}
        type="button"
        class="film-line"
        aria-current={now || undefined}
        onClick={() => onSeek(atMs)}
      >
        <time>{filmTime(atMs)}</time>
        <span>
          {voice !== '' && <b>{voice}</b>}
          {text}
        </span>
      </button>
    </li>
  );
};

const Chapters = ({ recording, nowMs, onSeek }: PanelProps) => {
  const { chapters = [] } = recording;
  const now = chapterAt(chapters, nowMs);
  if (chapters.length === 0) return <p class="film-nothing">{t.recording.player.noChapters}</p>;
  return (
    <ol>
      {chapters.map((chapter) => (
        <Line key={chapter.atMs} atMs={chapter.atMs} now={chapter === now} text={chapter.title} onSeek={onSeek} />
      ))}
    </ol>
  );
};

const Transcript = ({ recording, nowMs, onSeek }: PanelProps) => {
  const { value, failed } = useFilmText(urlOf(recording, 'captions'), parseVtt);
  if (failed) return <p class="film-nothing">{t.recording.player.noTranscript}</p>;
  if (!value) return <p class="film-nothing">{t.loading}</p>;
  const now = cueAt(value, nowMs);
  return (
    <ol>
      {value.map((cue) => (
        <Line
          key={`${cue.startMs} ${cue.voice}`}
          atMs={cue.startMs}
          now={cue === now}
          voice={cue.voice}
          text={cue.text}
          onSeek={onSeek}
        />
      ))}
    </ol>
  );
};

/** Where to jump to in a film: its chapters and, where it has captions, what is said. */
export const FilmPanel = (props: PanelProps) => {
  const hasTranscript = urlOf(props.recording, 'captions') !== null;
  const [shown, setShown] = useState<'chapters' | 'transcript'>('chapters');
  const transcript = hasTranscript && shown === 'transcript';
  return (
    <aside class="film-panel glass" aria-label={t.recording.player.panels}>
      {hasTranscript ? (
        <div class="film-tabs">
          <button
            type="button"
            class="tab"
            aria-current={!transcript || undefined}
            onClick={() => setShown('chapters')}
          >
            <Icon of={ListVideo} size={17} />
            {t.recording.player.chapters}
          </button>
          <button
            type="button"
            class="tab"
            aria-current={transcript || undefined}
            onClick={() => setShown('transcript')}
          >
            <Icon of={Captions} size={17} />
            {t.recording.player.transcript}
          </button>
        </div>
      ) : (
        <h2>{t.recording.player.chapters}</h2>
      )}
      <div class="film-lines">{transcript ? <Transcript {...props} /> : <Chapters {...props} />}</div>
    </aside>
  );
};
