import type { Page } from 'playwright-core';

/** One picture or voice of somebody who is not there. */
export interface Feed {
  readonly mid: string;
  readonly kind: 'audio' | 'video';
  readonly source: string;
  readonly person: string;
}

declare global {
  interface Window {
    answerOffer(sdp: string, feeds: readonly Feed[], restart: boolean): Promise<string>;
    dropPeer(): void;
  }
}

/** Runs in a page of its own and plays all the other people: it answers offers and sends drawn pictures. */
const install = () => {
  let pc: RTCPeerConnection | null = null;
  let drawing: ReturnType<typeof setInterval>[] = [];
  let sounding: AudioContext[] = [];
  const looks = [
    { wall: ['#e5d3bb', '#b58f6c'], skin: '#7a4a2b', hair: '#2a1a12', coat: '#1d6670' },
    { wall: ['#bcd0e4', '#7f97b3'], skin: '#e6b48c', hair: '#5b2f1f', coat: '#efa93f' },
    { wall: ['#cfe3d6', '#7ea28d'], skin: '#c98f6b', hair: '#1d1d22', coat: '#51468c' },
    { wall: ['#e9d9ea', '#a386ab'], skin: '#f0c9a8', hair: '#a3542d', coat: '#2f5687' },
  ] as const;

  const drawPerson = (c: CanvasRenderingContext2D, w: number, h: number, index: number, tick: number) => {
    const look = looks[index % looks.length] ?? looks[0];
    const wall = c.createLinearGradient(0, 0, w, h);
    wall.addColorStop(0, look.wall[0]);
    wall.addColorStop(1, look.wall[1]);
    c.fillStyle = wall;
    c.fillRect(0, 0, w, h);
    const sway = Math.sin(tick / 20) * 4;
    const oval = (x: number, y: number, rx: number, ry: number, fill: string) => {
      c.fillStyle = fill;
      c.beginPath();
      c.ellipse(x + sway, y, rx, ry, 0, 0, Math.PI * 2);
      c.fill();
    };
    oval(w / 2, h * 1.12, w * 0.33, h * 0.38, look.coat);
    oval(w / 2, h * 0.44, w * 0.135, h * 0.3, look.hair);
    oval(w / 2, h * 0.72, w * 0.06, h * 0.13, look.skin);
    oval(w / 2, h * 0.5, w * 0.115, h * 0.25, look.skin);
    oval(w / 2 - w * 0.045, h * 0.47, 8, 8, '#221');
    oval(w / 2 + w * 0.045, h * 0.47, 8, 8, '#221');
    oval(w / 2, h * 0.6, w * 0.04, h * 0.015, '#fff');
  };

  const drawScreen = (c: CanvasRenderingContext2D, w: number, h: number) => {
    c.fillStyle = '#fbfefe';
    c.fillRect(0, 0, w, h);
    c.font = '600 26px sans-serif';
    c.textAlign = 'center';
    c.lineWidth = 4;
    c.strokeStyle = '#00707f';
    const box = (x: number, y: number, label: string) => {
      c.strokeRect(x, y, 220, 100);
      c.fillStyle = '#0d2830';
      c.fillText(label, x + 110, y + 60);
    };
    box(50, h / 2 - 50, 'Client');
    box(350, h / 2 - 50, 'API gateway');
    for (const [i, label] of ['Shard A', 'Shard B', 'Shard C'].entries()) box(680, 60 + i * 160, label);
  };

  const picture = (feed: Feed, index: number): MediaStreamTrack => {
    const canvas = document.createElement('canvas');
    canvas.width = 960;
    canvas.height = 540;
    const c = canvas.getContext('2d');
    let tick = 0;
    const draw = () => {
      if (!c) return;
      if (feed.source === 'screen') drawScreen(c, canvas.width, canvas.height);
      else drawPerson(c, canvas.width, canvas.height, index, tick++);
    };
    draw();
    drawing.push(setInterval(draw, 100));
    return canvas.captureStream(10).getVideoTracks()[0] as MediaStreamTrack;
  };

  const voice = (): MediaStreamTrack => {
    const audio = new AudioContext();
    sounding.push(audio);
    const tone = audio.createOscillator();
    const out = audio.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    return out.stream.getAudioTracks()[0] as MediaStreamTrack;
  };

  const gathered = (peer: RTCPeerConnection) =>
    new Promise<void>((resolve) => {
      const check = () => peer.iceGatheringState === 'complete' && resolve();
      peer.onicegatheringstatechange = check;
      check();
    });

  // Pictures and voices that nobody gets any more would slow down all that comes after them.
  window.dropPeer = () => {
    for (const timer of drawing) clearInterval(timer);
    drawing = [];
    for (const audio of sounding) void audio.close();
    sounding = [];
    pc?.close();
  };
  window.answerOffer = async (sdp, feeds, restart) => {
    if (!restart) {
      window.dropPeer();
      pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    }
    if (!pc) throw new Error('no connection to restart');
    await pc.setRemoteDescription({ type: 'offer', sdp });
    const people = [...new Set(feeds.map((feed) => feed.person))];
    for (const feed of restart ? [] : feeds) {
      const line = pc.getTransceivers().find((t) => t.mid === feed.mid);
      if (!line) continue;
      line.direction = 'sendonly';
      await line.sender.replaceTrack(feed.kind === 'video' ? picture(feed, people.indexOf(feed.person)) : voice());
    }
    await pc.setLocalDescription(await pc.createAnswer());
    await gathered(pc);
    return pc.localDescription?.sdp ?? '';
  };
};

export class Bot {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async open(page: Page): Promise<Bot> {
    await page.evaluate(install);
    return new Bot(page);
  }

  answer(sdp: string, feeds: readonly Feed[], restart: boolean): Promise<string> {
    return this.#page.evaluate(([offer, list, again]) => window.answerOffer(offer, list, again), [
      sdp,
      feeds,
      restart,
    ] as const);
  }

  /** The media path dies without a word, as when a server is killed. */
  drop(): Promise<void> {
    return this.#page.evaluate(() => window.dropPeer());
  }
}
