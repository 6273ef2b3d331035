import { CircleDot, CircleStop, PhoneOff, Settings, UserMinus } from 'lucide';
import { maySend } from '../media/capture';
import { canRecord } from '../recording/local';
import { recording } from '../recording/state';
import { mayRecord, room } from '../state/store';
import { t } from '../strings/en';
import { endSession, leave, removeOther } from './actions';
import { toggleDeviceRecording } from './deviceRecording';
import { DeviceFields } from './devices';
import { EndedDialog } from './ended';
import { Icon } from './icon';
import { Modal } from './modal';
import { closeDialog, Question } from './question';
import { asksForConsent, ConsentDialog, RecordDialog } from './recording';
import { SpeechFields } from './speechFields';
import { dialog, removing } from './ui';

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
    closeDialog();
    void toggleDeviceRecording();
  };
  return (
    <div class="record-field">
      <button type="button" class="btn" onClick={act}>
        <Icon of={recording.value ? CircleStop : CircleDot} size={18} />
        {recording.value ? t.device.stop : t.device.start}
      </button>
      <p class="fine">{t.device.text}</p>
    </div>
  );
};

const SettingsDialog = () => (
  <Modal titleId="settings-title" wide onClose={closeDialog}>
    <span class="modal-icon">
      <Icon of={Settings} size={24} />
    </span>
    <h2 id="settings-title">{t.settings.title}</h2>
    <p>{t.settings.text}</p>
    <div class="modal-fields">
      <DeviceFields />
      <SpeechFields />
    </div>
    <RecordField />
    {maySend.value && <p class="fine">{t.settings.keys}</p>}
    <div class="row">
      <button type="button" class="btn primary" onClick={closeDialog}>
        {t.settings.done}
      </button>
    </div>
  </Modal>
);

export const Dialogs = () => {
  const { ended } = room.value;
  // Whatever was being asked: there is no session to do it in any more.
  if (ended) return <EndedDialog ended={ended} />;
  if (asksForConsent()) return <ConsentDialog />;
  switch (dialog.value) {
    case 'leave':
      return <LeaveDialog />;
    case 'settings':
      return <SettingsDialog />;
    case 'end':
      return <EndDialog />;
    case 'remove':
      return <RemoveDialog />;
    case 'startRecording':
      return <RecordDialog key="start" on />;
    case 'stopRecording':
      return <RecordDialog key="stop" on={false} />;
    case null:
      return null;
  }
};
