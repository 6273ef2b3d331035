package live.lyceum.recorder.depacketize;

import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.rtp.RtpPacket;

/// Puts the pictures of one video stream together from packets in order. A picture is all packets
/// of one RTP timestamp, the last of them with the marker (RFC 3550 section 5.1; RFC 7741 section
/// 4.1, RFC 6184 section 5.1, RFC 9628 section 4.1, RTP Payload Format For AV1 section 4.2). One
/// that is not whole is left out.
final class Pictures implements PacketOrder.Sink {
    private final PayloadFormat format;
    private final Depacketizer.Sink sink;
    private final RtpPacket rtp = new RtpPacket();
    private final FrameBytes picture = new FrameBytes();
    private boolean open;
    private int timestamp;
    private long arrivedUs;

    /// Of the picture with `timestamp` nothing is taken any more.
    private boolean skipping;

    /// A packet is missing before the next one that matters.
    private boolean hole = true;

    /// Packets are missing since the last whole picture; perhaps of padding alone.
    private boolean suspect;

    /// A picture is missing since the last whole one, for certain.
    private boolean gap;

    private boolean first = true;
    private int lastId;
    private int lastIdBits;
    private long broken;

    Pictures(PayloadFormat format, Depacketizer.Sink sink) {
        this.format = format;
        this.sink = sink;
    }

    @Override
    public void inOrder(byte[] packet, long atUs, boolean lost) {
        DropReason bad = rtp.parse(packet, 0, packet.length);
        if (lost) {
            hole = true;
            suspect = true;
            if (open) {
                abandon();
            }
        }
        if (bad != null || rtp.payloadLength() == 0) {
            return; // Padding alone: it has a number and nothing else.
        }
        if (open && rtp.timestamp() != timestamp) {
            complete();
        }
        if (skipping && rtp.timestamp() == timestamp) {
            return;
        }
        skipping = false;
        payload(atUs);
    }

    private void payload(long atUs) {
        boolean parsed = format.parse(rtp.buffer(), rtp.payloadOffset(), rtp.payloadLength());
        if (!open) {
            timestamp = rtp.timestamp();
            arrivedUs = atUs;
            open = true;
            if (!parsed || !format.starts(!hole)) {
                abandon();
                return;
            }
            hole = false;
        }
        arrivedUs = Math.min(arrivedUs, atUs);
        if (!parsed || !format.add(picture)) {
            abandon();
        } else if (rtp.marker()) {
            complete();
        }
    }

    private void abandon() {
        broken++;
        gap = true;
        skipping = true;
        clear();
    }

    private void clear() {
        open = false;
        picture.clear();
        format.reset();
    }

    private void complete() {
        byte[] data = format.finish(picture);
        if (data == null) {
            abandon();
            return;
        }
        if (data.length > 0) {
            boolean key = format.key();
            boolean after = gap || (suspect && !follows());
            lastId = format.pictureId();
            lastIdBits = format.pictureIdBits();
            sink.frame(timestamp, arrivedUs, key, after && !(first && key), data);
            first = false;
            gap = false;
            suspect = false;
        }
        clear();
    }

    /// Whether the picture's number is the next one, so that all that is missing was no picture.
    private boolean follows() {
        int bits = format.pictureIdBits();
        return bits > 0
                && bits == lastIdBits
                && format.pictureId() == ((lastId + 1) & ((1 << bits) - 1));
    }

    /// How many pictures were left out since a packet of them was missing or malformed; those of
    /// which nothing came are not among them.
    long broken() {
        return broken;
    }
}
