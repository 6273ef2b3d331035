import type { Replies, Requests } from '../protocol/types';
import { ulid } from '../protocol/ulid';
import { pause } from './pause';
import { RequestError, type SignalingSocket } from './signaling';

/** What one asks of the room, apart from one's own coming, going and media. */
export type RoomRequest =
  | 'chat.send'
  | 'hand.set'
  | 'topic.done'
  | 'moderation.mute'
  | 'moderation.remove'
  | 'recording.start'
  | 'recording.stop'
  | 'recording.local'
  | 'session.end';

interface Waiting {
  readonly op: string;
  readonly send: (socket: SignalingSocket) => Promise<unknown>;
  readonly resolve: (d: unknown) => void;
  readonly reject: (error: RequestError) => void;
  tries: number;
}

export interface OutboxOwner {
  /** The socket that speaks for a page that is in the room, or null while there is none. */
  socket(): SignalingSocket | null;
  /** The server says that this page is not in the room. */
  unseated(): void;
}

/** How often the server may say nothing, or "not so fast", to one operation before it has failed. */
export const TRIES = 4;

/**
 * Operations in the order in which a person asked for them, one under way at a time. Each is repeated with the same op,
 * over sockets that are lost, until the server answers: so it is done once and never forgotten.
 */
export class Outbox {
  readonly #owner: OutboxOwner;
  readonly #waiting: Waiting[] = [];
  #busy = false;
  #closed = false;

  constructor(owner: OutboxOwner) {
    this.#owner = owner;
  }

  /** Rejects with what the server refused it with, `timeout` after `TRIES` silences, or `closed` once all is over. */
  ask<T extends RoomRequest>(type: T, d: Requests[T], op: string = ulid()): Promise<Replies[T]> {
    return new Promise<Replies[T]>((resolve, reject) => {
      const send = (socket: SignalingSocket) => socket.request(type, d, op);
      this.#waiting.push({ op, send, resolve: resolve as (d: unknown) => void, reject, tries: 0 });
      if (this.#closed) this.close();
      void this.flush();
    });
  }

  /** Goes on with what waits. To be called whenever the page is in the room with a new socket. */
  async flush(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (;;) {
      const [first] = this.#waiting;
      const socket = this.#owner.socket();
      if (!first || !socket || !(await this.#try(first, socket))) break;
    }
    this.#busy = false;
  }

  /** Nothing will be asked any more. */
  close(): void {
    this.#closed = true;
    const error = new RequestError({ code: 'closed', msg: 'The session is over for this page' });
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  /** Whether to go on at once; otherwise the next `flush` does. */
  async #try(first: Waiting, socket: SignalingSocket): Promise<boolean> {
    first.tries += 1;
    try {
      const reply = await first.send(socket);
      this.#take(first)?.resolve(reply);
      return true;
    } catch (error) {
      return this.#refused(first, error as RequestError);
    }
  }

  async #refused(first: Waiting, error: RequestError): Promise<boolean> {
    if (error.code === 'closed') {
      first.tries -= 1;
      return false;
    }
    const again = error.code === 'timeout' || error.code === 'not_joined' || error.retryMs !== undefined;
    if (!again || first.tries >= TRIES) {
      this.#take(first)?.reject(error);
      return true;
    }
    if (error.code === 'not_joined') {
      this.#owner.unseated();
      return false;
    }
    await pause(error.retryMs ?? 0);
    return true;
  }

  /** Null when it was given up meanwhile. */
  #take(first: Waiting): Waiting | null {
    const at = this.#waiting.indexOf(first);
    return at < 0 ? null : (this.#waiting.splice(at, 1)[0] ?? null);
  }
}
