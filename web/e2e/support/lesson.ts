import type { Page } from 'playwright-core';
import type { Recording, RecordingFile } from '../../src/protocol/recordings';

const SECONDS = 3;
const THUMBS = 10;
const THUMB = { width: 160, height: 90 } as const;

/** A file as a server serves it. */
export interface Served {
  readonly type: string;
  readonly body: Buffer;
}

/** Records a drawn lesson of two people for some seconds, and pictures of it; each as base64. Runs in a page. */
const draw = async ([seconds, thumbs, size]: readonly [number, number, typeof THUMB]) => {
  const canvas = document.createElement('canvas');
  canvas.width = 1280;
  canvas.height = 720;
  const c = canvas.getContext('2d');
  if (!c) throw new Error('no canvas');
  const person = (x: number, wall: string, skin: string, hair: string, coat: string, name: string, sway: number) => {
    c.save();
    c.beginPath();
    c.roundRect(x, 90, 600, 540, 28);
    c.clip();
    c.fillStyle = wall;
    c.fillRect(x, 90, 600, 540);
    const oval = (dx: number, y: number, rx: number, ry: number, fill: string) => {
      c.fillStyle = fill;
      c.beginPath();
      c.ellipse(x + 300 + dx + sway, y, rx, ry, 0, 0, Math.PI * 2);
      c.fill();
    };
    oval(0, 690, 230, 200, coat);
    oval(0, 330, 112, 140, hair);
    oval(0, 480, 46, 60, skin);
    oval(0, 360, 96, 116, skin);
    for (const side of [-1, 1]) oval(side * 36, 344, 8, 9, '#221');
    oval(0, 412, 30, 8, '#fff');
    c.fillStyle = 'rgb(9 22 27 / 0.78)';
    c.beginPath();
    c.roundRect(x + 20, 566, 40 + name.length * 12, 44, 22);
    c.fill();
    c.fillStyle = '#fff';
    c.font = '600 20px sans-serif';
    c.fillText(name, x + 40, 595);
    c.restore();
  };
  const frame = (at: number) => {
    const sway = Math.sin(at * 2) * 10;
    c.fillStyle = '#0f2229';
    c.fillRect(0, 0, 1280, 720);
    person(26, '#dcc6a8', '#7a4a2b', '#2a1a12', '#1d6670', 'Daniel Okafor', sway);
    person(654, '#b9cde3', '#e6b48c', '#5b2f1f', '#efa93f', 'Mina Park', -sway);
  };
  const base64 = async (blob: Blob): Promise<string> => {
    let text = '';
    for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte);
    return btoa(text);
  };
  const jpeg = (from: HTMLCanvasElement): Promise<string> =>
    new Promise((resolve) => from.toBlob((blob) => resolve(blob ? base64(blob) : ''), 'image/jpeg', 0.85));

  frame(0);
  const poster = await jpeg(canvas);
  const small = document.createElement('canvas');
  small.width = size.width * thumbs;
  small.height = size.height;
  for (let i = 0; i < thumbs; i++) {
    frame(i);
    small.getContext('2d')?.drawImage(canvas, i * size.width, 0, size.width, size.height);
  }
  const strip = await jpeg(small);
  const recorder = new MediaRecorder(canvas.captureStream(15), { mimeType: 'video/webm;codecs=vp8' });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => {
    recorder.onstop = resolve;
  });
  recorder.start();
  const start = performance.now();
  const drawing = setInterval(() => frame((performance.now() - start) / 1000), 66);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  clearInterval(drawing);
  recorder.stop();
  await stopped;
  return { poster, strip, lesson: await base64(new Blob(parts)) };
};

const MINUTE_MS = 60_000;
const chapters = [
  { atMs: 0, title: 'Welcome and goals for today' },
  { atMs: 4 * MINUTE_MS, title: 'Review: interview loop feedback' },
  { atMs: 17 * MINUTE_MS, title: 'System design: rate limiter' },
  { atMs: 39 * MINUTE_MS, title: 'Trade-offs and failure modes' },
  { atMs: 52 * MINUTE_MS, title: 'Next steps and homework' },
];
const said = [
  ['Daniel Okafor', 'Welcome back, Mina. Today we look at rate limiting.'],
  ['Mina Park', 'Great. I have read the primer, and I have a question about bursts.'],
  ['Daniel Okafor', 'So each request spends one token, and the bucket refills at a steady rate.'],
  ['Daniel Okafor', 'When it is empty, requests wait or are refused.'],
  ['Mina Park', 'Is a leaky bucket the same idea?'],
  ['Daniel Okafor', 'Close. It smooths bursts instead of allowing them. We will compare both in a minute.'],
  ['Daniel Okafor', 'Let me draw the bucket first.'],
  ['Mina Park', 'And who decides how large it is?'],
  ['Daniel Okafor', 'You do, by how many requests may come at once. A rate and a size, nothing else.'],
  ['Mina Park', 'So two numbers for each user.'],
  ['Daniel Okafor', 'Exactly. Where would you keep them?'],
  ['Mina Park', 'In a store that all servers share, with a time to live.'],
] as const;
/** The first is said when the film begins, the others later. */
const SAID_EVERY_MS = 9000;
const STARTED_AT = '2026-01-15T10:20:00Z';

const DURATION_MS = 58 * MINUTE_MS;
const time = (ms: number): string => `${new Date(ms).toISOString().slice(11, 23)}`;
const vtt = (cues: readonly { at: number; end: number; text: string }[]): Buffer =>
  Buffer.from(`WEBVTT\n${cues.map(({ at, end, text }) => `\n${time(at)} --> ${time(end)}\n${text}\n`).join('')}`);

/** A film as the server lists it, and its files by address. The film itself is only some seconds long. */
export interface Lesson {
  readonly recording: Recording;
  readonly files: ReadonlyMap<string, Served>;
}

export const makeLesson = async (page: Page, id = 'rec_8_40'): Promise<Lesson> => {
  const drawn = await page.evaluate(draw, [SECONDS, THUMBS, THUMB] as const);
  const every = DURATION_MS / THUMBS;
  const made: readonly (readonly [string, RecordingFile['kind'], string, Buffer])[] = [
    ['lesson.webm', 'lesson', 'video/webm', Buffer.from(drawn.lesson, 'base64')],
    ['poster.jpg', 'poster', 'image/jpeg', Buffer.from(drawn.poster, 'base64')],
    ['strip.jpg', 'strip', 'image/jpeg', Buffer.from(drawn.strip, 'base64')],
    [
      'strip.vtt',
      'strip_index',
      'text/vtt',
      vtt(
        Array.from({ length: THUMBS }, (_, i) => ({
          at: i * every,
          end: (i + 1) * every,
          text: `strip.jpg#xywh=${i * THUMB.width},0,${THUMB.width},${THUMB.height}`,
        })),
      ),
    ],
    [
      'chapters.vtt',
      'chapters',
      'text/vtt',
      vtt(chapters.map(({ atMs, title }, i) => ({ at: atMs, end: chapters[i + 1]?.atMs ?? DURATION_MS, text: title }))),
    ],
  ];
  const url = (name: string) => `/media/recordings/ses_8/${id}.${name}?exp=4000000000&sig=x`;
  const lines = said.map(([name, text], i) => ({
    id: `l_${i}`,
    from: name === 'Mina Park' ? 'mina' : 'daniel',
    name,
    text,
    at: new Date(Date.parse(STARTED_AT) + i * SAID_EVERY_MS).toISOString(),
    endAt: new Date(Date.parse(STARTED_AT) + i * SAID_EVERY_MS + 8000).toISOString(),
    language: 'en',
    rev: 0,
  }));
  const cues = said.map(([name, text], i) => ({
    at: i * SAID_EVERY_MS,
    end: i * SAID_EVERY_MS + 8000,
    text: `<v ${name}>${text}`,
  }));
  const texts: readonly (readonly [string, Served])[] = [
    [
      url('transcript.json'),
      { type: 'application/json', body: Buffer.from(JSON.stringify({ items: lines, next: null, complete: true })) },
    ],
    [url('transcript.vtt'), { type: 'text/vtt', body: vtt(cues) }],
  ];
  return {
    recording: {
      id,
      state: 'ready',
      startedAt: STARTED_AT,
      endedAt: '2026-01-15T11:18:00Z',
      durationMs: DURATION_MS,
      incomplete: null,
      files: made.map(([name, kind, type, body]) => ({ name, kind, type, bytes: body.length, url: url(name) })),
      transcript: {
        json: url('transcript.json'),
        vtt: url('transcript.vtt'),
        srt: url('transcript.srt'),
        txt: url('transcript.txt'),
      },
      chapters,
    },
    files: new Map([...made.map(([name, , type, body]) => [url(name), { type, body }] as const), ...texts]),
  };
};
