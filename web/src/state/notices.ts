import { signal } from '@preact/signals';

export type ToastKind =
  | 'micMuted'
  | 'micOn'
  | 'camOff'
  | 'camOn'
  | 'unstable'
  | 'stable'
  | 'people'
  | 'share'
  | 'hand'
  | 'chat'
  | 'record'
  | 'recordBroke'
  | 'time'
  | 'record'
  | 'transcript'
  | 'problem';

export interface Toast {
  readonly id: number;
  readonly kind: ToastKind;
  readonly text: string;
}

export const toasts = signal<readonly Toast[]>([]);
/** The texts of the two live regions. */
export const polite = signal('');
export const assertive = signal('');

const SHOWN_MS = 4000;
const MOST = 3;
let nextId = 1;

const families: readonly (readonly ToastKind[])[] = [
  ['micMuted', 'micOn'],
  ['camOff', 'camOn'],
  ['unstable', 'stable'],
  ['record', 'recordBroke'],
];

const sameFamily = (a: ToastKind, b: ToastKind): boolean =>
  a === b || families.some((f) => f.includes(a) && f.includes(b));

/** Shows a line for four seconds. A newer line about the same thing takes the older one's place. */
export const toast = (kind: ToastKind, text: string): void => {
  const added = { id: nextId++, kind, text };
  const rest = toasts.value.filter((t) => !sameFamily(t.kind, kind) || kind === 'people');
  toasts.value = [...rest.slice(1 - MOST), added];
  polite.value = text;
  setTimeout(() => {
    toasts.value = toasts.value.filter((t) => t.id !== added.id);
  }, SHOWN_MS);
};

/** Said at once, over what is being said: only for what stops the call. */
export const alertUser = (text: string): void => {
  assertive.value = text;
};
