/** A recording of this device that is not on the server as a whole yet. */
export interface KeptRecording {
  /** A ULID; the server makes one upload of it, however often it is announced. */
  readonly id: string;
  readonly sessionId: string;
  /** As in `video/webm;codecs=vp8,opus`. */
  readonly type: string;
  /** RFC 3339. */
  readonly startedAt: string;
  /** Nothing is added any more. */
  readonly ended: boolean;
  /** What the server calls it, once it has said so. */
  readonly uploadId: string | null;
}

/** Some bytes of a recording, by where they begin in it. */
export interface Piece {
  readonly offset: number;
  readonly length: number;
}

/** Where recordings wait until the server has them. Every method rejects when the browser keeps no more. */
export interface RecordingStore {
  all(): Promise<readonly KeptRecording[]>;
  put(recording: KeptRecording): Promise<void>;
  add(id: string, offset: number, bytes: ArrayBuffer): Promise<void>;
  /** Of a recording, in their order. */
  pieces(id: string): Promise<readonly Piece[]>;
  read(id: string, piece: Piece): Promise<ArrayBuffer>;
  drop(id: string, pieces: readonly Piece[]): Promise<void>;
  /** The recording and all that is left of it. */
  remove(id: string): Promise<void>;
}

const byOffset = (a: Piece, b: Piece) => a.offset - b.offset;

/** As long as the page is open: where the browser keeps nothing. */
export const storeInMemory = (): RecordingStore => {
  const recordings = new Map<string, KeptRecording>();
  const bytes = new Map<string, Map<number, ArrayBuffer>>();
  const of = (id: string) => bytes.get(id) ?? new Map<number, ArrayBuffer>();
  return {
    all: async () => [...recordings.values()],
    put: async (recording) => {
      recordings.set(recording.id, recording);
    },
    add: async (id, offset, added) => {
      bytes.set(id, of(id).set(offset, added));
    },
    pieces: async (id) =>
      [...of(id)].map(([offset, { byteLength }]) => ({ offset, length: byteLength })).toSorted(byOffset),
    read: async (id, { offset }) => of(id).get(offset) ?? new ArrayBuffer(0),
    drop: async (id, pieces) => {
      for (const { offset } of pieces) of(id).delete(offset);
    },
    remove: async (id) => {
      recordings.delete(id);
      bytes.delete(id);
    },
  };
};

const DATABASE = 'lyceum';
const VERSION = 1;
const RECORDINGS = 'recordings';
const PIECES = 'pieces';

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const open = (): Promise<IDBDatabase> => {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(RECORDINGS, { keyPath: 'id' });
    // The length is in the key, so that one can see what there is without reading it.
    request.result.createObjectStore(PIECES);
  };
  return done(request);
};

type Key = readonly [id: string, offset: number, length: number];
const keyOf = (id: string, { offset, length }: Piece): IDBValidKey => [id, offset, length];
/** Arrays sort behind numbers, and longer ones behind shorter ones that they begin with (Indexed Database API 2.4). */
const ofRecording = (id: string) => IDBKeyRange.bound([id], [id, []]);

/** In the browser, over reloads and crashes. What was added is on its way to the disk when `add` is through. */
export const storeInBrowser = async (): Promise<RecordingStore> => {
  const database = await open();
  const changing = async (names: string | string[], change: (transaction: IDBTransaction) => void): Promise<void> => {
    const transaction = database.transaction(names, 'readwrite', { durability: 'strict' });
    change(transaction);
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
  };
  const reading = (name: string) => database.transaction(name).objectStore(name);
  return {
    all: () => done(reading(RECORDINGS).getAll()),
    put: (recording) => changing(RECORDINGS, (all) => all.objectStore(RECORDINGS).put(recording)),
    add: (id, offset, bytes) =>
      changing(PIECES, (all) => all.objectStore(PIECES).add(bytes, keyOf(id, { offset, length: bytes.byteLength }))),
    pieces: async (id) => {
      const keys = (await done(reading(PIECES).getAllKeys(ofRecording(id)))) as unknown as readonly Key[];
      return keys.map(([, offset, length]) => ({ offset, length }));
    },
    read: (id, piece) => done(reading(PIECES).get(keyOf(id, piece))),
    drop: (id, pieces) =>
      changing(PIECES, (all) => {
        for (const piece of pieces) all.objectStore(PIECES).delete(keyOf(id, piece));
      }),
    remove: (id) =>
      changing([RECORDINGS, PIECES], (all) => {
        all.objectStore(RECORDINGS).delete(id);
        all.objectStore(PIECES).delete(ofRecording(id));
      }),
  };
};
