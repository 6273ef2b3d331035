package live.lyceum.bench.load;

import java.util.random.RandomGenerator;
import live.lyceum.media.testkit.TestOffer;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.rtcp.RtcpWriter;
import live.lyceum.media.wire.rtp.RtpWriter;
import org.jspecify.annotations.Nullable;

/// A microphone or a camera: packets at even distances, each with the time it was sent at in its
/// last bytes, where no rewriting of headers and descriptors gets at it. Owned by the client loop.
final class Source {
    /// Bytes at a packet's end: the time of sending and the packet's number, 64 bits each.
    static final int STAMP = 16;

    private static final int AUDIO_PACKETS = 50;
    private static final int VIDEO_PACKETS = 140;

    /// Of microphone and camera together.
    static final int PACKETS_PER_SECOND = AUDIO_PACKETS + VIDEO_PACKETS;

    private static final long AUDIO_NS = 1_000_000_000L / AUDIO_PACKETS;
    private static final long VIDEO_NS = 1_000_000_000L / VIDEO_PACKETS;
    private static final int AUDIO_PAYLOAD = 80;
    private static final int VIDEO_PAYLOAD = 1_100;
    // 28 frames a second, as a camera in poor light.
    private static final int PACKETS_PER_FRAME = 5;
    private static final int AUDIO_HZ = 48_000;
    private static final int VIDEO_HZ = 90_000;
    private static final int SPEECH_LEVEL = 30;
    // A source that was held up is not to catch up in a burst.
    private static final long MAX_LATENESS_NS = 20_000_000L;

    private final boolean video;
    private final @Nullable Speech speech;
    private final int ssrc;
    private final long phaseNs;
    private final RtpWriter writer = new RtpWriter();
    private long nextNs;
    private int sequenceNumber;
    private int timestamp;
    private int pictureId;
    private int packetOfFrame;
    private boolean keyframe;
    private boolean keyframeWanted = true;
    private int speechFrame;
    private long packets;
    private long octets;

    /// @param speech what a microphone takes; null: bytes that mean nothing
    Source(boolean video, @Nullable Speech speech, RandomGenerator random) {
        this.video = video;
        this.speech = speech;
        speechFrame = speech == null ? 0 : random.nextInt(speech.frames());
        ssrc = random.nextInt();
        phaseNs = random.nextLong(periodNs());
        // Far from its wrap, so that no more than the sequence number tells a packet's index.
        sequenceNumber = random.nextInt(1_000);
        pictureId = random.nextInt(1 << 15);
    }

    int ssrc() {
        return ssrc;
    }

    void wantKeyframe() {
        keyframeWanted = true;
    }

    /// Begins at a moment of its own within the first period.
    void start(long nowNs) {
        nextNs = nowNs + phaseNs;
    }

    boolean due(long nowNs) {
        if (nowNs - nextNs > MAX_LATENESS_NS) {
            nextNs = nowNs;
        }
        return nowNs - nextNs >= 0;
    }

    /// Writes the packet that is due; returns its length.
    int write(byte[] packet, long nowNs, int transportSequence) {
        nextNs += periodNs();
        boolean first = packetOfFrame == 0;
        boolean last = !video || packetOfFrame == PACKETS_PER_FRAME - 1;
        if (first) {
            beginFrame(nowNs);
        }
        packetOfFrame = last ? 0 : packetOfFrame + 1;
        int type = video ? TestOffer.VP8 : TestOffer.OPUS;
        boolean marker = video && last;
        writer.header(packet, 0, marker, type, sequenceNumber, timestamp, ssrc);
        sequenceNumber = (sequenceNumber + 1) & 0xffff;
        writer.extension16(TestOffer.TRANSPORT_ID, transportSequence);
        if (!video) {
            writer.extension(
                    TestOffer.LEVEL_ID,
                    speech == null ? (byte) SPEECH_LEVEL : speech.level(speechFrame));
        }
        int at = writer.payloadOffset();
        if (video) {
            descriptor(packet, at, first);
        }
        int payload = video ? VIDEO_PAYLOAD : sound(packet, at);
        int end = at + payload;
        packets++;
        octets += payload;
        Bytes.put64(packet, end - STAMP, nowNs);
        Bytes.put64(packet, end - STAMP + 8, packets);
        return end;
    }

    private int sound(byte[] packet, int at) {
        Speech said = speech;
        if (said == null) {
            return AUDIO_PAYLOAD;
        }
        int payload = said.write(speechFrame, packet, at);
        speechFrame = (speechFrame + 1) % said.frames();
        return payload;
    }

    void writeSenderReport(RtcpWriter report, long nowNs) {
        long seconds = nowNs / 1_000_000_000L;
        long fraction = ((nowNs % 1_000_000_000L) << 32) / 1_000_000_000L;
        long ntp = seconds << 32 | fraction;
        report.senderReport(ssrc, ntp, rtpTime(nowNs), (int) packets, (int) octets);
    }

    private void beginFrame(long nowNs) {
        timestamp = rtpTime(nowNs);
        pictureId = (pictureId + 1) & 0x7fff;
        keyframe = keyframeWanted;
        keyframeWanted = false;
    }

    private int rtpTime(long nowNs) {
        return (int) (nowNs / 1_000 * (video ? VIDEO_HZ : AUDIO_HZ) / 1_000_000);
    }

    /// RFC 7741 section 4.2 with a picture id of 15 bits and TL0PICIDX, and of the frame's first
    /// packet the header of section 4.3, with the start code of a keyframe of 640 x 480.
    private void descriptor(byte[] packet, int at, boolean first) {
        packet[at] = (byte) (0x80 | (first ? 0x10 : 0));
        packet[at + 1] = (byte) 0xc0;
        Bytes.put16(packet, at + 2, 0x8000 | pictureId);
        packet[at + 4] = (byte) pictureId;
        packet[at + 5] = (byte) (keyframe && first ? 0x10 : 0x11);
        if (keyframe && first) {
            Bytes.put24(packet, at + 8, 0x9d012a);
            packet[at + 11] = (byte) 0x80;
            packet[at + 12] = 2;
            packet[at + 13] = (byte) 0xe0;
            packet[at + 14] = 1;
        }
    }

    private long periodNs() {
        return video ? VIDEO_NS : AUDIO_NS;
    }
}
