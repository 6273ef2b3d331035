package live.lyceum.media.wire.rtcp;

import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.DropReason;
import org.jspecify.annotations.Nullable;

/// Walks RTCP in the clear: compound (RFC 3550 section 6.1) or reduced-size (RFC 5506). Made once,
/// read with again and again. Owned by whoever reads.
public final class RtcpReader {
    private static final int HEADER_LENGTH = 4;
    private static final int SENDER_INFO_LENGTH = 20;
    private static final int REMB = 0x52454d42; // "REMB"

    private final TransportFeedback feedback = new TransportFeedback();

    /// Tells `handler` what stands in `len` bytes at `off` of `buf`, which are lent until return.
    /// Returns null when all was good; `RTCP_MALFORMED` when the rest from a bad packet on was
    /// dropped: what came before stays told, of the bad packet itself nothing is.
    public @Nullable DropReason read(byte[] buf, int off, int len, RtcpHandler handler) {
        int at = off;
        int end = off + len;
        if (len == 0) {
            return DropReason.RTCP_MALFORMED;
        }
        while (at < end) {
            if (end - at < HEADER_LENGTH || (buf[at] & 0xc0) != 0x80) {
                return DropReason.RTCP_MALFORMED;
            }
            int next = at + HEADER_LENGTH + 4 * Bytes.u16(buf, at + 2);
            if (next > end) {
                return DropReason.RTCP_MALFORMED;
            }
            int padding = 0;
            if ((buf[at] & 0x20) != 0) {
                // RFC 3550 section 6.4.1 has multiples of four; libwebrtc fills transport-wide
                // feedback by 1 to 3.
                padding = Bytes.u8(buf, next - 1);
                if (padding == 0 || padding > next - at - HEADER_LENGTH) {
                    return DropReason.RTCP_MALFORMED;
                }
            }
            if (!readOne(buf, at, next - padding, handler)) {
                return DropReason.RTCP_MALFORMED;
            }
            at = next;
        }
        return null;
    }

    private boolean readOne(byte[] buf, int at, int end, RtcpHandler handler) {
        int count = buf[at] & 0x1f;
        int type = Bytes.u8(buf, at + 1);
        int body = at + HEADER_LENGTH;
        return switch (type) {
            case PacketType.SENDER_REPORT -> senderReport(buf, body, end, count, handler);
            case PacketType.RECEIVER_REPORT -> receiverReport(buf, body, end, count, handler);
            case PacketType.SOURCE_DESCRIPTION -> true;
            case PacketType.BYE -> bye(buf, body, end, count, handler);
            case PacketType.TRANSPORT_FEEDBACK -> transport(buf, body, end, count, handler);
            case PacketType.PAYLOAD_FEEDBACK -> payload(buf, body, end, count, handler);
            default -> {
                handler.onUnknown(type, count);
                yield true;
            }
        };
    }

    private static boolean senderReport(
            byte[] buf, int body, int end, int count, RtcpHandler handler) {
        int blocks = body + 4 + SENDER_INFO_LENGTH;
        if (blocks + count * ReportBlocks.LENGTH > end) {
            return false;
        }
        int ssrc = Bytes.i32(buf, body);
        handler.onSenderReport(
                ssrc,
                Bytes.i64(buf, body + 4),
                Bytes.i32(buf, body + 12),
                Bytes.i32(buf, body + 16),
                Bytes.i32(buf, body + 20));
        reportBlocks(buf, blocks, count, ssrc, handler);
        return true;
    }

    private static boolean receiverReport(
            byte[] buf, int body, int end, int count, RtcpHandler handler) {
        int blocks = body + 4;
        if (blocks + count * ReportBlocks.LENGTH > end) {
            return false;
        }
        reportBlocks(buf, blocks, count, Bytes.i32(buf, body), handler);
        return true;
    }

    private static void reportBlocks(
            byte[] buf, int off, int count, int reporterSsrc, RtcpHandler handler) {
        for (int i = 0; i < count; i++) {
            int at = off + i * ReportBlocks.LENGTH;
            handler.onReportBlock(reporterSsrc, ReportBlocks.read(buf, at));
        }
    }

    private static boolean bye(byte[] buf, int body, int end, int count, RtcpHandler handler) {
        if (body + 4 * count > end) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            handler.onBye(Bytes.i32(buf, body + 4 * i));
        }
        return true;
    }

    /// RFC 4585 section 6.2.
    private boolean transport(byte[] buf, int body, int end, int format, RtcpHandler handler) {
        if (end - body < 8) {
            return false;
        }
        switch (format) {
            case PacketType.FORMAT_NACK -> {
                if ((end - body) % 4 != 0) {
                    return false;
                }
                for (int at = body + 8; at < end; at += 4) {
                    handler.onNack(
                            Bytes.i32(buf, body),
                            Bytes.i32(buf, body + 4),
                            Bytes.u16(buf, at),
                            Bytes.u16(buf, at + 2));
                }
            }
            case PacketType.FORMAT_TRANSPORT_WIDE -> {
                if (!feedback.parse(buf, body, end)) {
                    return false;
                }
                handler.onTransportFeedback(feedback);
            }
            default -> handler.onUnknown(PacketType.TRANSPORT_FEEDBACK, format);
        }
        return true;
    }

    /// RFC 4585 section 6.3.
    private static boolean payload(byte[] buf, int body, int end, int format, RtcpHandler handler) {
        if (end - body < 8) {
            return false;
        }
        int sender = Bytes.i32(buf, body);
        int entries = body + 8;
        switch (format) {
            case PacketType.FORMAT_PLI -> handler.onPli(sender, Bytes.i32(buf, body + 4));
            case PacketType.FORMAT_FIR -> {
                if ((end - entries) % 8 != 0) {
                    return false;
                }
                for (int at = entries; at < end; at += 8) {
                    handler.onFir(sender, Bytes.i32(buf, at), Bytes.u8(buf, at + 4));
                }
            }
            case PacketType.FORMAT_APPLICATION -> {
                return application(buf, entries, end, sender, handler);
            }
            default -> handler.onUnknown(PacketType.PAYLOAD_FEEDBACK, format);
        }
        return true;
    }

    /// draft-alvestrand-rmcat-remb section 2.2; other applications are nobody's.
    private static boolean application(
            byte[] buf, int at, int end, int sender, RtcpHandler handler) {
        if (end - at < 4 || Bytes.i32(buf, at) != REMB) {
            handler.onUnknown(PacketType.PAYLOAD_FEEDBACK, PacketType.FORMAT_APPLICATION);
            return true;
        }
        if (end - at < 8 || end - at < 8 + 4 * Bytes.u8(buf, at + 4)) {
            return false;
        }
        int exponent = Bytes.u8(buf, at + 5) >> 2;
        long mantissa = Bytes.u24(buf, at + 5) & 0x3ffff;
        boolean fits = exponent < Long.numberOfLeadingZeros(mantissa);
        handler.onRemb(sender, fits ? mantissa << exponent : Long.MAX_VALUE);
        return true;
    }
}
