import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../../..');
const JAR = join(ROOT, 'app/target/app.jar');
const JDK = '25';
const API_KEY = 'rk_e2e_0123456789abcdef0123456789abcdef';
const READY_MS = 90_000;
const STOP_MS = 30_000;
/** What the JVM says of itself after SIGTERM, once its shutdown hooks are through. */
const CLEAN_EXITS: readonly (number | null)[] = [0, 128 + 15];

/** The same as those of `./lyceum run`. */
const jvmFlags = [
  '-XX:+UseZGC',
  '-XX:-ZProactive',
  '-XX:+AlwaysPreTouch',
  '-XX:+UseCompactObjectHeaders',
  '--enable-native-access=ALL-UNNAMED',
  '--sun-misc-unsafe-memory-access=allow',
  '-Xms256m',
  '-Xmx256m',
];

const subfolders = (folder: string, part = ''): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.includes(part))
        .map((name) => join(folder, name))
    : [];

const isJdk = (home: string): boolean => {
  const release = join(home, 'release');
  return existsSync(release) && new RegExp(`^JAVA_VERSION="${JDK}[".]`, 'm').test(readFileSync(release, 'utf8'));
};

/** Where `./lyceum` looks for it. */
export const findJava = (): string => {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'java'));
  const home = [
    process.env.JAVA_HOME ?? '',
    ...onPath.filter(existsSync).map((java) => dirname(dirname(realpathSync(java)))),
    ...subfolders('/usr/lib/jvm', JDK),
    '/opt/java/openjdk',
    ...subfolders('/opt', JDK),
    ...subfolders(join(homedir(), '.sdkman/candidates/java'), JDK),
    ...subfolders(join(homedir(), '.jdks'), JDK),
    ...subfolders('/Library/Java/JavaVirtualMachines', JDK).map((folder) => join(folder, 'Contents/Home')),
  ].find(isJdk);
  if (!home) throw new Error(`found no JDK ${JDK}: point JAVA_HOME at one`);
  return join(home, 'bin/java');
};

/** A port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

export interface Invited {
  readonly id: string;
  readonly name: string;
  readonly role: 'mentor' | 'learner' | 'observer';
  readonly mayRecord?: boolean;
}

/** A seat of a session: who sits there and the link that leads to it. */
export interface Seat extends Invited {
  readonly sessionId: string;
  readonly joinUrl: string;
  readonly token: string;
}

export interface SessionOptions {
  readonly title?: string;
  readonly topics?: readonly string[];
  readonly completeRatio?: number;
  readonly returnUrl?: string;
  readonly embedOrigins?: readonly string[];
  readonly record?: boolean;
}

/** Of a recording as it is listed. */
export interface Recording {
  readonly id: string;
  readonly state: 'recording' | 'processing' | 'ready' | 'failed' | 'deleted';
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly stopped: string | null;
  readonly error?: string;
  readonly durationMs?: number;
  readonly incomplete?: string | null;
  readonly files?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly url: string;
  }[];
  /** Where what was said in it can be read. */
  readonly transcript?: Readonly<Record<'json' | 'vtt' | 'srt' | 'txt', string>>;
  readonly tracks?: readonly {
    readonly file: string;
    readonly participant: string;
    readonly source: string;
    readonly startMs: number;
    readonly endMs: number;
  }[];
}

/** Of a session as it is listed. */
export interface Listed {
  readonly state: 'scheduled' | 'live' | 'paused' | 'ended';
  /** The joint active time when the state last changed. */
  readonly activeMs: number;
  readonly startedAt: string | null;
}

export interface ServerOptions {
  /** More settings, such as `LYCEUM_TLS_CERT`. */
  readonly env?: Readonly<Record<string, string>>;
  /** A certificate in PEM that REST calls trust. */
  readonly ca?: string;
  /** A command and its arguments that run the server's command, such as `ip netns exec`. */
  readonly inside?: readonly string[];
}

/** The real server: a process of its own, with an own data folder and ports that nobody else has. */
export class RealServer {
  readonly #options: ServerOptions;
  readonly #dataDir: string;
  readonly #opsPort: number;
  #process!: ChildProcess;
  #ended!: Promise<number | null>;
  #url = '';
  #log = '';

  private constructor(options: ServerOptions, dataDir: string, opsPort: number) {
    this.#options = options;
    this.#dataDir = dataDir;
    this.#opsPort = opsPort;
  }

  static async start(options: ServerOptions = {}): Promise<RealServer> {
    if (!existsSync(JAR)) throw new Error('app/target/app.jar is missing: run `mvn package -DskipTests` first');
    const dataDir = await mkdtemp(join(tmpdir(), 'lyceum-e2e-data-'));
    const server = new RealServer(options, dataDir, await freePort());
    try {
      await server.#launch('0');
    } catch (error) {
      await rm(dataDir, { recursive: true, force: true });
      throw error;
    }
    return server;
  }

  async #launch(httpPort: string): Promise<void> {
    const classPath = [JAR, join(ROOT, 'app/target/lib/*')].join(delimiter);
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('LYCEUM_'));
    // One machine is the server's and all browsers' here: `nice` gives the server what it has on a machine of its own.
    const java = [findJava(), ...jvmFlags, '-cp', classPath, 'live.lyceum.app.Main', 'run'];
    const child = spawn('nice', ['-n', '-5', ...(this.#options.inside ?? []), ...java], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...Object.fromEntries(own),
        LYCEUM_HTTP_PORT: httpPort,
        LYCEUM_UDP_PORT: '0',
        LYCEUM_OPS_PORT: String(this.#opsPort),
        LYCEUM_DATA_DIR: this.#dataDir,
        LYCEUM_API_KEY: API_KEY,
        ...this.#options.env,
      },
    });
    this.#process = child;
    this.#ended = new Promise((resolve) => child.once('exit', resolve));
    child.stderr?.on('data', (chunk) => {
      this.#log += chunk;
    });
    try {
      this.#url = await this.#ready();
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  /** Ends the process without a chance to do anything more. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }

  /** After `kill`: starts it with the same data at the same address, and waits until it is ready. */
  startAgain(): Promise<void> {
    return this.#launch(new URL(this.#url).port);
  }

  #ready(): Promise<string> {
    return new Promise((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`the server ${why}; it said:\n${this.#log}`));
      const timer = setTimeout(() => fail(`was not ready in ${READY_MS} ms`), READY_MS);
      let said = '';
      this.#process.stdout?.on('data', (chunk) => {
        said += chunk;
        const url = /^ready (\S+)$/m.exec(said)?.[1];
        if (!url) return;
        clearTimeout(timer);
        resolve(url);
      });
      void this.#ended.then((code) => {
        clearTimeout(timer);
        fail(`ended with ${code}`);
      });
    });
  }

  get url(): string {
    return this.#url;
  }

  /** Where its description of the REST API is. */
  get openapi(): string {
    return new URL('/api/v1/openapi.json', this.#url).href;
  }

  /** What a program that uses its REST API is told by the environment. */
  get clientEnv(): Readonly<Record<string, string>> {
    return { LYCEUM_URL: this.#url, LYCEUM_API_KEY: API_KEY };
  }

  /** The page about the REST API for operators. */
  get apiPage(): string {
    return `http://127.0.0.1:${this.#opsPort}/api/`;
  }

  /** All that the server wrote to stderr, in all its lives. */
  get log(): string {
    return this.#log;
  }

  /** Makes a session with these people. */
  async session(people: readonly Invited[], more: SessionOptions = {}): Promise<Seat[]> {
    const made = (await this.#ask('POST', '/api/v1/sessions', {
      title: 'System Design Mentoring',
      plannedMs: 3_600_000,
      participants: people,
      ...more,
    })) as { id: string; participants: { id: string; joinUrl: string; token: string }[] };
    return people.map((person) => {
      const seat = made.participants.find(({ id }) => id === person.id);
      if (!seat) throw new Error(`the session has no seat for ${person.id}`);
      return { ...person, sessionId: made.id, joinUrl: seat.joinUrl, token: seat.token };
    });
  }

  /** Its process, as it sees its own files where it has mounts of its own. */
  get ownRoot(): string {
    return `/proc/${this.#process.pid}/root`;
  }

  /** Where it keeps everything. */
  get dataDir(): string {
    return this.#dataDir;
  }

  /** A session's recordings, oldest first. */
  async recordings(sessionId: string): Promise<readonly Recording[]> {
    const { items } = (await this.read(`/api/v1/sessions/${sessionId}/recordings`)) as { items: Recording[] };
    return items;
  }

  /** What a path of the REST API tells who has the key. */
  read(path: string): Promise<unknown> {
    return this.#ask('GET', path);
  }

  /** What a path of the REST API answers to a POST of who has the key. */
  post(path: string, body: object = {}): Promise<unknown> {
    return this.#ask('POST', path, body);
  }

  /** The link to somebody's dashboard. */
  async dashboardUrl(sub: string): Promise<string> {
    return ((await this.#ask('POST', '/api/v1/tokens/dashboard', { sub })) as { url: string }).url;
  }

  /** A session as it is listed. */
  async listed(id: string): Promise<Listed> {
    return (await this.#ask('GET', `/api/v1/sessions/${id}`)) as Listed;
  }

  #ask(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const url = new URL(path, this.#url);
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const { ca } = this.#options;
    const headers = { authorization: `Bearer ${API_KEY}`, ...(body && { 'content-type': 'application/json' }) };
    return new Promise((resolve, reject) => {
      const options = { method, headers, ...(ca && { ca }) };
      const sent = request(url, options, async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        if (response.statusCode === 200 || response.statusCode === 201) resolve(JSON.parse(text));
        else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
      });
      sent.on('error', reject).end(body && JSON.stringify(body));
    });
  }

  /** The sum of a metric over its series, those only that have all of these labels. 0 if there is none. */
  async metric(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${this.#opsPort}/metrics`)).text();
    const wanted = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
    return text
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      .filter((line) => wanted.every((label) => line.includes(label)))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  }

  /** How many packets the media plane has dropped for one of its named reasons. */
  drops(reason: string): Promise<number> {
    return this.metric('lyceum_media_drops_total', { reason });
  }

  /** Nothing comes from the server any more, as when the network between is gone, until it is thawed. */
  freeze(): void {
    this.#process.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process.kill('SIGCONT');
  }

  /** Ends the process as an operator does. Throws unless it ends in time, cleanly and without errors in its log. */
  async stop(): Promise<void> {
    this.thaw();
    this.#process.kill('SIGTERM');
    const hard = setTimeout(() => this.#process.kill('SIGKILL'), STOP_MS);
    const code = await this.#ended;
    clearTimeout(hard);
    await rm(this.#dataDir, { recursive: true, force: true });
    const errors = this.#log.split('\n').filter((line) => / ERROR /.test(line));
    if (!CLEAN_EXITS.includes(code) || errors.length > 0) {
      throw new Error(`the server ended with ${code} and ${errors.length} errors; it said:\n${this.#log}`);
    }
  }
}
