import { effect, signal } from '@preact/signals';
import { chosen } from './devices';
import type { Receiver } from './slots';

/** The browser refused to play sound before the person touched the page. */
export const soundBlocked = signal(false);

const players: HTMLAudioElement[] = [];

const useSpeaker = (audio: HTMLAudioElement, sink: string) => {
  // Not every browser lets a page choose the speaker, and a chosen one may be gone.
  audio.setSinkId?.(sink).catch(() => undefined);
};

const player = (index: number): HTMLAudioElement => {
  const known = players[index];
  if (known) return known;
  const audio = document.createElement('audio');
  audio.autoplay = true;
  audio.hidden = true;
  document.body.append(audio);
  useSpeaker(audio, chosen.peek().audiooutput);
  players[index] = audio;
  return audio;
};

const start = async (audio: HTMLAudioElement): Promise<void> => {
  try {
    await audio.play();
  } catch (error) {
    if ((error as DOMException).name === 'NotAllowedError') soundBlocked.value = true;
  }
};

/** One element for each receiving audio m-line, used again by the next connection. */
export const playAll = (receivers: readonly Receiver[]): void => {
  const audible = receivers.filter((receiver) => receiver.kind === 'audio');
  audible.forEach(({ track }, index) => {
    const audio = player(index);
    audio.srcObject = new MediaStream([track]);
    void start(audio);
  });
};

/** After a tap everything may be heard. */
export const unblockSound = (): void => {
  soundBlocked.value = false;
  for (const audio of players) void start(audio);
};

export const silenceAll = (): void => {
  for (const audio of players) audio.srcObject = null;
};

effect(() => {
  const sink = chosen.value.audiooutput;
  for (const audio of players) useSpeaker(audio, sink);
});
