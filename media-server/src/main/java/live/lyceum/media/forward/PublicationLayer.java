package live.lyceum.media.forward;

import live.lyceum.media.rtp.PacketHistory;
import live.lyceum.media.rtp.ReceiveStream;
import live.lyceum.media.rtp.SequenceUnwrapper;
import live.lyceum.media.wire.codec.Codec;
import org.jspecify.annotations.Nullable;

/// One encoding of a source: the received stream with what forwarding it needs. Audio and plain
/// video have one layer, simulcast one for each RID.
public final class PublicationLayer {
    private static final int HISTORY_PACKETS = 512;
    private static final int HISTORY_BYTES = 512 * 1024;

    private final int index;
    private final KeyframeRequester keyframes;
    private final boolean video;
    private @Nullable PacketHistory history;
    private SequenceUnwrapper pictureIds = new SequenceUnwrapper(15);
    private int pictureIdBits = 15;
    private @Nullable ReceiveStream stream;
    private @Nullable Codec codec;
    private long codecSince;

    /// The last one; null when the gate was never closed.
    private @Nullable Opening opening;

    /// @param index the layer's place, 0 the smallest picture
    /// @param video whether packets are kept for retransmission
    /// @param askKeyframe sends one PLI for this layer
    public PublicationLayer(int index, boolean video, Runnable askKeyframe) {
        this.index = index;
        this.keyframes = new KeyframeRequester(askKeyframe);
        this.video = video;
    }

    public int index() {
        return index;
    }

    public KeyframeRequester keyframes() {
        return keyframes;
    }

    /// The stream that carries this layer, null before its first packet.
    public @Nullable ReceiveStream stream() {
        return stream;
    }

    /// `next` carries this layer from now on. Its numbers have nothing to do with those before.
    void attach(ReceiveStream next) {
        stream = next;
        codec = null;
        pictureIds = new SequenceUnwrapper(pictureIdBits);
        opening = opening == null ? null : new Opening(-1);
        if (video && history == null) {
            history = new PacketHistory(HISTORY_PACKETS, HISTORY_BYTES);
        }
    }

    /// What was received lately; null for audio, and before the first packet: layers that are never
    /// sent cost nothing.
    @Nullable PacketHistory history() {
        return history;
    }

    /// What the sender sends now; null before the first packet.
    @Nullable Codec codec() {
        return codec;
    }

    /// The number of the first packet in that codec.
    long codecSince() {
        return codecSince;
    }

    /// The sender goes on in another codec from the packet `extended` on, with picture ids that
    /// have nothing to do with those before.
    void codec(Codec next, long extended) {
        codec = next;
        codecSince = extended;
        pictureIds = new SequenceUnwrapper(pictureIdBits);
    }

    /// Nothing that was received so far is sent again.
    void forget() {
        if (history != null) {
            history.clear();
        }
    }

    /// The gate opens: what was sent until now stays behind it, and is not asked for any more.
    void open() {
        opening = new Opening(stream == null ? -1 : stream.highest());
        if (stream != null) {
            stream.nacks().forget();
        }
    }

    /// Whether the packet of this number was sent before the gate opened.
    boolean isMuted(long extended) {
        return opening != null && opening.isMuted(extended);
    }

    /// As [Opening#reachesBack].
    boolean reachesBack(long extended, int timestamp, int reach) {
        return opening != null && opening.reachesBack(extended, timestamp, reach);
    }

    /// Extends a picture id of `bits` (7 or 15) bits.
    long unwrapPictureId(int pictureId, int bits) {
        if (bits != pictureIdBits) {
            pictureIds = new SequenceUnwrapper(bits);
            pictureIdBits = bits;
        }
        return pictureIds.unwrap(pictureId);
    }
}
