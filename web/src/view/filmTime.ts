import { clockText } from '../state/select';

/** A place in a film as `4:05`: whole seconds that have passed. */
export const filmTime = (ms: number): string =>
  clockText(Math.floor(Math.max(0, ms) / 1000) * 1000).replace(/^0(?=\d:)/, '');
