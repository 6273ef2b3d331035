import type { TestContext } from 'vitest';
import { type BrowserOptions, launch, type TestBrowser } from './browser';
import { Caller } from './caller';
import { type Invited, RealServer, type Seat, type ServerOptions } from './server';

export const daniel: Invited = { id: 'daniel', name: 'Daniel Okafor', role: 'mentor' };
export const mina: Invited = { id: 'mina', name: 'Mina Park', role: 'learner' };
export const noor: Invited = { id: 'noor', name: 'Noor Haddad', role: 'learner' };

/** A real server and a browser for each person, started when first needed and used again by the next test. */
export class Stage {
  readonly server: RealServer;
  readonly #optionsOf: (id: string) => BrowserOptions;
  readonly #browsers = new Map<string, TestBrowser>();

  private constructor(server: RealServer, optionsOf: (id: string) => BrowserOptions) {
    this.server = server;
    this.#optionsOf = optionsOf;
  }

  /** `optionsOf` says what the browser of a person is like. */
  static async start(
    server: ServerOptions = {},
    optionsOf: (id: string) => BrowserOptions = () => ({}),
  ): Promise<Stage> {
    return new Stage(await RealServer.start(server), optionsOf);
  }

  async browser(id: string): Promise<TestBrowser> {
    const known = this.#browsers.get(id) ?? (await launch(this.#optionsOf(id)));
    this.#browsers.set(id, known);
    return known;
  }

  async open(seat: Seat): Promise<Caller> {
    return Caller.open(await this.browser(seat.id), seat);
  }

  async join(seat: Seat): Promise<Caller> {
    return Caller.join(await this.browser(seat.id), seat);
  }

  /** A new session with both of them in it, who see and hear each other. */
  async call(): Promise<{ mentor: Caller; learner: Caller }> {
    const [first, second] = (await this.server.session([daniel, mina])) as [Seat, Seat];
    const mentor = await this.join(first);
    const learner = await this.join(second);
    await Promise.all([mentor.sees(learner), learner.sees(mentor), mentor.hears(), learner.hears()]);
    return { mentor, learner };
  }

  /** To be called after each test: closes its pages, and shows what the server said if it failed. */
  async clear({ task }: Pick<TestContext, 'task'>): Promise<void> {
    if (task.result?.state === 'fail') process.stderr.write(`the server said:\n${this.server.log}`);
    await this.closePages();
  }

  async closePages(): Promise<void> {
    for (const { context } of this.#browsers.values()) {
      const [, ...pages] = context.pages();
      await Promise.all(pages.map((page) => page.close()));
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#browsers.values()].map((browser) => browser.close()));
    await this.server.stop();
  }
}
