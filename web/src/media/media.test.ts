import { beforeEach, describe, expect, test, vi } from 'vitest';
import { FakePeerConnection } from '../../test/fakePeerConnection';
import * as capture from './capture';
import { sortDevices } from './devices';
import { loudness, watchLevel } from './level';
import { firstCodec, Peer, pictureFor } from './peer';
import { videoMids } from './slots';

const track = (kind: 'audio' | 'video') => ({ kind, enabled: true, stop: vi.fn(), onended: null, contentHint: '' });
type FakeTrack = ReturnType<typeof track>;

const stream = (...tracks: FakeTrack[]) => ({
  getTracks: () => tracks,
  getAudioTracks: () => tracks.filter((t) => t.kind === 'audio'),
  getVideoTracks: () => tracks.filter((t) => t.kind === 'video'),
});

const end = (ended: FakeTrack | undefined) => (ended?.onended as (() => void) | null | undefined)?.call(ended);

const refuse = (name: string) => Promise.reject(new DOMException('no', name));

interface Constraints {
  audio?: unknown;
  video?: unknown;
}
/** A browser with these answers for microphone and camera. */
const browser = (mic: 'ok' | string, cam: 'ok' | string) => {
  const made: FakeTrack[] = [];
  const open = (kind: 'audio' | 'video') => {
    const fresh = track(kind);
    made.push(fresh);
    return fresh;
  };
  const getUserMedia = vi.fn(({ audio, video }: Constraints) => {
    if (audio && mic !== 'ok') return refuse(mic);
    if (video && cam !== 'ok') return refuse(cam);
    return Promise.resolve(stream(...(audio ? [open('audio')] : []), ...(video ? [open('video')] : [])));
  });
  const permission = (answer: string) => ({ state: answer === 'NotAllowedError' ? 'denied' : 'granted' });
  vi.stubGlobal('navigator', {
    mediaDevices: { getUserMedia, getDisplayMedia: vi.fn(), enumerateDevices: () => Promise.resolve([]) },
    permissions: { query: ({ name }: { name: string }) => Promise.resolve(permission(name === 'camera' ? cam : mic)) },
  });
  return { made, getUserMedia };
};

beforeEach(() => {
  capture.closeInputs();
  capture.maySend.value = true;
  capture.wanted.value = { mic: true, cam: true };
});

describe('asking for devices', () => {
  test('asks once for both', async () => {
    const { getUserMedia } = browser('ok', 'ok');
    const asked = capture.openInputs();
    expect(capture.access.value).toEqual({ mic: 'asking', cam: 'asking' });
    await asked;
    expect(getUserMedia).toHaveBeenCalledTimes(1);
    expect(capture.access.value).toEqual({ mic: 'ok', cam: 'ok' });
    expect([capture.micOn.value, capture.camOn.value]).toEqual([true, true]);
  });

  test.each([
    ['NotAllowedError', 'NotAllowedError', 'denied', 'denied'],
    ['NotFoundError', 'NotFoundError', 'none', 'none'],
    ['ok', 'NotFoundError', 'ok', 'none'],
    ['NotFoundError', 'ok', 'none', 'ok'],
    ['ok', 'NotReadableError', 'ok', 'busy'],
    ['ok', 'NotAllowedError', 'ok', 'denied'],
    ['NotAllowedError', 'ok', 'denied', 'ok'],
  ])('microphone %s, camera %s', async (micAnswer, camAnswer, mic, cam) => {
    browser(micAnswer, camAnswer);
    await capture.openInputs();
    expect(capture.access.value).toEqual({ mic, cam });
  });

  test('a browser without devices at all still lets one join', async () => {
    vi.stubGlobal('navigator', {});
    await capture.openInputs();
    expect(capture.access.value).toEqual({ mic: 'none', cam: 'none' });
  });
});

test('a camera switched off before a reload is not asked for', async () => {
  const { getUserMedia } = browser('ok', 'ok');
  capture.wanted.value = { mic: false, cam: false };
  await capture.openInputs();
  expect(getUserMedia).toHaveBeenCalledTimes(1);
  expect(getUserMedia.mock.calls[0]?.[0]).not.toHaveProperty('video');
  expect(capture.tracks.value.mic).toMatchObject({ enabled: false });
});

describe('in the call', () => {
  test('mute keeps the track and sends silence', async () => {
    const { made } = browser('ok', 'ok');
    await capture.openInputs();
    await capture.setMic(false);
    expect(made[0]).toMatchObject({ enabled: false });
    expect(made[0]?.stop).not.toHaveBeenCalled();
    await capture.setMic(true);
    expect(made[0]).toMatchObject({ enabled: true });
  });

  test('a stopped camera is let go, and started anew', async () => {
    const { made, getUserMedia } = browser('ok', 'ok');
    await capture.openInputs();
    await capture.setCam(false);
    expect(made[1]?.stop).toHaveBeenCalled();
    expect(capture.tracks.value.cam).toBeNull();
    await capture.setCam(true);
    expect(getUserMedia).toHaveBeenCalledTimes(2);
    expect(capture.camOn.value).toBe(true);
  });

  test('muted before the browser has answered stays muted', async () => {
    const { made } = browser('ok', 'ok');
    const asked = capture.openInputs();
    await capture.setMic(false);
    await capture.setCam(false);
    await asked;
    expect(made[0]).toMatchObject({ enabled: false });
    expect(made[1]?.stop).toHaveBeenCalled();
    expect([capture.micShown.value, capture.camShown.value]).toEqual([false, false]);
  });

  test('an unplugged microphone is told', async () => {
    const { made } = browser('ok', 'ok');
    const lost = vi.fn();
    capture.whenDeviceLost(lost);
    await capture.openInputs();
    end(made[0]);
    expect(lost).toHaveBeenCalledWith('mic');
    expect(capture.micOn.value).toBe(false);
    expect(capture.access.value.mic).toBe('none');
  });

  test('another camera replaces the old one, a stopped camera stays stopped', async () => {
    const { made, getUserMedia } = browser('ok', 'ok');
    await capture.openInputs();
    await capture.reopen('cam');
    expect(made[1]?.stop).toHaveBeenCalled();
    expect(capture.tracks.value.cam).toBe(made[2]);
    await capture.setCam(false);
    await capture.reopen('cam');
    expect(getUserMedia).toHaveBeenCalledTimes(2);
  });

  test('sharing ends with its picture, and a second thought is no error', async () => {
    browser('ok', 'ok');
    const screen = track('video');
    const display = vi.mocked(navigator.mediaDevices.getDisplayMedia);
    display.mockResolvedValueOnce(stream(screen, track('audio')) as unknown as MediaStream);
    expect(await capture.startScreen()).toBe(true);
    expect(screen.contentHint).toBe('detail');
    expect(capture.sharing.value).toBe(true);
    end(screen);
    expect(capture.sharing.value).toBe(false);
    display.mockRejectedValueOnce(new DOMException('no', 'NotAllowedError'));
    expect(await capture.startScreen()).toBe(false);
  });
});

test('for an observer nothing is asked for, whatever is pressed', async () => {
  const { getUserMedia } = browser('ok', 'ok');
  capture.maySend.value = false;
  await capture.openInputs();
  await capture.setMic(true);
  await capture.setCam(true);
  await capture.reopen('mic');
  expect(await capture.startScreen()).toBe(false);
  expect(getUserMedia).not.toHaveBeenCalled();
  expect(navigator.mediaDevices.getDisplayMedia).not.toHaveBeenCalled();
  expect([capture.micOn, capture.camOn, capture.sharing].map(({ value }) => value)).toEqual([false, false, false]);
  expect([capture.micShown.value, capture.camShown.value, capture.canShare()]).toEqual([false, false, false]);
});

describe('a browser that takes its time', () => {
  /** Answers each request only when the test says so. */
  const slowBrowser = () => {
    const waiting: { resolve: (given: unknown) => void; reject: (error: unknown) => void }[] = [];
    const request = vi.fn(() => new Promise<unknown>((resolve, reject) => waiting.push({ resolve, reject })));
    browser('ok', 'ok');
    Object.assign(navigator.mediaDevices, { getUserMedia: request, getDisplayMedia: request });
    return { waiting, request };
  };

  test('gives devices to a page that has let go of all: they are stopped at once', async () => {
    const { waiting } = slowBrowser();
    const opened = capture.openInputs();
    const shared = capture.startScreen();
    capture.closeInputs();
    const late = [track('audio'), track('video'), track('video'), track('audio')] as const;
    waiting[0]?.resolve(stream(late[0], late[1]));
    waiting[1]?.resolve(stream(late[2], late[3]));
    await opened;
    expect(await shared).toBe(false);
    for (const each of late) expect(each.stop).toHaveBeenCalled();
    expect(capture.tracks.value).toEqual({ mic: null, cam: null });
    expect(capture.sharing.value).toBe(false);
  });

  test.each(['NotFoundError', 'NotAllowedError'])('%s after letting go asks for nothing more', async (name) => {
    const { waiting, request } = slowBrowser();
    const opened = capture.openInputs();
    capture.closeInputs();
    waiting[0]?.reject(new DOMException('no', name));
    await opened;
    expect(request).toHaveBeenCalledTimes(1);
  });

  test('a camera switched off while another one is being opened stays off', async () => {
    const { waiting } = slowBrowser();
    const opened = capture.reopen('cam');
    await capture.setCam(false);
    const late = track('video');
    waiting[0]?.resolve(stream(late));
    await opened;
    expect(late.stop).toHaveBeenCalled();
    expect(capture.tracks.value.cam).toBeNull();
  });

  test('of two choices the newer one counts, whichever opens first', async () => {
    const { waiting } = slowBrowser();
    const opened = [capture.reopen('mic'), capture.reopen('mic')];
    const [older, newer] = [track('audio'), track('audio')];
    waiting[1]?.resolve(stream(newer));
    await opened[1];
    waiting[0]?.resolve(stream(older));
    await opened[0];
    expect(capture.tracks.value.mic).toBe(newer);
    expect(older.stop).toHaveBeenCalled();
    expect(newer.stop).not.toHaveBeenCalled();
  });

  test('of two screens chosen one after the other only the newer one is shared', async () => {
    const { waiting } = slowBrowser();
    const shared = [capture.startScreen(), capture.startScreen()];
    const [older, newer] = [track('video'), track('video')];
    waiting[0]?.resolve(stream(older));
    waiting[1]?.resolve(stream(newer));
    expect(await Promise.all(shared)).toEqual([false, true]);
    expect(older.stop).toHaveBeenCalled();
    expect(capture.screenTracks.value).toEqual([newer]);
  });
});

test('devices are sorted by kind, without the doubles of the default one', () => {
  const device = (kind: MediaDeviceKind, deviceId: string) => ({ kind, deviceId, label: `${kind} ${deviceId}` });
  const list = sortDevices([
    device('audioinput', 'default'),
    device('audioinput', 'a'),
    device('videoinput', 'v'),
    device('videoinput', ''),
    device('audiooutput', 'communications'),
  ]);
  expect(list.audioinput.map((d) => d.id)).toEqual(['a']);
  expect(list.videoinput.map((d) => d.id)).toEqual(['v']);
  expect(list.audiooutput).toEqual([]);
});

test('loudness is 0 for silence, 1 for full scale, and grows between', () => {
  const of = (amplitude: number) => loudness(new Float32Array(512).fill(amplitude));
  expect(of(0)).toBe(0);
  expect(of(1)).toBeCloseTo(1);
  expect(of(0.1)).toBeGreaterThan(of(0.01));
});

describe('the level meter where sound is not allowed before a touch', () => {
  const meter = () => {
    const context = {
      state: 'suspended',
      resume: vi.fn(() => Promise.resolve()),
      close: vi.fn(() => Promise.resolve()),
      createAnalyser: () => ({ fftSize: 0, getFloatTimeDomainData: () => undefined }),
      createMediaStreamSource: () => ({ connect: vi.fn(), disconnect: vi.fn() }),
    };
    vi.stubGlobal('AudioContext', function FakeContext() {
      return context;
    });
    vi.stubGlobal('MediaStream', vi.fn());
    const close = watchLevel(track('audio') as unknown as MediaStreamTrack, () => undefined);
    return { context, close };
  };
  const touch = (type: string) => dispatchEvent(new Event(type));

  test.each(['pointerdown', 'pointerup', 'keydown'])('starts with %s, and listens no longer', async (type) => {
    const { context, close } = meter();
    expect(context.resume).not.toHaveBeenCalled();
    touch(type);
    expect(context.resume).toHaveBeenCalledTimes(1);
    await Promise.resolve();
    touch(type);
    expect(context.resume).toHaveBeenCalledTimes(1);
    close();
  });

  test('tries again when a touch was not enough, until it is closed', async () => {
    const { context, close } = meter();
    context.resume.mockRejectedValue(new DOMException('no', 'NotAllowedError'));
    for (const times of [1, 2]) {
      touch('pointerdown');
      await Promise.resolve();
      expect(context.resume).toHaveBeenCalledTimes(times);
    }
    close();
    touch('pointerdown');
    expect(context.resume).toHaveBeenCalledTimes(2);
    expect(context.close).toHaveBeenCalled();
  });
});

test('free slots and audio slots show no picture', () => {
  const mids = videoMids([
    { mid: '4', kind: 'audio', participant: 'a', source: 'mic' },
    { mid: '7', kind: 'video', participant: 'a', source: 'cam' },
    { mid: '8', kind: 'video', participant: null, source: null },
  ]);
  expect([...mids]).toEqual([['a/cam', '7']]);
});

test('a picture for more than one other person is half as wide', () => {
  const widths = [1, 2, 3, 9].map((people) => 1280 / pictureFor(people).scaleResolutionDownBy);
  expect(widths).toEqual([1280, 1280, 640, 640]);
});

describe('a peer connection', () => {
  const connect = () => {
    vi.stubGlobal('RTCPeerConnection', FakePeerConnection);
    vi.stubGlobal('RTCRtpSender', FakePeerConnection);
    const failed = vi.fn();
    const ignore = () => undefined;
    const peer = new Peer(1, 2, [], { connected: ignore, failed, iceDisconnected: ignore, candidates: ignore });
    return { peer, failed, pc: FakePeerConnection.last };
  };
  const settle = () => new Promise((resolve) => setTimeout(resolve));

  test('that is closed while it makes its offer has not failed', async () => {
    const { peer, failed, pc } = connect();
    const offer = peer.offer();
    peer.close();
    await offer;
    await settle();
    expect(failed).not.toHaveBeenCalled();
    expect(pc.localDescription).toBeNull();
  });

  test('ends with the picture for the people who are there, however fast they come and go', async () => {
    const { peer, pc } = connect();
    const { camera } = pc;
    camera.setParameters.mockImplementation(async ({ encodings }) => {
      await settle();
      camera.encodings = encodings;
    });
    await Promise.all([3, 2].map((people) => peer.fit(people)));
    expect(camera.encodings.at(-1)).toMatchObject({ rid: 'f', scaleResolutionDownBy: 1 });
  });
});

describe('the first codec of an m-line', () => {
  const sdp = [
    'v=0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'a=mid:0',
    'a=rtpmap:111 opus/48000/2',
    'm=video 9 UDP/TLS/RTP/SAVPF 98 99 96',
    'a=mid:1',
    'a=rtpmap:96 VP8/90000',
    'a=rtpmap:98 VP9/90000',
    'a=rtpmap:99 rtx/90000',
    'm=video 9 UDP/TLS/RTP/SAVPF 9',
    'a=mid:11',
    '',
  ].join('\r\n');

  test('is the one that stands first in it, wherever it is described', () => {
    expect(firstCodec(sdp, '1')).toBe('VP9');
  });

  test('is none of another kind, of no such line, or of one that does not say', () => {
    for (const mid of ['0', '2', '11']) expect(firstCodec(sdp, mid)).toBeUndefined();
  });
});
