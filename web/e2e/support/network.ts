import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const ip = (...args: readonly string[]): string =>
  execFileSync('ip', args, { stdio: 'pipe', timeout: 10_000, encoding: 'utf8' });

const PREFIX = 'lyceum';

/** What a run that was killed has left. */
const tidy = (): void => {
  for (const [name, owner = ''] of ip('netns', 'list').matchAll(new RegExp(`^${PREFIX}(\\d+)\\b`, 'gm'))) {
    if (existsSync(`/proc/${owner}`)) continue;
    try {
      ip('netns', 'delete', name);
    } catch {
      // Another run tidies too.
    }
  }
};

/**
 * A network of the test's own: a server in a namespace, and a cable to it from the browsers' side. Firefox sends no media
 * over loopback, and a machine that builds may have no other network. Needs root, as `ip netns` does.
 */
export class Network {
  readonly #namespace: string;
  /** The server's address. */
  readonly address: string;

  private constructor(namespace: string, address: string) {
    this.#namespace = namespace;
    this.address = address;
  }

  static open(): Network {
    // By the process, so that two runs do not take each other's.
    const net = `10.77.${process.pid % 256}`;
    const [namespace, near, far] = ['', 'a', 'b'].map((part) => `${PREFIX}${process.pid}${part}`) as [
      string,
      string,
      string,
    ];
    tidy();
    const network = new Network(namespace, `${net}.1`);
    const inside = ['-n', namespace] as const;
    try {
      ip('netns', 'add', namespace);
      ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', namespace);
      ip('address', 'add', `${net}.2/24`, 'dev', near);
      ip('link', 'set', near, 'up');
      ip(...inside, 'address', 'add', `${net}.1/24`, 'dev', far);
      ip(...inside, 'link', 'set', far, 'up');
      ip(...inside, 'link', 'set', 'lo', 'up');
    } catch (error) {
      network.close();
      throw error;
    }
    return network;
  }

  /** What goes before a command that is to run at the server's end. */
  get inside(): readonly string[] {
    return ['ip', 'netns', 'exec', this.#namespace];
  }

  /** Takes the cable with it. */
  close(): void {
    try {
      ip('netns', 'delete', this.#namespace);
    } catch {
      // There was none.
    }
  }
}
