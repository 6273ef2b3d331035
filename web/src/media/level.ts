/** What counts as the person touching the page (HTML section 6.4.2): mice when pressed, fingers when lifted. */
const TOUCHES = ['pointerdown', 'pointerup', 'keydown'] as const;

/** Browsers keep a context silent until the person has touched the page. Returns the way to stop waiting for it. */
const wakeWhenTouched = (context: AudioContext): (() => void) => {
  const stop = () => {
    for (const touch of TOUCHES) removeEventListener(touch, wake, true);
  };
  const wake = () => {
    if (context.state === 'running') stop();
    else context.resume().then(stop, () => undefined);
  };
  for (const touch of TOUCHES) addEventListener(touch, wake, true);
  return stop;
};

/** How loud a track is, told about 15 times a second as 0 to 1. Returns the way to stop. */
export const watchLevel = (track: MediaStreamTrack, tell: (level: number) => void): (() => void) => {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  const source = context.createMediaStreamSource(new MediaStream([track]));
  source.connect(analyser);
  const stopWaiting = context.state === 'running' ? () => undefined : wakeWhenTouched(context);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    tell(loudness(samples));
  }, 66);
  return () => {
    clearInterval(timer);
    stopWaiting();
    source.disconnect();
    void context.close();
  };
};

const FLOOR_DB = -60;

/** RMS on a decibel scale: speech fills most of the meter, a quiet room nearly none of it. */
export const loudness = (samples: Float32Array): number => {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const db = 10 * Math.log10(sum / samples.length + 1e-10);
  return Math.min(1, Math.max(0, (db - FLOOR_DB) / -FLOOR_DB));
};
