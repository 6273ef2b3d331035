package live.lyceum.media.forward;

import live.lyceum.media.rtp.ReceiveStream;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.RateLimit;
import org.jspecify.annotations.Nullable;

/// One receiver's view of one publication: which layer of it goes into which outgoing stream. Owned
/// by the room.
public final class Subscription {
    private static final int REQUESTS_PER_SECOND = 1;
    private static final int REQUEST_BURST = 3;

    private final Publication publication;
    private final OutgoingStream stream;
    private final DropCounters drops;
    private final LayerSelector selector = new LayerSelector();

    /// Of requests for keyframes that are passed on: each costs the sender and every other receiver
    /// a burst of packets. A lasting need is asked for again without the receiver's doing.
    private final RateLimit requests;

    Subscription(Publication publication, OutgoingStream stream, DropCounters drops, long nowNs) {
        this.publication = publication;
        this.stream = stream;
        this.drops = drops;
        requests = new RateLimit(REQUESTS_PER_SECOND, REQUEST_BURST, nowNs);
    }

    public Publication publication() {
        return publication;
    }

    public OutgoingStream stream() {
        return stream;
    }

    /// The received stream behind the current layer, null while nothing is forwarded.
    public @Nullable ReceiveStream source() {
        int current = selector.current();
        return current < 0 ? null : publication.layer(current).stream();
    }

    /// The receiver says that it cannot decode without a keyframe (RFC 4585 section 6.3.1).
    public void onPli(long nowNs) {
        if (!requests.take(nowNs)) {
            drops.drop(DropReason.KEYFRAME_REQUEST_RATE);
            return;
        }
        refresh(nowNs);
    }

    /// Asks for a keyframe of what is forwarded now.
    public void refresh(long nowNs) {
        publication.requestKeyframe(Math.max(0, selector.current()), nowNs);
    }

    void onPacket(ForwardedPacket packet, long nowNs) {
        if (!stream.takes(packet.codec)) {
            drops.drop(DropReason.CODEC_NOT_NEGOTIATED);
            return;
        }
        switch (selector.onPacket(packet.layer.index(), packet.keyframeStart, nowNs)) {
            case FORWARD -> forward(packet, nowNs);
            case SWITCH -> {
                stream.begin(packet, nowNs);
                forward(packet, nowNs);
            }
            case SKIP -> drops.drop(DropReason.LAYER_NOT_SELECTED);
            case NEED_KEYFRAME -> {
                drops.drop(DropReason.AWAITING_KEYFRAME);
                packet.layer.keyframes().request(nowNs);
            }
        }
    }

    /// Forwarding stopped for a while; it begins again with a keyframe.
    public void interrupt() {
        selector.reset();
    }

    /// Another stream begins behind `layer`.
    void interrupt(PublicationLayer layer) {
        if (selector.current() == layer.index()) {
            selector.reset();
        }
    }

    private void forward(ForwardedPacket packet, long nowNs) {
        if (packet.rtp.payloadLength() == 0) {
            stream.skip(packet);
            drops.drop(DropReason.RTP_PADDING_ONLY);
            return;
        }
        stream.send(packet, nowNs);
    }
}
