import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, type TestBrowser } from './support/browser';
import { until } from './support/figures';
import { type Block, sectionsOf } from './support/guide';
import { findJava, freePort, ROOT } from './support/server';
import { Terminal } from './support/terminal';

/**
 * Somebody follows docs/integrate.md from an empty folder: types its commands, writes its files, opens its links. Their
 * home has Lyceum in `~/lyceum`, as the document says. All that is changed in its blocks are the ports of four addresses,
 * for free ones. The server's terminal has settings besides those that are typed into it: that port, free ones for media
 * and ops, a data folder and a small heap.
 */
const DOCUMENT = join(ROOT, 'docs/integrate.md');
const ADDRESSES = ['127.0.0.1:8080', '127.0.0.1:8001', '127.0.0.1:8002', 'localhost:8003'] as const;

const sections = sectionsOf(await readFile(DOCUMENT, 'utf8'));
const terminals = new Map<string, Terminal>();
const browsers: TestBrowser[] = [];
const pages: Page[] = [];
const ports = new Map<string, number>();
let home: string;
let folder: string;

/** What was printed last, and where. */
let last: { terminal: Terminal; printed: string } | undefined;
const executed = new Set<Block>();
let broken = false;

const withPorts = (text: string): string =>
  ADDRESSES.reduce(
    (changed, address) => changed.replaceAll(address, `${address.split(':')[0]}:${ports.get(address)}`),
    text,
  );

const addressOf = (address: (typeof ADDRESSES)[number]): string => withPorts(`http://${address}`);

const terminal = (name: string): Terminal => {
  const own = Object.entries(process.env).filter(([variable]) => !variable.startsWith('LYCEUM_'));
  const env = {
    ...Object.fromEntries(own),
    HOME: home,
    JAVA_HOME: dirname(dirname(findJava())),
    // Debian's Python, which has what was installed for it.
    PATH: `/usr/bin:${process.env.PATH}`,
    PYTHONDONTWRITEBYTECODE: '1',
    ...(name === 'server' && {
      LYCEUM_HTTP_PORT: String(ports.get(ADDRESSES[0])),
      LYCEUM_UDP_PORT: '0',
      LYCEUM_OPS_PORT: '0',
      LYCEUM_DATA_DIR: join(home, 'data'),
      LYCEUM_HEAP: '256m',
    }),
  };
  const known = terminals.get(name) ?? new Terminal(name === 'main' ? folder : home, env);
  terminals.set(name, known);
  return known;
};

/** As a busy machine prints it, which pauses a lesson for a moment, and as the document does. */
const asPrinted = (output: string): readonly string[] => [output, output.replace(/^session\.(paused|resumed)\n/gm, '')];

const looksLike = (output: string): RegExp => {
  const exactly = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^${withPorts(output).trim().split('...').map(exactly).join('[^\\n]+')}$`, 'm');
};

const SERVER_MS = 300_000;

const execute = async (block: Block): Promise<void> => {
  if (block.kind === 'file') {
    await writeFile(join(folder, block.name), withPorts(block.text));
  } else if (block.kind === 'commands') {
    const shell = terminal(block.terminal);
    last = { terminal: shell, printed: '' };
    // The last command of another terminal goes on until it is closed.
    if (block.terminal !== 'main') shell.type(withPorts(block.text));
    else last.printed = (await shell.run(withPorts(block.text))).trim();
  } else if (last?.terminal === terminals.get('main')) {
    const shown = last?.printed ?? '';
    const wanted = looksLike(block.text);
    const same = asPrinted(shown).some((printed) => wanted.exec(printed)?.[0] === printed);
    if (!same) throw new Error(`printed\n${shown}\ninstead of\n${withPorts(block.text)}`);
  } else {
    await until(
      `${block.text} in the terminal`,
      () => last?.terminal.said ?? '',
      (said) => looksLike(block.text).test(said),
      SERVER_MS,
    );
  }
  executed.add(block);
};

const follow = async (blocks: readonly Block[]): Promise<void> => {
  for (const block of blocks) {
    await execute(block).catch((error: Error) => {
      throw new Error(`docs/integrate.md, line ${block.line}: ${error.message}`, { cause: error });
    });
  }
};

const press = (where: Page | Frame, name: string): Promise<void> =>
  where.getByRole('button', { name, exact: true }).last().click();

/** From the lobby into the room. */
const enter = async (where: Page | Frame): Promise<void> => {
  await where.waitForSelector('.preview video.is-live');
  await press(where, 'Join session');
  await where.waitForSelector('html[data-connection="connected"]');
};

const end = async (where: Page | Frame): Promise<void> => {
  await press(where, 'End session');
  await where.getByRole('dialog', { name: 'End session?' }).getByRole('button', { name: 'End session' }).click();
};

const open = async (browser: number, url: string): Promise<Page> => {
  const page = await (browsers[browser] as TestBrowser).context.newPage();
  page.on('dialog', (dialog) => void dialog.accept());
  pages.push(page);
  await page.goto(url);
  return page;
};

interface Event {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const received = async (): Promise<Event[]> => {
  const file = join(folder, 'received.jsonl');
  const lines = existsSync(file) ? (await readFile(file, 'utf8')).trim().split('\n') : [];
  return lines.map((line) => JSON.parse(line));
};

const hasReceived = async (type: string): Promise<Event> => {
  const isIt = (event: Event) => event.type === type;
  return (await until(`${type} in received.jsonl`, received, (all) => all.some(isIt))).find(isIt) as Event;
};

/** Mentor and learner have been active together for a second. */
const timeRuns = (page: Page): Promise<void> =>
  page.getByRole('timer', { name: /^59:\d\d, left of 60 min$/ }).waitFor();

/** The last lines that were printed. */
const printed = (count: number): string[] => last?.printed.split('\n').slice(-count) ?? [];

const joinBoth = async (): Promise<void> => {
  const links = printed(2).map((line) => line.split(' ')[1] ?? '');
  const both = await Promise.all(links.map((link, browser) => open(browser, link)));
  // One after the other, as they are listed in the order in which they came.
  for (const page of both) await enter(page);
  await Promise.all(both.map(timeRuns));
  await hasReceived('session.started');
};

const logIn = async (page: Page, name: string): Promise<void> => {
  await page.fill('[name=username]', name);
  await page.fill('[name=password]', `${name}-tries`);
  await page.click('button');
};

const attendDjango = async (): Promise<void> => {
  const [lesson = ''] = printed(1);
  const both = await Promise.all([open(0, lesson), open(1, lesson)]);
  const [mentor, learner] = both;
  await Promise.all([logIn(mentor, 'daniel'), logIn(learner, 'mina')]);
  await Promise.all(both.map(enter));
  await Promise.all(both.map(timeRuns));
  await end(mentor);
  for (const page of both) {
    await page.getByRole('link', { name: 'Give feedback' }).click();
    await press(page, 'Skip');
    await page.waitForURL((url) => url.href.startsWith(`${lesson}/back?lyceum_outcome=`));
    await page.getByText(/^System Design: completed, 0\.(?!00)\d\d minutes$/).waitFor();
  }
  const another = await learner.request.get(mentor.url());
  expect([another.status(), await another.text()]).toEqual([400, 'This is no outcome of your lesson']);
  // Without an outcome: what the webhook wrote.
  await until(
    'the lesson that is done',
    async () => (await learner.request.get(`${lesson}/back`)).text(),
    (text) => /^System Design: completed, 0\.(?!00)\d\d minutes$/.test(text),
  );
};

const joinFramed = async (): Promise<void> => {
  const page = await open(0, printed(1)[0] ?? '');
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  if (!frame) throw new Error('the page has no frame');
  await enter(frame);
  await page.getByText('joined daniel').waitFor();
  await end(frame);
  await page.getByText('ended daniel no_show').waitFor();
};

/** What is promised of each section once it was followed, and what people do there. */
const then: Readonly<Record<string, () => Promise<void>>> = {
  '': async () => {},
  'Start the server': async () => {},
  'Hear what happens': async () => {
    await hasReceived('webhook.test');
  },
  'Make a session': joinBoth,
  'Look, change, end': async () => {
    const { data } = await hasReceived('session.ended');
    expect(data).toMatchObject({ outcome: 'completed', reason: 'requested', totalMs: 5_400_000 });
    expect(data.activeMs).toBeGreaterThan(0);
    await Promise.all(pages.map((page) => page.getByRole('dialog', { name: 'Session has ended' }).waitFor()));
  },
  'What it came to': async () => {},
  'The same in Django': attendDjango,
  Embedding: joinFramed,
  'Before it goes live': async () => {
    await expect(fetch(addressOf('127.0.0.1:8001'))).rejects.toThrow('fetch failed');
  },
};

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'lyceum-e2e-home-'));
  folder = join(home, 'empty');
  await mkdir(folder);
  await symlink(ROOT, join(home, 'lyceum'));
  for (const address of ADDRESSES) ports.set(address, await freePort());
  browsers.push(...(await Promise.all([launch(), launch()])));
});

afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await Promise.all([...terminals.values()].map((each) => each.close()));
  await rm(home, { recursive: true, force: true });
});

describe('docs/integrate.md', () => {
  for (const { title, blocks } of sections) {
    test(title || 'what stands before', { timeout: SERVER_MS }, async ({ onTestFailed, skip }) => {
      skip(broken, 'somebody who follows would not have come here');
      onTestFailed(() => {
        broken = true;
        for (const [name, { complained }] of terminals) process.stderr.write(`terminal ${name}:\n${complained}`);
      });
      await follow(blocks);
      const promised = then[title];
      if (!promised) throw new Error(`nothing looks at what the section "${title}" promises`);
      await promised();
    });
  }

  test('has nothing that was not done, and nothing less than is looked at', ({ skip }) => {
    skip(broken, 'not all could be done');
    expect(sections.map(({ title }) => title)).toEqual(Object.keys(then));
    expect(sections.flatMap(({ blocks }) => blocks).filter((block) => !executed.has(block))).toEqual([]);
  });
});
