import { Captions, ListVideo } from 'lucide';
import { useState } from 'preact/hooks';
import { t } from '../strings/en';
import { chapterAt } from './filmBar';
import { filmTime } from './filmTime';
import { FilmTranscript, type PanelProps } from './filmTranscript';
import { Icon } from './icon';
import { useInSight } from './inSight';

const text = t.recording.player;

const Chapters = ({ recording, nowMs, onSeek }: Pick<PanelProps, 'recording' | 'nowMs' | 'onSeek'>) => {
  const { chapters = [] } = recording;
  const now = chapterAt(chapters, nowMs);
  const { list, watch } = useInSight(now ? chapters.indexOf(now) : -1, chapters);
  if (chapters.length === 0) return <p class="film-nothing">{text.noChapters}</p>;
  return (
    <div ref={list} class="film-lines" {...watch}>
      <ol>
        {chapters.map((chapter, index) => (
          <li key={chapter.atMs} data-row={index}>
            <button
              type="button"
              class="film-line"
              aria-current={chapter === now || undefined}
              onClick={() => onSeek(chapter.atMs)}
            >
              <time>{filmTime(chapter.atMs)}</time>
              <span>{chapter.title}</span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
};

const TABS = [
  { name: 'chapters', icon: ListVideo, label: text.chapters },
  { name: 'transcript', icon: Captions, label: text.transcript },
] as const;

/** Where to jump to in a film: its chapters and, where it was to become text, what is said. */
export const FilmPanel = (props: PanelProps) => {
  const { recording, nowMs, onSeek } = props;
  const hasTranscript = recording.transcript !== undefined;
  const [shown, setShown] = useState<'chapters' | 'transcript'>('transcript');
  const transcript = hasTranscript && shown === 'transcript';
  return (
    <aside class="film-panel glass" aria-label={text.panels}>
      {hasTranscript ? (
        <div class="film-tabs">
          {TABS.map(({ name, icon, label }) => (
            <button
              key={name}
              type="button"
              class="tab"
              aria-current={shown === name || undefined}
              onClick={() => setShown(name)}
            >
              <Icon of={icon} size={17} />
              {label}
            </button>
          ))}
        </div>
      ) : (
        <h2>{text.chapters}</h2>
      )}
      {transcript ? <FilmTranscript {...props} /> : <Chapters recording={recording} nowMs={nowMs} onSeek={onSeek} />}
    </aside>
  );
};
