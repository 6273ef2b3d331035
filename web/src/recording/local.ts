import { effect } from '@preact/signals';
import { tokenKey } from '../connection/boot';
import { pause } from '../connection/pause';
import { ulid } from '../protocol/ulid';
import { inTab } from '../state/kept';
import { quality, room, screen } from '../state/store';
import { mixRoom } from './mix';
import { Recorder, type RecorderListener, recordedType } from './recorder';
import { uploadServer } from './server';
import { recording, showUpload } from './state';
import { type KeptRecording, type RecordingStore, storeInBrowser, storeInMemory } from './store';
import { Uploader, type UploaderPorts, type UploadView } from './uploader';

/** What is older than that is nobody's business any more: no token lives as long. */
const KEPT_MS = 7 * 24 * 3_600_000;

export interface LocalListener {
  /** This page began to record, or ended. */
  changed(on: boolean): void;
  /** A recording is on the server as a whole, or never will be. */
  over(view: UploadView): void;
  /** The browser does not keep any more, so that the recording ended. */
  deviceFull(): void;
}

let store: Promise<RecordingStore> | null = null;
const kept = (): Promise<RecordingStore> => {
  store ??= storeInBrowser().catch(() => storeInMemory());
  return store;
};

let listener: LocalListener = { changed: () => undefined, over: () => undefined, deviceFull: () => undefined };
export const whenLocal = (told: LocalListener): void => {
  listener = told;
};

let recorder: Recorder | null = null;

const shown = (view: UploadView): void => {
  showUpload(view);
  if (view.progress === 'saved' || view.progress === 'refused') listener.over(view);
};

/** A call on a bad network goes before what may come later. */
const calm = (): boolean => screen.peek().at !== 'room' || quality.peek() > 1;

const ports = (where: RecordingStore): UploaderPorts => ({
  store: where,
  server: uploadServer,
  token: (sessionId) => inTab.get(tokenKey(sessionId)),
  calm,
  pause,
  shown,
  full: (id) => {
    if (recording.peek()?.id === id) recorder?.stop();
  },
});

const lockOf = (id: string): string => `lyceum:recording:${id}`;

/**
 * Runs `work` as the only page that does something with a recording, once no other does. Where the browser has no
 * locks, which is where it has no cameras either, there is nothing to keep apart.
 */
const alone = async (id: string, work: () => Promise<void>): Promise<void> => {
  if (!navigator.locks) return work();
  await navigator.locks.request(lockOf(id), work);
};

const resume = (where: RecordingStore, { id }: KeptRecording): Promise<void> =>
  alone(id, async () => {
    // As the page before has left it.
    const left = (await where.all()).find((each) => each.id === id);
    if (!left) return;
    if (Date.now() - Date.parse(left.startedAt) > KEPT_MS) return where.remove(left.id);
    const uploader = new Uploader(left, ports(where));
    // Whoever recorded it is gone, or would hold the lock.
    await uploader.end();
    await uploader.run();
  });

/** Goes on with what earlier pages left behind, as far as this tab has the tokens for it. */
export const resumeUploads = async (): Promise<void> => {
  const where = await kept();
  const left = await where.all().catch(() => []);
  await Promise.all(left.map((each) => resume(where, each).catch(() => undefined)));
};

export const canRecord = (): boolean => recordedType() !== null;

/** Makes a recorder of the room; what goes wrong is thrown, and nothing goes on. */
const record = (type: string, of: { piece: RecorderListener['piece']; ended: RecorderListener['ended'] }): Recorder => {
  const mix = mixRoom();
  try {
    return new Recorder(mix, type, of);
  } catch (error) {
    mix.stop();
    throw error;
  }
};

const begin = async (sessionId: string, type: string): Promise<void> => {
  const where = await kept();
  const fresh = { id: ulid(), sessionId, type, startedAt: new Date().toISOString(), ended: false, uploadId: null };
  const uploader = new Uploader(fresh, ports(where));
  await where.put(fresh);
  recorder = record(type, {
    piece: (bytes, offset) => where.add(fresh.id, offset, bytes),
    ended: (broken) => {
      recording.value = null;
      recorder = null;
      listener.changed(false);
      if (broken) listener.deviceFull();
      uploader.end().catch(() => undefined);
    },
  });
  recording.value = { id: fresh.id, sinceMs: Date.now() };
  listener.changed(true);
  void alone(fresh.id, () => uploader.run());
};

/** False when this browser cannot. */
export const startRecording = async (): Promise<boolean> => {
  const type = recordedType();
  const { session } = room.peek();
  if (type === null || session === null || recording.peek() !== null) return false;
  try {
    await begin(session.id, type);
    return true;
  } catch {
    return false;
  }
};

export const stopRecording = (): void => recorder?.stop();

/** A recording ends with the room that it is of. */
effect(() => {
  if (screen.value.at !== 'room' || room.value.ended !== null) recorder?.stop();
});
