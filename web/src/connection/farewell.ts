import { ulid } from '../protocol/ulid';
import { actionForClose } from './close';
import { pause } from './pause';
import { RequestError, type SignalingListener, type SignalingSocket } from './signaling';

/** Makes a socket that resumes as the page that holds the seat. */
export type Opener = (listener: SignalingListener) => SignalingSocket;

export const FAREWELL_TRIES = 8;
const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 5000;

/** These say nothing about the seat. After any other refusal the server has none of ours. */
const openQuestions: ReadonlySet<string> = new Set(['closed', 'timeout', 'busy', 'rate_limited', 'internal']);

/** The socket once it is ready; what its end means if it ends before. */
const connect = (open: Opener): Promise<SignalingSocket | 'again' | 'over'> =>
  new Promise((resolve) => {
    const socket = open({
      ready: () => resolve(socket),
      event: () => undefined,
      skipped: () => undefined,
      closed: (code) => resolve(actionForClose(code).kind === 'resume' ? 'again' : 'over'),
    });
  });

const ask = async (socket: SignalingSocket, op: string): Promise<'again' | 'over'> => {
  try {
    await socket.request('leave', {}, op);
    return 'over';
  } catch (error) {
    return error instanceof RequestError && openQuestions.has(error.code) ? 'again' : 'over';
  } finally {
    socket.abandon(1000);
  }
};

/**
 * Gives the seat up: by the socket at hand, and where that is lost by new ones, always with the same op. Ends when the
 * server has answered, has no seat of this page, or was asked `FAREWELL_TRIES` times, which takes 20 s to 2 min.
 */
export const sayFarewell = async (atHand: SignalingSocket | null, open: Opener): Promise<void> => {
  const op = ulid();
  if (atHand && (await ask(atHand, op)) === 'over') return;
  for (let tries = atHand ? 1 : 0; tries < FAREWELL_TRIES; tries++) {
    if (tries > 0) await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1)));
    const socket = await connect(open);
    if (socket === 'over') return;
    if (socket !== 'again' && (await ask(socket, op)) === 'over') return;
  }
};
