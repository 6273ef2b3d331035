import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface ModalProps {
  readonly titleId: string;
  readonly wide?: boolean;
  readonly onClose: () => void;
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
  return (
    <dialog ref={element} class={`modal ${wide ? 'is-wide' : ''}`} aria-labelledby={titleId} onClose={onClose}>
      {children}
    </dialog>
  );
};
