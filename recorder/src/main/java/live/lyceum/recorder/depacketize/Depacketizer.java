package live.lyceum.recorder.depacketize;

import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/// The packets of one stream, in the order in which they came -> frames in the order in which they
/// were sent. Never throws for what is in a packet. Holds at most 2,048 packets and a frame of 4
/// MiB.
public final class Depacketizer {
    /// Takes the frames.
    public interface Sink {
        /// A frame is whole.
        ///
        /// @param timestamp raw bits of the RTP timestamp
        /// @param arrivedUs when the first packet of it came
        /// @param key whether decoding can begin with it
        /// @param gap whether something before it is missing
        /// @param data one Opus packet, or a picture as its decoder takes it; not kept by the
        ///   caller
        void frame(int timestamp, long arrivedUs, boolean key, boolean gap, byte[] data);
    }

    private final PacketOrder order;
    private final @Nullable Pictures pictures;

    private Depacketizer(@Nullable Pictures pictures, PacketOrder order) {
        this.pictures = pictures;
        this.order = order;
    }

    /// A depacketizer for a codec.
    public static Depacketizer of(Codec codec, Sink sink) {
        PayloadFormat format =
                switch (codec) {
                    case OPUS -> null;
                    case VP8 -> new Vp8Format();
                    case VP9 -> new Vp9Format();
                    case H264 -> new H264Format();
                    case AV1 -> new Av1Format();
                };
        if (format == null) {
            return new Depacketizer(null, new PacketOrder(new OpusPackets(sink)));
        }
        var pictures = new Pictures(format, sink);
        return new Depacketizer(pictures, new PacketOrder(pictures));
    }

    /// A depacketizer of Opus for who hears it live.
    ///
    /// @param waitUs how long what came waits for what did not
    public static Depacketizer ofLiveOpus(long waitUs, Sink sink) {
        return new Depacketizer(null, new PacketOrder(new OpusPackets(sink), waitUs));
    }

    /// Takes the next packet of the file. Its array is kept.
    ///
    /// @param packet parsed well; it is all of its array
    public void packet(RtpPacket packet, long atUs) {
        order.advance(atUs);
        order.packet(packet.sequenceNumber(), atUs, packet.buffer());
    }

    /// It is this late, though no packet came.
    public void advance(long nowUs) {
        order.advance(nowUs);
    }

    /// Here something was not written, or not let through: what is missing does not come any more,
    /// and the next packet may have any number.
    public void interrupt() {
        order.restart();
    }

    /// How many packets did not come.
    public long missing() {
        return order.missing();
    }

    /// How many packets came twice, too late, or with a number from nowhere.
    public long unwanted() {
        return order.unwanted();
    }

    /// How many pictures were left out because a piece of them was missing or no such thing.
    public long broken() {
        return pictures == null ? 0 : pictures.broken();
    }
}
