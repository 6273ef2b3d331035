import type { IconNode } from 'lucide';
import { CircleAlert, CircleCheck, DoorOpen, Link2Off, MonitorSmartphone, RotateCw } from 'lucide';
import { DASHBOARD_PATH, feedbackPath, onwards } from '../connection/boot';
import { maySend } from '../media/capture';
import { hasBegun } from '../state/select';
import { type MessageKind, room, ticket } from '../state/store';
import { t } from '../strings/en';
import { reload } from './actions';
import { isFramed } from './embed';
import { Logo, ThemeButton } from './header';
import { Icon } from './icon';

const icons: Partial<Record<MessageKind, IconNode>> = {
  left: DoorOpen,
  ended: CircleCheck,
  removed: DoorOpen,
  takenOver: MonitorSmartphone,
  noToken: Link2Off,
  badToken: Link2Off,
  noSession: Link2Off,
  noDashboardToken: Link2Off,
  badDashboardToken: Link2Off,
};

export const PageTop = () => (
  <header class="top">
    <Logo />
    <p class="brand">{t.appName}</p>
    <ThemeButton />
  </header>
);

/** Where one may go from a session that is through. An observer is asked nothing; no frame shows the dashboard. */
const Onwards = () => (
  <nav class="links" aria-label={t.onwards.name}>
    {maySend.value && ticket.value && hasBegun(room.value) && (
      <a href={onwards(feedbackPath(ticket.value.sessionId))}>{t.onwards.feedback}</a>
    )}
    {!isFramed() && <a href={DASHBOARD_PATH}>{t.onwards.dashboard}</a>}
  </nav>
);

/** A whole page with one thing to say. */
export const Message = ({ kind }: { kind: MessageKind }) => {
  const { title, text, action } = t.stopPages[kind];
  const calm = kind === 'left' || kind === 'ended' || kind === 'removed';
  return (
    <div class="message">
      <PageTop />
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
        {(kind === 'left' || kind === 'ended') && <Onwards />}
      </main>
    </div>
  );
};
