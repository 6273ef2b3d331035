import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch } from './support/browser';
import { RealServer } from './support/server';

/** What docs/clients.md says of generated clients, done: each is made from the file that a server hands out, and used. */
const WEB = join(import.meta.dirname, '..');
const CLIENTS = join(WEB, '../docs/clients');

let server: RealServer;
const folders: string[] = [];

beforeAll(async () => {
  server = await RealServer.start();
});
afterAll(async () => {
  await server?.stop();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

const fresh = async (parent: string): Promise<string> => {
  const folder = await mkdtemp(join(parent, '.lyceum-client-'));
  folders.push(folder);
  return folder;
};

/** What a command writes; fails with all of it unless it ends well. */
const run = (folder: string, command: string, ...args: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, ...server.clientEnv };
    const child = spawn(command, args, { cwd: folder, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        output += data;
      });
    }
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${command} ended with ${code}:\n${output}`)),
    );
  });

const expectAll = (output: string) => {
  expect(output).toMatch(/made ses_/);
  expect(output).toMatch(/way in http.*#t=/);
  expect(output).toContain('read scheduled');
  expect(output).toContain('changed to Graphs and trees');
  expect(output).toMatch(/listed [1-9]/);
  expect(output).toContain('refused 412 stale');
};

test('a TypeScript client is generated, passes the compiler and works', { timeout: 60_000 }, async () => {
  const folder = await fresh(WEB);
  await cp(join(CLIENTS, 'typescript'), folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  const bin = (name: string) => join(WEB, 'node_modules/.bin', name);

  await run(folder, bin('openapi-typescript'), server.openapi, '--default-non-nullable=false', '-o', 'lyceum.d.ts');
  await run(folder, bin('tsc'), '-p', '.');
  const output = await run(folder, 'node', 'out/example.js');

  expectAll(output);
  expect(output).toContain('row 2 Graphs and trees');
});

test('a Java client is generated, compiles and works', { timeout: 120_000 }, async () => {
  const folder = await fresh(tmpdir());
  await cp(join(CLIENTS, 'java'), folder, { recursive: true, filter: (path) => !path.includes('target') });

  const output = await run(
    folder,
    'mvn',
    '-B',
    '-ntp',
    '-q',
    `-Dlyceum.openapi=${server.openapi}`,
    'compile',
    'exec:java',
  );

  expectAll(output);
  expect(output).toContain('first row SessionCreatedRow');
});

test('operators read it in a page that fetches nothing from elsewhere', async () => {
  const browser = await launch({ devices: false });
  const page = await browser.context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(new URL('/api/', server.apiPage).href) && !url.startsWith('data:')) complaints.push(url);
  });
  await page.goto(server.apiPage);
  await page.locator('#operations-Sessions-createSession').waitFor();
  await page.locator('[id$="onSessionEnded"]').waitFor();

  await page.locator('#operations-Sessions-createSession button').first().click();
  await page.getByText('Idempotency-Key').first().waitFor();
  expect(complaints).toEqual([]);
  await browser.close();
});
