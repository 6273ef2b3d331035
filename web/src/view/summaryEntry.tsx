import { Sparkles } from 'lucide';
import { onwards, recordingPath } from '../connection/boot';
import type { MySession } from '../protocol/sessions';
import { t } from '../strings/en';
import { Icon } from './icon';

/** The way to what a session came to, in words; nothing where there is none. */
export const SummaryEntry = ({ session }: { session: MySession }) =>
  session.summary === 'none' ? null : (
    <a
      class="btn small summary-entry"
      href={onwards(`${recordingPath(session.id)}?show=summary`)}
      aria-label={`${t.summary.title}: ${session.title}`}
    >
      <Icon of={Sparkles} size={15} />
      {t.summary.title}
    </a>
  );
