interface Sent {
  readonly t: string;
  readonly id: number;
  readonly op?: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of all kinds.
  readonly d: any;
}

/** A WebSocket whose other end is the test. */
export class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  static get last(): FakeSocket {
    const last = FakeSocket.all.at(-1);
    if (!last) throw new Error('No socket was opened');
    return last;
  }

  readyState = 0;
  readonly sent: Sent[] = [];
  closedWith: number | null = null;
  onopen = () => {};
  onmessage = (_: { data: unknown }) => {};
  onclose = (_: { code: number }) => {};
  readonly url: string;
  readonly protocol: string;

  constructor(url: string, protocol: string) {
    this.url = url;
    this.protocol = protocol;
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  /** The page closes. */
  close(code: number): void {
    this.closedWith ??= code;
    this.readyState = 3;
  }

  open(): void {
    this.readyState = 1;
    this.onopen();
  }

  say(frame: object): void {
    this.onmessage({ data: JSON.stringify(frame) });
  }

  /** Requests of one kind, in the order they were sent. */
  asked(type: string): Sent[] {
    return this.sent.filter(({ t }) => t === type);
  }

  /** Answers the last request of a kind. */
  answer(type: string, d: object): void {
    this.say({ re: this.asked(type).at(-1)?.id, ok: true, d });
  }

  refuse(type: string, code: string, retryMs?: number): void {
    this.say({ re: this.asked(type).at(-1)?.id, ok: false, err: { code, msg: 'No', ...(retryMs && { retryMs }) } });
  }

  /** The network or the server ends it. */
  end(code = 1006): void {
    this.readyState = 3;
    this.onclose({ code });
  }
}
