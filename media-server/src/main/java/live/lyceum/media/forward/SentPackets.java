package live.lyceum.media.forward;

import live.lyceum.media.rtp.ReceiveStream;
import org.jspecify.annotations.Nullable;

/// What of an outgoing video stream was sent lately and from which received packet it was made, so
/// that a lost one can be made again out of the publication's history. A ring by outgoing sequence
/// number.
final class SentPackets {
    private static final int SIZE = 512;
    private static final int MASK = SIZE - 1;

    // What is known of one packet lies side by side: one or two cache lines, not eight (ADR 17).
    private static final int FIELDS = 4;
    private static final int NUMBERS = 0; // outgoing sequence number, timestamp
    private static final int INCOMING = 1;
    private static final int PICTURE = 2; // picture id, TL0PICIDX
    private static final int RESENT_NS = 3;

    private static final long NEVER = Long.MIN_VALUE;

    /// A layer with the stream that carried it then.
    private record Origin(PublicationLayer layer, @Nullable ReceiveStream stream) {}

    private final @Nullable Origin[] origins = new Origin[SIZE];
    private final long[] fields = new long[SIZE * FIELDS];
    private @Nullable Origin latest;

    void record(int sequenceNumber, ForwardedPacket packet, int timestamp, int pictureId, int tl0) {
        int at = sequenceNumber & MASK;
        origins[at] = origin(packet.layer);
        fields[at * FIELDS + NUMBERS] = pair(sequenceNumber, timestamp);
        fields[at * FIELDS + INCOMING] = packet.extendedSequenceNumber;
        fields[at * FIELDS + PICTURE] = pair(pictureId, tl0);
        fields[at * FIELDS + RESENT_NS] = NEVER;
    }

    /// The index of a sent packet, or -1 when it is not remembered any more.
    int find(int sequenceNumber) {
        int at = sequenceNumber & MASK;
        return origins[at] != null && first(at, NUMBERS) == sequenceNumber ? at : -1;
    }

    /// Null when another stream carries that layer now, whose numbers mean other packets.
    @Nullable PublicationLayer layer(int at) {
        Origin of = origins[at];
        return of != null && of.layer.stream() == of.stream ? of.layer : null;
    }

    long incoming(int at) {
        return fields[at * FIELDS + INCOMING];
    }

    int timestamp(int at) {
        return second(at, NUMBERS);
    }

    int pictureId(int at) {
        return first(at, PICTURE);
    }

    int tl0(int at) {
        return second(at, PICTURE);
    }

    /// Marks the packet as sent again; false when that was less than `intervalNs` ago.
    boolean resend(int at, long intervalNs, long nowNs) {
        long resentNs = fields[at * FIELDS + RESENT_NS];
        if (resentNs != NEVER && nowNs - resentNs < intervalNs) {
            return false;
        }
        fields[at * FIELDS + RESENT_NS] = nowNs;
        return true;
    }

    private Origin origin(PublicationLayer layer) {
        Origin last = latest;
        if (last == null || last.layer != layer || last.stream != layer.stream()) {
            last = new Origin(layer, layer.stream());
            latest = last;
        }
        return last;
    }

    private static long pair(int first, int second) {
        return ((long) first << 32) | (second & 0xffffffffL);
    }

    private int first(int at, int field) {
        return (int) (fields[at * FIELDS + field] >> 32);
    }

    private int second(int at, int field) {
        return (int) fields[at * FIELDS + field];
    }
}
