import { signal } from '@preact/signals';
import type { IconNode } from 'lucide';
import { Camera, Headphones, Mic } from 'lucide';
import { useEffect } from 'preact/hooks';
import { access, maySend, micOn, tracks } from '../media/capture';
import { chosen, type DeviceKind, devices, refreshDevices } from '../media/devices';
import { watchLevel } from '../media/level';
import { t } from '../strings/en';
import { pickDevice } from './actions';
import { Icon } from './icon';

const STEPS = 24;
/** Louder than a quiet room: the person has been heard. */
const SPEECH_LEVEL = 0.35;

const level = signal(0);
export const heard = signal(false);

interface FieldProps {
  readonly kind: DeviceKind;
  readonly icon: IconNode;
  readonly label: string;
  readonly nothing: string;
  readonly missing: boolean;
}

const inUse = (kind: DeviceKind): string | undefined => {
  if (kind === 'audiooutput') return undefined;
  return tracks.value[kind === 'audioinput' ? 'mic' : 'cam']?.getSettings().deviceId;
};

const DeviceField = ({ kind, icon, label, nothing, missing }: FieldProps) => {
  const list = devices.value[kind];
  // Without a choice the browser's own pick is shown, where it says which device that is.
  const current = [chosen.value[kind], inUse(kind)].find((id) => list.some((device) => device.id === id)) ?? '';
  return (
    <label class="field">
      <span>
        <Icon of={icon} size={16} />
        {label}
      </span>
      <select
        value={current}
        disabled={missing && list.length === 0}
        onChange={(event) => pickDevice(kind, event.currentTarget.value)}
      >
        <option value="">{missing && list.length === 0 ? nothing : t.lobby.systemDefault}</option>
        {list.map((device, index) => (
          <option key={device.id} value={device.id}>
            {device.label || `${label} ${index + 1}`}
          </option>
        ))}
      </select>
    </label>
  );
};

const LevelMeter = () => {
  const track = tracks.value.mic;
  const on = micOn.value;
  useEffect(() => {
    level.value = 0;
    if (!track || !on || typeof AudioContext === 'undefined') return;
    return watchLevel(track, (value) => {
      level.value = Math.round(value * STEPS);
      if (value > SPEECH_LEVEL) heard.value = true;
    });
  }, [track, on]);
  const percent = Math.round((level.value / STEPS) * 100);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <meter> cannot be drawn as steps in every browser.
    <div
      class="level"
      role="meter"
      aria-label={t.lobby.level}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      {Array.from({ length: STEPS }, (_, step) => (
        <i key={step} class={step < level.value ? 'is-on' : ''} />
      ))}
    </div>
  );
};

const InputFields = () => {
  const { mic, cam } = access.value;
  return (
    <>
      <DeviceField
        kind="videoinput"
        icon={Camera}
        label={t.lobby.camera}
        nothing={t.lobby.noCamera}
        missing={cam === 'none'}
      />
      <DeviceField
        kind="audioinput"
        icon={Mic}
        label={t.lobby.microphone}
        nothing={t.lobby.noMicrophone}
        missing={mic === 'none'}
      />
      <LevelMeter />
    </>
  );
};

/**
 * Camera, microphone with its level, speaker: the same in the lobby and in the settings of a call. An observer needs
 * the speaker alone.
 */
export const DeviceFields = () => {
  useEffect(() => {
    const changed = () => void refreshDevices();
    changed();
    navigator.mediaDevices?.addEventListener('devicechange', changed);
    return () => navigator.mediaDevices?.removeEventListener('devicechange', changed);
  }, []);
  return (
    <>
      {maySend.value && <InputFields />}
      <DeviceField kind="audiooutput" icon={Headphones} label={t.lobby.speaker} nothing="" missing={false} />
    </>
  );
};
