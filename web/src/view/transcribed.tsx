import { ScrollText } from 'lucide';
import { maySend } from '../media/capture';
import { isTranscribed } from '../state/select';
import { room, transcribedBy } from '../state/store';
import { t } from '../strings/en';
import { HeaderBadge } from './headerBadge';
import { Icon } from './icon';

/** The mark in the header while what is said becomes text. */
export const TranscriptBadge = () => {
  if (!isTranscribed(room.value)) return null;
  const { on, onText, privacy, badge } = t.transcript;
  return (
    <HeaderBadge look="rec is-text" sentences={[`${on}.`, onText, privacy(transcribedBy.value)]}>
      <Icon of={ScrollText} size={16} />
      <span aria-hidden="true">{badge}</span>
      <span class="sr-only">{on}</span>
    </HeaderBadge>
  );
};

/** What one agrees to by joining; null where nothing becomes text. */
export const LobbyTranscript = () =>
  room.value.session?.transcribe === true ? (
    <p class="note" role="status">
      <Icon of={ScrollText} size={16} />
      <span>{t.transcript.lobby(maySend.value)}</span>
    </p>
  ) : null;
