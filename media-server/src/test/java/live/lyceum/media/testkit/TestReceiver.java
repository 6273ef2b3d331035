package live.lyceum.media.testkit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import live.lyceum.media.rtp.NtpTime;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.codec.PictureNumbers;
import live.lyceum.media.wire.codec.VideoPayload;
import live.lyceum.media.wire.rtcp.RtcpWriter;
import live.lyceum.media.wire.rtp.RtpPacket;
import live.lyceum.media.wire.rtp.SequenceNumbers;

/// One slot of a test peer: checks every packet against what its payload says of itself, asks for
/// lost ones as a browser does, and counts whole frames.
public final class TestReceiver {
    private static final long NACK_AFTER_NS = 30_000_000L;
    private static final long NACK_AGAIN_NS = 110_000_000L;
    private static final int MAX_NACKS = 10;

    private static final class Missing {
        long dueNs;
        int asked;
    }

    private final int ssrc;
    private final boolean video;
    private final RtpPacket packet = new RtpPacket();
    private final VideoPayload payload = new VideoPayload();
    private final List<Codec> codecs = new ArrayList<>();
    private final TreeMap<Long, Missing> missing = new TreeMap<>();
    private final Set<Long> seen = new HashSet<>();
    private final Map<Integer, BitSet> frames = new HashMap<>();
    private final Map<Integer, Integer> frameSizes = new HashMap<>();
    private long highest = -1;
    private long packets;
    private long firstPacketNs;
    private long duplicates;
    private long retransmitted;
    private int completeFrames;
    private int firstFrame = Integer.MAX_VALUE;
    private int lastFrame = -1;
    private long digest = 1;
    private final Map<String, Long> offsets = new HashMap<>();
    private final Set<String> broken = new HashSet<>();
    private int senderReports;
    private int lastReportTimestamp;
    private long lastReportNtp;
    private int pieces = 1;

    TestReceiver(int ssrc, boolean video) {
        this.ssrc = ssrc;
        this.video = video;
    }

    /// Takes a packet in the clear, by itself or unwrapped from RTX.
    void onPacket(byte[] bytes, int length, boolean byRtx, long nowNs) {
        if (packet.parse(bytes, 0, length) != null) {
            broken.add("unreadable packet");
            return;
        }
        long extended =
                highest < 0
                        ? 65_536L + packet.sequenceNumber()
                        : SequenceNumbers.extend(highest, packet.sequenceNumber());
        retransmitted += byRtx ? 1 : 0;
        if (!seen.add(extended)) {
            duplicates++;
            return;
        }
        note(extended, nowNs);
        firstPacketNs = packets == 0 ? nowNs : firstPacketNs;
        packets++;
        check(extended);
    }

    void onSenderReport(long ntp, int rtpTimestamp) {
        senderReports++;
        lastReportNtp = ntp;
        lastReportTimestamp = rtpTimestamp;
    }

    long nextDeadlineNs() {
        long next = Long.MAX_VALUE;
        if (video) {
            for (Missing each : missing.values()) {
                next = Math.min(next, each.dueNs);
            }
        }
        return next;
    }

    void writeNacks(RtcpWriter writer, int ownSsrc, long nowNs) {
        int[] numbers = new int[64];
        int count = 0;
        for (var all = missing.entrySet().iterator(); all.hasNext() && count < numbers.length; ) {
            var each = all.next();
            if (each.getValue().dueNs > nowNs) {
                continue;
            }
            if (each.getValue().asked++ >= MAX_NACKS) {
                all.remove();
                continue;
            }
            each.getValue().dueNs = nowNs + NACK_AGAIN_NS;
            numbers[count++] = (int) (each.getKey() & 0xffff);
        }
        writer.nack(ownSsrc, ssrc, numbers, count);
    }

    /// A new source stands on the slot: offsets may change, continuity may not.
    public void expectNewPiece() {
        offsets.clear();
        pieces++;
    }

    public long packets() {
        return packets;
    }

    public long duplicates() {
        return duplicates;
    }

    public long retransmitted() {
        return retransmitted;
    }

    public int completeFrames() {
        return completeFrames;
    }

    public int senderReports() {
        return senderReports;
    }

    public int lastReportTimestamp() {
        return lastReportTimestamp;
    }

    public long lastReportNtp() {
        return lastReportNtp;
    }

    public int firstFrame() {
        return firstFrame;
    }

    public int lastFrame() {
        return lastFrame;
    }

    /// How many sequence numbers were never received, by themselves or again.
    public long lost() {
        return highest < 0
                ? 0
                : highest + 1 - seen.stream().mapToLong(n -> n).min().orElse(0) - packets;
    }

    /// When, by the clock of the last sender report, the sender's first frame was recorded, in ms.
    public double startMs(int clockRateHz) {
        int outgoing =
                TestSource.FIRST_TIMESTAMP + (int) (long) offsets.getOrDefault("timestamp", 0L);
        double sinceReportMs = (outgoing - lastReportTimestamp) * 1_000.0 / clockRateHz;
        return NtpTime.toNanos(lastReportNtp) / 1_000_000.0 + sinceReportMs;
    }

    /// When the first packet came, of those in order.
    public long firstPacketNs() {
        return firstPacketNs;
    }

    /// The newest number of the outgoing stream, extended.
    public long highest() {
        return highest;
    }

    /// What was wrong with what came, each kind once; empty when nothing was.
    public Set<String> broken() {
        return broken;
    }

    /// The codecs that came, one after the other.
    public List<Codec> codecs() {
        return codecs;
    }

    /// The same packets in the same order give the same digest.
    public long digest() {
        return digest;
    }

    public int ssrc() {
        return ssrc;
    }

    private void note(long extended, long nowNs) {
        if (highest >= 0) {
            for (long n = highest + 1; n < extended && n > extended - 500; n++) {
                Missing lost = new Missing();
                lost.dueNs = nowNs + NACK_AFTER_NS;
                missing.put(n, lost);
            }
        }
        missing.remove(extended);
        highest = Math.max(highest, extended);
    }

    private void check(long extended) {
        int at = packet.payloadOffset();
        if (video) {
            Codec codec = TestOffer.codec(packet.payloadType());
            if (!payload.parse(codec, packet.buffer(), at, packet.payloadLength())) {
                broken.add("no payload of " + codec);
                return;
            }
            follow(codec);
            at += TestSource.VIDEO_HEAD;
        }
        byte[] bytes = packet.buffer();
        if (Bytes.i32(bytes, at) != TestSource.MAGIC) {
            broken.add("payload is not what was sent");
            return;
        }
        int frame = Bytes.i32(bytes, at + 4);
        int number = Bytes.i32(bytes, at + 8);
        int index = Bytes.u16(bytes, at + 12);
        int count = Bytes.u16(bytes, at + 14);
        digest = digest * 31 + number * 7L + packet.sequenceNumber();
        for (int i = 0;
                i < packet.payloadLength() - (at - packet.payloadOffset()) - TestSource.CONTENT;
                i++) {
            if (bytes[at + TestSource.CONTENT + i] != (byte) (number + i)) {
                broken.add("payload was changed");
            }
        }
        constant("sequence number", extended - number, 0xffff_ffffL);
        constant("timestamp", packet.timestamp() - Bytes.i32(bytes, at + 16), 0xffff_ffffL);
        if (video) {
            numbers(frame);
            constant("marker", packet.marker() == (index == count - 1) ? 0 : 1, 1);
        }
        if (packet.hasExtension() && packet.extensionOffset(TestOffer.MID_ID) >= 0) {
            broken.add("the sender's MID came through");
        }
        count(frame, index, count);
    }

    /// Another codec begins another piece, with a keyframe.
    private void follow(Codec codec) {
        if (codecs.isEmpty()) {
            codecs.add(codec);
        } else if (codecs.getLast() != codec) {
            codecs.add(codec);
            offsets.clear();
            pieces++;
            if (!payload.keyframeStart()) {
                broken.add(codec + " does not begin with a keyframe");
            }
        }
    }

    private void numbers(int frame) {
        PictureNumbers numbers = payload.numbers();
        if (numbers.pictureId() >= 0) {
            constant("picture id", numbers.pictureId() - (frame + 32_700), 0x7fff);
            constant("TL0PICIDX", numbers.tl0PicIdx() - (frame + 250), 0xff);
        }
    }

    private void count(int frame, int index, int count) {
        firstFrame = Math.min(firstFrame, frame);
        lastFrame = Math.max(lastFrame, frame);
        BitSet packetsOfFrame = frames.computeIfAbsent(frame, f -> new BitSet());
        frameSizes.put(frame, count);
        packetsOfFrame.set(index);
        if (packetsOfFrame.cardinality() == count) {
            completeFrames++;
        }
    }

    /// What is added to a number of the sender stays the same for a whole piece, through all wraps.
    private void constant(String what, long offset, long mask) {
        Long before = offsets.putIfAbsent(what, offset & mask);
        if (before != null && before != (offset & mask)) {
            broken.add(what + " jumped in piece " + pieces);
        }
    }
}
