import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { overTls } from './support/certificate';
import { Stage } from './support/stage';

/** As it stands on the internet: HTTPS, a name of its own, and media over an address that is not loopback, if there is one. */
const NAME = 'lyceum.test';
const address =
  Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';

let folder: string;
let stage: Stage;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lyceum-e2e-tls-'));
  const tls = await overTls(folder, address, NAME);
  const args = ['--ignore-certificate-errors', `--host-resolver-rules=MAP ${NAME} ${address}`];
  stage = await Stage.start({ ...tls }, () => ({ args }));
});
afterEach((context) => stage.clear(context));
afterAll(async () => {
  await stage?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a call over HTTPS under a name', async () => {
  const { mentor, learner } = await stage.call();
  for (const { page } of [mentor, learner]) {
    expect(new URL(page.url()).origin).toMatch(new RegExp(`^https://${NAME}:\\d+$`));
    expect(await page.evaluate(() => isSecureContext)).toBe(true);
  }
  await learner.leave();
  await mentor.goneAt(`figure[aria-label="${learner.seat.name}"]`);
});
