/** What the page writes down for its next load. */
export interface Keeper {
  get(key: string): string | null;
  /** Whether the browser has it, so that the next load finds it too. */
  set(key: string, value: string): boolean;
  remove(key: string): void;
}

/**
 * A storage that never throws, though the browser may refuse it to a page in a frame of another site, or be full: what
 * it does not take is kept as long as this page is.
 */
export const keeper = (open: () => Storage): Keeper => {
  const here = new Map<string, string>();
  const tried = <T>(use: (storage: Storage) => T, otherwise: T): T => {
    try {
      return use(open());
    } catch {
      return otherwise;
    }
  };
  return {
    get: (key) => here.get(key) ?? tried((storage) => storage.getItem(key), null),
    set: (key, value) => {
      const taken = tried((storage) => {
        storage.setItem(key, value);
        return true;
      }, false);
      if (taken) here.delete(key);
      else here.set(key, value);
      return taken;
    },
    remove: (key) => {
      here.delete(key);
      tried((storage) => storage.removeItem(key), undefined);
    },
  };
};

/** For as long as the tab is open. */
export const inTab = keeper(() => sessionStorage);
/** For this browser. */
export const inBrowser = keeper(() => localStorage);
