/** What a page of a call lets a test see. Runs in the page before its own code. */
export interface Picture {
  readonly frames: number;
  readonly pixels: string;
}

export interface Voice {
  readonly mid: string;
  readonly packets: number;
  readonly energy: number;
  /** When the last packet came, in milliseconds since 1970; 0 before the first. */
  readonly lastAt: number;
}

export interface Sent {
  readonly audioPackets: number;
  readonly videoFrames: number;
}

export interface Probe {
  readonly peers: RTCPeerConnection[];
  /** Every signaling state that any connection went to. */
  readonly signalingStates: string[];
  /** When somebody last clicked, in milliseconds since 1970. */
  clickedAt: number;
  picture(participant: string, source: string): Promise<Picture | null>;
  voices(): Promise<Voice[]>;
  sent(): Promise<Sent>;
  /** The wall clock when an element for this selector is there, or with `false` not there any more. */
  at(selector: string, there: boolean): Promise<number>;
}

declare global {
  interface Window {
    probe: Probe;
  }
}

export const installProbe = () => {
  const peers: RTCPeerConnection[] = [];
  const signalingStates: string[] = [];
  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(config?: RTCConfiguration) {
      super(config);
      peers.push(this);
      this.addEventListener('signalingstatechange', () => signalingStates.push(this.signalingState));
    }
  };

  const stats = async (type: string, kind: string) => {
    const peer = peers.findLast((each) => each.connectionState !== 'closed');
    const found: Record<string, number & string>[] = [];
    (await peer?.getStats())?.forEach((stat) => {
      if (stat.type === type && stat.kind === kind) found.push(stat);
    });
    return found;
  };

  const small = new OffscreenCanvas(64, 36).getContext('2d', { willReadFrequently: true });

  window.probe = {
    peers,
    signalingStates,
    clickedAt: 0,
    async picture(participant, source) {
      const selector = `video[data-participant="${participant}"][data-source="${source}"]`;
      const video = document.querySelector<HTMLVideoElement>(selector);
      const track = (video?.srcObject as MediaStream | null)?.getVideoTracks()[0];
      if (!video || !track || !small || video.videoWidth === 0) return null;
      const received = await stats('inbound-rtp', 'video');
      small.drawImage(video, 0, 0, 64, 36);
      return {
        frames: received.find((stat) => stat.trackIdentifier === track.id)?.framesDecoded ?? 0,
        pixels: String.fromCharCode(...small.getImageData(0, 0, 64, 36).data),
      };
    },
    async voices() {
      return (await stats('inbound-rtp', 'audio')).map((stat) => ({
        mid: String(stat.mid),
        packets: stat.packetsReceived ?? 0,
        energy: stat.totalAudioEnergy ?? 0,
        lastAt: stat.lastPacketReceivedTimestamp ?? 0,
      }));
    },
    async sent() {
      const sum = (list: Record<string, number>[], name: string) => list.reduce((all, s) => all + (s[name] ?? 0), 0);
      return {
        audioPackets: sum(await stats('outbound-rtp', 'audio'), 'packetsSent'),
        videoFrames: sum(await stats('outbound-rtp', 'video'), 'framesEncoded'),
      };
    },
    async at(selector, there) {
      while ((document.querySelector(selector) !== null) !== there) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return Date.now();
    },
  };
  addEventListener(
    'click',
    () => {
      window.probe.clickedAt = Date.now();
    },
    true,
  );
};
