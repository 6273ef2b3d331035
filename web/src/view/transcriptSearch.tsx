import { Play, RotateCw, Search, SearchX, X } from 'lucide';
import { useRef } from 'preact/hooks';
import { onwards, recordingPath } from '../connection/boot';
import type { FoundLine } from '../protocol/search';
import { t } from '../strings/en';
import { Day } from './day';
import { Empty } from './empty';
import { Icon } from './icon';
import type { MySearch } from './mySearch';

const text = t.dashboard.search;
const MOST_CHARACTERS = 200;

/** Where one writes what to look for. Escape empties it. */
export const SearchField = ({ written, write, askNow }: MySearch) => {
  const field = useRef<HTMLInputElement>(null);
  const clear = () => {
    write('');
    field.current?.focus();
  };
  return (
    <search>
      <form
        class="search-field glass"
        onSubmit={(event) => {
          event.preventDefault();
          askNow();
        }}
      >
        <Icon of={Search} size={20} />
        <input
          ref={field}
          type="search"
          enterkeyhint="search"
          autocomplete="off"
          aria-label={text.label}
          placeholder={text.label}
          maxLength={MOST_CHARACTERS}
          value={written}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || event.isComposing || written === '') return;
            event.preventDefault();
            clear();
          }}
        />
        {written !== '' && (
          <button type="button" aria-label={text.clear} onClick={clear}>
            <Icon of={X} size={18} />
          </button>
        )}
      </form>
    </search>
  );
};

/** The film of a session, from when something was said. */
const filmAt = ({ session, at }: FoundLine): string => {
  const path = onwards(recordingPath(session.id));
  return `${path}${path.includes('#') ? '&' : '#'}at=${Date.parse(at)}`;
};

const Words = ({ line }: { line: FoundLine }) => (
  <>
    <time dateTime={line.at}>{t.timeOfDay(line.at)}</time>
    <span>
      <b>{line.name}</b>{' '}
      {line.snippet.map((part, index) => (part.match ? <mark key={index}>{part.text}</mark> : part.text))}
    </span>
  </>
);

type Show = (sessionId: string) => void;

/** Leads to the film, or to the session where there is none. */
const Line = ({ line, onShow }: { line: FoundLine; onShow: Show }) =>
  line.recording === undefined ? (
    <button type="button" class="found-line" onClick={() => onShow(line.session.id)}>
      <Words line={line} />
    </button>
  ) : (
    <a class="found-line" href={filmAt(line)}>
      <Words line={line} />
      <Icon of={Play} size={16} />
    </a>
  );

/** Those of one session come one after another. */
const bySession = (items: readonly FoundLine[]): readonly (readonly [FoundLine, ...FoundLine[]])[] => {
  const groups: [FoundLine, ...FoundLine[]][] = [];
  for (const line of items) {
    const last = groups.at(-1);
    if (last && last[0].session.id === line.session.id) last.push(line);
    else groups.push([line]);
  }
  return groups;
};

const FoundSession = ({ lines, onShow }: { lines: readonly [FoundLine, ...FoundLine[]]; onShow: Show }) => {
  const { id, title, startedAt, startsAt } = lines[0].session;
  const at = startedAt ?? startsAt;
  return (
    <section class="found-session glass" aria-labelledby={`found-${id}`}>
      <header>
        <Day at={at} />
        <div>
          <h3 id={`found-${id}`}>{title}</h3>
          <p>{t.dashboard.when(at)}</p>
        </div>
      </header>
      <ul class="found-lines">
        {lines.map((line) => (
          <li key={line.id}>
            <Line line={line} onShow={onShow} />
          </li>
        ))}
      </ul>
    </section>
  );
};

const Failed = ({ state, load }: MySearch) => (
  <div class="sessions-failed glass">
    <p role="alert">{state === 'badWords' ? text.badWords : text.failed}</p>
    {state === 'failed' && (
      <button type="button" class="btn" onClick={load}>
        <Icon of={RotateCw} size={18} />
        {t.tryAgain}
      </button>
    )}
  </div>
);

const told = ({ state, items, more }: MySearch): string => {
  if (state === 'loading') return text.loading;
  return state === 'loaded' && items.length > 0 ? text.found(items.length, bySession(items).length, more) : '';
};

/** What was found, session by session. */
export const Found = ({ search, onShow }: { search: MySearch; onShow: Show }) => {
  const { state, items, more, load } = search;
  return (
    <div class="found" aria-busy={state === 'loading'}>
      <h2 class="sr-only">{text.title}</h2>
      <p class="found-count" role="status">
        {told(search)}
      </p>
      {bySession(items).map((lines) => (
        <FoundSession key={lines[0].session.id} lines={lines} onShow={onShow} />
      ))}
      {state === 'loaded' && items.length === 0 && (
        <div class="sessions-empty glass">
          <Empty icon={SearchX} title={text.nothing} text={text.nothingText} />
        </div>
      )}
      {(state === 'failed' || state === 'badWords') && <Failed {...search} />}
      {more && items.length > 0 && state !== 'failed' && (
        <button type="button" class="btn more-sessions" disabled={state === 'loading'} onClick={load}>
          {state === 'loading' ? t.loading : t.dashboard.more}
        </button>
      )}
    </div>
  );
};
