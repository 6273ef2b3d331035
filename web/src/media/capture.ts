import { computed, signal } from '@preact/signals';
import { chosen, refreshDevices } from './devices';

/** Why a microphone or camera is, or is not, there. */
export type Access = 'asking' | 'ok' | 'denied' | 'none' | 'busy';
export type Input = 'mic' | 'cam';

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

const accept = (input: Input, track: MediaStreamTrack | undefined) => {
  if (!track) return setAccess(input, 'none');
  if (input === 'mic') track.enabled = wanted.value.mic;
  put(input, track);
  setAccess(input, 'ok');
};

const media = () => navigator.mediaDevices;

const openOne = async (input: Input): Promise<void> => {
  try {
    const stream = await media().getUserMedia(constraint(input));
    accept(input, stream.getTracks()[0]);
  } catch (error) {
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
const openAllowed = async (): Promise<void> => {
  const [mic, cam] = await Promise.all([isDenied('microphone'), isDenied('camera')]);
  access.value = { mic: 'denied', cam: 'denied' };
  if (mic && !cam) await openOne('cam');
  if (cam && !mic) await openOne('mic');
};

/** Asks for both at once, so that the person is asked once; then for each alone, if one of them is missing. */
export const openInputs = async (): Promise<void> => {
  if (!media()?.getUserMedia) {
    access.value = { mic: 'none', cam: 'none' };
    return;
  }
  if (!wanted.value.cam) {
    // A camera that was off before a reload is not even looked at: its light would flash.
    access.value = { mic: 'asking', cam: 'ok' };
    await openOne('mic');
    return refreshDevices();
  }
  access.value = { mic: 'asking', cam: 'asking' };
  try {
    const stream = await media().getUserMedia({ ...constraint('mic'), ...constraint('cam') });
    accept('mic', stream.getAudioTracks()[0]);
    accept('cam', stream.getVideoTracks()[0]);
    if (!wanted.value.cam) put('cam', null);
  } catch (error) {
    const why = accessForError((error as DOMException).name);
    if (why === 'denied') await openAllowed();
    else await Promise.all([openOne('mic'), openOne('cam')]);
  }
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
  // Switched off again while the browser was asking.
  if (!wanted.value.cam) put('cam', null);
};

/** Opens the chosen device anew; a muted microphone stays muted, a stopped camera stays stopped. */
export const reopen = async (input: Input): Promise<void> => {
  if (input === 'cam' && !wanted.value.cam) return;
  await openOne(input);
};

export const stopScreen = (): void => {
  for (const track of screenTracks.value) {
    track.onended = null;
    track.stop();
  }
  screenTracks.value = [];
};

/** True when something is shared now; false when the person thought better of it. */
export const startScreen = async (): Promise<boolean> => {
  try {
    const stream = await media().getDisplayMedia({ video: { frameRate: { ideal: 15 } }, audio: true });
    const picture = stream.getVideoTracks()[0];
    if (!picture) return false;
    picture.contentHint = 'detail';
    picture.onended = stopScreen;
    screenTracks.value = stream.getTracks();
    return true;
  } catch {
    return false;
  }
};

export const canShare = (): boolean => typeof navigator.mediaDevices?.getDisplayMedia === 'function';

/** Lets go of everything, so that no light stays on. */
export const closeInputs = (): void => {
  put('mic', null);
  put('cam', null);
  stopScreen();
};
