import { effect } from '@preact/signals';
import { camOn, screenStream, screenTracks, selfStream, tracks } from '../media/capture';
import type { Participant } from '../protocol/types';
import { camMid, hueOf, initials, others, remoteScreen, self } from '../state/select';
import { receivers, room, streams } from '../state/store';
import { type Box, contain, cover, HEIGHT, layout, WIDTH } from './layout';

/** People move less than a shared screen has text: more would cost a call its processor. */
const FPS = 15;
const MOST_PEOPLE = 9;
const BACKGROUND = '#0b1f26';
const HUES = ['#17494f', '#244a63', '#45406b', '#5b3b56', '#5d4434', '#3b5240'] as const;
const INK = '#ffffff';

/** A picture of somebody, or of a screen. */
interface Shot {
  readonly person: Participant;
  readonly stream: MediaStream | null;
}

interface Scene {
  readonly people: readonly Shot[];
  readonly screen: MediaStream | null;
}

/** Everybody who sends, the mentor first, as on the stage; what one shares oneself goes before what others do. */
const scene = (): Scene => {
  const me = self(room.value);
  const own: readonly Shot[] =
    me && me.role !== 'observer' ? [{ person: me, stream: camOn.value ? selfStream.value : null }] : [];
  const there = others(room.value).filter(({ role }) => role !== 'observer');
  const theirs = there.map((person): Shot => {
    const mid = person.status === 'disconnected' ? null : camMid(room.value, person);
    return { person, stream: mid === null ? null : (streams.value.get(mid) ?? null) };
  });
  const remote = remoteScreen(room.value);
  const screen = screenStream.value ?? (remote && (streams.value.get(remote.mid) ?? null));
  return { people: [...theirs, ...own].slice(0, MOST_PEOPLE), screen };
};

/** One playing element for each stream: what the page decodes anyway is shown once more, not decoded again. */
class Screens {
  readonly #players = new Map<MediaStream, HTMLVideoElement>();

  keep(wanted: ReadonlySet<MediaStream>): void {
    for (const [stream, video] of this.#players) {
      if (wanted.has(stream)) continue;
      video.srcObject = null;
      this.#players.delete(stream);
    }
    for (const stream of wanted) {
      if (this.#players.has(stream)) continue;
      const video = document.createElement('video');
      video.muted = true;
      video.playsInline = true;
      video.srcObject = stream;
      video.play()?.catch(() => undefined);
      this.#players.set(stream, video);
    }
  }

  /** The picture as it is now; null before the first. */
  of(stream: MediaStream | null): HTMLVideoElement | null {
    const video = stream && this.#players.get(stream);
    return video && video.videoWidth > 0 && video.readyState >= video.HAVE_CURRENT_DATA ? video : null;
  }
}

const label = (pen: CanvasRenderingContext2D, name: string, box: Box): void => {
  pen.font = '500 18px Inter, sans-serif';
  pen.textAlign = 'left';
  const width = Math.min(pen.measureText(name).width, box.width - 40);
  pen.fillStyle = 'rgb(6 20 25 / 0.6)';
  pen.beginPath();
  pen.roundRect(box.x + 10, box.y + box.height - 42, width + 20, 32, 10);
  pen.fill();
  pen.fillStyle = INK;
  pen.fillText(name, box.x + 20, box.y + box.height - 20, width);
};

const card = (pen: CanvasRenderingContext2D, { id, name }: Participant, box: Box): void => {
  pen.fillStyle = HUES[hueOf(id, HUES.length)] ?? HUES[0];
  pen.fillRect(box.x, box.y, box.width, box.height);
  pen.font = `600 ${Math.round(box.height / 4)}px Poppins, Inter, sans-serif`;
  pen.textAlign = 'center';
  pen.fillStyle = INK;
  pen.fillText(initials(name), box.x + box.width / 2, box.y + box.height / 2 + box.height / 12);
};

const draw = (pen: CanvasRenderingContext2D, { people, screen }: Scene, screens: Screens): void => {
  const places = layout(people.length, screen !== null);
  pen.fillStyle = BACKGROUND;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  const shared = screens.of(screen);
  if (shared && places.screen) {
    const { x, y, width, height } = contain(shared.videoWidth, shared.videoHeight, places.screen);
    pen.drawImage(shared, x, y, width, height);
  }
  people.forEach(({ person, stream }, i) => {
    const box = places.people[i];
    if (!box) return;
    pen.save();
    pen.beginPath();
    pen.roundRect(box.x, box.y, box.width, box.height, 18);
    pen.clip();
    const video = screens.of(stream);
    if (video) {
      const part = cover(video.videoWidth, video.videoHeight, box);
      pen.drawImage(video, part.x, part.y, part.width, part.height, box.x, box.y, box.width, box.height);
    } else {
      card(pen, person, box);
    }
    label(pen, person.name, box);
    pen.restore();
  });
};

/** All sound of the room in one track, whoever comes and goes. */
const mixSound = (context: AudioContext): { track: MediaStreamTrack; stop: () => void } => {
  const out = context.createMediaStreamDestination();
  const heard = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>();
  const stop = effect(() => {
    const mine = [tracks.value.mic, ...screenTracks.value.filter(({ kind }) => kind === 'audio')];
    const theirs = receivers.value.filter(({ kind }) => kind === 'audio').map(({ track }) => track);
    const wanted = new Set([...mine, ...theirs].filter((track) => track !== null));
    for (const [track, node] of heard) {
      if (wanted.has(track)) continue;
      node.disconnect();
      heard.delete(track);
    }
    for (const track of wanted) {
      if (heard.has(track)) continue;
      const node = context.createMediaStreamSource(new MediaStream([track]));
      node.connect(out);
      heard.set(track, node);
    }
  });
  const [track] = out.stream.getAudioTracks();
  if (!track) throw new Error('A destination has a track');
  return { track, stop };
};

export interface Mix {
  readonly stream: MediaStream;
  stop(): void;
}

/**
 * The room as one stream: 1280x720 with everybody side by side, and all voices. It is drawn, not one of the pictures
 * that come in: those begin and end, change their size and stand on other m-lines when people come and go, and a
 * recorder stops when its track does. Drawing costs about a millisecond for each of 15 pictures a second.
 */
export const mixRoom = (): Mix => {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const pen = canvas.getContext('2d', { alpha: false });
  if (!pen) throw new Error('There is no canvas to draw on');
  const context = new AudioContext();
  void context.resume();
  const sound = mixSound(context);
  const screens = new Screens();
  let now: Scene = { people: [], screen: null };
  const stopWatching = effect(() => {
    now = scene();
    const shown = [now.screen, ...now.people.map(({ stream }) => stream)].filter((stream) => stream !== null);
    screens.keep(new Set(shown));
  });
  const paint = () => draw(pen, now, screens);
  paint();
  const timer = setInterval(paint, 1000 / FPS);
  const picture = canvas.captureStream(FPS);
  return {
    stream: new MediaStream([...picture.getVideoTracks(), sound.track]),
    stop: () => {
      clearInterval(timer);
      stopWatching();
      sound.stop();
      screens.keep(new Set());
      for (const track of picture.getTracks()) track.stop();
      void context.close();
    },
  };
};
