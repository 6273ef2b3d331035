import { ScrollText } from 'lucide';
import { maySend } from '../media/capture';
import { mayBecomeText } from '../state/select';
import { room, summarizes, transcribedBy } from '../state/store';
import { t } from '../strings/en';
import { HeaderBadge } from './headerBadge';
import { Icon } from './icon';

/** Whether what becomes text is summed up afterwards. */
const isSummed = (): boolean => summarizes.value && room.value.session?.saveTranscript === true;

/** What becomes of what is said. */
export const transcriptPrivacy = (): string => {
  const privacy = t.transcript.privacy(transcribedBy.value);
  return isSummed() ? `${privacy} ${t.summary.privacy}` : privacy;
};

/** The mark in the header while what is said becomes text, or may later. */
export const TranscriptBadge = () => {
  if (!mayBecomeText(room.value)) return null;
  const { on, onText, badge } = t.transcript;
  return (
    <HeaderBadge look="rec is-text" sentences={[`${on}.`, onText, transcriptPrivacy()]}>
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
      <span>
        {t.transcript.lobby(maySend.value)} {transcriptPrivacy()}
      </span>
    </p>
  ) : null;
