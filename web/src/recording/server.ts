import { type Guard, isCount, isRecord, isString, oneOf, shape } from '../protocol/guards';
import type { KeptRecording } from './store';

/** What the server has of a recording. */
export interface UploadState {
  readonly id: string;
  /** The number of the chunk that is awaited. */
  readonly nextIndex: number;
  readonly maxChunk: number;
  readonly bytes: number;
  readonly state: 'open' | 'complete' | 'closed';
}

export type Told<T> =
  | { readonly ok: true; readonly value: T }
  /** `status` 0: no answer at all. `retryMs`: as long as the server wants to be left alone. */
  | { readonly ok: false; readonly status: number; readonly retryMs: number };

/** The upload part of the server (docs/protocol.md, "Recording on one's own device"). Nothing here throws. */
export interface UploadServer {
  create(recording: KeptRecording, token: string): Promise<Told<UploadState>>;
  get(uploadId: string, token: string): Promise<Told<UploadState>>;
  put(uploadId: string, index: number, chunk: ArrayBuffer, token: string): Promise<Told<unknown>>;
  complete(uploadId: string, token: string): Promise<Told<UploadState>>;
}

const ANSWER_MS = 30_000;
/** As long as the server waits for a chunk. */
const CHUNK_MS = 200_000;
const SECOND_MS = 1000;

const isState = shape<UploadState>({
  id: isString,
  nextIndex: isCount,
  maxChunk: isCount,
  bytes: isCount,
  state: oneOf('open', 'complete', 'closed'),
});

const ask = async <T>(path: string, token: string, guard: Guard<T>, request: RequestInit): Promise<Told<T>> => {
  try {
    const response = await fetch(`/media/recordings${path}`, {
      signal: AbortSignal.timeout(ANSWER_MS),
      ...request,
      cache: 'no-store',
      headers: { ...request.headers, Authorization: `Bearer ${token}` },
    });
    if (!response.ok) {
      const retryMs = Number(response.headers.get('Retry-After') ?? 0) * SECOND_MS;
      return { ok: false, status: response.status, retryMs: Number.isFinite(retryMs) ? retryMs : 0 };
    }
    const value: unknown = await response.json();
    return guard(value) ? { ok: true, value } : { ok: false, status: 0, retryMs: 0 };
  } catch {
    return { ok: false, status: 0, retryMs: 0 };
  }
};

const base64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));

/** RFC 9530. */
const contentDigest = async (bytes: ArrayBuffer): Promise<string> =>
  `sha-256=:${base64(await crypto.subtle.digest('SHA-256', bytes))}:`;

export const uploadServer: UploadServer = {
  create: ({ id, type, startedAt }, token) =>
    ask('', token, isState, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ op: id, type, startedAt }),
    }),
  get: (uploadId, token) => ask(`/${uploadId}`, token, isState, {}),
  put: async (uploadId, index, chunk, token) =>
    ask(`/${uploadId}/chunks/${index}`, token, isRecord, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/octet-stream', 'Content-Digest': await contentDigest(chunk) },
      body: chunk,
      signal: AbortSignal.timeout(CHUNK_MS),
    }),
  complete: (uploadId, token) => ask(`/${uploadId}/complete`, token, isState, { method: 'POST' }),
};
