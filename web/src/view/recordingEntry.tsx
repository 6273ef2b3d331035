import { CircleDot, CircleX, Film, Play, Trash2 } from 'lucide';
import { onwards, recordingPath } from '../connection/boot';
import type { Recording } from '../protocol/recordings';
import type { MySession } from '../protocol/sessions';
import { t } from '../strings/en';
import { Icon } from './icon';
import { type Turn, useMyRecordings } from './myRecordings';

/** How far its film is, as a bar; the words beside it say the same. */
export const FilmProgress = ({ progress }: { progress: number }) => (
  <progress class="film-progress" max={1} value={progress} aria-label={t.recording.page.progress} />
);

const looks = {
  recording: [CircleDot, 'is-bad', t.recording.entry.recording],
  failed: [CircleX, 'is-bad', t.recording.entry.failed],
  deleted: [Trash2, 'is-calm', t.recording.entry.deleted],
} as const;

const Standing = ({ of }: { of: Recording }) => {
  if (of.state === 'ready') return null;
  if (of.state === 'processing') {
    const progress = of.progress ?? 0;
    return (
      <span class="session-badge film-badge">
        <Icon of={Film} size={15} />
        {t.recording.entry.processing(progress)}
        <FilmProgress progress={progress} />
      </span>
    );
  }
  const [icon, look, text] = looks[of.state];
  return (
    <span class={`session-badge ${look}`}>
      <Icon of={icon} size={15} />
      {text}
    </span>
  );
};

/** The one to speak of beside those that can be watched: what still becomes something, else what became of the last. */
const toTell = (items: readonly Recording[], ready: number): Recording | undefined =>
  items.findLast(({ state }) => state === 'recording' || state === 'processing') ??
  (ready === 0 ? items.at(-1) : undefined);

/** What nobody has been to yet, or was called off, is not asked about. */
const mayBeRecorded = ({ state }: MySession): boolean => state !== 'scheduled' && state !== 'cancelled';

/** Whose dashboard it is, and the turns in which it asks. */
export interface Owner {
  readonly token: string;
  readonly inTurn: Turn;
}

/** What there is of a session to watch, or what becomes of it. Nothing of one that was not recorded. */
export const RecordingEntry = ({ session, owner }: { session: MySession; owner: Owner }) => {
  const ticket = mayBeRecorded(session) ? { sessionId: session.id, token: owner.token } : null;
  const { items } = useMyRecordings(ticket, owner.inTurn);
  if (!items || items.length === 0) return null;
  const ready = items.filter(({ state }) => state === 'ready').length;
  const told = toTell(items, ready);
  return (
    <span class="recording-entry">
      {told && <Standing of={told} />}
      {ready > 0 && (
        <a
          class="btn small"
          href={onwards(recordingPath(session.id))}
          aria-label={`${t.recording.entry.watch(ready)}: ${session.title}`}
        >
          <Icon of={Play} size={15} />
          {t.recording.entry.watch(ready)}
        </a>
      )}
    </span>
  );
};
