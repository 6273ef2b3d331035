import { levelOf } from './footage';
import { wav } from './known';

/**
 * Speech for machines, as `ToneWords` of the recorder's tests defines it: words that are numbers from 0 to 99. One takes
 * 300 ms: 60 ms of 600 Hz, then its two digits, each 120 ms of `900 + 150 * digit` Hz.
 */
const RATE = 48_000;
const RAMP = RATE * 0.01;
const AMPLITUDE = 0.3 * 32_767;

const tone = (samples: number[], hertz: number, ms: number) => {
  const count = (RATE * ms) / 1000;
  for (let i = 0; i < count; i++) {
    const edge = Math.min(i, count - 1 - i, RAMP) / RAMP;
    const level = (1 - Math.cos(Math.PI * edge)) / 2;
    samples.push(Math.round(AMPLITUDE * level * Math.sin((2 * Math.PI * hertz * i) / RATE)));
  }
};
const silence = (samples: number[], ms: number) => {
  for (let i = 0; i < (RATE * ms) / 1000; i++) samples.push(0);
};

/** Phrases of words, with pauses between both, for `--use-file-for-fake-audio-capture`; it begins anew at its end. */
export const phrasesFile = (phrases: readonly (readonly number[])[], pauseMs: number): Buffer => {
  const samples: number[] = [];
  for (const phrase of phrases) {
    for (const word of phrase) {
      tone(samples, 600, 60);
      tone(samples, 900 + 150 * Math.floor(word / 10), 120);
      tone(samples, 900 + 150 * (word % 10), 120);
      silence(samples, 150);
    }
    silence(samples, pauseMs);
  }
  return wav(samples);
};

/** A word as the service writes it. */
export const written = (word: number): string => `w${String(word).padStart(2, '0')}`;

const STEP_S = 0.01;
/** So much of what is heard is one tone, even while somebody else speaks. */
const CLEAR = 0.25;

/** How much of what is heard in a part of a sound is one tone, from 0 to 1. */
const shareOf = (sound: Float32Array, hertz: number, fromS: number, forS: number): number => {
  const part = sound.subarray(Math.round(fromS * 16_000), Math.round((fromS + forS) * 16_000));
  const loud = Math.sqrt((2 * part.reduce((sum, each) => sum + each * each, 0)) / part.length);
  return loud < 0.002 ? 0 : levelOf(sound, hertz, fromS, forS) / loud;
};

/** Where a word is in a sound at 16 kHz, in seconds: the beginnings of all that are clearly it. */
export const placesOf = (sound: Float32Array, word: number): readonly number[] => {
  const places: { at: number; share: number }[] = [];
  for (let at = 0; at + 0.3 <= sound.length / 16_000; at += STEP_S) {
    const share = Math.min(
      shareOf(sound, 600, at + 0.01, 0.04),
      shareOf(sound, 900 + 150 * Math.floor(word / 10), at + 0.07, 0.1),
      shareOf(sound, 900 + 150 * (word % 10), at + 0.19, 0.1),
    );
    const last = places.at(-1);
    if (share < CLEAR) continue;
    if (!last || at - last.at > 0.2) places.push({ at, share });
    else if (share > last.share) places[places.length - 1] = { at, share };
  }
  return places.map(({ at }) => at);
};
