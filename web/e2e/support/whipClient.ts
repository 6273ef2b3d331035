import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from './figures';

type Colour = readonly [number, number, number];

/** One line of what the client saw; each has one of these. */
export interface Seen {
  readonly status?: number;
  readonly location?: string;
  readonly connection?: string;
  readonly picture?: { readonly left: Colour; readonly right: Colour };
  readonly sound?: { readonly hz: number; readonly rms: number };
  readonly ended?: number;
}

/** What the publisher sends, as the script has it. */
export const published = { hz: 440, left: [200, 40, 40], right: [30, 60, 190] } as const;

/** Debian's aiortc as a WHIP publisher or a WHEP viewer. */
export class WhipClient {
  readonly seen: Seen[] = [];
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;
  #said = '';

  constructor(mode: 'publish' | 'play', url: string, token: string) {
    // Debian's packages are for Debian's interpreter.
    this.#process = spawn('/usr/bin/python3', [join(import.meta.dirname, 'whip_client.py'), mode, url], {
      env: { ...process.env, TOKEN: token },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#process.stderr?.on('data', (chunk) => {
      this.#said += chunk;
    });
    if (this.#process.stdout) {
      createInterface(this.#process.stdout).on('line', (line) => this.seen.push(JSON.parse(line)));
    }
    this.#ended = new Promise((resolve) => this.#process.once('exit', resolve));
  }

  /** Waits until the client has seen something of the kind. */
  sees(what: string, wanted: (seen: Seen) => boolean): Promise<Seen[]> {
    return until(
      `the client seeing ${what}`,
      () => {
        if (this.#process.exitCode) throw new Error(`the client ended: ${this.#said}`);
        return [...this.seen.filter(wanted), ...this.seen.slice(-3).filter((one) => !wanted(one))];
      },
      (all) => all.some(wanted),
    );
  }

  connected(): Promise<Seen[]> {
    return this.sees('a connection', ({ connection }) => connection === 'connected');
  }

  /** Ends the resource; its status. */
  async end(): Promise<number | undefined> {
    this.#process.stdin?.end();
    await this.sees('its end', ({ ended }) => ended !== undefined);
    await this.#ended;
    return this.seen.at(-1)?.ended ?? this.seen.find(({ ended }) => ended)?.ended;
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }
}
