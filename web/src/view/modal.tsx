import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface ModalProps {
  readonly titleId: string;
  readonly wide?: boolean;
  /** Left out for one that only an answer closes. */
  readonly onClose?: () => void;
  readonly children: ComponentChildren;
}

/** The browser's own modal dialog: focus stays inside, Escape closes, focus goes back to the opener. */
export const Modal = ({ titleId, wide = false, onClose, children }: ModalProps) => {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    element.current?.showModal();
    return () => (opener instanceof HTMLElement ? opener.focus() : undefined);
  }, []);
  // A second Escape closes it without asking (HTML, close watchers), so one that stays is opened again.
  const stay = () => {
    if (element.current?.isConnected) element.current.showModal();
  };
  const ask = (event: Event) => {
    if (!onClose) event.preventDefault();
  };
  return (
    <dialog
      ref={element}
      class={`modal ${wide ? 'is-wide' : ''}`}
      aria-labelledby={titleId}
      onCancel={ask}
      onClose={onClose ?? stay}
    >
      {children}
    </dialog>
  );
};
