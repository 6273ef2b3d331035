import type { SessionInfo } from '../src/protocol/types';

/** A session that nobody has been to yet. */
export const session: SessionInfo = {
  id: 'ses_1',
  title: 'System Design',
  state: 'scheduled',
  plannedMs: 3_600_000,
  startsAt: '2026-01-01T10:00:00Z',
  record: false,
  transcribe: false,
  saveChat: true,
  saveTranscript: true,
  embedOrigins: [],
};
