import type { IconNode } from 'lucide';
import { EllipsisVertical, Hand, MicOff, UserMinus } from 'lucide';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Participant } from '../protocol/types';
import { handPlace } from '../state/select';
import { room } from '../state/store';
import { t } from '../strings/en';
import { lowerOther, muteOther } from './actions';
import { Icon } from './icon';
import { dialog, removing } from './ui';

const GAP_PX = 6;
const WIDE_PX = 220;
/** As high as the menu gets: with less room below it opens upwards. */
const HIGH_PX = 190;

/** The menu lies in the top layer, so it is told where its button is. */
const place = (menu: HTMLElement, button: HTMLElement): void => {
  const at = button.getBoundingClientRect();
  const upwards = innerHeight - at.bottom < HIGH_PX;
  Object.assign(menu.style, {
    top: upwards ? 'auto' : `${at.bottom + GAP_PX}px`,
    bottom: upwards ? `${innerHeight - at.top + GAP_PX}px` : 'auto',
    left: `${Math.max(GAP_PX, at.right - WIDE_PX)}px`,
    right: 'auto',
    width: `${WIDE_PX}px`,
  });
};

interface ItemProps {
  readonly icon: IconNode;
  readonly label: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

const Item = ({ icon, label, danger = false, disabled = false, onClick }: ItemProps) => (
  <button type="button" class={`menu-item ${danger ? 'is-danger' : ''}`} disabled={disabled} onClick={onClick}>
    <Icon of={icon} size={20} />
    {label}
  </button>
);

const askToRemove = (person: Participant) => {
  removing.value = person;
  dialog.value = 'remove';
};

const Items = ({ person, close }: { person: Participant; close: () => void }) => {
  const then = (act: () => void) => () => {
    close();
    act();
  };
  return (
    <>
      <Item
        icon={MicOff}
        label={t.tile.mute}
        disabled={!person.media.mic}
        onClick={then(() => void muteOther(person.id))}
      />
      {handPlace(room.value, person) !== null && (
        <Item icon={Hand} label={t.tile.lowerHand} onClick={then(() => void lowerOther(person.id))} />
      )}
      {person.role !== 'mentor' && (
        <Item icon={UserMinus} label={t.tile.remove} danger onClick={then(() => askToRemove(person))} />
      )}
    </>
  );
};

/** What a mentor may do to somebody else. Its items exist only while it is open. */
export const TileMenu = ({ person }: { person: Participant }) => {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const element = menu.current;
    const onToggle = (event: Event) => setOpen((event as ToggleEvent).newState === 'open');
    element?.addEventListener('beforetoggle', onToggle);
    return () => element?.removeEventListener('beforetoggle', onToggle);
  }, []);
  useLayoutEffect(() => {
    if (open && menu.current && button.current) place(menu.current, button.current);
  }, [open]);
  const name = t.tile.options(person.name);
  return (
    <div class="tile-menu">
      <button ref={button} type="button" class="tile-menu-btn" aria-label={name} popovertarget={id}>
        <Icon of={EllipsisVertical} size={18} />
      </button>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms. */}
      <div ref={menu} id={id} class="menu" popover="auto" role="group" aria-label={name}>
        {open && <Items person={person} close={() => menu.current?.hidePopover?.()} />}
      </div>
    </div>
  );
};
