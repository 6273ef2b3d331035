/** What can be asked for by saying it. */
export type Command = 'mute' | 'raiseHand' | 'topicDone';

const phrases: ReadonlyMap<string, Command> = new Map([
  ['mute', 'mute'],
  ['raise hand', 'raiseHand'],
  ['topic done', 'topicDone'],
]);

/** The command that a line is; null when it says anything else. Case and punctuation do not count. */
export const commandOf = (text: string): Command | null => {
  const words = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return phrases.get(words) ?? null;
};
