import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { until } from './figures';

/** A shell that somebody types into: what it exports and starts is there until it is closed. */
export class Terminal {
  readonly #shell: ChildProcess;
  #said = '';
  #complained = '';

  constructor(folder: string, env: NodeJS.ProcessEnv) {
    // A group of its own, for all that it starts is to end with it.
    this.#shell = spawn('bash', { cwd: folder, env, detached: true });
    this.#shell.stdout?.on('data', (chunk) => {
      this.#said += chunk;
    });
    this.#shell.stderr?.on('data', (chunk) => {
      this.#complained += chunk;
    });
    // The last command of a block alone would not tell that one before it failed.
    this.type('set -E -o pipefail; failed=; trap \'failed+="$BASH_COMMAND; "\' ERR');
  }

  /** All that it has printed. */
  get said(): string {
    return this.#said;
  }

  /** All that it and its commands have written to stderr. */
  get complained(): string {
    return this.#complained;
  }

  type(commands: string): void {
    this.#shell.stdin?.write(`${commands}\n`);
  }

  /** Types these and waits until they are through. Returns what they printed; throws if one of them failed. */
  async run(commands: string): Promise<string> {
    const mark = randomUUID();
    const before = { said: this.#said.length, complained: this.#complained.length };
    const end = new RegExp(`^${mark} (.*)$`, 'ms');
    this.type(`${commands}\nprintf '\\n${mark} %s\\n' "$failed"; failed=`);
    const said = await until(
      `the end of ${commands}`,
      () => this.#said.slice(before.said),
      (text) => end.test(text) && text.endsWith('\n'),
    );
    const failed = end.exec(said)?.[1]?.trim();
    const printed = said.slice(0, said.indexOf(`\n${mark}`));
    if (failed) {
      throw new Error(`failed: ${failed}\nprinted: ${printed}\n${this.#complained.slice(before.complained)}`);
    }
    return printed;
  }

  /** Ends the shell and all that it started, and waits until they are gone. */
  async close(): Promise<void> {
    const tell = (signal: NodeJS.Signals | 0): boolean => {
      try {
        return process.kill(-(this.#shell.pid ?? 0), signal);
      } catch {
        return false;
      }
    };
    tell('SIGTERM');
    await until(
      'the end of what a terminal started',
      () => tell(0),
      (alive) => !alive,
    );
  }
}
