import { BadgeCheck, CircleAlert, Film } from 'lucide';
import { DASHBOARD_PATH, feedbackPath, onwards } from '../connection/boot';
import { maySend } from '../media/capture';
import type { Ended } from '../protocol/types';
import { room, ticket } from '../state/store';
import { t } from '../strings/en';
import { closeEnded } from './actions';
import { isFramed } from './embed';
import { Icon } from './icon';
import { Modal } from './modal';

const inMinutes = (ms: number): number => Math.round(ms / 60_000);

/** Where its film will be; no frame shows the dashboard. */
const Recorded = () => (
  <p class="fine recorded">
    <Icon of={Film} size={16} />
    {isFramed() ? (
      t.recording.willBeKept
    ) : (
      <span>
        {t.recording.willBe} <a href={onwards(DASHBOARD_PATH)}>{t.recording.willBeLink}</a>.
      </span>
    )}
  </p>
);

/** How the session went, as the server decided. */
export const EndedDialog = ({ ended }: { ended: Ended }) => {
  const { session, recorded } = room.value;
  const completed = ended.outcome === 'completed';
  return (
    <Modal titleId="ended-title" onClose={closeEnded}>
      <span class={`modal-icon ${completed ? '' : 'is-warn'}`}>
        <Icon of={completed ? BadgeCheck : CircleAlert} size={26} />
      </span>
      <h2 id="ended-title">{t.ended.title}</h2>
      <p class={`outcome ${completed ? 'is-ok' : ''}`}>
        {ended.outcome === null ? t.ended.cancelled : t.ended.outcomes[ended.outcome]}
      </p>
      <p>{t.ended.reason(ended.reason)}</p>
      {session && ended.outcome !== null && (
        <p>{t.ended.time(inMinutes(ended.activeMs), inMinutes(session.plannedMs))}</p>
      )}
      {recorded && <Recorded />}
      <div class="row">
        <button type="button" class="btn" onClick={closeEnded}>
          {t.ended.close}
        </button>
        {ticket.value && (
          <a class="btn primary" autofocus href={onwards(feedbackPath(ticket.value.sessionId))}>
            {maySend.value ? t.ended.feedback : t.ended.goOn}
          </a>
        )}
      </div>
    </Modal>
  );
};
