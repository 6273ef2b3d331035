import type { Caller } from './caller';

/** What a page showed of its connection from `at` on, in milliseconds since 1970. */
export interface Entry {
  readonly at: number;
  /** The value of `<html data-connection>`. */
  readonly connection: string;
  /** All that the overlay said, null while there was none. */
  readonly overlay: string | null;
  /** Why the clock runs or stands. */
  readonly clock: string;
  readonly toasts: string;
  /** Of the others' tiles. */
  readonly badges: string;
}

declare global {
  interface Window {
    diary: { readonly entries: Entry[]; readonly frames: Record<string, number[]> };
  }
}

/** Begins to write down what the page shows, and when each frame of each camera was. Runs in the page. */
const install = (): void => {
  const entries: Entry[] = [];
  const frames: Record<string, number[]> = {};
  window.diary = { entries, frames };
  const textOf = (selector: string) => document.querySelector(selector)?.textContent ?? null;
  const note = () => {
    const [, clock = ''] = (document.querySelector('[role=timer]')?.getAttribute('aria-label') ?? '').split(', ');
    const connection = document.documentElement.dataset.connection ?? '';
    const badges = [...document.querySelectorAll('figure .badge')].map((badge) => badge.textContent).join();
    const now = { connection, overlay: textOf('.over'), clock, toasts: textOf('.toasts') ?? '', badges };
    const { at: _, ...last } = entries.at(-1) ?? { at: 0 };
    if (JSON.stringify(now) !== JSON.stringify(last)) entries.push({ at: Date.now(), ...now });
  };
  const watched = new WeakSet<HTMLVideoElement>();
  const watch = () => {
    for (const video of document.querySelectorAll<HTMLVideoElement>('video[data-source="cam"]')) {
      const { participant } = video.dataset;
      if (!participant || watched.has(video)) continue;
      watched.add(video);
      frames[participant] ??= [];
      const times = frames[participant];
      const onFrame = () => {
        times.push(Date.now());
        video.requestVideoFrameCallback(onFrame);
      };
      video.requestVideoFrameCallback(onFrame);
    }
  };
  const look = () => {
    note();
    watch();
  };
  look();
  const all = { subtree: true, childList: true, characterData: true, attributes: true };
  new MutationObserver(look).observe(document.documentElement, all);
};

/** What somebody's page shows, written down from `keep` on. */
export class Diary {
  readonly #caller: Caller;

  private constructor(caller: Caller) {
    this.#caller = caller;
  }

  static async keep(caller: Caller): Promise<Diary> {
    await caller.page.evaluate(install);
    return new Diary(caller);
  }

  entries(): Promise<Entry[]> {
    return this.#caller.page.evaluate(() => window.diary.entries);
  }

  /** When frames of somebody's camera were shown. */
  frames(of: Caller): Promise<number[]> {
    return this.#caller.page.evaluate((id) => window.diary.frames[id] ?? [], of.seat.id);
  }
}
