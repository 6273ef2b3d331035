package live.lyceum.media.wire.rtcp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.rtp.SequenceNumbers;

/// Appends RTCP packets to an array, one behind the other: a compound packet when it begins with a
/// report (RFC 3550 section 6.1), otherwise a reduced-size one (RFC 5506). Each method answers
/// whether there was room; without room it writes nothing. Made once, used again and again;
/// allocates nothing. Owned by whoever writes.
public final class RtcpWriter {
    private static final int MAX_REPORT_BLOCKS = 31;
    private static final int MAX_CNAME_LENGTH = 255;
    private static final int SDES_CNAME = 1;
    private static final int NONE = -1;

    private byte[] dst = new byte[0];
    private int off;
    private int at;
    private int end;
    private int report = NONE;

    /// Begins at `off` of `dst`, which is lent until the next reset; at most `capacity` bytes are
    /// written.
    public void reset(byte[] dst, int off, int capacity) {
        this.dst = dst;
        this.off = off;
        at = off;
        end = off + capacity;
        report = NONE;
    }

    /// What was written since the reset, in bytes.
    public int length() {
        return at - off;
    }

    /// What still fits, in bytes.
    public int room() {
        return end - at;
    }

    /// RFC 3550 section 6.4.1; [#reportBlock] may follow. `ntpTimestamp` is 32.32 fixed point.
    public boolean senderReport(
            int ssrc, long ntpTimestamp, int rtpTimestamp, int packetCount, int octetCount) {
        if (!begin(PacketType.SENDER_REPORT, 0, 28)) {
            return false;
        }
        report = at;
        Bytes.put32(dst, at + 4, ssrc);
        Bytes.put64(dst, at + 8, ntpTimestamp);
        Bytes.put32(dst, at + 16, rtpTimestamp);
        Bytes.put32(dst, at + 20, packetCount);
        Bytes.put32(dst, at + 24, octetCount);
        at += 28;
        return true;
    }

    /// RFC 3550 section 6.4.2; [#reportBlock] may follow.
    public boolean receiverReport(int ssrc) {
        if (!begin(PacketType.RECEIVER_REPORT, 0, 8)) {
            return false;
        }
        report = at;
        Bytes.put32(dst, at + 4, ssrc);
        at += 8;
        return true;
    }

    /// Adds a block to the report just before; false also when it has 31 already, or when another
    /// packet came between.
    public boolean reportBlock(ReportBlock block) {
        if (report == NONE
                || (dst[report] & 0x1f) == MAX_REPORT_BLOCKS
                || room() < ReportBlocks.LENGTH) {
            return false;
        }
        ReportBlocks.write(block, dst, at);
        at += ReportBlocks.LENGTH;
        dst[report]++;
        Bytes.put16(dst, report + 2, (at - report) / 4 - 1);
        return true;
    }

    /// One chunk with the CNAME (RFC 3550 section 6.5.1), at most 255 bytes of UTF-8.
    public boolean sdesCname(int ssrc, String cname) {
        byte[] text = cname.getBytes(StandardCharsets.UTF_8);
        if (text.length > MAX_CNAME_LENGTH) {
            throw new IllegalArgumentException("a CNAME has at most 255 bytes");
        }
        // The list of items ends with at least one zero byte and fills the word.
        int length = (4 + 4 + 2 + text.length + 1 + 3) & ~3;
        if (!begin(PacketType.SOURCE_DESCRIPTION, 1, length)) {
            return false;
        }
        Bytes.put32(dst, at + 4, ssrc);
        dst[at + 8] = SDES_CNAME;
        dst[at + 9] = (byte) text.length;
        System.arraycopy(text, 0, dst, at + 10, text.length);
        at += length;
        return true;
    }

    /// Asks for the first `count` of `sequenceNumbers`, which ascend modulo 65,536, packed into as
    /// few entries as they go (RFC 4585 section 6.2.1); nothing to ask for is no packet.
    public boolean nack(int senderSsrc, int mediaSsrc, int[] sequenceNumbers, int count) {
        if (count == 0) {
            return true;
        }
        int entries = 0;
        for (int i = 0; i < count; i = entryEnd(sequenceNumbers, count, i)) {
            entries++;
        }
        int length = 12 + 4 * entries;
        if (!beginFeedback(
                PacketType.TRANSPORT_FEEDBACK,
                PacketType.FORMAT_NACK,
                length,
                senderSsrc,
                mediaSsrc)) {
            return false;
        }
        int entry = at + 12;
        for (int i = 0; i < count; entry += 4) {
            int next = entryEnd(sequenceNumbers, count, i);
            int pid = sequenceNumbers[i];
            int blp = 0;
            for (int k = i; k < next; k++) {
                int distance = SequenceNumbers.distance(pid, sequenceNumbers[k]);
                blp |= distance == 0 ? 0 : 1 << (distance - 1);
            }
            Bytes.put16(dst, entry, pid);
            Bytes.put16(dst, entry + 2, blp);
            i = next;
        }
        at += length;
        return true;
    }

    /// RFC 4585 section 6.3.1.
    public boolean pli(int senderSsrc, int mediaSsrc) {
        if (!beginFeedback(
                PacketType.PAYLOAD_FEEDBACK, PacketType.FORMAT_PLI, 12, senderSsrc, mediaSsrc)) {
            return false;
        }
        at += 12;
        return true;
    }

    /// RFC 5104 section 4.3.1; `sequenceNumber` grows by one modulo 256 with each new request.
    public boolean fir(int senderSsrc, int targetSsrc, int sequenceNumber) {
        // The media SSRC of the header is not used: "SHALL be set to 0".
        if (!beginFeedback(PacketType.PAYLOAD_FEEDBACK, PacketType.FORMAT_FIR, 20, senderSsrc, 0)) {
            return false;
        }
        Bytes.put32(dst, at + 12, targetSsrc);
        dst[at + 16] = (byte) sequenceNumber;
        at += 20;
        return true;
    }

    /// RFC 3550 section 6.6, one source, no reason.
    public boolean bye(int ssrc) {
        if (!begin(PacketType.BYE, 1, 8)) {
            return false;
        }
        Bytes.put32(dst, at + 4, ssrc);
        at += 8;
        return true;
    }

    /// What `feedback` collected, which is done with it afterwards; nothing to tell is no packet.
    public boolean transportFeedback(
            int senderSsrc, int mediaSsrc, TransportFeedbackBuilder feedback) {
        if (feedback.statusCount() == 0) {
            return true;
        }
        int length = feedback.finish();
        if (!beginFeedback(
                PacketType.TRANSPORT_FEEDBACK,
                PacketType.FORMAT_TRANSPORT_WIDE,
                length,
                senderSsrc,
                mediaSsrc)) {
            return false;
        }
        feedback.write(dst, at + 12);
        at += length;
        return true;
    }

    /// Where the NACK entry that begins with number `i` ends: 17 numbers in a row at most.
    private static int entryEnd(int[] sequenceNumbers, int count, int i) {
        int next = i + 1;
        while (next < count
                && SequenceNumbers.plus(sequenceNumbers[next], -sequenceNumbers[i]) <= 16) {
            next++;
        }
        return next;
    }

    private boolean beginFeedback(int type, int format, int length, int senderSsrc, int mediaSsrc) {
        if (!begin(type, format, length)) {
            return false;
        }
        Bytes.put32(dst, at + 4, senderSsrc);
        Bytes.put32(dst, at + 8, mediaSsrc);
        return true;
    }

    /// Clears `length` bytes and writes the common header; the cursor stays.
    private boolean begin(int type, int count, int length) {
        if (room() < length) {
            return false;
        }
        Arrays.fill(dst, at, at + length, (byte) 0);
        dst[at] = (byte) (0x80 | count);
        dst[at + 1] = (byte) type;
        Bytes.put16(dst, at + 2, length / 4 - 1);
        report = NONE;
        return true;
    }
}
