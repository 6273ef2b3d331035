import { Lightbulb, RotateCw, WifiOff } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import type { Overlay } from '../connection/linkView';
import { link } from '../state/store';
import { t } from '../strings/en';
import { reconnect } from './actions';
import { Connecting } from './connecting';
import { Icon } from './icon';
import { isPhone } from './ui';

const Tips = () => (
  <ul class="tips">
    {t.overlay.tips.map((text) => (
      <li key={text}>
        <Icon of={Lightbulb} size={16} />
        {text}
      </li>
    ))}
  </ul>
);

const stepClass = (n: number, attempt: number): string => {
  if (n < attempt) return 'is-done';
  return n === attempt ? 'is-now' : '';
};

const Attempts = ({ attempt, unreachable }: { attempt: number; unreachable: boolean }) => (
  <p class="attempts">
    {[1, 2, 3].map((n) => (
      <i key={n} class={unreachable ? '' : stepClass(n, attempt)} />
    ))}
    <span>{unreachable ? t.overlay.unreachable : t.overlay.attempt(attempt)}</span>
  </p>
);

const Reconnecting = ({ attempt, unreachable }: { attempt: number; unreachable: boolean }) => (
  <>
    <Connecting />
    <h2>{t.overlay.reconnecting}</h2>
    <p>{t.overlay.detected}</p>
    <Attempts attempt={attempt} unreachable={unreachable} />
    <Tips />
  </>
);

const GaveUp = ({ why }: { why: 'attempts' | 'unreachable' }) => {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <>
      <span class="over-icon">
        <Icon of={WifiOff} size={28} />
      </span>
      <h2>{t.overlay.gaveUpTitle}</h2>
      <p>{why === 'attempts' ? t.overlay.gaveUpAttempts : t.overlay.gaveUpUnreachable}</p>
      <button type="button" ref={button} class="btn big over-action" onClick={reconnect}>
        <Icon of={RotateCw} size={18} />
        {isPhone.value ? t.overlay.tapToRejoin : t.overlay.reconnect}
      </button>
      <Tips />
    </>
  );
};

const Content = ({ of }: { of: Overlay }) => {
  switch (of.kind) {
    case 'connecting':
      return (
        <>
          <Connecting />
          <h2>{t.overlay.connecting}</h2>
        </>
      );
    case 'reconnecting':
      return <Reconnecting attempt={of.attempt} unreachable={of.unreachable} />;
    case 'gaveUp':
      return <GaveUp why={of.why} />;
  }
};

/** What lies over the pictures while there are none to see. */
export const LinkOverlay = () => {
  const overlay = link.value.overlay;
  return overlay ? (
    <div class={`over over-${overlay.kind}`}>
      <Content of={overlay} />
    </div>
  ) : null;
};
