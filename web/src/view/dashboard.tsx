import { CalendarDays, Play, RotateCw } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { claimsOf, roomPath } from '../connection/boot';
import type { MySession } from '../protocol/sessions';
import { t } from '../strings/en';
import { Day } from './day';
import { Empty } from './empty';
import { Logo, ThemeButton } from './header';
import { Icon } from './icon';
import { Message } from './message';
import { oneByOne } from './myRecordings';
import { type MySearch, useMySearch } from './mySearch';
import { type MySessions, useMySessions } from './mySessions';
import { hasTokenFor } from './places';
import { type Owner, RecordingEntry } from './recordingEntry';
import { SessionBadge } from './sessionBadge';
import { SummaryEntry } from './summaryEntry';
import { Found, SearchField } from './transcriptSearch';

const isOver = ({ state }: MySession): boolean => state === 'ended' || state === 'cancelled';

/** When it was, or is planned for. */
const beginOf = ({ startedAt, startsAt }: MySession): string => startedAt ?? startsAt;

const RoomLink = ({ session }: { session: MySession }) => {
  if (isOver(session) || !hasTokenFor(session.id)) return null;
  return (
    <a class="btn primary big" href={roomPath(session.id)} aria-label={`${t.dashboard.join}: ${session.title}`}>
      <Icon of={Play} size={18} />
      {t.dashboard.join}
    </a>
  );
};

/** One that is still to come or goes on. */
const OpenSession = ({ session, owner }: { session: MySession; owner: Owner }) => (
  <li class="open-session glass" id={`session-${session.id}`} tabIndex={-1}>
    <div>
      <SessionBadge session={session} />
      <h3>{session.title}</h3>
      <p>
        {t.dashboard.when(beginOf(session))} · {t.dashboard.time(session)}
      </p>
    </div>
    <RecordingEntry session={session} owner={owner} />
    <RoomLink session={session} />
  </li>
);

const PastSession = ({ session, owner }: { session: MySession; owner: Owner }) => (
  <li class="past-session glass" id={`session-${session.id}`} tabIndex={-1}>
    <Day at={beginOf(session)} />
    <div>
      <h3>{session.title}</h3>
      <p>
        {t.dashboard.when(beginOf(session))} · {t.dashboard.time(session)}
      </p>
    </div>
    <SessionBadge session={session} />
    <SummaryEntry session={session} />
    <RecordingEntry session={session} owner={owner} />
  </li>
);

const Sessions = ({ items, owner }: { items: readonly MySession[]; owner: Owner }) => {
  const open = items.filter((session) => !isOver(session));
  const past = items.filter(isOver);
  return (
    <>
      {open.length > 0 && (
        <section aria-labelledby="open-title">
          <h2 id="open-title">{t.dashboard.open}</h2>
          <ol>
            {open.map((session) => (
              <OpenSession key={session.id} session={session} owner={owner} />
            ))}
          </ol>
        </section>
      )}
      {past.length > 0 && (
        <section aria-labelledby="past-title">
          <h2 id="past-title">{t.dashboard.past}</h2>
          <ol>
            {past.map((session) => (
              <PastSession key={session.id} session={session} owner={owner} />
            ))}
          </ol>
        </section>
      )}
    </>
  );
};

const Waiting = () => (
  <div class="sessions-waiting" aria-hidden="true">
    <i />
    <i />
    <i />
  </div>
);

const Failed = ({ load }: Pick<MySessions, 'load'>) => (
  <div class="sessions-failed glass">
    <p role="alert">{t.dashboard.failed}</p>
    <button type="button" class="btn" onClick={load}>
      <Icon of={RotateCw} size={18} />
      {t.tryAgain}
    </button>
  </div>
);

/** Puts the focus on the first session of a page that was asked for, as the button that asked for it is elsewhere now. */
const useFocusOnNew = (items: readonly MySession[]): void => {
  const known = useRef(0);
  useEffect(() => {
    const first = items[known.current];
    if (known.current > 0 && first) document.getElementById(`session-${first.id}`)?.focus();
    known.current = items.length;
  }, [items]);
};

/** Goes to the place of a session in the list, which is loaded as far as that. */
const useShow = ({ items, state, more, load }: MySessions, leave: () => void): ((sessionId: string) => void) => {
  const [wanted, setWanted] = useState<string | null>(null);
  useEffect(() => {
    if (wanted === null || state === 'loading') return;
    const known = items.some(({ id }) => id === wanted);
    if (known) document.getElementById(`session-${wanted}`)?.focus();
    if (!known && more && state !== 'failed') load();
    else setWanted(null);
  }, [wanted, items, state]);
  return (sessionId) => {
    leave();
    setWanted(sessionId);
  };
};

const All = ({ items, state, more, load, owner }: MySessions & { owner: Owner }) => {
  useFocusOnNew(items);
  const nothing = items.length === 0;
  return (
    <>
      <p class="sr-only" role="status">
        {state === 'loading' ? t.dashboard.loading : ''}
      </p>
      <Sessions items={items} owner={owner} />
      {nothing && state === 'loading' && <Waiting />}
      {nothing && state === 'loaded' && (
        <div class="sessions-empty glass">
          <Empty icon={CalendarDays} title={t.dashboard.empty} text={t.dashboard.emptyText} />
        </div>
      )}
      {state === 'failed' && <Failed load={load} />}
      {!nothing && more && state !== 'failed' && (
        <button type="button" class="btn more-sessions" disabled={state === 'loading'} onClick={load}>
          {state === 'loading' ? t.loading : t.dashboard.more}
        </button>
      )}
    </>
  );
};

interface BodyProps {
  readonly sessions: MySessions;
  readonly search: MySearch;
  readonly owner: Owner;
}

const Body = ({ sessions, search, owner }: BodyProps) => {
  const show = useShow(sessions, () => search.write(''));
  const idle = search.state === 'idle';
  return (
    <main class="sessions">
      {(sessions.items.length > 0 || !idle) && <SearchField {...search} />}
      {idle ? <All {...sessions} owner={owner} /> : <Found search={search} onShow={show} />}
    </main>
  );
};

/** The sessions of whoever the token belongs to. */
export const Dashboard = ({ token }: { token: string }) => {
  const sessions = useMySessions(token);
  const search = useMySearch(token);
  const [inTurn] = useState(oneByOne);
  const owner = { token, inTurn };
  if (sessions.state === 'badToken' || search.state === 'badToken') return <Message kind="badDashboardToken" />;
  return (
    <div class="dashboard">
      <header class="top">
        <Logo />
        <div class="title">
          <h1>{t.dashboard.title}</h1>
          <p>{claimsOf(token).name}</p>
        </div>
        <ThemeButton />
      </header>
      <Body sessions={sessions} search={search} owner={owner} />
    </div>
  );
};
