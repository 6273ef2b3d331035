import type { IconNode } from 'lucide';
import { CircleDot, CircleStop, PhoneOff, Settings, UserMinus } from 'lucide';
import { maySend } from '../media/capture';
import { canRecord } from '../recording/local';
import { recording } from '../recording/state';
import { mayRecord, room } from '../state/store';
import { t } from '../strings/en';
import { endSession, leave, removeOther } from './actions';
import { DeviceFields } from './devices';
import { EndedDialog } from './ended';
import { Icon } from './icon';
import { Modal } from './modal';
import { toggleRecording } from './recordings';
import { dialog, removing } from './ui';

const close = () => {
  dialog.value = null;
};

interface QuestionProps {
  readonly id: string;
  readonly icon: IconNode;
  readonly title: string;
  readonly text: string;
  readonly no: string;
  readonly yes: string;
  readonly onYes: () => void;
}

/** Asks before what cannot be taken back. The focus lands on the harmless choice. */
const Question = ({ id, icon, title, text, no, yes, onYes }: QuestionProps) => {
  const agree = () => {
    close();
    onYes();
  };
  return (
    <Modal titleId={id} onClose={close}>
      <span class="modal-icon is-bad">
        <Icon of={icon} size={24} />
      </span>
      <h2 id={id}>{title}</h2>
      <p>{text}</p>
      <div class="row">
        <button type="button" class="btn" autofocus onClick={close}>
          {no}
        </button>
        <button type="button" class="btn danger" onClick={agree}>
          {yes}
        </button>
      </div>
    </Modal>
  );
};

const LeaveDialog = () => {
  const { title, text, stay, leave: yes } = t.leave;
  return <Question id="leave-title" icon={PhoneOff} title={title} text={text} no={stay} yes={yes} onYes={leave} />;
};

const EndDialog = () => {
  const { title, text, stay, end } = t.end;
  return <Question id="end-title" icon={CircleStop} title={title} text={text} no={stay} yes={end} onYes={endSession} />;
};

const RemoveDialog = () => {
  const person = removing.value;
  if (!person) return null;
  const { title, text, stay, remove } = t.remove;
  const onYes = () => void removeOther(person.id);
  const asked = title(person.name);
  return <Question id="remove-title" icon={UserMinus} title={asked} text={text} no={stay} yes={remove} onYes={onYes} />;
};

/** For whom the server lets. The dialog closes, so that one sees what is recorded. */
const RecordField = () => {
  if (!mayRecord.value || !canRecord()) return null;
  const act = () => {
    close();
    void toggleRecording();
  };
  return (
    <div class="record-field">
      <button type="button" class="btn" onClick={act}>
        <Icon of={recording.value ? CircleStop : CircleDot} size={18} />
        {recording.value ? t.recording.stop : t.recording.start}
      </button>
      <p class="fine">{t.recording.text}</p>
    </div>
  );
};

const SettingsDialog = () => (
  <Modal titleId="settings-title" wide onClose={close}>
    <span class="modal-icon">
      <Icon of={Settings} size={24} />
    </span>
    <h2 id="settings-title">{t.settings.title}</h2>
    <p>{t.settings.text}</p>
    <div class="modal-fields">
      <DeviceFields />
    </div>
    <RecordField />
    {maySend.value && <p class="fine">{t.settings.keys}</p>}
    <div class="row">
      <button type="button" class="btn primary" onClick={close}>
        {t.settings.done}
      </button>
    </div>
  </Modal>
);

export const Dialogs = () => {
  const { ended } = room.value;
  // Whatever was being asked: there is no session to do it in any more.
  if (ended) return <EndedDialog ended={ended} />;
  switch (dialog.value) {
    case 'leave':
      return <LeaveDialog />;
    case 'settings':
      return <SettingsDialog />;
    case 'end':
      return <EndDialog />;
    case 'remove':
      return <RemoveDialog />;
    case null:
      return null;
  }
};
