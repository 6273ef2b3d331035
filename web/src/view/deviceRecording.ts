import { effect, signal } from '@preact/signals';
import { pause } from '../connection/pause';
import { resumeUploads, startRecording, stopRecording, whenLocal } from '../recording/local';
import { recording, unsent } from '../recording/state';
import { toast } from '../state/notices';
import { room, screen } from '../state/store';
import { t } from '../strings/en';
import { tellOfDevice } from './actions';
import { staysWithin, watchLinks } from './leaving';

/** Until then the room has heard of it, and says so. */
const HEARD_MS = 2000;
const telling = signal(false);

/** Nobody is recorded who is not told of it: the room is first. What it was told in vain it is told again after that. */
const start = async (): Promise<void> => {
  telling.value = true;
  if (!(await tellOfDevice(true))) toast('problem', t.device.untold);
  else if (!(await startRecording())) toast('problem', t.device.cannot);
  await pause(HEARD_MS);
  telling.value = false;
};

export const toggleDeviceRecording = async (): Promise<void> => {
  if (recording.peek()) stopRecording();
  else if (!telling.peek()) await start();
};

const tell = async (on: boolean): Promise<void> => {
  telling.value = true;
  const told = await tellOfDevice(on);
  if (on && !told) stopRecording();
  await pause(HEARD_MS);
  telling.value = false;
};

/** The room knows who records on their device: also that a page does not any more, which was loaded again. */
const tellRoom = (): void => {
  effect(() => {
    const { you, localRecordings } = room.value;
    const on = recording.value !== null;
    if (screen.value.at !== 'room' || you === null || telling.value || on === localRecordings.includes(you)) return;
    void tell(on);
  });
};

/** On every page: goes on with what is not sent, tells of it, and warns before it is left behind. */
export const followRecordings = (): void => {
  whenLocal({
    changed: (on) => toast('record', on ? t.device.started : t.device.stopped),
    over: ({ progress }) =>
      progress === 'saved' ? toast('record', t.device.saved) : toast('problem', t.device.refused),
    deviceFull: () => toast('problem', t.device.deviceFull),
  });
  tellRoom();
  watchLinks();
  addEventListener('beforeunload', (event) => {
    if (unsent.peek() && !staysWithin()) event.preventDefault();
  });
  void resumeUploads();
};
