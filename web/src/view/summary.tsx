import { CircleX, ListChecks, NotebookPen, Pencil, RotateCw, Sparkles } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Ticket } from '../connection/boot';
import type { MySession } from '../protocol/sessions';
import { type Homework, type Section, type Source, type Summary, saysSomething } from '../protocol/summary';
import { t } from '../strings/en';
import { Icon } from './icon';
import { Modal } from './modal';
import { type MySummary, useMySummary } from './mySummary';
import { SummaryForm } from './summaryForm';

const text = t.summary;

/** Moments of the session that can be seen here, in epoch milliseconds. */
export interface Moments {
  readonly has: (atMs: number) => boolean;
  readonly play: (atMs: number) => void;
}

const SourceTime = ({ at, moments }: { at: string; moments: Moments }) => {
  const shown = <time dateTime={at}>{t.timeOfDay(at)}</time>;
  const atMs = Date.parse(at);
  return moments.has(atMs) ? (
    <button type="button" aria-label={text.watch(t.timeOfDay(at))} onClick={() => moments.play(atMs)}>
      {shown}
    </button>
  ) : (
    shown
  );
};

const Sources = ({ of, moments }: { of: readonly Source[]; moments: Moments }) =>
  of.length === 0 ? null : (
    <small>
      {text.said}{' '}
      {of.map(({ line, at }, index) => (
        <span key={line}>
          {index > 0 && ', '}
          <SourceTime at={at} moments={moments} />
        </span>
      ))}
    </small>
  );

interface PointsProps {
  readonly title: string;
  readonly icon: typeof ListChecks;
  readonly items: readonly (Omit<Homework, 'whom'> & Partial<Homework>)[];
  readonly moments: Moments;
}

const Points = ({ title, icon, items, moments }: PointsProps) =>
  items.length === 0 ? null : (
    <>
      <h4>
        <Icon of={icon} size={16} />
        {title}
      </h4>
      <ul>
        {items.map(({ text: what, whom, sources }, index) => (
          <li key={`${index} ${what}`}>
            {whom && <b>{text.whom(whom)} </b>}
            {what} <Sources of={sources} moments={moments} />
          </li>
        ))}
      </ul>
    </>
  );

const Topic = ({ section, moments }: { section: Section; moments: Moments }) => (
  <article class="summary-topic">
    <h3>{section.topic === null ? text.whole : section.title}</h3>
    {section.text !== '' && <p class="summary-text">{section.text}</p>}
    <Points title={text.decisions} icon={ListChecks} items={section.decisions} moments={moments} />
    <Points title={text.homework} icon={NotebookPen} items={section.homework} moments={moments} />
  </article>
);

const Content = ({ summary, moments }: { summary: Summary; moments: Moments }) => {
  const shown = summary.sections.filter(saysSomething);
  return (
    <>
      <p class="summary-label">
        <Icon of={Sparkles} size={15} />
        <b>{text.label}</b>
        <span>{text.madeBy(summary.model, summary.madeAt)}</span>
        {summary.edited && <span>{text.editedBy(summary.edited.name, summary.edited.at)}</span>}
      </p>
      {shown.length === 0 && <p>{text.empty}</p>}
      {shown.map((section) => (
        <Topic key={section.topic} section={section} moments={moments} />
      ))}
    </>
  );
};

const Pending = () => (
  <p class="summary-pending" role="status">
    <span>
      <b>{text.pending}</b> {text.pendingText}
    </span>
    <progress aria-label={text.pending} />
  </p>
);

const Failed = ({ title, why }: { title: string; why?: string }) => (
  <p class="summary-failed" role="alert">
    <Icon of={CircleX} size={18} />
    <span>
      <b>{title}</b> {why}
    </span>
  </p>
);

/** Asks before what was there is replaced. */
const Again = ({ onYes, onClose }: { onYes: () => void; onClose: () => void }) => (
  <Modal titleId="again-title" onClose={onClose}>
    <span class="modal-icon is-warn">
      <Icon of={Sparkles} size={24} />
    </span>
    <h2 id="again-title">{text.againTitle}</h2>
    <p>{text.againText}</p>
    <div class="row">
      <button type="button" class="btn" autofocus onClick={onClose}>
        {text.cancel}
      </button>
      <button
        type="button"
        class="btn primary"
        onClick={() => {
          onClose();
          onYes();
        }}
      >
        {text.againYes}
      </button>
    </div>
  </Modal>
);

interface ToolsProps {
  readonly summary: Summary;
  readonly onEdit: () => void;
  readonly make: MySummary['make'];
}

/** What a mentor may do with it. */
const Tools = ({ summary, onEdit, make }: ToolsProps) => {
  const [asking, setAsking] = useState(false);
  const [refused, setRefused] = useState(false);
  const has = summary.sections.length > 0;
  const ask = async () => setRefused((await make()) !== null);
  if (summary.state === 'pending') return null;
  return (
    <div class="summary-tools">
      {has && (
        <button type="button" class="btn small" onClick={onEdit}>
          <Icon of={Pencil} size={15} />
          {text.edit}
        </button>
      )}
      <button type="button" class="btn small" onClick={() => (has ? setAsking(true) : void ask())}>
        <Icon of={RotateCw} size={15} />
        {text.again}
      </button>
      <p class="form-error" role="alert">
        {refused ? text.notMade : ''}
      </p>
      {asking && <Again onYes={() => void ask()} onClose={() => setAsking(false)} />}
    </div>
  );
};

/** Brings the summary into view once, for who came for it. */
const useComeFor = (ready: boolean) => {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (ready && new URLSearchParams(location.search).get('show') === 'summary') {
      element.current?.scrollIntoView({ block: 'start' });
    }
  }, [ready]);
  return element;
};

interface LessonSummaryProps {
  readonly ticket: Ticket;
  readonly session: MySession | null;
  readonly moments: Moments;
}

/** What a session came to, in words: of the whole and of each topic. Nothing where there is none. */
export const LessonSummary = ({ ticket, session, moments }: LessonSummaryProps) => {
  const { summary, refused, load, save, make } = useMySummary(ticket);
  const [editing, setEditing] = useState(false);
  const [saved, setSaved] = useState(false);
  const element = useComeFor(summary !== null && summary.state !== 'none');
  const none =
    summary === null ? refused === null || (session?.summary ?? 'none') === 'none' : summary.state === 'none';
  if (none) return null;
  const done = (kept: boolean) => {
    setEditing(false);
    setSaved(kept);
    element.current?.focus();
  };
  return (
    <section class="summary glass" id="summary" aria-labelledby="summary-title" ref={element} tabIndex={-1}>
      <div class="summary-head">
        <h2 id="summary-title">{text.title}</h2>
        {summary && session?.role === 'mentor' && !editing && (
          <Tools summary={summary} onEdit={() => setEditing(true)} make={make} />
        )}
      </div>
      <p class="sr-only" role="status">
        {saved ? text.form.saved : ''}
      </p>
      {summary === null && (
        <>
          <Failed title={text.notLoaded} />
          <button type="button" class="btn small" onClick={() => void load()}>
            <Icon of={RotateCw} size={15} />
            {t.tryAgain}
          </button>
        </>
      )}
      {summary?.state === 'pending' && <Pending />}
      {summary?.state === 'failed' && <Failed title={text.failed} why={text.failedText} />}
      {summary && editing && <SummaryForm summary={summary} save={save} load={load} onDone={done} />}
      {summary && !editing && summary.sections.length > 0 && <Content summary={summary} moments={moments} />}
    </section>
  );
};
