import type { MediaSample } from '../connection/liveness';
import type { IceServer } from '../protocol/types';
import type { Receiver } from './slots';

export type SendSlot = 'mic' | 'cam' | 'screen' | 'screenAudio';

export interface PeerListener {
  connected(): void;
  failed(): void;
  /** ICE has lost its path, or found it again. */
  iceDisconnected(): void;
  candidates(lines: readonly string[]): void;
}

/** What is needed to judge the connection, from one `getStats`. */
export interface PeerStats extends MediaSample {
  /** 0 to 1, the worst of our streams as the server reports them. */
  readonly lossRatio: number;
  readonly rttMs: number;
}

const RECEIVING_AUDIO = 3;
const RECEIVING_VIDEO = 4;
const MAX_RECEIVING_VIDEO = 16;
const TRICKLE_MS = 50;

const FULL = 'f';

/**
 * The camera's picture for a room of so many people. Two see each other on the whole stage; of more each gets half its
 * width at most, and everybody has several pictures to decode.
 */
export const pictureFor = (people: number): { scaleResolutionDownBy: number; maxBitrate: number } =>
  people > 2 ? { scaleResolutionDownBy: 2, maxBitrate: 800_000 } : { scaleResolutionDownBy: 1, maxBitrate: 2_500_000 };

/** Three layers declared, the full one active: the others can be switched on later without a new offer. */
const cameraEncodings = (people: number): RTCRtpEncodingParameters[] => [
  { rid: 'q', active: false, scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: 'h', active: false, scaleResolutionDownBy: 2, maxBitrate: 600_000 },
  { rid: FULL, active: true, ...pictureFor(people) },
];

/** What stands first on the m-line with this mid, such as `VP9`: an offerer sends that. */
export const firstCodec = (sdp: string, mid: string): string | undefined => {
  const section = sdp.split(/^m=/m).find((lines) => lines.split(/\r?\n/).includes(`a=mid:${mid}`));
  const payloadType = section && /^video \d+ \S+ (\d+)/.exec(section)?.[1];
  return payloadType && new RegExp(`^a=rtpmap:${payloadType} ([^/\\s]+)/`, 'm').exec(section)?.[1];
};

type Encoding = RTCRtpEncodingParameters & { scalabilityMode?: string };

/**
 * Chromium takes several encodings of VP9 or AV1 without a mode for spatial layers of one stream that is as small as the
 * first. The mode for VP8 is its own.
 */
const modeOf = (codec: string): string => (codec === 'VP8' ? 'L1T3' : 'L1T1');

const isReceiving = (line: RTCRtpTransceiver, kind: 'audio' | 'video'): boolean =>
  line.direction === 'recvonly' && line.receiver.track.kind === kind;

/**
 * Each packet of sound brings the one before again (RFC 2198), so that a lost one is not missed. Browsers without it,
 * and receivers without it, send and get plain Opus.
 */
const preferRedundantSound = (sender: RTCRtpSender, pc: RTCPeerConnection): void => {
  const line = pc.getTransceivers().find((each) => each.sender === sender);
  const codecs = RTCRtpSender.getCapabilities('audio')?.codecs ?? [];
  const isRed = ({ mimeType }: RTCRtpCodec) => mimeType.toLowerCase() === 'audio/red';
  if (!line?.setCodecPreferences || !codecs.some(isRed)) return;
  line.setCodecPreferences([...codecs.filter(isRed), ...codecs.filter((codec) => !isRed(codec))]);
};

/** One RTCPeerConnection of one generation. The order of its m-lines is the protocol (docs/protocol.md, "Media"). */
export class Peer {
  readonly gen: number;
  readonly #pc: RTCPeerConnection;
  readonly #listener: PeerListener;
  readonly #senders: Readonly<Record<SendSlot, RTCRtpSender>>;
  #prepared: RTCSessionDescriptionInit | null = null;
  #applied: Promise<void> = Promise.resolve();
  #fitted: Promise<void> = Promise.resolve();
  #trickle: string[] = [];
  #trickleTimer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(gen: number, people: number, iceServers: readonly IceServer[], listener: PeerListener) {
    this.gen = gen;
    this.#listener = listener;
    this.#pc = new RTCPeerConnection({
      bundlePolicy: 'max-bundle',
      iceServers: iceServers.map((server) => ({ ...server, urls: [...server.urls] })),
    });
    const send = (kind: 'audio' | 'video', sendEncodings?: RTCRtpEncodingParameters[]) =>
      this.#pc.addTransceiver(kind, { direction: 'sendonly', ...(sendEncodings && { sendEncodings }) }).sender;
    this.#senders = {
      mic: send('audio'),
      cam: send('video', cameraEncodings(people)),
      screen: send('video', [{ maxBitrate: 3_000_000 }]),
      screenAudio: send('audio'),
    };
    preferRedundantSound(this.#senders.mic, this.#pc);
    for (let i = 0; i < RECEIVING_AUDIO; i++) this.#pc.addTransceiver('audio', { direction: 'recvonly' });
    for (let i = 0; i < RECEIVING_VIDEO; i++) this.#pc.addTransceiver('video', { direction: 'recvonly' });
    this.#pc.onconnectionstatechange = () => this.#onConnection();
    this.#pc.oniceconnectionstatechange = () => {
      if (this.#pc.iceConnectionState === 'disconnected' && !this.#closed) this.#listener.iceDisconnected();
    };
    this.#pc.onicecandidate = ({ candidate }) => this.#onCandidate(candidate);
  }

  /** Makes the offer ahead of time. Nothing is gathered or sent before `offer`. */
  async prepare(): Promise<void> {
    this.#prepared = await this.#pc.createOffer();
  }

  /** The offer to send now. It is applied while it travels, so that joining costs one round trip. */
  async offer(restart = false): Promise<string> {
    await this.#applied.catch(() => undefined);
    const description = this.#prepared ?? (await this.#pc.createOffer({ iceRestart: restart }));
    this.#prepared = null;
    this.#applied = this.#pc.setLocalDescription(description);
    // Also rejected because the connection was closed meanwhile, which is nobody's failure.
    this.#applied.catch(() => this.#closed || this.#listener.failed());
    return description.sdp ?? '';
  }

  /** Applies the server's answer. Throws when the browser refuses it. */
  async answer(sdp: string): Promise<void> {
    await this.#applied;
    await this.#layerAs(sdp);
    await this.#pc.setRemoteDescription({ type: 'answer', sdp });
  }

  /** Has the camera encoded in layers as its next codec needs it, before that begins. With VP8 alone nothing changes. */
  async #layerAs(sdp: string): Promise<void> {
    const { cam } = this.#senders;
    const mid = this.#pc.getTransceivers().find(({ sender }) => sender === cam)?.mid;
    const codec = mid && firstCodec(sdp, mid);
    const parameters = cam.getParameters();
    const encodings: Encoding[] = parameters.encodings;
    const isSet = encodings.some(({ scalabilityMode }) => scalabilityMode !== undefined);
    if (!codec || (codec === 'VP8' && !isSet)) return;
    for (const encoding of encodings) encoding.scalabilityMode = modeOf(codec);
    // A browser that refuses has no such modes, and takes encodings for what they are.
    await cam.setParameters(parameters).catch(() => undefined);
  }

  /** Puts a track on a sending m-line, or takes it off; never needs a new offer. */
  async send(slot: SendSlot, track: MediaStreamTrack | null): Promise<void> {
    if (!this.#closed) await this.#senders[slot].replaceTrack(track);
  }

  /** Makes the camera's picture as large as a room of so many people needs it; needs no new offer. */
  fit(people: number): Promise<void> {
    // One after the other: parameters read while others are being set are neither the old nor the new ones.
    this.#fitted = this.#fitted.catch(() => undefined).then(() => this.#setSize(people));
    return this.#fitted;
  }

  async #setSize(people: number): Promise<void> {
    if (this.#closed) return;
    const parameters = this.#senders.cam.getParameters();
    const full = parameters.encodings.find(({ rid }) => rid === FULL);
    const wanted = pictureFor(people);
    if (!full || full.scaleResolutionDownBy === wanted.scaleResolutionDownBy) return;
    Object.assign(full, wanted);
    await this.#senders.cam.setParameters(parameters);
  }

  /** The server has answered once, so that it knows this connection, and its address is known here. */
  answered(): boolean {
    return !this.#closed && this.#pc.remoteDescription !== null;
  }

  /** No offer is under way. */
  stable(): boolean {
    return this.answered() && this.#pc.signalingState === 'stable';
  }

  /** Makes room for so many pictures in all; true when the next offer has more m-lines than the last. */
  grow(video: number): boolean {
    const count = this.#pc.getTransceivers().filter((line) => isReceiving(line, 'video')).length;
    const missing = Math.min(video, MAX_RECEIVING_VIDEO) - count;
    for (let i = 0; i < missing; i++) this.#pc.addTransceiver('video', { direction: 'recvonly' });
    return missing > 0;
  }

  receivers(): readonly Receiver[] {
    return this.#pc
      .getTransceivers()
      .filter((line) => line.mid !== null && line.direction === 'recvonly')
      .map(({ mid, receiver: { track } }) => ({
        mid: mid ?? '',
        kind: track.kind === 'audio' ? 'audio' : 'video',
        track,
      }));
  }

  async stats(): Promise<PeerStats | null> {
    if (this.#closed || this.#pc.connectionState === 'new') return null;
    const report = await this.#pc.getStats();
    let packets = 0;
    let checks = 0;
    let lossRatio = 0;
    let rttMs = 0;
    report.forEach((stat) => {
      if (stat.type === 'transport') packets += stat.packetsReceived ?? 0;
      if (stat.type === 'candidate-pair') {
        checks += stat.responsesReceived ?? 0;
        if (stat.nominated) rttMs = Math.max(rttMs, (stat.currentRoundTripTime ?? 0) * 1000);
      }
      if (stat.type === 'remote-inbound-rtp') lossRatio = Math.max(lossRatio, stat.fractionLost ?? 0);
    });
    return { at: performance.now(), packets, checks, lossRatio, rttMs };
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#trickleTimer);
    this.#pc.close();
  }

  #onConnection(): void {
    if (this.#closed) return;
    if (this.#pc.connectionState === 'connected') this.#listener.connected();
    if (this.#pc.connectionState === 'failed') this.#listener.failed();
  }

  #onCandidate(candidate: RTCIceCandidate | null): void {
    if (candidate?.candidate) this.#trickle.push(candidate.candidate);
    clearTimeout(this.#trickleTimer);
    this.#trickleTimer = setTimeout(() => {
      const lines = this.#trickle;
      this.#trickle = [];
      if (lines.length > 0 && !this.#closed) this.#listener.candidates(lines);
    }, TRICKLE_MS);
  }
}
