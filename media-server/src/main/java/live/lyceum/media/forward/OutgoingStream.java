package live.lyceum.media.forward;

import java.util.Objects;
import java.util.random.RandomGenerator;
import live.lyceum.media.rtp.PacketHistory;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.codec.PictureNumbers;
import live.lyceum.media.wire.codec.Red;
import live.lyceum.media.wire.codec.VideoPayload;
import live.lyceum.media.wire.rtp.RtpPacket;
import live.lyceum.media.wire.rtp.RtpWriter;
import live.lyceum.media.wire.rtp.Rtx;
import org.jspecify.annotations.Nullable;

/// One continuous stream to one receiver: what stands on a slot changes, this does not. Rewrites
/// SSRC, sequence number, timestamp, picture id, payload type and extension ids; the sender's MID
/// and RID stay behind. Owned by the receiver's session.
public final class OutgoingStream {
    private static final long MIN_RESEND_NS = 10_000_000L;

    /// The largest packet that is sent, before protection.
    private static final int MAX_PACKET = 1500;

    private final PacketSink sink;
    private final DropCounters drops;
    private final StreamRewriter rewriter;
    private final RtpWriter writer = new RtpWriter();
    private final VideoPayload pastPayload = new VideoPayload();
    private final RtpPacket past = new RtpPacket();
    private OutgoingFormat format;
    private OutgoingFormat.PayloadTypes payloadTypes;
    private @Nullable SentPackets sentPackets;
    private int rtxSequenceNumber;
    private long packets;
    private long octets;

    public OutgoingStream(
            OutgoingFormat format, RandomGenerator random, PacketSink sink, DropCounters drops) {
        this.format = format;
        payloadTypes = format.payloadTypes().getFirst();
        this.sink = sink;
        this.drops = drops;
        rewriter = new StreamRewriter(format.clockRateHz(), random);
        rtxSequenceNumber = random.nextInt(1 << 15);
    }

    public OutgoingFormat format() {
        return format;
    }

    /// The receiver negotiated anew: what goes out looks so from the next keyframe on, with which
    /// whoever stands on the stream has to begin. The SSRCs stay.
    public void renegotiated(OutgoingFormat next) {
        format = next;
        payloadTypes = next.payloadTypes().getFirst();
        forget();
    }

    /// Whether the receiver can be sent packets of this codec.
    boolean takes(Codec codec) {
        return codec == payloadTypes.codec() || format.of(codec) != null;
    }

    /// Packets sent, without retransmissions.
    public long packets() {
        return packets;
    }

    /// Payload octets sent, without retransmissions.
    public long octets() {
        return octets;
    }

    /// A timestamp of what stands on the slot now, as the receiver sees it.
    public int timestamp(int incoming) {
        return rewriter.timestamp(incoming);
    }

    /// What was sent so far is not sent again.
    public void forget() {
        sentPackets = null;
    }

    /// `packet` is the first of a new piece, of a codec that the receiver takes.
    void begin(ForwardedPacket packet, long nowNs) {
        if (packet.codec != payloadTypes.codec()) {
            payloadTypes = Objects.requireNonNull(format.of(packet.codec));
            // What was sent in the other codec is of no use behind the keyframe that begins here.
            forget();
        }
        rewriter.begin(packet, nowNs);
    }

    /// The packet is of the current layer but is not to be sent: later ones close the gap.
    void skip(ForwardedPacket packet) {
        rewriter.sequence().drop(packet.extendedSequenceNumber);
    }

    void send(ForwardedPacket packet, long nowNs) {
        long output = rewriter.sequence().rewrite(packet.extendedSequenceNumber);
        if (output < 0) {
            drops.drop(DropReason.RTP_TOO_OLD);
            return;
        }
        int sequenceNumber = rewriter.sequence().wire(output);
        int timestamp = rewriter.timestamp(packet.rtp.timestamp());
        byte[] out = sink.packet();
        header(out, packet, sequenceNumber, timestamp);
        PictureNumbers numbers = packet.numbers;
        int pictureId = pictureId(packet);
        int tl0 = rewriter.tl0(numbers.tl0PicIdx());
        // Who takes no redundant audio gets the primary block alone.
        int skipped = packet.redPrimary >= 0 && !format.hasRed() ? packet.redPrimary : 0;
        int payloadLength = packet.rtp.payloadLength() - skipped;
        int payloadAt = writer.payloadOffset();
        if (payloadAt + payloadLength > MAX_PACKET) {
            drops.drop(DropReason.TOO_LARGE);
            return;
        }
        System.arraycopy(
                packet.rtp.buffer(),
                packet.rtp.payloadOffset() + skipped,
                out,
                payloadAt,
                payloadLength);
        if (packet.redPrimary >= 0 && format.hasRed()) {
            Red.rename(out, payloadAt, payloadTypes.primary());
        }
        numbers.write(out, payloadAt, pictureId, tl0);
        if (hasRtx()) {
            sent().record(sequenceNumber, packet, timestamp, pictureId, tl0);
        }
        rewriter.sent(timestamp, tl0, nowNs);
        packets++;
        octets += payloadLength;
        sink.send(payloadAt + payloadLength);
    }

    /// The receiver lacks a packet (RFC 4585 section 6.2.1): sends it again as RTX (RFC 4588
    /// section 4).
    ///
    /// @param roundTripNs to the receiver, 0 when unknown; a packet is not sent twice within it
    public void onNack(int sequenceNumber, long roundTripNs, long nowNs) {
        int at = sentPackets == null ? -1 : sentPackets.find(sequenceNumber);
        if (sentPackets == null || at < 0) {
            drops.drop(DropReason.NACK_NOT_IN_HISTORY);
            return;
        }
        if (!sentPackets.resend(at, Math.max(MIN_RESEND_NS, roundTripNs / 2), nowNs)) {
            drops.drop(DropReason.NACK_RATE);
            return;
        }
        PublicationLayer layer = sentPackets.layer(at);
        PacketHistory history = layer == null ? null : layer.history();
        byte[] out = sink.packet();
        // The past packet is laid so far back that the new header before it never overruns its
        // payload.
        int room = RtpPacket.FIXED_HEADER_LENGTH + Rtx.OSN_LENGTH;
        int length = history == null ? -1 : history.copy(sentPackets.incoming(at), out, room);
        if (length < 0 || past.parse(out, room, length) != null) {
            drops.drop(DropReason.NACK_NOT_IN_HISTORY);
            return;
        }
        resend(sentPackets, at, sequenceNumber, out);
    }

    private void resend(SentPackets from, int at, int sequenceNumber, byte[] out) {
        int payloadLength = past.payloadLength();
        int payloadFrom = past.payloadOffset();
        rtxSequenceNumber = (rtxSequenceNumber + 1) & 0xffff;
        writer.header(
                out,
                0,
                past.marker(),
                payloadTypes.rtx(),
                rtxSequenceNumber,
                from.timestamp(at),
                format.rtxSsrc());
        int osnAt = writer.payloadOffset();
        int payloadAt = osnAt + Rtx.OSN_LENGTH;
        Bytes.put16(out, osnAt, sequenceNumber);
        System.arraycopy(out, payloadFrom, out, payloadAt, payloadLength);
        if (pastPayload.parse(payloadTypes.codec(), out, payloadAt, payloadLength)) {
            pastPayload.numbers().write(out, payloadAt, from.pictureId(at), from.tl0(at));
        }
        sink.resend(payloadAt + payloadLength);
    }

    private void header(byte[] out, ForwardedPacket packet, int sequenceNumber, int timestamp) {
        writer.header(
                out,
                0,
                packet.rtp.marker(),
                packet.redPrimary >= 0 && format.hasRed()
                        ? format.redPayloadType()
                        : payloadTypes.primary(),
                sequenceNumber,
                timestamp,
                format.ssrc());
        if (format.audioLevelId() != 0 && packet.audioLevel != ForwardedPacket.NO_LEVEL) {
            writer.extension(format.audioLevelId(), (byte) packet.audioLevel);
        }
    }

    private int pictureId(ForwardedPacket packet) {
        if (packet.numbers.pictureId() < 0) {
            return -1;
        }
        long output = rewriter.pictures().rewrite(packet.extendedPictureId);
        return output < 0 ? -1 : rewriter.pictures().wire(output);
    }

    private boolean hasRtx() {
        return payloadTypes.rtx() >= 0 && format.rtxSsrc() != 0;
    }

    private SentPackets sent() {
        if (sentPackets == null) {
            sentPackets = new SentPackets();
        }
        return sentPackets;
    }
}
