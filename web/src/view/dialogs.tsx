import { PhoneOff, Settings } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { maySend } from '../media/capture';
import { t } from '../strings/en';
import { leave } from './actions';
import { DeviceFields } from './devices';
import { Icon } from './icon';
import { dialog } from './ui';

const close = () => {
  dialog.value = null;
};

/** The browser's own modal dialog: focus stays inside, Escape closes, focus goes back to the opener. */
const Modal = ({ titleId, wide, children }: { titleId: string; wide?: boolean; children: ComponentChildren }) => {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    element.current?.showModal();
    return () => (opener instanceof HTMLElement ? opener.focus() : undefined);
  }, []);
  return (
    <dialog ref={element} class={`modal ${wide ? 'is-wide' : ''}`} aria-labelledby={titleId} onClose={close}>
      {children}
    </dialog>
  );
};

const leaveNow = () => {
  close();
  leave();
};

const LeaveDialog = () => (
  <Modal titleId="leave-title">
    <span class="modal-icon is-bad">
      <Icon of={PhoneOff} size={24} />
    </span>
    <h2 id="leave-title">{t.leave.title}</h2>
    <p>{t.leave.text}</p>
    <div class="row">
      {/* The focus lands on the harmless choice. */}
      <button type="button" class="btn" autofocus onClick={close}>
        {t.leave.stay}
      </button>
      <button type="button" class="btn danger" onClick={leaveNow}>
        {t.leave.leave}
      </button>
    </div>
  </Modal>
);

const SettingsDialog = () => (
  <Modal titleId="settings-title" wide>
    <span class="modal-icon">
      <Icon of={Settings} size={24} />
    </span>
    <h2 id="settings-title">{t.settings.title}</h2>
    <p>{t.settings.text}</p>
    <div class="modal-fields">
      <DeviceFields />
    </div>
    {maySend.value && <p class="fine">{t.settings.keys}</p>}
    <div class="row">
      <button type="button" class="btn primary" onClick={close}>
        {t.settings.done}
      </button>
    </div>
  </Modal>
);

export const Dialogs = () => {
  if (dialog.value === 'leave') return <LeaveDialog />;
  return dialog.value === 'settings' ? <SettingsDialog /> : null;
};
