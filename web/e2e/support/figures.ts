/** Real bounds only where a machine is set aside for proving; elsewhere it is shared, and they are five times wider. */
export const proving = Boolean(process.env.LYCEUM_PROVE);
const SLACK = proving ? 1 : 5;

/** A bound in milliseconds as this run may ask for it. */
export const bound = (ms: number): number => ms * SLACK;

/** Shows what was measured, also when it is within its bound. */
export const figure = (name: string, ms: number, allowedMs?: number): number => {
  const allowed = allowedMs === undefined ? '' : ` (at most ${allowedMs} ms)`;
  process.stdout.write(`figure: ${name}: ${Math.round(ms)} ms${allowed}\n`);
  return ms;
};

/** Nearest rank: `quantile(values, 0.5)` is the median. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
};

const DEADLINE_MS = 45_000;
const EVERY_MS = 100;

/** Reads until the value is as wanted. A timeout tells the last value. */
export const until = async <T>(
  what: string,
  read: () => Promise<T> | T,
  wanted: (value: T) => boolean,
  deadlineMs = DEADLINE_MS,
): Promise<T> => {
  const giveUpAt = performance.now() + deadlineMs;
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    if (performance.now() > giveUpAt) throw new Error(`${what} did not come; the last was ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
};
