import { changesState, decode, decodeReply, encode } from '../protocol/codec';
import {
  type Heartbeat,
  type HelloReply,
  type Refusal,
  type Replies,
  type Requests,
  type RequestType,
  type ServerEvent,
  SUBPROTOCOL,
} from '../protocol/types';
import { ulid } from '../protocol/ulid';

/** A request that got no, or no good, answer. */
export class RequestError extends Error {
  readonly code: string;
  readonly retryMs: number | undefined;

  constructor(refusal: Refusal) {
    super(refusal.msg);
    this.code = refusal.code;
    this.retryMs = refusal.retryMs;
  }
}

export interface SignalingListener {
  ready(reply: HelloReply): void;
  event(event: ServerEvent): void;
  /** A durable event of a kind this page does not know: only its number matters. */
  skipped(s: number): void;
  /** Called once, and never after `abandon`. */
  closed(code: number): void;
}

interface Pending {
  readonly type: RequestType;
  readonly resolve: (d: unknown) => void;
  readonly reject: (error: RequestError) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

const REQUEST_TIMEOUT_MS = 5000;
/** An opening may hang for minutes where packets are swallowed; the browser itself sets no limit. */
const OPENING_TIMEOUT_MS = 5000;
const HEARTBEAT_LOST = 4408;
/** A refused hello ends the socket; what the page does then is decided by close codes alone. */
const closeForRefusal: Readonly<Record<string, number>> = {
  unreadable: 4400,
  bad_request: 4400,
  forbidden: 4403,
  rate_limited: 4429,
  busy: 4429,
};

/** One WebSocket from its opening to its end. A new connection is a new object. */
export class SignalingSocket {
  readonly #socket: WebSocket;
  readonly #listener: SignalingListener;
  readonly #acked: () => number;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #lastHeard = 0;
  readonly #opening: ReturnType<typeof setTimeout>;
  #heartbeat: ReturnType<typeof setInterval> | undefined;
  #over = false;

  /** `acked` tells the number of the last durable event that was applied. */
  constructor(url: string, hello: Requests['hello'], listener: SignalingListener, acked: () => number) {
    this.#listener = listener;
    this.#acked = acked;
    this.#socket = new WebSocket(url, SUBPROTOCOL);
    this.#socket.onopen = () => this.#greet(hello);
    this.#socket.onmessage = (message) => this.#receive(message.data);
    this.#socket.onclose = (close) => this.#finish(close.code);
    this.#socket.onerror = () => {
      // `close` follows with the code; an error says nothing more.
    };
    this.#opening = setTimeout(() => this.#giveUp(HEARTBEAT_LOST), OPENING_TIMEOUT_MS);
  }

  /** Sends a request; `op` is made here unless the caller repeats an older one. */
  request<T extends RequestType>(type: T, d: Requests[T], op?: string): Promise<Replies[T]> {
    const id = this.#nextId++;
    const frame = encode(type, id, d, changesState(type) ? (op ?? ulid()) : undefined);
    return new Promise<Replies[T]>((resolve, reject) => {
      if (this.#over || this.#socket.readyState !== WebSocket.OPEN) {
        reject(new RequestError({ code: 'closed', msg: 'The connection is closed' }));
        return;
      }
      const timer = setTimeout(() => this.#fail(id, 'timeout', 'No answer in time'), REQUEST_TIMEOUT_MS);
      this.#pending.set(id, { type, resolve: resolve as (d: unknown) => void, reject, timer });
      this.#socket.send(frame);
    });
  }

  /** Ends the connection without telling the listener. The default code says "gone", not "left". */
  abandon(code = HEARTBEAT_LOST): void {
    if (this.#over) return;
    this.#end();
    this.#socket.close(code);
  }

  #greet(hello: Requests['hello']): void {
    clearTimeout(this.#opening);
    this.#lastHeard = performance.now();
    this.request('hello', hello).then(
      (reply) => {
        if (this.#over) return;
        this.#startHeartbeat(reply.hb);
        this.#listener.ready(reply);
      },
      (error: RequestError) => {
        if (!this.#over) this.#giveUp(closeForRefusal[error.code] ?? HEARTBEAT_LOST);
      },
    );
  }

  #receive(data: unknown): void {
    if (this.#over) return;
    this.#lastHeard = performance.now();
    const frame = decode(typeof data === 'string' ? data : '');
    switch (frame.kind) {
      case 'reply':
        if (frame.ok) this.#settle(frame.id, frame.d);
        else this.#fail(frame.id, frame.err.code, frame.err.msg, frame.err.retryMs);
        return;
      case 'event':
        this.#listener.event(frame.event);
        return;
      case 'unknown':
        if (frame.s !== null) this.#listener.skipped(frame.s);
        return;
      case 'broken':
        return;
    }
  }

  #settle(id: number, d: unknown): void {
    const pending = this.#take(id);
    if (!pending) return;
    const body = decodeReply(pending.type, d);
    if (body === null) pending.reject(new RequestError({ code: 'unreadable', msg: 'The answer is not understood' }));
    else pending.resolve(body);
  }

  #fail(id: number, code: string, msg: string, retryMs?: number): void {
    this.#take(id)?.reject(new RequestError({ code, msg, retryMs }));
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (pending) clearTimeout(pending.timer);
    return pending;
  }

  #startHeartbeat({ every, dead }: Heartbeat): void {
    this.#heartbeat = setInterval(() => {
      if (performance.now() - this.#lastHeard > dead) this.#giveUp(HEARTBEAT_LOST);
      else
        this.request('ping', { ack: this.#acked() }).catch(() => {
          // Silence is measured by #lastHeard, for all kinds of frames.
        });
    }, every);
  }

  #giveUp(code: number): void {
    // A dead peer never answers the closing handshake, so the end is told now and not by `onclose`.
    this.#socket.close(code);
    this.#finish(code);
  }

  #finish(code: number): void {
    if (this.#over) return;
    this.#end();
    this.#listener.closed(code);
  }

  #end(): void {
    this.#over = true;
    clearTimeout(this.#opening);
    clearInterval(this.#heartbeat);
    for (const id of [...this.#pending.keys()]) this.#fail(id, 'closed', 'The connection was lost');
  }
}
