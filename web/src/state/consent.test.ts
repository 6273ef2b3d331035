import { describe, expect, test } from 'vitest';
import { session } from '../../test/session';
import { isUnasked, toldInLobby } from './consent';
import { initialRoom, type RoomState } from './reduce';

const room = (more: Partial<RoomState> = {}): RoomState => ({ ...initialRoom, you: 'mina', session, ...more });
const byDaniel = { id: 'rec_1', by: 'daniel' };
const planned = { ...session, record: true };

describe('somebody in the room', () => {
  test.each([
    ['nothing is recorded', room(), [], false],
    ['a recording has started', room({ recording: byDaniel }), [], true],
    ['it is one’s own', room({ recording: { id: 'rec_1', by: 'mina' } }), [], false],
    ['one has agreed to it', room({ recording: byDaniel }), ['rec_1'], false],
    ['one has agreed to the one before', room({ recording: byDaniel }), ['rec_0'], true],
    ['one joined what was to be recorded', room({ recording: byDaniel, session: planned }), ['plan'], false],
    ['it was to be recorded only after one had joined', room({ recording: byDaniel, session: planned }), [], true],
    ['it was to be recorded, and is not any more', room({ recording: byDaniel }), ['plan'], true],
  ] as const)('%s', (_, state, agreed, asked) => expect(isUnasked(state, agreed)).toBe(asked));
});

test.each([
  [room(), []],
  [room({ recording: byDaniel }), ['rec_1']],
  [room({ session: planned }), ['plan']],
  [room({ session: planned, recording: byDaniel }), ['rec_1', 'plan']],
] as const)('joining agrees to what one was told', (state, told) => expect(toldInLobby(state)).toEqual(told));
