package live.lyceum.media.session;

import java.util.List;
import java.util.random.RandomGenerator;
import live.lyceum.media.dtls.DtlsEndpoint;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.PacketCounters;
import live.lyceum.media.wire.codec.Codec;

/// What a media loop lends to its rooms. Owned by that loop.
///
/// @param random for credentials and stream numbers; a seeded one in tests, a secure one elsewhere
/// @param candidates our ICE candidates as SDP values, best first
/// @param videoCodecs what rooms use instead of VP8 while everybody in them takes it, best first
/// @param scratch arrays that a packet is worked on in
public record LoopContext(
        Outbox outbox,
        DtlsEndpoint.Factory dtls,
        RandomGenerator random,
        List<String> candidates,
        DropCounters drops,
        PacketCounters packets,
        List<Codec> videoCodecs,
        Scratch scratch) {

    public LoopContext {
        videoCodecs = List.copyOf(videoCodecs);
    }

    /// The largest datagram that is looked at, in bytes.
    public static final int MAX_DATAGRAM = 1500;

    /// Room for a datagram, its protection and the header of a retransmission.
    private static final int SCRATCH = 2048;

    /// One packet in, one packet out, one report: never two of a kind at a time on a loop.
    public static final class Scratch {
        final byte[] inbound = new byte[SCRATCH];
        final byte[] outbound = new byte[SCRATCH];
        final byte[] report = new byte[SCRATCH];
    }
}
