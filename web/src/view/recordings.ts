import { resumeUploads, startRecording, stopRecording, whenLocal } from '../recording/local';
import { recording, unsent } from '../recording/state';
import { toast } from '../state/notices';
import { t } from '../strings/en';

/** Where the room is told that this device records, or no longer does. */
export const tellRoom = (_on: boolean): void => undefined;

export const toggleRecording = async (): Promise<void> => {
  if (recording.peek()) stopRecording();
  else if (!(await startRecording())) toast('problem', t.recording.cannot);
};

let within = false;

/** Says before one leaves that another page of ours comes, which goes on with what is not sent yet. */
export const goingOn = (url: string): void => {
  within = URL.canParse(url, location.href) && new URL(url, location.href).origin === location.origin;
};

const onClick = ({ target }: MouseEvent) => {
  const link = target instanceof Element ? target.closest('a') : null;
  if (link?.href && link.target !== '_blank') goingOn(link.href);
};

/** On every page: goes on with what is not sent, tells of it, and warns before it is left behind. */
export const followRecordings = (): void => {
  whenLocal({
    changed: (on) => {
      tellRoom(on);
      toast('record', on ? t.recording.started : t.recording.stopped);
    },
    over: ({ progress }) =>
      progress === 'saved' ? toast('record', t.recording.saved) : toast('problem', t.recording.refused),
    deviceFull: () => toast('problem', t.recording.deviceFull),
  });
  addEventListener('click', onClick, { capture: true });
  addEventListener('beforeunload', (event) => {
    if (unsent.peek() && !within) event.preventDefault();
  });
  void resumeUploads();
};
