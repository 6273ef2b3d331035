import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

export interface BrowserOptions {
  /** Fake microphone and camera that need no permission; `false` leaves the browser without devices. */
  readonly devices?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly reducedMotion?: 'reduce' | 'no-preference';
  readonly args?: readonly string[];
  /** A command and its arguments that run the browser's command, such as `ip netns exec`. */
  readonly inside?: readonly string[];
}

export interface TestBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  // Host candidates as addresses: mDNS names resolve slowly, or not at all, on a machine without a network.
  '--disable-features=WebRtcHideLocalIpsWithMdns,DialMediaRouteProvider',
  '--allow-loopback-in-peer-connection',
];

const deviceFlags = [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream=display-media-type=browser',
  '--auto-select-desktop-capture-source=Entire screen',
  '--auto-accept-this-tab-capture',
];

export const executablePath = (): string => process.env.CHROMIUM ?? '/usr/bin/chromium';

/** A program of one file, as the launcher wants it, that runs the browser by another command. */
const wrapped = async (folder: string, inside: readonly string[]): Promise<string> => {
  const script = join(folder, 'chromium.sh');
  await writeFile(script, `#!/bin/sh\nexec ${inside.join(' ')} '${executablePath()}' "$@"\n`, { mode: 0o755 });
  return script;
};

/** Debian's Chromium with an empty profile of its own. */
export const launch = async (options: BrowserOptions = {}): Promise<TestBrowser> => {
  const profile = await mkdtemp(join(tmpdir(), 'lyceum-e2e-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: options.inside ? await wrapped(profile, options.inside) : executablePath(),
    headless: true,
    viewport: options.viewport ?? { width: 1440, height: 900 },
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: options.reducedMotion ?? 'no-preference',
    args: [...flags, ...(options.devices === false ? [] : deviceFlags), ...(options.args ?? [])],
  });
  return {
    context,
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
};
