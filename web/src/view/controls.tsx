import type { IconNode } from 'lucide';
import {
  Captions,
  CircleDot,
  CircleStop,
  Ellipsis,
  Hand,
  Mic,
  MicOff,
  Moon,
  PhoneOff,
  ScreenShare,
  ScreenShareOff,
  Settings,
  Sun,
  Video,
  VideoOff,
} from 'lucide';
import { useRef } from 'preact/hooks';
import { camShown, canShare, maySend, micShown, sharing } from '../media/capture';
import { canRecord } from '../recording/local';
import { recording } from '../recording/state';
import { handRaised, isTranscribed, self } from '../state/select';
import { mayRecord, room } from '../state/store';
import { t } from '../strings/en';
import { toggleCam, toggleHand, toggleMic, toggleShare } from './actions';
import { toggleDeviceRecording } from './deviceRecording';
import { Icon } from './icon';
import { captionsOn, toggleCaptions } from './speech';
import { dialog, isPhone, recordAsked, theme, toggleTheme } from './ui';

interface ControlProps {
  readonly icon: IconNode;
  /** What is written below; also the accessible name, unless `name` says more. */
  readonly label: string;
  readonly name?: string;
  readonly look?: 'on' | 'off' | 'danger' | 'rec' | undefined;
  /** Asked for, and not done yet. */
  readonly busy?: boolean;
  /** Of what is switched on and off by the same name. */
  readonly pressed?: boolean;
  readonly onClick: () => void;
}

const Control = ({ icon, label, name, look, busy = false, pressed, onClick }: ControlProps) => (
  <button
    type="button"
    class={`control ${look ? `is-${look}` : ''}`}
    aria-label={name}
    aria-disabled={busy || undefined}
    aria-pressed={pressed}
    onClick={busy ? undefined : onClick}
  >
    <span class="control-icon">
      <Icon of={icon} size={21} />
    </span>
    <span class="control-label">{label}</span>
  </button>
);

export const MicControl = () => (
  <Control
    icon={micShown.value ? Mic : MicOff}
    label={micShown.value ? t.controls.mute : t.controls.unmute}
    look={micShown.value ? undefined : 'off'}
    onClick={toggleMic}
  />
);

export const CamControl = () => (
  <Control
    icon={camShown.value ? Video : VideoOff}
    label={camShown.value ? t.controls.stopVideo : t.controls.startVideo}
    look={camShown.value ? undefined : 'off'}
    onClick={toggleCam}
  />
);

const ShareControl = () => (
  <Control
    icon={ScreenShare}
    label={sharing.value ? t.controls.stopShareShort : t.controls.shareShort}
    name={sharing.value ? t.controls.stopShare : t.controls.share}
    look={sharing.value ? 'on' : undefined}
    onClick={toggleShare}
  />
);

const HandControl = () => {
  const raised = handRaised(room.value);
  return (
    <Control
      icon={Hand}
      label={raised ? t.controls.lowerHand : t.controls.raiseHand}
      look={raised ? 'on' : undefined}
      onClick={toggleHand}
    />
  );
};

const CaptionsControl = () =>
  isTranscribed(room.value) ? (
    <Control
      icon={Captions}
      label={t.transcript.captions.control}
      look={captionsOn.value ? 'on' : undefined}
      pressed={captionsOn.value}
      onClick={toggleCaptions}
    />
  ) : null;

/** Stands there while one records: whoever does is reminded of it. */
const DeviceControl = () =>
  recording.value && (
    <Control
      icon={CircleDot}
      label={t.device.stopShort}
      name={t.device.stop}
      look="on"
      onClick={toggleDeviceRecording}
    />
  );

const isMentor = (): boolean => self(room.value)?.role === 'mentor';

const askToEnd = () => {
  dialog.value = 'end';
};

const askToRecord = () => {
  dialog.value = room.peek().recording ? 'stopRecording' : 'startRecording';
};

/** What the mentor's control for recording says. */
const recordWords = (): Pick<ControlProps, 'label' | 'name'> => {
  const { start, stop } = t.recording;
  if (recordAsked.value !== null) return { label: recordAsked.value === 'start' ? start.busy : stop.busy };
  const { control: label, name } = room.value.recording ? stop : start;
  return { label, name };
};

const RecordControl = () => (
  <Control
    icon={CircleDot}
    {...recordWords()}
    look={room.value.recording ? 'rec' : undefined}
    busy={recordAsked.value !== null}
    onClick={askToRecord}
  />
);

const openSettings = () => {
  dialog.value = 'settings';
};

interface MenuItemProps {
  readonly icon: IconNode;
  readonly label: string;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly onClick: () => void;
}

const MenuItem = ({ icon, label, disabled = false, pressed, onClick }: MenuItemProps) => (
  <button type="button" class="menu-item" disabled={disabled} aria-pressed={pressed} onClick={onClick}>
    <Icon of={icon} size={20} />
    {label}
  </button>
);

const recordItem = () => {
  const { label, name } = recordWords();
  return { label: name ?? label, disabled: recordAsked.value !== null };
};

/** On phones the rarer controls stand in a menu above the bar. */
const More = () => {
  const menu = useRef<HTMLDivElement>(null);
  const then = (act: () => void) => () => {
    menu.current?.hidePopover?.();
    act();
  };
  const dark = theme.value === 'dark';
  return (
    <>
      <Control icon={Ellipsis} label={t.controls.more} onClick={() => menu.current?.togglePopover()} />
      <div ref={menu} class="menu" popover="auto">
        {canShare() && (
          <MenuItem
            icon={sharing.value ? ScreenShareOff : ScreenShare}
            label={sharing.value ? t.controls.stopShare : t.controls.share}
            onClick={then(toggleShare)}
          />
        )}
        {mayRecord.value && canRecord() && (
          <MenuItem
            icon={recording.value ? CircleStop : CircleDot}
            label={recording.value ? t.device.stop : t.device.start}
            onClick={then(toggleDeviceRecording)}
          />
        )}
        {isTranscribed(room.value) && (
          <MenuItem
            icon={Captions}
            label={t.transcript.captions.control}
            pressed={captionsOn.value}
            onClick={then(toggleCaptions)}
          />
        )}
        <MenuItem icon={Settings} label={t.controls.settings} onClick={then(openSettings)} />
        <MenuItem
          icon={dark ? Sun : Moon}
          label={dark ? t.header.toLight : t.header.toDark}
          onClick={then(toggleTheme)}
        />
        {isMentor() && <MenuItem icon={CircleDot} {...recordItem()} onClick={then(askToRecord)} />}
        {isMentor() && <MenuItem icon={CircleStop} label={t.controls.end} onClick={then(askToEnd)} />}
      </div>
    </>
  );
};

export const Controls = () => (
  <nav class="controls glass" aria-label={t.controls.name}>
    {maySend.value && (
      <>
        <MicControl />
        <CamControl />
      </>
    )}
    {!isPhone.value && canShare() && <ShareControl />}
    {maySend.value && <HandControl />}
    {!isPhone.value && <CaptionsControl />}
    {!isPhone.value && <DeviceControl />}
    {isPhone.value ? (
      <More />
    ) : (
      <>
        {isMentor() && <RecordControl />}
        <Control icon={Settings} label={t.controls.settings} onClick={openSettings} />
        <span class="divider" />
        {isMentor() && (
          <Control icon={CircleStop} label={t.controls.endShort} name={t.controls.end} onClick={askToEnd} />
        )}
      </>
    )}
    <Control
      icon={PhoneOff}
      label={t.controls.leave}
      look="danger"
      onClick={() => {
        dialog.value = 'leave';
      }}
    />
  </nav>
);
