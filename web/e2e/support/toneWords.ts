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
