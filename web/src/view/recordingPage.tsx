import type { IconNode } from 'lucide';
import { ArrowLeft, CircleDot, CircleX, Film, RotateCw, Trash2, VideoOff } from 'lucide';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { DASHBOARD_PATH, onwards, type Ticket } from '../connection/boot';
import { mySession } from '../connection/rest';
import type { Recording } from '../protocol/recordings';
import type { MySession } from '../protocol/sessions';
import { momentOf } from '../state/filmLines';
import { t } from '../strings/en';
import { isFramed } from './embed';
import { Logo, ThemeButton } from './header';
import { Icon } from './icon';
import { Message } from './message';
import { useMyRecordings } from './myRecordings';
import { Player } from './player';
import { FilmProgress } from './recordingEntry';
import { LessonSummary, type Moments } from './summary';

const text = t.recording.page;

/** The session's title and time, as the list of recordings does not know them. */
const useMySession = (ticket: Ticket): MySession | null => {
  const [session, setSession] = useState<MySession | null>(null);
  useEffect(() => {
    void mySession(ticket).then((answer) => {
      if (!answer.ok) return;
      document.title = answer.value.title;
      setSession(answer.value);
    });
  }, [ticket]);
  return session;
};

interface NoFilmProps {
  readonly icon: IconNode;
  readonly title: string;
  readonly text: string;
  readonly bad?: boolean;
  readonly progress?: number | undefined;
}

const NoFilm = ({ icon, title, text: why, bad = false, progress }: NoFilmProps) => (
  <section class="no-film glass" aria-labelledby="no-film-title">
    <span class={`modal-icon ${bad ? 'is-bad' : ''}`}>
      <Icon of={icon} size={26} />
    </span>
    <h2 id="no-film-title">{title}</h2>
    {progress !== undefined && (
      <p class="film-percent">
        <FilmProgress progress={progress} />
        <b>{text.percent(progress)}</b>
      </p>
    )}
    <p>{why}</p>
  </section>
);

/** What is there instead of a film. */
const Waiting = ({ recording }: { recording: Recording }) => {
  switch (recording.state) {
    case 'recording':
      return <NoFilm icon={CircleDot} title={text.recording} text={text.recordingText} bad />;
    case 'processing':
      return (
        <NoFilm icon={Film} title={text.processing} text={text.processingText} progress={recording.progress ?? 0} />
      );
    case 'failed':
      return <NoFilm icon={CircleX} title={text.failed} text={text.failedText} bad />;
    case 'deleted':
      return <NoFilm icon={Trash2} title={text.deleted} text={text.deletedText} />;
    case 'ready':
      return null;
  }
};

interface PartsProps {
  readonly items: readonly Recording[];
  readonly shown: Recording;
  readonly onPick: (id: string) => void;
}

/** A session that was recorded more than once has a film for each time. */
const Parts = ({ items, shown, onPick }: PartsProps) =>
  items.length < 2 ? null : (
    <nav class="film-parts" aria-label={text.parts}>
      {items.map((each, index) => (
        <button
          key={each.id}
          type="button"
          class="btn small"
          aria-current={each === shown || undefined}
          onClick={() => onPick(each.id)}
        >
          {text.part(index + 1, t.timeOfDay(each.startedAt))}
        </button>
      ))}
    </nav>
  );

/** A moment that somebody wants to see, in epoch milliseconds; another one each time. */
interface Asked {
  readonly atMs: number;
}

interface FilmsProps {
  readonly items: readonly Recording[];
  readonly title: string;
  /** The moment one came for, in epoch milliseconds. */
  readonly atMs: number | null;
  /** The one that was asked for here last. */
  readonly asked: Asked | null;
  /** Another film was picked since. */
  readonly onPick: () => void;
  readonly load: () => Promise<readonly Recording[] | null>;
}

const isOf = ({ startedAt, endedAt }: Recording, atMs: number): boolean =>
  Date.parse(startedAt) <= atMs && (endedAt === null || atMs < Date.parse(endedAt));

/** The film that shows a moment. */
const filmOf = (items: readonly Recording[], atMs: number | null): Recording | undefined =>
  atMs === null ? undefined : items.find((each) => each.state === 'ready' && isOf(each, atMs));

const Films = ({ items, title, atMs, asked, onPick, load }: FilmsProps) => {
  const came = filmOf(items, atMs);
  const wanted = filmOf(items, asked?.atMs ?? null);
  const [picked, setPicked] = useState<string | null>(came?.id ?? null);
  const best = items.findLast(({ state }) => state === 'ready') ?? items.at(-1);
  const shown = items.find(({ id }) => id === picked) ?? best;
  // What one looks at stays, whatever becomes ready meanwhile.
  useEffect(() => {
    if (picked === null && best?.state === 'ready') setPicked(best.id);
  }, [picked, best]);
  useEffect(() => {
    if (wanted) setPicked(wanted.id);
  }, [asked]);
  const cue = useMemo(
    () => (asked && wanted ? { film: wanted.id, ms: momentOf(asked.atMs, wanted.startedAt) } : null),
    [asked, wanted?.id],
  );
  if (!shown) return <NoFilm icon={VideoOff} title={text.none} text={text.noneText} />;
  const now = cue?.film === shown.id ? cue : null;
  const startMs = shown === came && atMs !== null ? atMs - Date.parse(came.startedAt) : 0;
  return (
    <>
      <Parts
        items={items}
        shown={shown}
        onPick={(id) => {
          onPick();
          setPicked(id);
        }}
      />
      {shown.state === 'ready' ? (
        <Player key={shown.id} recording={shown} title={title} startMs={now?.ms ?? startMs} cue={now} load={load} />
      ) : (
        <Waiting recording={shown} />
      )}
    </>
  );
};

const NotLoaded = ({ load }: { load: () => void }) => (
  <div class="sessions-failed glass">
    <p role="alert">{text.notLoaded}</p>
    <button type="button" class="btn" onClick={load}>
      <Icon of={RotateCw} size={18} />
      {t.tryAgain}
    </button>
  </div>
);

const subtitle = (session: MySession, items: readonly Recording[] | null): string => {
  const lengths = (items ?? []).map(({ durationMs = 0 }) => durationMs);
  const longest = lengths.reduce((sum, ms) => sum + ms, 0);
  const when = t.dashboard.when(session.startedAt ?? session.startsAt);
  return longest > 0 ? `${when} · ${text.minutes(longest)}` : when;
};

/** The films of a session. */
export const RecordingPage = ({ ticket, atMs }: { ticket: Ticket; atMs: number | null }) => {
  const session = useMySession(ticket);
  const { items, refused, load } = useMyRecordings(ticket);
  const [asked, setAsked] = useState<Asked | null>(null);
  const moments: Moments = {
    has: (at) => filmOf(items ?? [], at) !== undefined,
    play: (at) => setAsked({ atMs: at }),
  };
  if (refused === 'badToken') return <Message kind="badDashboardToken" />;
  if (refused === 'noSession') return <Message kind="noSession" />;
  const title = session?.title ?? text.title;
  return (
    <div class="dashboard">
      <header class="top">
        <Logo />
        <div class="title">
          <h1>{title}</h1>
          <p>{session ? subtitle(session, items) : ''}</p>
        </div>
        {!isFramed() && (
          <a class="btn small back-btn" href={onwards(DASHBOARD_PATH)}>
            <Icon of={ArrowLeft} size={16} />
            {text.back}
          </a>
        )}
        <ThemeButton />
      </header>
      <main class="films">
        <p class="sr-only" role="status">
          {items === null && refused === null ? text.loading : ''}
        </p>
        {items && (
          <Films items={items} title={title} atMs={atMs} asked={asked} onPick={() => setAsked(null)} load={load} />
        )}
        {items === null && refused === null && (
          <div class="film-waiting" aria-hidden="true">
            <i />
          </div>
        )}
        {items === null && refused !== null && <NotLoaded load={() => void load()} />}
        <LessonSummary ticket={ticket} session={session} moments={moments} />
      </main>
    </div>
  );
};
