import { computed, signal } from '@preact/signals';
import type { UploadView } from './uploader';

/** The recording that this page makes now, and since when, on this machine's clock. */
export const recording = signal<{ readonly id: string; readonly sinceMs: number } | null>(null);
/** Recordings that are not on the server as a whole. */
export const uploads = signal<readonly UploadView[]>([]);

export const forgetUpload = (gone: string): void => {
  uploads.value = uploads.peek().filter(({ id }) => id !== gone);
};

/** Shows how far an upload is; one that is saved needs no more to be said of. */
export const showUpload = (view: UploadView): void => {
  if (view.progress === 'saved') {
    forgetUpload(view.id);
    return;
  }
  const known = uploads.peek().some(({ id }) => id === view.id);
  uploads.value = known ? uploads.peek().map((old) => (old.id === view.id ? view : old)) : [...uploads.peek(), view];
};

/** What the browser has and the server has not. */
export const unsent = computed(
  () =>
    recording.value !== null ||
    uploads.value.some(({ progress }) => progress === 'saving' || progress === 'waiting' || progress === 'noRoom'),
);
