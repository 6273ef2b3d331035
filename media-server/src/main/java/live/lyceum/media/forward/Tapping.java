package live.lyceum.media.forward;

import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.rtp.AudioLevel;
import live.lyceum.media.wire.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/// Hands a publication's packets to a tap, each stream under a name of its own. Owned by the
/// publication.
final class Tapping {
    /// Room for a header and the largest payload that is received.
    private static final int MAX_PACKET = 1_500;

    private final MediaTap tap;
    private final ParticipantId owner;
    private final Source source;
    private final MediaTap.Stream[] streams;
    private final byte[] unwrapped = new byte[MAX_PACKET];

    Tapping(MediaTap tap, ParticipantId owner, Source source, int layers) {
        this.tap = tap;
        this.owner = owner;
        this.source = source;
        streams = new MediaTap.Stream[layers];
    }

    boolean isOf(@Nullable MediaTap other) {
        return tap.equals(other);
    }

    void packet(ForwardedPacket packet, long nowNs) {
        RtpPacket rtp = packet.rtp;
        MediaTap.Stream stream = stream(packet.layer.index(), rtp.ssrc(), packet.codec);
        if (packet.redPrimary == ForwardedPacket.NOT_RED || rtp.payloadLength() == 0) {
            tap.packet(stream, level(packet), rtp.buffer(), rtp.offset(), rtp.length(), nowNs);
        } else {
            primary(stream, packet, nowNs);
        }
    }

    /// The header, without what it says of redundancy, and the primary block behind it.
    private void primary(MediaTap.Stream stream, ForwardedPacket packet, long nowNs) {
        RtpPacket rtp = packet.rtp;
        int header = rtp.headerLength();
        int from = rtp.payloadOffset() + packet.redPrimary;
        int length = rtp.payloadLength() - packet.redPrimary;
        System.arraycopy(rtp.buffer(), rtp.offset(), unwrapped, 0, header);
        System.arraycopy(rtp.buffer(), from, unwrapped, header, length);
        tap.packet(stream, level(packet), unwrapped, 0, header + length, nowNs);
    }

    private static int level(ForwardedPacket packet) {
        return packet.audioLevel == ForwardedPacket.NO_LEVEL
                ? MediaTap.NO_LEVEL
                : AudioLevel.level((byte) packet.audioLevel);
    }

    private MediaTap.Stream stream(int layer, int ssrc, Codec codec) {
        MediaTap.Stream known = streams[layer];
        if (known != null && known.ssrc() == ssrc && known.codec().equals(codec.encodingName())) {
            return known;
        }
        var begun =
                new MediaTap.Stream(
                        owner, source, layer, codec.encodingName(), codec.clockRateHz(), ssrc);
        streams[layer] = begun;
        return begun;
    }

    void report(int ssrc, long ntp, int rtpTimestamp, long nowNs) {
        for (MediaTap.Stream each : streams) {
            if (each != null && each.ssrc() == ssrc) {
                tap.report(each, ntp, rtpTimestamp, nowNs);
            }
        }
    }

    void gate(boolean open, long nowNs) {
        tap.gate(owner, source, open, nowNs);
    }
}
