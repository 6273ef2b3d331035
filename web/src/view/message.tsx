import type { IconNode } from 'lucide';
import { CircleAlert, CircleCheck, DoorOpen, Link2Off, MonitorSmartphone, RotateCw } from 'lucide';
import type { StopReason } from '../connection/close';
import { t } from '../strings/en';
import { reload } from './actions';
import { Logo, ThemeButton } from './header';
import { Icon } from './icon';

export type MessageKind = StopReason | 'noToken';

const icons: Partial<Record<MessageKind, IconNode>> = {
  left: DoorOpen,
  ended: CircleCheck,
  removed: DoorOpen,
  takenOver: MonitorSmartphone,
  noToken: Link2Off,
  badToken: Link2Off,
  noSession: Link2Off,
};

/** A whole page with one thing to say. */
export const Message = ({ kind }: { kind: MessageKind }) => {
  const { title, text, action } = t.stopPages[kind];
  const calm = kind === 'left' || kind === 'ended' || kind === 'removed';
  return (
    <div class="message">
      <header class="top">
        <Logo />
        <p class="brand">{t.appName}</p>
        <ThemeButton />
      </header>
      <main class="message-card glass">
        <span class={`modal-icon ${calm ? '' : 'is-warn'}`}>
          <Icon of={icons[kind] ?? CircleAlert} size={26} />
        </span>
        <h1>{title}</h1>
        <p>{text}</p>
        {action && (
          <button type="button" class="btn primary big" onClick={reload}>
            <Icon of={RotateCw} size={18} />
            {action}
          </button>
        )}
      </main>
    </div>
  );
};
