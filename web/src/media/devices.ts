import { signal } from '@preact/signals';
import { inBrowser } from '../state/kept';

export type DeviceKind = 'audioinput' | 'videoinput' | 'audiooutput';

export interface DeviceChoice {
  readonly id: string;
  readonly label: string;
}

export type DeviceLists = Readonly<Record<DeviceKind, readonly DeviceChoice[]>>;

const STORAGE_KEY = 'lyceum:devices';
const empty: DeviceLists = { audioinput: [], videoinput: [], audiooutput: [] };

/** What is plugged in. Labels are empty until the browser has been allowed to tell them. */
export const devices = signal<DeviceLists>(empty);

/** The chosen device of each kind; an empty text means the system's default. */
export const chosen = signal<Readonly<Record<DeviceKind, string>>>({
  audioinput: '',
  videoinput: '',
  audiooutput: '',
  ...readChoice(),
});

function readChoice(): Partial<Record<DeviceKind, string>> {
  try {
    return JSON.parse(inBrowser.get(STORAGE_KEY) ?? '{}') as Partial<Record<DeviceKind, string>>;
  } catch {
    return {};
  }
}

export const choose = (kind: DeviceKind, id: string): void => {
  chosen.value = { ...chosen.value, [kind]: id };
  inBrowser.set(STORAGE_KEY, JSON.stringify(chosen.value));
};

/** Sorts the browser's list by kind and drops its doubles of the default device. */
export const sortDevices = (all: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[]): DeviceLists => {
  const of = (kind: DeviceKind) =>
    all
      .filter(
        (d) => d.kind === kind && d.deviceId !== '' && d.deviceId !== 'default' && d.deviceId !== 'communications',
      )
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  return { audioinput: of('audioinput'), videoinput: of('videoinput'), audiooutput: of('audiooutput') };
};

export const refreshDevices = async (): Promise<void> => {
  const all = await navigator.mediaDevices?.enumerateDevices().catch(() => []);
  devices.value = sortDevices(all ?? []);
};
