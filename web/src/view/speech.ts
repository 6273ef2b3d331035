import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { inBrowser } from '../state/kept';
import { nextFade, type Transcript } from '../state/transcript';

/** How somebody wants to read and to be heard: kept for this browser, and told to nobody. */
export const captionSizes = ['small', 'medium', 'large'] as const;
export type CaptionSize = (typeof captionSizes)[number];

const CAPTIONS_KEY = 'lyceum:captions';
const SIZE_KEY = 'lyceum:captionSize';
const COMMANDS_KEY = 'lyceum:voiceCommands';

const sizeOf = (text: string | null): CaptionSize => captionSizes.find((size) => size === text) ?? 'medium';

export const captionsOn = signal(inBrowser.get(CAPTIONS_KEY) === 'on');
export const captionSize = signal(sizeOf(inBrowser.get(SIZE_KEY)));
export const commandsOn = signal(inBrowser.get(COMMANDS_KEY) === 'on');

const word = (on: boolean): string => (on ? 'on' : 'off');

export const showCaptions = (on: boolean): void => {
  if (on === captionsOn.peek()) return;
  captionsOn.value = on;
  inBrowser.set(CAPTIONS_KEY, word(on));
};

export const toggleCaptions = (): void => showCaptions(!captionsOn.peek());

export const chooseCaptionSize = (text: string): void => {
  captionSize.value = sizeOf(text);
  inBrowser.set(SIZE_KEY, captionSize.peek());
};

export const allowCommands = (on: boolean): void => {
  commandsOn.value = on;
  inBrowser.set(COMMANDS_KEY, word(on));
};

/** Now, in monotonic milliseconds; draws again when something of the transcript is gone by time alone. */
export const useFading = (transcript: Transcript): number => {
  const [, draw] = useState(0);
  const now = performance.now();
  const next = nextFade(transcript, now);
  useEffect(() => {
    if (next === null) return;
    const timer = setTimeout(() => draw((count) => count + 1), next - performance.now() + 1);
    return () => clearTimeout(timer);
  }, [next]);
  return now;
};
