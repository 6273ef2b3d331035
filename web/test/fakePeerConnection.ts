import { vi } from 'vitest';

type Kind = 'audio' | 'video';

const track = (kind: Kind) => ({ kind, stop: vi.fn() });

class FakeSender {
  encodings: RTCRtpEncodingParameters[];
  readonly replaceTrack = vi.fn(() => Promise.resolve());
  readonly setParameters = vi.fn(({ encodings }: { encodings: RTCRtpEncodingParameters[] }) => {
    this.encodings = encodings;
    return Promise.resolve();
  });

  constructor(encodings: RTCRtpEncodingParameters[]) {
    this.encodings = encodings;
  }

  getParameters() {
    return { encodings: this.encodings.map((encoding) => ({ ...encoding })) };
  }
}

/** An RTCPeerConnection without a network: offers are numbered, and the test says when it is connected. */
export class FakePeerConnection {
  static all: FakePeerConnection[] = [];
  static offers = 0;
  static getCapabilities = () => null;
  static get last(): FakePeerConnection {
    const last = FakePeerConnection.all.at(-1);
    if (!last) throw new Error('No peer connection was made');
    return last;
  }

  readonly #lines: { direction: string; mid: string | null; sender: FakeSender; receiver: object }[] = [];
  signalingState = 'stable';
  connectionState = 'new';
  iceConnectionState = 'new';
  localDescription: { sdp: string } | null = null;
  remoteDescription: { sdp: string } | null = null;
  onconnectionstatechange: () => void = () => undefined;
  oniceconnectionstatechange: () => void = () => undefined;
  onicecandidate: () => void = () => undefined;
  /** What setLocalDescription says to a connection that was closed meanwhile. */
  closed = false;

  constructor() {
    FakePeerConnection.all.push(this);
  }

  addTransceiver(kind: Kind, init: { direction: string; sendEncodings?: RTCRtpEncodingParameters[] }) {
    const sender = new FakeSender(init.sendEncodings ?? []);
    const line = { direction: init.direction, mid: null, sender, receiver: { track: track(kind) } };
    this.#lines.push(line);
    return line;
  }

  getTransceivers() {
    return this.#lines;
  }

  /** The camera's sender: it alone has layers. */
  get camera(): FakeSender {
    const line = this.#lines.find(({ sender }) => sender.encodings.length === 3);
    if (!line) throw new Error('No camera');
    return line.sender;
  }

  createOffer() {
    FakePeerConnection.offers += 1;
    return Promise.resolve({ type: 'offer', sdp: `offer ${FakePeerConnection.offers}, ${this.#lines.length} lines` });
  }

  setLocalDescription(description: { sdp: string }) {
    if (this.closed) return Promise.reject(new DOMException('closed', 'InvalidStateError'));
    this.localDescription = description;
    this.signalingState = 'have-local-offer';
    for (const [index, line] of this.#lines.entries()) line.mid = String(index);
    return Promise.resolve();
  }

  setRemoteDescription(description: { sdp: string }) {
    if (this.signalingState !== 'have-local-offer') {
      return Promise.reject(new DOMException('nothing was offered', 'InvalidStateError'));
    }
    this.remoteDescription = description;
    this.signalingState = 'stable';
    return Promise.resolve();
  }

  connect(): void {
    this.connectionState = 'connected';
    this.onconnectionstatechange();
  }

  /** Packets flow as long as it is connected. */
  getStats() {
    const packetsReceived = this.connectionState === 'connected' ? performance.now() : 0;
    return Promise.resolve(new Map([['t', { type: 'transport', packetsReceived }]]));
  }

  close(): void {
    this.closed = true;
    this.signalingState = 'closed';
  }
}
