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
/** Far above what other words have by chance. */
const CLEAR = 0.02;

/** Where a word is in a sound at 16 kHz, in seconds; null where it is nowhere. */
export const placeOf = (sound: Float32Array, word: number): number | null => {
  let [best, at] = [CLEAR, -1];
  for (let from = 0; from + 0.3 <= sound.length / 16_000; from += STEP_S) {
    const level = Math.min(
      levelOf(sound, 600, from, 0.06),
      levelOf(sound, 900 + 150 * Math.floor(word / 10), from + 0.06, 0.12),
      levelOf(sound, 900 + 150 * (word % 10), from + 0.18, 0.12),
    );
    if (level > best) [best, at] = [level, from];
  }
  return at < 0 ? null : at;
};
