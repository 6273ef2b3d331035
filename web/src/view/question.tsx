import type { IconNode } from 'lucide';
import { Icon } from './icon';
import { Modal } from './modal';
import { dialog } from './ui';

export const closeDialog = (): void => {
  dialog.value = null;
};

interface QuestionProps {
  readonly id: string;
  readonly icon: IconNode;
  readonly title: string;
  readonly text: string;
  readonly no: string;
  readonly yes: string;
  /** Of the button for yes: `danger` for what cannot be taken back. */
  readonly look?: 'danger' | 'primary';
  readonly onYes: () => void;
}

/** Asks before what cannot be taken back, or concerns everybody. The focus lands on the harmless choice. */
export const Question = ({ id, icon, title, text, no, yes, look = 'danger', onYes }: QuestionProps) => {
  const agree = () => {
    closeDialog();
    onYes();
  };
  return (
    <Modal titleId={id} onClose={closeDialog}>
      <span class="modal-icon is-bad">
        <Icon of={icon} size={24} />
      </span>
      <h2 id={id}>{title}</h2>
      <p>{text}</p>
      <div class="row">
        <button type="button" class="btn" autofocus onClick={closeDialog}>
          {no}
        </button>
        <button type="button" class={`btn ${look}`} onClick={agree}>
          {yes}
        </button>
      </div>
    </Modal>
  );
};
