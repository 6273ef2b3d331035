import { expect, test } from 'vitest';
import type { Told, UploadServer, UploadState } from './server';
import { type KeptRecording, type RecordingStore, storeInMemory } from './store';
import { LARGEST_CHUNK, SMALLEST_CHUNK, Uploader, type UploadView } from './uploader';

const MIB = 1 << 20;
const recording: KeptRecording = {
  id: '01JD0000000000000000000001',
  sessionId: 'ses_1',
  type: 'video/webm',
  startedAt: '2026-01-01T10:00:00Z',
  ended: true,
  uploadId: null,
};

const bytesOf = (length: number, fill: number) => new Uint8Array(length).fill(fill).buffer;
const no = (status: number, retryMs = 0) => ({ ok: false, status, retryMs }) as const;

/** A server that keeps what it gets, and misbehaves when told. */
class FakeServer implements UploadServer {
  state: UploadState = { id: 'upl_1', nextIndex: 0, maxChunk: 8 * MIB, bytes: 0, state: 'open' };
  readonly chunks: Uint8Array[] = [];
  readonly asked: string[] = [];
  /** What becomes of the next requests; `lost`: carried out, and not answered. */
  readonly troubles: (Told<never> | 'lost' | 'none')[] = [];

  async #answer<T>(what: string, act: () => Told<T>): Promise<Told<T>> {
    this.asked.push(what);
    const trouble = this.troubles.shift() ?? 'none';
    if (trouble === 'none') return act();
    if (trouble !== 'lost') return trouble;
    act();
    return no(0);
  }

  create() {
    return this.#answer('create', () => ({ ok: true, value: this.state }) as const);
  }

  get() {
    return this.#answer('get', () => ({ ok: true, value: this.state }) as const);
  }

  put(_id: string, index: number, chunk: ArrayBuffer): Promise<Told<unknown>> {
    return this.#answer(`put ${index}`, () => {
      if (this.state.state !== 'open' || index !== this.state.nextIndex) return no(409);
      this.chunks.push(new Uint8Array(chunk));
      this.state = { ...this.state, nextIndex: index + 1, bytes: this.state.bytes + chunk.byteLength };
      return { ok: true, value: {} } as const;
    });
  }

  complete() {
    return this.#answer('complete', () => {
      this.state = { ...this.state, state: 'complete' };
      return { ok: true, value: this.state } as const;
    });
  }

  get all(): number[] {
    return this.chunks.flatMap((chunk) => [chunk[0] ?? -1, chunk.length]);
  }
}

interface Scene {
  readonly server: FakeServer;
  readonly store: RecordingStore;
  readonly shown: UploadView[];
  readonly pauses: number[];
  readonly full: string[];
  token: string | null;
  calm: boolean;
  uploader: Uploader;
  /** Runs while the uploader waits. */
  meanwhile: (ms: number) => void | Promise<void>;
}

const MOST_PAUSES = 50;

const scene = async (sizes: readonly number[], more: Partial<KeptRecording> = {}): Promise<Scene> => {
  const store = storeInMemory();
  const kept = { ...recording, ...more };
  await store.put(kept);
  let offset = 0;
  for (const [i, size] of sizes.entries()) {
    await store.add(kept.id, offset, bytesOf(size, i));
    offset += size;
  }
  const scene = {
    server: new FakeServer(),
    store,
    shown: [] as UploadView[],
    pauses: [] as number[],
    full: [] as string[],
    token: 'token',
    calm: true,
    meanwhile: () => undefined,
  } as unknown as Scene;
  scene.uploader = new Uploader(kept, {
    store,
    server: scene.server,
    token: () => scene.token,
    calm: () => scene.calm,
    pause: async (ms) => {
      scene.pauses.push(ms);
      if (scene.pauses.length > MOST_PAUSES) throw new Error('waits for ever');
      await scene.meanwhile(ms);
    },
    shown: (view) => scene.shown.push(view),
    full: (id) => scene.full.push(id),
  });
  return scene;
};

const nothingIsLeft = async ({ store }: Scene) => {
  expect(await store.all()).toEqual([]);
  expect(await store.pieces(recording.id)).toEqual([]);
};

test('pieces go in their order, gathered to chunks, and are deleted', async () => {
  const it = await scene([MIB, 2 * MIB, 2 * MIB, 5]);
  await it.uploader.run();
  expect(it.server.asked).toEqual(['create', 'put 0', 'put 1', 'complete']);
  expect(it.server.all).toEqual([0, 3 * MIB, 2, 2 * MIB + 5]);
  expect(it.shown.at(-1)).toMatchObject({ progress: 'saved', sentBytes: 5 * MIB + 5, totalBytes: 5 * MIB + 5 });
  expect(it.pauses).toEqual([]);
  await nothingIsLeft(it);
});

test('a chunk is never larger than the server takes', async () => {
  const it = await scene([LARGEST_CHUNK, 10, LARGEST_CHUNK]);
  await it.uploader.run();
  expect(it.server.all).toEqual([0, LARGEST_CHUNK, 1, 10, 2, LARGEST_CHUNK]);
});

test('what is being recorded waits until it is worth a request, and ends when it has ended', async () => {
  const it = await scene([SMALLEST_CHUNK - 1], { ended: false });
  it.meanwhile = async () => {
    if (it.pauses.length === 1) await it.store.add(recording.id, SMALLEST_CHUNK - 1, bytesOf(1, 1));
    if (it.pauses.length === 3) await it.store.add(recording.id, SMALLEST_CHUNK, bytesOf(7, 2));
    if (it.pauses.length === 4) await it.uploader.end();
  };
  await it.uploader.run();
  expect(it.server.asked).toEqual(['create', 'put 0', 'put 1', 'complete']);
  expect(it.server.all).toEqual([0, SMALLEST_CHUNK, 2, 7]);
  expect(it.shown.some(({ ended }) => !ended)).toBe(true);
  await nothingIsLeft(it);
});

test('a chunk whose answer got lost is not sent twice', async () => {
  const it = await scene([3 * MIB, 3 * MIB]);
  it.server.troubles.push('none', 'lost');
  await it.uploader.run();
  expect(it.server.asked).toEqual(['create', 'put 0', 'get', 'put 1', 'complete']);
  expect(it.server.all).toEqual([0, 3 * MIB, 1, 3 * MIB]);
});

test('a later page goes on behind what the server has', async () => {
  const it = await scene([MIB, MIB, MIB], { uploadId: 'upl_1' });
  it.server.state = { ...it.server.state, nextIndex: 1, bytes: 2 * MIB };
  await it.uploader.run();
  expect(it.server.asked).toEqual(['get', 'put 1', 'complete']);
  expect(it.server.all).toEqual([2, MIB]);
  await nothingIsLeft(it);
});

test('one that is complete but whose answer got lost is saved', async () => {
  const it = await scene([MIB]);
  it.server.troubles.push('none', 'none', 'lost');
  await it.uploader.run();
  expect(it.server.asked).toEqual(['create', 'put 0', 'complete', 'get', 'complete']);
  expect(it.shown.at(-1)?.progress).toBe('saved');
});

test('it is tried again ever more rarely, at most once a minute, and as late as the server wants', async () => {
  const it = await scene([MIB]);
  for (let i = 0; i < 8; i++) it.server.troubles.push(no(0));
  it.server.troubles.push(no(503, 90_000), no(429, 5000));
  await it.uploader.run();
  expect(it.pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 90_000, 60_000]);
  expect(it.shown.some(({ progress }) => progress === 'waiting')).toBe(true);
  await nothingIsLeft(it);
});

test('a server without room is told of and asked again', async () => {
  const it = await scene([MIB]);
  it.server.troubles.push(no(507, 60_000));
  await it.uploader.run();
  expect(it.shown.map(({ progress }) => progress)).toContain('noRoom');
  expect(it.pauses).toEqual([60_000]);
  expect(it.shown.at(-1)?.progress).toBe('saved');
});

test.each([400, 401, 403, 404, 415, 422])(
  'a refusal with %i is the last word, and what was recorded stays',
  async (status) => {
    const it = await scene([MIB]);
    it.server.troubles.push('none', no(status));
    await it.uploader.run();
    expect(it.shown.at(-1)?.progress).toBe('refused');
    expect(it.full).toEqual([recording.id]);
    expect(await it.store.pieces(recording.id)).toHaveLength(1);
  },
);

test('an upload that was closed takes nothing more', async () => {
  const it = await scene([MIB], { uploadId: 'upl_1' });
  it.server.state = { ...it.server.state, state: 'closed' };
  await it.uploader.run();
  expect(it.server.asked).toEqual(['get', 'put 0', 'get']);
  expect(it.shown.at(-1)?.progress).toBe('refused');
});

test('a recording that is too large ends with what the server took', async () => {
  const it = await scene([3 * MIB, 3 * MIB], { ended: false });
  it.server.troubles.push('none', 'none', no(413));
  await it.uploader.run();
  expect(it.full).toEqual([recording.id]);
  expect(it.server.state).toMatchObject({ state: 'complete', bytes: 3 * MIB });
  expect(it.shown.at(-1)?.progress).toBe('saved');
  await nothingIsLeft(it);
});

test('without a token of this tab nothing is asked and nothing lost', async () => {
  const it = await scene([MIB]);
  it.token = null;
  await it.uploader.run();
  expect(it.server.asked).toEqual([]);
  expect(await it.store.all()).toHaveLength(1);
});

test('a call on a bad network goes first', async () => {
  const it = await scene([MIB]);
  it.calm = false;
  it.meanwhile = () => {
    if (it.pauses.length === 3) it.calm = true;
  };
  await it.uploader.run();
  expect(it.pauses).toEqual([2000, 2000, 2000]);
  expect(it.server.asked).toEqual(['create', 'put 0', 'complete']);
});

test('a recording of nothing makes no film', async () => {
  const it = await scene([]);
  await it.uploader.run();
  expect(it.server.asked).toEqual(['create']);
  await nothingIsLeft(it);
});
