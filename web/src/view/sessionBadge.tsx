import type { IconNode } from 'lucide';
import { BadgeCheck, CalendarClock, CirclePause, CircleSlash, CircleX, Radio, UserX } from 'lucide';
import type { MySession } from '../protocol/sessions';
import { t } from '../strings/en';
import { Icon } from './icon';

/** How far a session has come, and how it went once it has ended. */
export type Standing = 'scheduled' | 'live' | 'paused' | 'cancelled' | 'completed' | 'incomplete' | 'no_show';

export const standingOf = ({ state, outcome }: MySession): Standing =>
  state === 'ended' ? (outcome ?? 'incomplete') : state;

const looks: Readonly<Record<Standing, readonly [IconNode, string]>> = {
  scheduled: [CalendarClock, 'is-calm'],
  live: [Radio, 'is-ok'],
  paused: [CirclePause, 'is-warn'],
  cancelled: [CircleSlash, 'is-calm'],
  completed: [BadgeCheck, 'is-ok'],
  incomplete: [CircleX, 'is-warn'],
  no_show: [UserX, 'is-bad'],
};

export const SessionBadge = ({ session }: { session: MySession }) => {
  const standing = standingOf(session);
  const [icon, look] = looks[standing];
  return (
    <span class={`session-badge ${look}`}>
      <Icon of={icon} size={15} />
      {t.dashboard.standings[standing]}
    </span>
  );
};
