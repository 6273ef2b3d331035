import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findJava, ROOT } from './server';

const CLASSES = join(ROOT, 'recorder/target/test-classes');
const READY_MS = 30_000;

/** Something that the service recognised, and when it told. */
export interface Result {
  readonly atMs: number;
  readonly text: string;
}

interface State {
  readonly connections: number;
  readonly opened: number;
  /** How often it was asked to recognise what was said before. */
  readonly generated: number;
  readonly results: readonly Result[];
}

/** The stand-in for Gemini: `GeminiService` of the recorder's tests, as a program. It recognises words made of tones. */
export class Gemini {
  readonly #process: ChildProcess;
  readonly #port: number;

  private constructor(process: ChildProcess, port: number) {
    this.#process = process;
    this.#port = port;
  }

  static async start(): Promise<Gemini> {
    if (!existsSync(CLASSES)) throw new Error('recorder/target/test-classes is missing: run `mvn verify` first');
    const classPath = [CLASSES, join(ROOT, 'app/target/app.jar'), join(ROOT, 'app/target/lib/*')].join(delimiter);
    const main = 'live.lyceum.recorder.testkit.GeminiProgram';
    const child = spawn(findJava(), ['-Xmx128m', '-cp', classPath, main], { stdio: ['ignore', 'pipe', 'pipe'] });
    const port = await new Promise<number>((resolve, reject) => {
      let said = '';
      const fail = (why: string) => reject(new Error(`the service ${why}; it said:\n${said}`));
      const timer = setTimeout(() => fail('was not ready'), READY_MS);
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk) => {
          said += chunk;
          const ready = /^ready (\d+)$/m.exec(said)?.[1];
          if (!ready) return;
          clearTimeout(timer);
          resolve(Number(ready));
        });
      }
      child.once('exit', (code) => {
        clearTimeout(timer);
        fail(`ended with ${code}`);
      });
    });
    return new Gemini(child, port);
  }

  /** What a server must be told to use it. */
  get env(): Readonly<Record<string, string>> {
    return { LYCEUM_GEMINI_URL: `http://127.0.0.1:${this.#port}`, GEMINI_API_KEY: 'key-of-a-test' };
  }

  get #control(): string {
    return `http://127.0.0.1:${this.#port}/control`;
  }

  async state(): Promise<State> {
    return (await (await fetch(this.#control)).json()) as State;
  }

  /** Tells it how to behave from here on; see `GeminiDoor`. */
  async order(order: Readonly<Record<string, string | number | boolean>>): Promise<void> {
    const answer = await fetch(this.#control, { method: 'POST', body: JSON.stringify(order) });
    if (!answer.ok) throw new Error(`the service does not take ${JSON.stringify(order)}: ${answer.status}`);
  }

  stop(): void {
    this.#process.kill();
  }
}
