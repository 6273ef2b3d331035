import { CircleDot } from 'lucide';
import { maySend } from '../media/capture';
import { isUnasked } from '../state/consent';
import { room, screen } from '../state/store';
import { t } from '../strings/en';
import { agree, leave, record } from './actions';
import { HeaderBadge } from './headerBadge';
import { Icon } from './icon';
import { Modal } from './modal';
import { Question } from './question';
import { agreed } from './ui';
import { localRecorders, whom } from './whom';

/** What is recorded, and by whom, in sentences. */
const told = (): readonly string[] => {
  const { recording } = room.value;
  const by = whom(recording?.by);
  const local = localRecorders();
  return [
    ...(recording ? [`${t.recording.on}.`] : []),
    ...(by ? [t.recording.startedBy(by)] : []),
    ...(local.length > 0 ? [t.recording.local(local)] : []),
  ];
};

/** The mark in the header while anybody records. */
export const RecBadge = () => {
  const { recording } = room.value;
  const local = localRecorders();
  if (!recording && local.length === 0) return null;
  const sentences = told();
  return (
    <HeaderBadge look={`rec ${recording ? '' : 'is-local'}`} sentences={sentences}>
      <i />
      <span aria-hidden="true">{recording ? t.recording.rec : t.recording.localShort(local)}</span>
      <span class="sr-only">{recording ? t.recording.on : sentences.join(' ')}</span>
    </HeaderBadge>
  );
};

/** What one agrees to by joining; null where nothing is recorded. */
export const LobbyRecording = () => {
  const { session, recording } = room.value;
  const local = localRecorders();
  const text = t.recording.lobby;
  const agrees = maySend.value;
  if (!recording && !session?.record && local.length === 0) return null;
  return (
    <p class="note rec-note" role="status">
      <Icon of={CircleDot} size={16} />
      <span>{recording ? text.on(agrees) : session?.record ? text.planned(agrees) : text.local(local, agrees)}</span>
    </p>
  );
};

/** Whether to ask now; an observer is in no recording. */
export const asksForConsent = (): boolean =>
  screen.value.at === 'room' && maySend.value && isUnasked(room.value, agreed.value);

/** For those who were in the room when a recording started: they stay in it knowingly, or leave. */
export const ConsentDialog = () => {
  const { title, text, what, stay, leave: no } = t.recording.asked;
  return (
    <Modal titleId="consent-title">
      <span class="modal-icon is-bad">
        <Icon of={CircleDot} size={26} />
      </span>
      {/* Not on a button: who is typing when it comes up would press that. */}
      <h2 id="consent-title" tabIndex={-1} autofocus>
        {title}
      </h2>
      <p>{text(whom(room.value.recording?.by))}</p>
      <p class="fine">{what}</p>
      <div class="row">
        <button type="button" class="btn" onClick={leave}>
          {no}
        </button>
        <button type="button" class="btn primary" onClick={agree}>
          {stay}
        </button>
      </div>
    </Modal>
  );
};

/** Asks a mentor before the session is recorded, or is not any more. */
export const RecordDialog = ({ on }: { on: boolean }) => {
  const { title, text, no, yes } = on ? t.recording.start : t.recording.stop;
  const asked = { title, text, no, yes, onYes: () => void record(on) };
  return <Question id="record-title" icon={CircleDot} look="primary" {...asked} />;
};
