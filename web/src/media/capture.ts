import { computed, signal } from '@preact/signals';
import { chosen, refreshDevices } from './devices';

/** Why a microphone or camera is, or is not, there. */
export type Access = 'asking' | 'ok' | 'denied' | 'none' | 'busy';
export type Input = 'mic' | 'cam';

/** False for an observer, who looks and listens: no device is asked for. */
export const maySend = signal(true);
export const access = signal<Readonly<Record<Input, Access>>>({ mic: 'asking', cam: 'asking' });
/** What the person wants to send; true also while the device is still being asked for. */
export const wanted = signal<Readonly<Record<Input, boolean>>>({ mic: true, cam: true });
export const tracks = signal<Readonly<Record<Input, MediaStreamTrack | null>>>({ mic: null, cam: null });
export const screenTracks = signal<readonly MediaStreamTrack[]>([]);

export const micOn = computed(() => wanted.value.mic && tracks.value.mic !== null);
export const camOn = computed(() => wanted.value.cam && tracks.value.cam !== null);
/** What the buttons show: while the browser still asks, what the person has chosen. */
const shown = (input: Input) =>
  wanted.value[input] && (tracks.value[input] !== null || access.value[input] === 'asking');
export const micShown = computed(() => shown('mic'));
export const camShown = computed(() => shown('cam'));
export const sharing = computed(() => screenTracks.value.length > 0);

/** The picture of oneself, as one stream that changes only with its track. */
export const selfStream = computed(() =>
  camOn.value && tracks.value.cam ? new MediaStream([tracks.value.cam]) : null,
);
export const screenStream = computed(() => (sharing.value ? new MediaStream([...screenTracks.value]) : null));

/** Called when a device ends by itself: unplugged, or taken away by the system. */
let onLost: (input: Input) => void = () => undefined;
export const whenDeviceLost = (listener: (input: Input) => void): void => {
  onLost = listener;
};

const constraint = (input: Input): MediaStreamConstraints => {
  const id = input === 'mic' ? chosen.value.audioinput : chosen.value.videoinput;
  const device = id ? { deviceId: { ideal: id } } : {};
  return input === 'mic'
    ? { audio: { ...device, echoCancellation: true, noiseSuppression: true, autoGainControl: true } }
    : { video: { ...device, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } } };
};

/** The names of getUserMedia's errors, Media Capture and Streams section 10.3, as the page tells them apart. */
export const accessForError = (name: string): Access => {
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none';
};

/** Numbers what is asked of the browser: only the newest request for each device counts. */
const asked = { mic: 0, cam: 0, screen: 0 };

/** Asks anew, and tells later whether nobody has asked since and the page still wants anything. */
const ask = (what: keyof typeof asked): (() => boolean) => {
  asked[what] += 1;
  const mine = asked[what];
  return () => asked[what] === mine;
};

const stop = (list: readonly MediaStreamTrack[]): void => {
  for (const track of list) track.stop();
};

const setAccess = (input: Input, value: Access) => {
  access.value = { ...access.value, [input]: value };
};

const put = (input: Input, track: MediaStreamTrack | null) => {
  const old = tracks.value[input];
  if (old && old !== track) {
    old.onended = null;
    old.stop();
  }
  if (track) {
    track.onended = () => {
      put(input, null);
      setAccess(input, 'none');
      onLost(input);
    };
  }
  tracks.value = { ...tracks.value, [input]: track };
};

/** Takes what the browser gave; what came too late, or is a camera switched off meanwhile, is let go at once. */
const accept = (input: Input, track: MediaStreamTrack | undefined, current: () => boolean) => {
  if (!current()) {
    track?.stop();
    return;
  }
  if (!track) return setAccess(input, 'none');
  setAccess(input, 'ok');
  if (input === 'mic') track.enabled = wanted.value.mic;
  if (input === 'cam' && !wanted.value.cam) track.stop();
  else put(input, track);
};

const media = () => navigator.mediaDevices;

const openOne = async (input: Input): Promise<void> => {
  if (!maySend.value) return;
  const current = ask(input);
  try {
    const stream = await media().getUserMedia(constraint(input));
    accept(input, stream.getTracks()[0], current);
  } catch (error) {
    if (!current()) return;
    put(input, null);
    setAccess(input, accessForError((error as DOMException).name));
  }
};

const isDenied = async (name: string): Promise<boolean> => {
  try {
    return (await navigator.permissions.query({ name: name as PermissionName })).state === 'denied';
  } catch {
    return true;
  }
};

/** The browser says "not allowed" for the pair even if only one of the two is blocked. */
const openAllowed = async (current: Readonly<Record<Input, () => boolean>>): Promise<void> => {
  const [mic, cam] = await Promise.all([isDenied('microphone'), isDenied('camera')]);
  for (const input of ['mic', 'cam'] as const) if (current[input]()) setAccess(input, 'denied');
  if (mic && !cam && current.cam()) await openOne('cam');
  if (cam && !mic && current.mic()) await openOne('mic');
};

const openBoth = async (): Promise<void> => {
  const current = { mic: ask('mic'), cam: ask('cam') };
  access.value = { mic: 'asking', cam: 'asking' };
  try {
    const stream = await media().getUserMedia({ ...constraint('mic'), ...constraint('cam') });
    accept('mic', stream.getAudioTracks()[0], current.mic);
    accept('cam', stream.getVideoTracks()[0], current.cam);
  } catch (error) {
    const why = accessForError((error as DOMException).name);
    if (why === 'denied') await openAllowed(current);
    else await Promise.all((['mic', 'cam'] as const).filter((input) => current[input]()).map(openOne));
  }
};

/** Asks for both at once, so that the person is asked once; then for each alone, if one of them is missing. */
export const openInputs = async (): Promise<void> => {
  if (!media()?.getUserMedia || !maySend.value) {
    access.value = { mic: 'none', cam: 'none' };
    return;
  }
  if (!wanted.value.cam) {
    // A camera that was off before a reload is not even looked at: its light would flash.
    access.value = { mic: 'asking', cam: 'ok' };
    await openOne('mic');
    return refreshDevices();
  }
  await openBoth();
  await refreshDevices();
};

/** Mute keeps the track and sends silence, which also shows that the person is alive. */
export const setMic = async (on: boolean): Promise<void> => {
  wanted.value = { ...wanted.value, mic: on };
  if (on && !tracks.value.mic && access.value.mic !== 'asking') await openOne('mic');
  if (tracks.value.mic) tracks.value.mic.enabled = wanted.value.mic;
};

/** A stopped camera is let go, so that its light goes off. */
export const setCam = async (on: boolean): Promise<void> => {
  wanted.value = { ...wanted.value, cam: on };
  if (!on) put('cam', null);
  else if (!tracks.value.cam && access.value.cam !== 'asking') await openOne('cam');
};

/** Opens the chosen device anew; a muted microphone stays muted, a stopped camera stays stopped. */
export const reopen = async (input: Input): Promise<void> => {
  if (input === 'cam' && !wanted.value.cam) return;
  await openOne(input);
};

export const stopScreen = (): void => {
  for (const track of screenTracks.value) track.onended = null;
  stop(screenTracks.value);
  screenTracks.value = [];
};

/** True when something is shared now; false when the person thought better of it. */
export const startScreen = async (): Promise<boolean> => {
  if (!maySend.value) return false;
  const current = ask('screen');
  try {
    const stream = await media().getDisplayMedia({ video: { frameRate: { ideal: 15 } }, audio: true });
    const picture = stream.getVideoTracks()[0];
    if (!picture || !current()) {
      stop(stream.getTracks());
      return false;
    }
    stopScreen();
    picture.contentHint = 'detail';
    picture.onended = stopScreen;
    screenTracks.value = stream.getTracks();
    return true;
  } catch {
    return false;
  }
};

export const canShare = (): boolean => maySend.value && typeof navigator.mediaDevices?.getDisplayMedia === 'function';

/** Lets go of everything, so that no light stays on: also of what the browser is still being asked for. */
export const closeInputs = (): void => {
  for (const what of ['mic', 'cam', 'screen'] as const) ask(what);
  put('mic', null);
  put('cam', null);
  stopScreen();
};
