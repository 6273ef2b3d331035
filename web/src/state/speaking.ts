/** Rings that flicker are worse than none: on after 150 ms of speech, off after 800 ms of silence. */
export const ON_MS = 150;
export const OFF_MS = 800;

interface Voice {
  readonly heard: boolean;
  readonly since: number;
  readonly shown: boolean;
}

export type Voices = ReadonlyMap<string, Voice>;

const settle = (voice: Voice, now: number): Voice => {
  if (voice.heard === voice.shown) return voice;
  return now - voice.since >= (voice.heard ? ON_MS : OFF_MS) ? { ...voice, shown: voice.heard } : voice;
};

/** Takes the set the server told and brings it up to `now`. Who is silent and not shown is forgotten. */
export const listen = (voices: Voices, speaking: readonly string[], now: number): Voices => {
  const next = new Map<string, Voice>();
  for (const id of new Set([...voices.keys(), ...speaking])) {
    const heard = speaking.includes(id);
    const old = voices.get(id) ?? { heard: false, since: now, shown: false };
    const voice = settle(old.heard === heard ? old : { ...settle(old, now), heard, since: now }, now);
    if (voice.heard || voice.shown) next.set(id, voice);
  }
  return next;
};

export const shownVoices = (voices: Voices): readonly string[] =>
  [...voices].filter(([, voice]) => voice.shown).map(([id]) => id);

/** When a ring changes by time alone; null when none will. */
export const nextVoiceChange = (voices: Voices): number | null => {
  const times = [...voices.values()]
    .filter((voice) => voice.heard !== voice.shown)
    .map((voice) => voice.since + (voice.heard ? ON_MS : OFF_MS));
  return times.length === 0 ? null : Math.min(...times);
};
