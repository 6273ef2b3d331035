import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const ip = (...args: readonly string[]): string =>
  execFileSync('ip', args, { stdio: 'pipe', timeout: 10_000, encoding: 'utf8' });
/** What goes before a command that is to run in a namespace. */
const within = (namespace: string): readonly string[] => ['ip', 'netns', 'exec', namespace];

const PREFIX = 'lyceum';

const nft = (namespace: string, commands: string): void => {
  const [command = '', ...args] = [...within(namespace), 'nft', commands];
  execFileSync(command, args, { stdio: 'pipe', timeout: 10_000 });
};

/** What a run that was killed has left. */
const tidy = (): void => {
  for (const [name, owner = ''] of ip('netns', 'list').matchAll(new RegExp(`^${PREFIX}(\\d+)\\w*`, 'gm'))) {
    if (existsSync(`/proc/${owner}`)) continue;
    // It may be gone: another run tidies too.
    remove(name);
  }
};

/** Takes the namespace away, if there is one, and its cables with it. */
const remove = (namespace: string): void => {
  try {
    ip('netns', 'delete', namespace);
  } catch {
    // There was none.
  }
};

/** What a cut cable swallows: everything, or what media takes. */
export type Swallowed = 'everything' | 'udp';

const swallowed: Readonly<Record<Swallowed, string>> = {
  everything: 'meta protocol { ip, ip6 }',
  udp: 'meta l4proto udp',
};

/** One end of a cable: the namespace that it is in, and its name there. */
interface End {
  readonly namespace: string;
  readonly device: string;
}

/**
 * A namespace of somebody's own with a cable to the server, which can be cut. What is sent into a cut cable gets lost, as
 * on the way through a dead network: neither side is told, and addresses and links stay as they are.
 */
export class Cable {
  readonly #ends: readonly End[];
  readonly #namespace: string;

  constructor(server: End, own: End) {
    this.#ends = [server, own];
    this.#namespace = own.namespace;
  }

  /** What goes before a command that is to run at this end. */
  get inside(): readonly string[] {
    return within(this.#namespace);
  }

  /** Swallows what arrives at either end; the server's is the first. */
  cut(what: Swallowed = 'everything'): void {
    for (const { namespace, device } of this.#ends) {
      const chain = `netdev cut ${device}`;
      const commands = [
        'add table netdev cut',
        `add chain ${chain} { type filter hook ingress device "${device}" priority 0; }`,
        `add rule ${chain} ${swallowed[what]} drop`,
      ];
      nft(namespace, commands.join('; '));
    }
  }

  /** Nothing if it is whole. */
  mend(): void {
    for (const { namespace } of this.#ends) nft(namespace, 'add table netdev cut; delete table netdev cut');
  }
}

/**
 * A network of the test's own: a server in a namespace, and a cable to it from the browsers' side. Firefox sends no media
 * over loopback, and a machine that builds may have no other network. Needs root, as `ip netns` does.
 */
export class Network {
  readonly #namespace: string;
  readonly #own: string[] = [];
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
    return within(this.#namespace);
  }

  /** A cable for one person more, to the same address of the server. */
  cable(): Cable {
    const number = this.#own.length + 1;
    const own: End = { namespace: `${this.#namespace}n${number}`, device: 'cable' };
    const server: End = { namespace: this.#namespace, device: `cable${number}` };
    const address = this.address.replace(/\d+$/, String(10 + number));
    const [here, there] = [
      ['-n', own.namespace],
      ['-n', server.namespace],
    ] as const;
    this.#own.push(own.namespace);
    ip('netns', 'add', own.namespace);
    ip(...there, 'link', 'add', 'name', server.device, 'type', 'veth', 'peer', own.device, 'netns', own.namespace);
    ip(...there, 'link', 'set', server.device, 'up');
    ip(...there, 'route', 'add', address, 'dev', server.device);
    ip(...here, 'link', 'set', 'lo', 'up');
    ip(...here, 'address', 'add', `${address}/24`, 'dev', own.device);
    ip(...here, 'link', 'set', own.device, 'up');
    ip(...here, 'route', 'add', 'default', 'via', this.address);
    return new Cable(server, own);
  }

  /** Takes the cables with it. */
  close(): void {
    for (const namespace of [...this.#own, this.#namespace]) remove(namespace);
  }
}
