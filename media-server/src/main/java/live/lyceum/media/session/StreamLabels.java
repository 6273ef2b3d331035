package live.lyceum.media.session;

import java.nio.charset.StandardCharsets;
import live.lyceum.media.sdp.ExtensionIds;
import live.lyceum.media.sdp.NegotiatedMedia;
import live.lyceum.media.sdp.NegotiatedSession;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/// Reads the header extensions by which a sender labels its packets. In a bundle an id means the
/// same on every m-line (RFC 9143 section 6.1), so the lines' ids are read as one set.
final class StreamLabels {
    private int mid;
    private int rid;
    private int repairedRid;
    private int audioLevel;
    private int transportCc;

    StreamLabels(NegotiatedSession negotiated) {
        for (NegotiatedMedia media : negotiated.media()) {
            if (media.receives()) {
                ExtensionIds ids = media.extensions();
                mid = Math.max(mid, ids.mid());
                rid = Math.max(rid, ids.rid());
                repairedRid = Math.max(repairedRid, ids.repairedRid());
                audioLevel = Math.max(audioLevel, ids.audioLevel());
                transportCc = Math.max(transportCc, ids.transportCc());
            }
        }
    }

    @Nullable String mid(RtpPacket packet) {
        return text(packet, mid);
    }

    @Nullable String rid(RtpPacket packet) {
        return text(packet, rid);
    }

    @Nullable String repairedRid(RtpPacket packet) {
        return text(packet, repairedRid);
    }

    /// The byte of RFC 6464, 0 to 255, or -1.
    int audioLevel(RtpPacket packet) {
        int at = find(packet, audioLevel);
        return at < 0 || packet.extensionLength(audioLevel) < 1
                ? -1
                : Bytes.u8(packet.buffer(), at);
    }

    /// The transport-wide sequence number, 0 to 65,535, or -1.
    int transportSequence(RtpPacket packet) {
        int at = find(packet, transportCc);
        return at < 0 || packet.extensionLength(transportCc) < 2
                ? -1
                : Bytes.u16(packet.buffer(), at);
    }

    private static @Nullable String text(RtpPacket packet, int id) {
        int at = find(packet, id);
        return at < 0
                ? null
                : new String(
                        packet.buffer(), at, packet.extensionLength(id), StandardCharsets.US_ASCII);
    }

    private static int find(RtpPacket packet, int id) {
        return id == 0 ? -1 : packet.extensionOffset(id);
    }
}
