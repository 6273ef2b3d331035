import { Pause } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { bothHere, clockNeedsYou, type TimerView, timerView } from '../state/select';
import { link, room } from '../state/store';
import { t } from '../strings/en';
import { Icon } from './icon';
import { isPhone } from './ui';

const RADIUS = 17;
const CIRCUMFERENCE = 2 * Math.PI * RADIUS;

/** A note, and how it reads where there is little room. */
interface Note {
  readonly full: string;
  readonly short: string;
}

const same = (text: string): Note => ({ full: text, short: text });

const noteOf = (view: TimerView, offline: boolean): Note => {
  if (offline) return { full: t.timer.pausedOffline, short: t.timer.pausedOfflineShort };
  switch (view.state) {
    case 'waiting':
      // Both are here, and the server has not counted yet: then the plan is all there is to say.
      if (bothHere(room.value)) return same(t.timer.planned(view.plannedMinutes));
      return { full: t.timer.waiting, short: t.timer.waitingShort };
    case 'running':
      return same(t.timer.left(view.plannedMinutes));
    case 'paused':
      if (view.awaited.length === 0) return same(t.timer.paused);
      return { full: t.timer.pausedFor(view.awaited), short: t.timer.pausedForShort(view.awaited) };
    case 'ended':
      return same(t.timer.ended);
  }
};

/** Whether the clock stands because of one's own connection, which the server cannot tell before it is back. */
const isOffline = (): boolean => {
  const kind = link.value.overlay?.kind;
  const running = room.value.timer?.state === 'running';
  return running && kind !== undefined && kind !== 'connecting' && clockNeedsYou(room.value);
};

/** The time at which to read the clock: now, or when it stopped for one's own sake. Draws again each time it changes. */
const useClock = (offline: boolean): TimerView | null => {
  const [, tick] = useState(0);
  const stoppedAt = useRef<number | null>(null);
  const now = performance.now();
  stoppedAt.current = offline ? (stoppedAt.current ?? now) : null;
  const view = timerView(room.value, stoppedAt.current ?? now);
  const running = view?.state === 'running' && !offline && view.leftMs > 0;
  const nextMs = (view?.leftMs ?? 0) % 1000 || 1000;
  useEffect(() => {
    if (!running) return;
    const timer = setTimeout(() => tick((n) => n + 1), Math.ceil(nextMs));
    return () => clearTimeout(timer);
  });
  return view;
};

export const Timer = () => {
  const offline = isOffline();
  const view = useClock(offline);
  if (!view) return null;
  const paused = view.paused || offline;
  const note = noteOf(view, offline);
  return (
    <div class={`timer ${paused ? 'is-paused' : ''}`} role="timer" aria-label={t.timer.name(view.clock, note.full)}>
      <svg width="42" height="42" viewBox="0 0 42 42" aria-hidden="true">
        <circle cx="21" cy="21" r={RADIUS} class="ring-back" />
        <circle
          cx="21"
          cy="21"
          r={RADIUS}
          class="ring-left"
          stroke-dasharray={paused ? undefined : CIRCUMFERENCE}
          stroke-dashoffset={CIRCUMFERENCE * (1 - view.leftRatio)}
        />
      </svg>
      {paused && (
        <span class="timer-pause">
          <Icon of={Pause} size={16} />
        </span>
      )}
      <div>
        <strong>{view.clock}</strong>
        <span>{isPhone.value ? note.short : note.full}</span>
      </div>
    </div>
  );
};
