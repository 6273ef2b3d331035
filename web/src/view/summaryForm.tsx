import { Plus, Trash2 } from 'lucide';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { MOST, type Section, type Summary, type SummaryDraft } from '../protocol/summary';
import { cleanText } from '../state/chat';
import { t } from '../strings/en';
import { Icon } from './icon';
import type { MySummary } from './mySummary';

const text = t.summary.form;

/** A decision or homework while it is written; `key` stays what it is. */
interface Written {
  readonly key: number;
  readonly text: string;
  readonly whom: string;
  readonly lines: readonly string[];
}

interface WrittenSection {
  readonly topic: string | null;
  readonly title: string;
  readonly text: string;
  readonly decisions: readonly Written[];
  readonly homework: readonly Written[];
}

let keys = 0;
const nextKey = (): number => {
  keys += 1;
  return keys;
};

const written = ({ topic, title, text: about, decisions, homework }: Section): WrittenSection => {
  const points = (all: Section['decisions'] | Section['homework']) =>
    all.map((each) => ({
      key: nextKey(),
      text: each.text,
      whom: 'whom' in each ? (each.whom ?? '') : '',
      lines: each.sources.map(({ line }) => line),
    }));
  return {
    topic,
    title: topic === null ? t.summary.whole : (title ?? ''),
    text: about,
    decisions: points(decisions),
    homework: points(homework),
  };
};

/** In one line: the server takes no breaks in a point. */
const line = (given: string): string => cleanText(given).replaceAll(/\s+/g, ' ').trim();

/** What is sent: points without a text are left out. */
const draftOf = (version: number, sections: readonly WrittenSection[]): SummaryDraft => ({
  version,
  sections: sections.map(({ topic, text: about, decisions, homework }) => ({
    topic,
    text: cleanText(about).trim(),
    decisions: decisions
      .map((each) => ({ text: line(each.text), lines: each.lines }))
      .filter((each) => each.text !== ''),
    homework: homework
      .map((each) => ({ text: line(each.text), whom: line(each.whom) || null, lines: each.lines }))
      .filter((each) => each.text !== ''),
  })),
});

interface PointFieldProps {
  readonly name: string;
  readonly whom: string | null;
  readonly of: Written;
  readonly onChange: (to: Written) => void;
  readonly onRemove: () => void;
}

const PointField = ({ name, whom, of, onChange, onRemove }: PointFieldProps) => (
  <li class="point-field">
    {whom !== null && (
      <input
        class="point-whom"
        aria-label={whom}
        placeholder={text.whomPlaceholder}
        maxLength={MOST.whom}
        value={of.whom}
        onInput={(event) => onChange({ ...of, whom: event.currentTarget.value })}
      />
    )}
    <textarea
      rows={1}
      aria-label={name}
      maxLength={MOST.point}
      value={of.text}
      onInput={(event) => onChange({ ...of, text: event.currentTarget.value })}
    />
    <button type="button" class="icon-btn" aria-label={text.remove(name)} onClick={onRemove}>
      <Icon of={Trash2} size={17} />
    </button>
  </li>
);

interface PointFieldsProps {
  readonly title: string;
  readonly add: string;
  readonly items: readonly Written[];
  readonly name: (number: number) => string;
  /** Of the field that says who is to do it. */
  readonly whom?: (number: number) => string;
  readonly onChange: (to: readonly Written[]) => void;
}

const PointFields = ({ title, add, items, name, whom, onChange }: PointFieldsProps) => {
  const list = useRef<HTMLUListElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const count = useRef(items.length);
  const id = useId();
  // The focus goes to what was added; from what was removed, to where one adds.
  useEffect(() => {
    if (items.length > count.current) list.current?.lastElementChild?.querySelector('textarea')?.focus();
    if (items.length < count.current) button.current?.focus();
    count.current = items.length;
  }, [items.length]);
  return (
    <>
      {items.length > 0 && (
        <p class="points-title" id={id}>
          {title}
        </p>
      )}
      {items.length > 0 && (
        <ul ref={list} aria-labelledby={id}>
          {items.map((each, index) => (
            <PointField
              key={each.key}
              name={name(index + 1)}
              whom={whom?.(index + 1) ?? null}
              of={each}
              onChange={(to) => onChange(items.map((one) => (one === each ? to : one)))}
              onRemove={() => onChange(items.filter((one) => one !== each))}
            />
          ))}
        </ul>
      )}
      {items.length < MOST.points && (
        <button
          type="button"
          class="btn small"
          ref={button}
          onClick={() => onChange([...items, { key: nextKey(), text: '', whom: '', lines: [] }])}
        >
          <Icon of={Plus} size={15} />
          {add}
        </button>
      )}
    </>
  );
};

const SectionFields = ({ of, onChange }: { of: WrittenSection; onChange: (to: WrittenSection) => void }) => (
  <fieldset class="summary-fields">
    <legend>{of.title}</legend>
    <textarea
      rows={3}
      aria-label={`${text.text}: ${of.title}`}
      placeholder={text.text}
      maxLength={MOST.text}
      value={of.text}
      onInput={(event) => onChange({ ...of, text: event.currentTarget.value })}
    />
    <PointFields
      title={t.summary.decisions}
      add={text.addDecision}
      items={of.decisions}
      name={text.decision}
      onChange={(decisions) => onChange({ ...of, decisions })}
    />
    <PointFields
      title={t.summary.homework}
      add={text.addHomework}
      items={of.homework}
      name={text.homework}
      whom={text.whom}
      onChange={(homework) => onChange({ ...of, homework })}
    />
  </fieldset>
);

interface SummaryFormProps extends Pick<MySummary, 'save' | 'load'> {
  readonly summary: Summary;
  /** It was saved, or not. */
  readonly onDone: (saved: boolean) => void;
}

/** Where a mentor edits a summary. What cannot be saved stays, to be saved again. */
export const SummaryForm = ({ summary, save, load, onDone }: SummaryFormProps) => {
  const [version] = useState(summary.version);
  const [sections, setSections] = useState(() => summary.sections.map(written));
  const [state, setState] = useState<'open' | 'saving' | 'changed' | 'failed'>('open');
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('textarea')?.focus(), []);
  const send = async (event: Event) => {
    event.preventDefault();
    if (state === 'saving') return;
    setState('saving');
    const refused = await save(draftOf(version, sections));
    if (refused === null) onDone(true);
    else setState(refused === 'changed' ? 'changed' : 'failed');
  };
  const loadTheirs = async () => {
    await load();
    onDone(false);
  };
  return (
    <form class="summary-form" ref={form} aria-label={text.name} onSubmit={send}>
      {sections.map((each) => (
        <SectionFields
          key={each.topic}
          of={each}
          onChange={(to) => setSections((all) => all.map((one) => (one.topic === to.topic ? to : one)))}
        />
      ))}
      <p class="form-error" role="alert">
        {state === 'changed' && text.changed}
        {state === 'failed' && text.failed}
      </p>
      <div class="row">
        <button type="button" class="btn" onClick={() => onDone(false)}>
          {t.summary.cancel}
        </button>
        {state === 'changed' ? (
          <button type="button" class="btn primary" onClick={() => void loadTheirs()}>
            {text.load}
          </button>
        ) : (
          <button type="submit" class="btn primary" disabled={state === 'saving'}>
            {state === 'saving' ? text.saving : text.save}
          </button>
        )}
      </div>
    </form>
  );
};
