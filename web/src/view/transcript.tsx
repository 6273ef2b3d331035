import { ArrowDown, CloudOff, Copy, ScrollText, ShieldCheck } from 'lucide';
import { useMemo } from 'preact/hooks';
import type { TranscriptPartial } from '../protocol/types';
import { toast } from '../state/notices';
import { mayBecomeText } from '../state/select';
import { room, transcribedBy } from '../state/store';
import { asText, interim, type Paragraph, paragraphs, type Transcript as Said } from '../state/transcript';
import { t } from '../strings/en';
import { Empty } from './empty';
import { useFollow } from './follow';
import { Icon } from './icon';
import { useFading } from './speech';
import { transcriptPrivacy } from './transcribed';

const nameOf = (from: string, name: string, you: string | null): string => (from === you ? t.tile.you : name);

const ParagraphView = ({ paragraph, you }: { paragraph: Paragraph; you: string | null }) => (
  <li class={paragraph.from === you ? 'is-mine' : ''}>
    <p class="meta">
      <b>{nameOf(paragraph.from, paragraph.name, you)}</b>{' '}
      <time dateTime={paragraph.at}>{t.timeOfDay(paragraph.at)}</time>
    </p>
    {paragraph.lines.map(({ id, text, language }) =>
      text === null ? (
        <p key={id} class="is-erased">
          {t.transcript.erased}
        </p>
      ) : (
        <p key={id} lang={language}>
          {text}
        </p>
      ),
    )}
  </li>
);

const PartialView = ({ line, you }: { line: TranscriptPartial; you: string | null }) => (
  <li class={`is-interim ${line.from === you ? 'is-mine' : ''}`}>
    <p class="meta">
      <b>{nameOf(line.from, line.name, you)}</b> <span>{t.transcript.now}</span>
    </p>
    <p lang={line.language}>
      {line.text}
      <span class="ellipsis" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
    </p>
  </li>
);

/** What tells that there is something new, or more of it. */
const newestOf = ({ lines }: Said, partials: readonly TranscriptPartial[]): string => {
  const last = lines.at(-1);
  return [last && `${last.id} ${last.rev}`, ...partials.map(({ id, text }) => `${id} ${text.length}`)].join();
};

/** Only what is final is read aloud: the rest changes while it is read. */
const Lines = ({ transcript, partials }: { transcript: Said; partials: readonly TranscriptPartial[] }) => {
  const { you } = room.value;
  const { lines } = transcript;
  const { list, away, follow, onScroll } = useFollow(newestOf(transcript, partials), false);
  const final = useMemo(
    () => paragraphs(lines).map((each) => <ParagraphView key={each.id} paragraph={each} you={you} />),
    [lines, you],
  );
  const empty = lines.length === 0 && partials.length === 0;
  return (
    <div class="messages said-messages">
      {/* biome-ignore lint/a11y/useSemanticElements: it groups no fields of a form. */}
      <div
        ref={list}
        class="said"
        role="group"
        aria-label={t.transcript.lines}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        onScroll={onScroll}
      >
        {empty && <Empty icon={ScrollText} title={t.side.transcriptEmpty} text={t.side.transcriptEmptyText} />}
        <div role="log" aria-live="polite" aria-label={t.transcript.final}>
          {lines.length > 0 && <ol>{final}</ol>}
        </div>
        {partials.length > 0 && (
          <ol aria-label={t.transcript.interim}>
            {partials.map((line) => (
              <PartialView key={line.id} line={line} you={you} />
            ))}
          </ol>
        )}
      </div>
      {away && (
        <button type="button" class="btn small new-messages" onClick={follow}>
          <Icon of={ArrowDown} size={15} />
          {t.transcript.latest}
        </button>
      )}
    </div>
  );
};

const copy = async (): Promise<void> => {
  try {
    await navigator.clipboard.writeText(asText(room.peek().transcript.lines));
    toast('transcript', t.transcript.copied);
  } catch {
    // No right to it, as in a frame, or no clipboard at all, as without TLS.
    toast('problem', t.transcript.notCopied);
  }
};

const Head = ({ transcript }: { transcript: Said }) => (
  <div class="said-head">
    <span class={`said-state is-${transcript.state}`}>
      <i />
      {t.transcript.states[transcript.state]}
    </span>
    {transcript.lines.length > 0 && (
      <button type="button" class="icon-btn" aria-label={t.transcript.copy} title={t.transcript.copy} onClick={copy}>
        <Icon of={Copy} size={17} />
      </button>
    )}
  </div>
);

/** Whether what is said now may become text after the session. */
const isKept = (): boolean => mayBecomeText(room.value) && transcribedBy.value !== 'demo';

const Note = ({ transcript }: { transcript: Said }) => {
  if (transcript.state === 'on' || room.value.ended) return null;
  return (
    <p class="note said-note" role="status">
      <Icon of={CloudOff} size={16} />
      <span>{transcript.state === 'off' ? t.transcript.stopped(isKept()) : t.transcript.interrupted}</span>
    </p>
  );
};

/** What is said in the session, as text. */
export const Transcript = () => {
  const { transcript, session } = room.value;
  const partials = interim(transcript, useFading(transcript));
  const off = session?.transcribe !== true || transcript.state === 'off';
  if (off && transcript.lines.length === 0) {
    const text = isKept() ? t.transcript.stopped(true) : t.side.transcriptOffText;
    return (
      <section class="pane" aria-label={t.side.transcript}>
        <Empty icon={ScrollText} title={t.side.transcriptOff} text={text} />
      </section>
    );
  }
  return (
    <section class="pane" aria-label={t.side.transcript}>
      <Head transcript={transcript} />
      <Note transcript={transcript} />
      <Lines transcript={transcript} partials={partials} />
      <p class="said-privacy">
        <Icon of={ShieldCheck} size={14} />
        {transcriptPrivacy()}
      </p>
    </section>
  );
};
