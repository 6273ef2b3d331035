package live.lyceum.media.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import live.lyceum.media.rtp.NtpTime;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.rtcp.RtcpWriter;
import live.lyceum.media.wire.rtp.RtpWriter;
import org.jspecify.annotations.Nullable;

/// A microphone or a camera of a test peer. Every payload says which packet of which frame it is,
/// so that a receiver can check what became of it. Numbers start shortly before their wraps.
final class TestSource {
    static final int CONTENT = 20;

    /// Ahead of the content of video: the descriptor, or what stands in its place, and a byte of
    /// the frame; as long in every codec.
    static final int VIDEO_HEAD = 6;

    static final int FRAMES_PER_SECOND = 30;
    static final long FRAME_NS = 1_000_000_000L / FRAMES_PER_SECOND;
    static final long AUDIO_NS = 20_000_000L;
    static final int FIRST_TIMESTAMP = -90_000;
    static final int MAGIC = 0x4c594345;
    private static final int PACKETS_PER_FRAME = 4;
    private static final int KEYFRAME_PACKETS = 12;

    /// Sends a packet in the clear.
    interface Output {
        void rtp(byte[] packet, int length);

        /// The next transport-wide sequence number, shared by all sources of a peer.
        int nextTransportSequence();
    }

    private final boolean video;
    private final String mid;
    private final int ssrc;
    private final int rtxSsrc;
    private final String rid;
    private final Output output;
    private final RtpWriter writer = new RtpWriter();
    private final byte[] packet = new byte[1500];
    private final Map<Integer, byte[]> sent = new HashMap<>();
    private int sequenceNumber = 65_400;
    private int rtxSequenceNumber = 65_500;
    private int timestamp = FIRST_TIMESTAMP;
    private int pictureId = 32_700;
    private int tl0 = 250;
    private long frame;
    private long packetNumber;
    private long octets;
    private boolean keyframeWanted = true;
    private int keyframes;
    private int level = 127;
    private Codec codec = Codec.VP8;

    /// @param rid null without simulcast
    TestSource(
            boolean video,
            String mid,
            @Nullable String rid,
            RandomGenerator random,
            Output output) {
        this.video = video;
        this.mid = mid;
        this.rid = rid == null ? "" : rid;
        this.output = output;
        ssrc = random.nextInt();
        rtxSsrc = random.nextInt();
    }

    int ssrc() {
        return ssrc;
    }

    int rtxSsrc() {
        return rtxSsrc;
    }

    int keyframes() {
        return keyframes;
    }

    long frames() {
        return frame;
    }

    long packets() {
        return packetNumber;
    }

    void level(int level) {
        this.level = level;
    }

    /// Another codec begins with a keyframe.
    void codec(Codec next) {
        keyframeWanted |= next != codec;
        codec = next;
    }

    /// What it sends now.
    Codec codec() {
        return codec;
    }

    void wantKeyframe() {
        keyframeWanted = true;
    }

    /// One frame of audio or video.
    void produce() {
        if (video) {
            produceFrame();
        } else {
            write(0, 1, true, false);
            timestamp += 960;
        }
        frame++;
    }

    private void produceFrame() {
        boolean keyframe = keyframeWanted;
        keyframeWanted = false;
        keyframes += keyframe ? 1 : 0;
        int count = keyframe ? KEYFRAME_PACKETS : PACKETS_PER_FRAME;
        for (int i = 0; i < count; i++) {
            write(i, count, i == count - 1, keyframe);
        }
        timestamp += 90_000 / FRAMES_PER_SECOND;
        pictureId = (pictureId + 1) & 0x7fff;
        tl0 = (tl0 + 1) & 0xff;
    }

    /// A NACK for one packet: it goes out again by RTX (RFC 4588 section 4).
    void resend(int lost) {
        byte[] original = sent.get(lost);
        if (original == null) {
            return;
        }
        int rtx = (original[1] & 0x7f) + 1;
        header(rtx, rtxSequenceNumber, Bytes.i32(original, 4), rtxSsrc, original[1] < 0);
        rtxSequenceNumber = (rtxSequenceNumber + 1) & 0xffff;
        if (!rid.isEmpty()) {
            writer.extension(TestOffer.REPAIRED_RID_ID, rid.getBytes(US_ASCII), 0, rid.length());
        }
        int at = writer.payloadOffset();
        Bytes.put16(packet, at, lost);
        int payloadAt = 12;
        System.arraycopy(original, payloadAt, packet, at + 2, original.length - payloadAt);
        output.rtp(packet, at + 2 + original.length - payloadAt);
    }

    void writeSenderReport(RtcpWriter report, long nowNs, int clockRateHz) {
        // The clock of this sender is two hours ahead of the server's, and its timestamp belongs to
        // the last frame.
        long ownNs = nowNs + 7_200_000_000_000L;
        report.senderReport(
                ssrc, NtpTime.ofNanos(ownNs), timestamp, (int) packetNumber, (int) octets);
    }

    private void header(int payloadType, int sequence, int timestamp, int ssrc, boolean marker) {
        writer.header(packet, 0, marker, payloadType, sequence, timestamp, ssrc);
        writer.extension(TestOffer.MID_ID, mid.getBytes(US_ASCII), 0, mid.length());
        writer.extension16(TestOffer.TRANSPORT_ID, output.nextTransportSequence());
    }

    private void write(int index, int count, boolean marker, boolean keyframe) {
        header(
                TestOffer.payloadType(video ? codec : Codec.OPUS),
                sequenceNumber,
                timestamp,
                ssrc,
                marker);
        if (!rid.isEmpty()) {
            writer.extension(TestOffer.RID_ID, rid.getBytes(US_ASCII), 0, rid.length());
        }
        if (!video) {
            writer.extension(TestOffer.LEVEL_ID, (byte) level);
        }
        int at = writer.payloadOffset();
        int length = payload(at, index, count, keyframe);
        byte[] kept = new byte[12 + length];
        System.arraycopy(packet, 0, kept, 0, 12);
        System.arraycopy(packet, at, kept, 12, length);
        sent.put(sequenceNumber, kept);
        sent.remove((sequenceNumber - 2_000) & 0xffff);
        sequenceNumber = (sequenceNumber + 1) & 0xffff;
        packetNumber++;
        octets += length;
        output.rtp(packet, at + length);
    }

    /// Picture ids of 15 bits and TL0PICIDX in VP8 and VP9.
    private void head(int at, boolean start, boolean keyframe) {
        switch (codec) {
            case VP8 -> {
                packet[at] = (byte) (start ? 0x90 : 0x80);
                packet[at + 1] = (byte) 0xc0;
                Bytes.put16(packet, at + 2, 0x8000 | pictureId);
                packet[at + 4] = (byte) tl0;
                packet[at + 5] = (byte) (keyframe ? 0 : 1);
            }
            case VP9 -> {
                packet[at] = (byte) (0xa0 | (keyframe ? 0 : 0x40) | (start ? 0x08 : 0));
                Bytes.put16(packet, at + 1, 0x8000 | pictureId);
                packet[at + 3] = 0;
                packet[at + 4] = (byte) tl0;
            }
            case H264 -> packet[at] = (byte) (keyframe && start ? 0x67 : 0x41);
            case AV1 -> packet[at] = (byte) (keyframe && start ? 0x18 : 0x10);
            case OPUS -> throw new IllegalStateException("no codec of video");
        }
    }

    /// For video, what its codec puts ahead; then our content.
    private int payload(int at, int index, int count, boolean keyframe) {
        int content = at;
        if (video) {
            Arrays.fill(packet, at, at + VIDEO_HEAD, (byte) 1);
            head(at, index == 0, keyframe);
            content = at + VIDEO_HEAD;
        }
        Bytes.put32(packet, content, MAGIC);
        Bytes.put32(packet, content + 4, (int) frame);
        Bytes.put32(packet, content + 8, (int) packetNumber);
        Bytes.put16(packet, content + 12, index);
        Bytes.put16(packet, content + 14, count);
        Bytes.put32(packet, content + 16, timestamp);
        int filler = video ? 900 : 60;
        for (int i = 0; i < filler; i++) {
            packet[content + CONTENT + i] = (byte) (packetNumber + i);
        }
        return content + CONTENT + filler - at;
    }
}
