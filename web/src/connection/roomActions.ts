import { ulid } from '../protocol/ulid';
import { cleanText, MOST_CHARACTERS } from '../state/chat';
import * as store from '../state/store';
import type { Outbox } from './outbox';
import type { RequestError } from './signaling';

/** What somebody in the room may do beside their media. Each promise tells whether the server did it. */
export class RoomActions {
  readonly #outbox: Outbox;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** Says a line in the chat; it is shown at once. False for a text that cannot be said. */
  say(text: string): boolean {
    const clean = cleanText(text);
    if (clean === '' || clean.length > MOST_CHARACTERS) return false;
    void this.#say(ulid(), clean);
    return true;
  }

  /** Says a line again that had failed, as the same operation. */
  sayAgain(op: string): void {
    const line = store.room.peek().chat.outgoing.find((each) => each.op === op && each.state === 'failed');
    if (line) void this.#say(op, line.text);
  }

  async #say(op: string, text: string): Promise<void> {
    store.dispatch({ type: 'chat.said', op, text, at: new Date().toISOString() });
    try {
      const { id } = await this.#outbox.ask('chat.send', { text }, op);
      store.dispatch({ type: 'chat.done', op, id });
    } catch {
      store.dispatch({ type: 'chat.failed', op });
    }
  }

  /** One's own hand. */
  async setHand(raised: boolean): Promise<boolean> {
    const op = ulid();
    store.dispatch({ type: 'hand.asked', op, raised });
    try {
      const { s } = await this.#outbox.ask('hand.set', { raised }, op);
      store.dispatch({ type: 'hand.done', op, s });
      return true;
    } catch {
      store.dispatch({ type: 'hand.failed', op });
      return false;
    }
  }

  lowerHand(participant: string): Promise<boolean> {
    return this.#done(this.#outbox.ask('hand.set', { raised: false, participant }));
  }

  topicDone(id: string): Promise<boolean> {
    return this.#done(this.#outbox.ask('topic.done', { id, done: true }));
  }

  mute(participant: string): Promise<boolean> {
    return this.#done(this.#outbox.ask('moderation.mute', { participant }));
  }

  remove(participant: string): Promise<boolean> {
    return this.#done(this.#outbox.ask('moderation.remove', { participant }));
  }

  /** Has the session recorded, or not any more. Null once the server did it, else what it was refused with. */
  async record(on: boolean): Promise<RequestError | null> {
    try {
      await this.#outbox.ask(on ? 'recording.start' : 'recording.stop', {});
      return null;
    } catch (error) {
      return error as RequestError;
    }
  }

  /** Tells everybody that this device records, or no longer does. */
  recordOnDevice(on: boolean): Promise<boolean> {
    return this.#done(this.#outbox.ask('recording.local', { on }));
  }

  end(): Promise<boolean> {
    return this.#done(this.#outbox.ask('session.end', {}));
  }

  #done(asked: Promise<unknown>): Promise<boolean> {
    return asked.then(
      () => true,
      () => false,
    );
  }
}
