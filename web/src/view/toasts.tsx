import type { IconNode } from 'lucide';
import {
  CircleAlert,
  CircleDot,
  Clock,
  Hand,
  MessageCircle,
  Mic,
  MicOff,
  ScreenShare,
  ScrollText,
  UsersRound,
  Video,
  VideoOff,
  Wifi,
  WifiOff,
} from 'lucide';
import { assertive, polite, type ToastKind, toasts } from '../state/notices';
import { t } from '../strings/en';
import { Icon } from './icon';

const looks: Readonly<Record<ToastKind, { icon: IconNode; tone: string }>> = {
  micMuted: { icon: MicOff, tone: '' },
  micOn: { icon: Mic, tone: '' },
  camOff: { icon: VideoOff, tone: '' },
  camOn: { icon: Video, tone: '' },
  unstable: { icon: WifiOff, tone: 'is-warn' },
  stable: { icon: Wifi, tone: '' },
  people: { icon: UsersRound, tone: '' },
  share: { icon: ScreenShare, tone: '' },
  hand: { icon: Hand, tone: '' },
  chat: { icon: MessageCircle, tone: '' },
  time: { icon: Clock, tone: 'is-warn' },
  record: { icon: CircleDot, tone: 'is-rec' },
  recordBroke: { icon: CircleDot, tone: 'is-warn' },
  transcript: { icon: ScrollText, tone: '' },
  problem: { icon: CircleAlert, tone: 'is-warn' },
};

export const Toasts = () => (
  <section class="toasts" aria-label={t.toast.region}>
    {toasts.value.map(({ id, kind, text }) => (
      <p key={id} class={`toast ${looks[kind].tone}`}>
        <span>
          <Icon of={looks[kind].icon} size={17} />
        </span>
        {text}
      </p>
    ))}
  </section>
);

/** The two live regions of the page. They are always there: one that appears with its text is often not read. */
export const LiveRegions = () => (
  <>
    <p class="sr-only" role="status" aria-live="polite">
      {polite.value}
    </p>
    <p class="sr-only" role="alert" aria-live="assertive">
      {assertive.value}
    </p>
  </>
);
