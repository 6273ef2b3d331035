package live.lyceum.media.forward;

import live.lyceum.media.rtp.ReceiveStream;
import org.jspecify.annotations.Nullable;

/// What of an outgoing video stream was sent lately and from which received packet it was made, so
/// that a lost one can be made again out of the publication's history. A ring by outgoing sequence
/// number.
final class SentPackets {
    private static final int SIZE = 512;
    private static final int MASK = SIZE - 1;

    private final @Nullable PublicationLayer[] layer = new PublicationLayer[SIZE];
    private final @Nullable ReceiveStream[] stream = new ReceiveStream[SIZE];
    private final int[] outgoing = new int[SIZE];
    private final long[] incoming = new long[SIZE];
    private final int[] timestamp = new int[SIZE];
    private final int[] pictureId = new int[SIZE];
    private final int[] tl0 = new int[SIZE];
    private final long[] resentNs = new long[SIZE];

    void record(int sequenceNumber, ForwardedPacket packet, int timestamp, int pictureId, int tl0) {
        int at = sequenceNumber & MASK;
        layer[at] = packet.layer;
        stream[at] = packet.layer.stream();
        outgoing[at] = sequenceNumber;
        incoming[at] = packet.extendedSequenceNumber;
        this.timestamp[at] = timestamp;
        this.pictureId[at] = pictureId;
        this.tl0[at] = tl0;
        resentNs[at] = Long.MIN_VALUE;
    }

    /// The index of a sent packet, or -1 when it is not remembered any more.
    int find(int sequenceNumber) {
        int at = sequenceNumber & MASK;
        return layer[at] != null && outgoing[at] == sequenceNumber ? at : -1;
    }

    /// Null when another stream carries that layer now, whose numbers mean other packets.
    @Nullable PublicationLayer layer(int at) {
        PublicationLayer of = layer[at];
        return of != null && of.stream() == stream[at] ? of : null;
    }

    long incoming(int at) {
        return incoming[at];
    }

    int timestamp(int at) {
        return timestamp[at];
    }

    int pictureId(int at) {
        return pictureId[at];
    }

    int tl0(int at) {
        return tl0[at];
    }

    /// Marks the packet as sent again; false when that was less than `intervalNs` ago.
    boolean resend(int at, long intervalNs, long nowNs) {
        if (resentNs[at] != Long.MIN_VALUE && nowNs - resentNs[at] < intervalNs) {
            return false;
        }
        resentNs[at] = nowNs;
        return true;
    }
}
