import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { isPhone } from './ui';

const EDGE_PX = 12;

interface BadgeProps {
  readonly look: string;
  /** What it stands for; the first is the most important. */
  readonly sentences: readonly string[];
  readonly children: ComponentChildren;
}

/** A mark in the header. A click tells more, which a title alone would not tell a finger. */
export const HeaderBadge = ({ look, sentences, children }: BadgeProps) => {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const place = () => {
    const at = button.current?.getBoundingClientRect();
    if (!at || !menu.current) return;
    menu.current.style.top = `${at.bottom + 8}px`;
    // A phone has no room to the left of the button.
    if (isPhone.peek()) menu.current.style.left = `${EDGE_PX}px`;
    else menu.current.style.right = `${innerWidth - at.right}px`;
  };
  return (
    <>
      <button ref={button} type="button" class={look} title={sentences.join(' ')} popovertarget={id} onClick={place}>
        {children}
      </button>
      <div ref={menu} id={id} class="rec-more" popover="auto">
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </>
  );
};
