import { ChevronDown, ChevronUp, Search } from 'lucide';
import { useMemo, useState } from 'preact/hooks';
import { type FilmLine, matches } from '../state/filmLines';
import { t } from '../strings/en';
import { Icon } from './icon';

const text = t.recording.player;

interface SearchProps {
  readonly sought: string;
  readonly count: number;
  /** Which of them one looks at; -1 for none. */
  readonly at: number;
  readonly onSought: (sought: string) => void;
  readonly onStep: (by: 1 | -1) => void;
}

/** A field, how much was found, and the ways to the next and the one before. */
export const SearchBar = ({ sought, count, at, onSought, onStep }: SearchProps) => {
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && sought !== '') {
      event.preventDefault();
      onSought('');
    } else if (event.key === 'Enter') {
      event.preventDefault();
      onStep(event.shiftKey ? -1 : 1);
    }
  };
  const steps = [
    { by: -1, icon: ChevronUp, label: text.search.previous },
    { by: 1, icon: ChevronDown, label: text.search.next },
  ] as const;
  return (
    <search class="film-search">
      <label>
        <Icon of={Search} size={17} />
        <input
          type="search"
          value={sought}
          placeholder={text.search.name}
          aria-label={text.search.name}
          onInput={(event) => onSought(event.currentTarget.value)}
          onKeyDown={onKey}
        />
      </label>
      <span class="film-count" role="status">
        {sought.trim() === '' ? '' : text.search.found(at + 1, count)}
      </span>
      {sought.trim() !== '' &&
        steps.map(({ by, icon, label }) => (
          <button
            key={label}
            type="button"
            class="icon-btn"
            aria-label={label}
            title={label}
            disabled={count === 0}
            onClick={() => onStep(by)}
          >
            <Icon of={icon} size={18} />
          </button>
        ))}
    </search>
  );
};

/** What is sought in lines, and which of those that have it one looks at. */
export const useSearch = (lines: readonly FilmLine[], now: number, lookAt: (index: number) => void) => {
  const [sought, setSought] = useState('');
  // By its id: others may come before it.
  const [looked, setLooked] = useState<string | null>(null);
  const found = useMemo(() => matches(lines, sought), [lines, sought]);
  const at = found.findIndex((index) => lines[index]?.id === looked);
  const look = (all: readonly number[], place: number) => {
    const line = all[place];
    setLooked(line === undefined ? null : (lines[line]?.id ?? null));
    if (line !== undefined) lookAt(line);
  };
  const onSought = (next: string) => {
    setSought(next);
    const all = matches(lines, next);
    const ahead = all.findIndex((index) => index >= now);
    look(all, all.length === 0 ? -1 : Math.max(0, ahead));
  };
  const onStep = (by: 1 | -1) => {
    if (found.length > 0) look(found, (at + by + found.length) % found.length);
  };
  return { sought, found: found[at] ?? -1, bar: { sought, count: found.length, at, onSought, onStep } };
};
