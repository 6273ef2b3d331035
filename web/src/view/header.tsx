import { Moon, Sun } from 'lucide';
import type { Quality } from '../connection/liveness';
import { others } from '../state/select';
import { link, quality, room, screen } from '../state/store';
import { t } from '../strings/en';
import { Icon } from './icon';
import { RecBadge } from './recording';
import { Timer } from './timer';
import { TranscriptBadge } from './transcribed';
import { theme, toggleTheme } from './ui';

const Bars = ({ level }: { level: 0 | Quality }) => (
  <span class={`bars level-${level}`} aria-hidden="true">
    <i />
    <i />
    <i />
  </span>
);

const qualityText: Readonly<Record<Quality, string>> = {
  1: t.network.unstable,
  2: t.network.fair,
  3: t.network.stable,
};

const NetworkPill = () => {
  const { status } = link.value;
  if (status === 'ended') return null;
  const good = status === 'connected';
  const level = good ? quality.value : 0;
  return (
    <span class={`pill ${good && level === 3 ? '' : 'is-warn'}`}>
      <Bars level={level} />
      {good ? qualityText[quality.value] : t.network[status]}
    </span>
  );
};

const roleLine = (role: string): string => {
  const mine = t.header.youAre(role);
  const names = others(room.value).map((p) => p.name);
  const company = names.length > 0 ? t.header.withPeople(names) : t.header.alone;
  return room.value.session ? [company, mine].filter(Boolean).join(' · ') : '';
};

export const ThemeButton = () => (
  <button
    type="button"
    class="icon-btn theme-btn"
    aria-label={theme.value === 'dark' ? t.header.toLight : t.header.toDark}
    onClick={toggleTheme}
  >
    <Icon of={theme.value === 'dark' ? Sun : Moon} />
  </button>
);

export const Logo = () => (
  <span class="logo" aria-hidden="true">
    <i />
    <i />
  </span>
);

/** `role` is one's own, from the token, so that it stands there before the server has said anything. */
export const Header = ({ role }: { role: string }) => (
  <header class="top">
    <Logo />
    <div class="title">
      <h1>{room.value.session?.title ?? t.loadingTitle}</h1>
      <p>{roleLine(role)}</p>
    </div>
    {screen.value.at === 'room' && (
      <>
        <TranscriptBadge />
        <RecBadge />
      </>
    )}
    <NetworkPill />
    {screen.value.at === 'room' && <Timer />}
    <ThemeButton />
  </header>
);
