import type { MySession } from '../src/protocol/sessions';

/** A session of one's own that went well. */
export const mine = (more: Partial<MySession> = {}): MySession => ({
  id: 'ses_1',
  title: 'System Design',
  state: 'ended',
  outcome: 'completed',
  plannedMs: 3_600_000,
  activeMs: 3_540_000,
  startsAt: '2026-01-15T10:20:00Z',
  startedAt: '2026-01-15T10:21:00Z',
  endedAt: '2026-01-15T11:21:00Z',
  role: 'learner',
  returnUrl: null,
  summary: 'none',
  ...more,
});
