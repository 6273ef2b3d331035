import type { StopReason } from './close';
import { type LinkState, UNREACHABLE_BUTTON_MS } from './link';

/** The value of `<html data-connection>`. */
export type ConnectionStatus = 'connecting' | 'connected' | 'reconnecting' | 'disconnected' | 'ended';

export type Overlay =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'reconnecting'; readonly attempt: number; readonly unreachable: boolean }
  | { readonly kind: 'gaveUp'; readonly why: 'attempts' | 'unreachable' };

export interface LinkView {
  readonly status: ConnectionStatus;
  readonly overlay: Overlay | null;
}

/** A socket that resumes faster than this is nobody's business while picture and sound go on. */
export const SILENT_RESUME_MS = 3000;

const finished: ReadonlySet<StopReason> = new Set<StopReason>(['left', 'ended', 'takenOver', 'removed']);

const incidentView = (state: LinkState, now: number): LinkView | null => {
  const incident = state.incident;
  if (!incident) return null;
  if (incident.exhausted) return { status: 'disconnected', overlay: { kind: 'gaveUp', why: 'attempts' } };
  const away = state.unreachableSince ?? state.socketLostAt;
  if (away !== null && now - away >= UNREACHABLE_BUTTON_MS) {
    return { status: 'disconnected', overlay: { kind: 'gaveUp', why: 'unreachable' } };
  }
  const attempt = Math.max(1, incident.attempts);
  return {
    status: 'reconnecting',
    overlay: { kind: 'reconnecting', attempt, unreachable: state.unreachableSince !== null },
  };
};

/** What the page shows of the link. Pure, so that it can be asked at any time. */
export const viewOf = (state: LinkState, now: number): LinkView => {
  if (state.stopped !== null) {
    return { status: finished.has(state.stopped) ? 'ended' : 'disconnected', overlay: null };
  }
  const incident = incidentView(state, now);
  if (incident) return incident;
  if (!state.everReady) return { status: 'connecting', overlay: null };
  const lostMs = state.socketLostAt === null ? 0 : now - state.socketLostAt;
  if (state.wantsRoom && state.media !== 'alive') return { status: 'connecting', overlay: { kind: 'connecting' } };
  const silent = state.media === 'alive' ? SILENT_RESUME_MS : 0;
  const gone = state.socketLostAt !== null && lostMs >= silent;
  return { status: gone ? 'reconnecting' : 'connected', overlay: null };
};

/** When `viewOf` changes by time alone. */
export const nextViewChange = (state: LinkState, now: number): number | null => {
  const away = state.unreachableSince ?? state.socketLostAt;
  const times = [
    state.incident && away !== null ? away + UNREACHABLE_BUTTON_MS : null,
    state.socketLostAt !== null ? state.socketLostAt + SILENT_RESUME_MS : null,
  ].filter((time) => time !== null && time > now) as number[];
  return times.length === 0 ? null : Math.min(...times);
};
