package live.lyceum.media.sdp;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import live.lyceum.media.wire.codec.Codec;

/// Writes the answer to a negotiated offer (RFC 9429 section 5.3): the offer's m-lines in its order
/// with its mids, one bundle, ice-lite, DTLS passive.
public final class AnswerWriter {
    private static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";

    private final StringBuilder text = new StringBuilder(4096);
    private final NegotiatedSession session;
    private final LocalTransport local;
    private final Map<String, SlotSsrcs> slotsByMid;
    private final Codec videoCodec;

    private AnswerWriter(
            NegotiatedSession session,
            LocalTransport local,
            Map<String, SlotSsrcs> slotsByMid,
            Codec videoCodec) {
        this.session = session;
        this.local = local;
        this.slotsByMid = slotsByMid;
        this.videoCodec = videoCodec;
    }

    /// `slotsByMid` says what we send on the m-lines that the client receives; one without a slot
    /// sends nothing. `videoCodec` is what the client should send, where it can: an offerer sends
    /// what stands first in the answer (RFC 3264 section 7). `sessionVersion` grows by one with
    /// each answer on the same connection (RFC 9429 section 5.3.2).
    public static String write(
            NegotiatedSession session,
            LocalTransport local,
            Map<String, SlotSsrcs> slotsByMid,
            Codec videoCodec,
            long sessionVersion) {
        return new AnswerWriter(session, local, slotsByMid, videoCodec).write(sessionVersion);
    }

    private String write(long sessionVersion) {
        line("v=0");
        line("o=- 1 " + sessionVersion + " IN IP4 127.0.0.1");
        line("s=-");
        line("t=0 0");
        line("a=group:BUNDLE " + String.join(" ", session.bundle()));
        line("a=ice-lite");
        // For the session: Firefox ends its process over a bundled line that has none of its own
        // (seen in 153).
        line("a=fingerprint:" + local.fingerprint().hash() + " " + local.fingerprint().value());
        int served = 0;
        int rejected = 0;
        for (int i = 0; i < session.media().size() + session.rejected().size(); i++) {
            if (served < session.media().size() && session.media().get(served).index() == i) {
                media(session.media().get(served++));
            } else {
                rejected(session.rejected().get(rejected++));
            }
        }
        return text.toString();
    }

    private void media(NegotiatedMedia media) {
        List<NegotiatedCodec> codecs = media.codecs(videoCodec);
        boolean rtx = codecs.stream().anyMatch(codec -> codec.rtxPayloadType() >= 0);
        SlotSsrcs slot = media.sends() ? slotsByMid.get(media.mid()) : null;
        line(
                "m="
                        + (media.codec().codec().video() ? "video" : "audio")
                        + " 9 "
                        + PROTOCOL
                        + codecs.stream().map(AnswerWriter::formats).collect(joining()));
        line("c=IN IP4 0.0.0.0");
        line("a=mid:" + media.mid());
        if (media.mid().equals(session.bundle().getFirst())) {
            transport();
        }
        line("a=" + direction(media.receives(), slot != null));
        line("a=rtcp-mux");
        if (session.reducedSizeRtcp()) {
            line("a=rtcp-rsize"); // RFC 5506 section 5.1
        }
        extensions(media.extensions());
        codecs.forEach(this::codec);
        layers(media.layers());
        if (slot != null) {
            slot(slot, rtx);
        }
    }

    /// Only in the section that stands for the bundle (RFC 9143 section 7.3.1).
    private void transport() {
        line("a=ice-ufrag:" + local.ufrag());
        line("a=ice-pwd:" + local.password());
        // RFC 9429 section 5.3.1: only what was offered.
        if (!session.ice().options().isEmpty()) {
            line("a=ice-options:" + String.join(" ", session.ice().options()));
        }
        line("a=setup:passive");
        for (String candidate : local.candidates()) {
            line("a=" + candidate);
        }
        line("a=end-of-candidates");
    }

    private void extensions(ExtensionIds ids) {
        extension(ids, ids.audioLevel(), ExtensionUris.AUDIO_LEVEL);
        extension(ids, ids.transportCc(), ExtensionUris.TRANSPORT_CC);
        extension(ids, ids.mid(), ExtensionUris.MID);
        extension(ids, ids.rid(), ExtensionUris.RID);
        extension(ids, ids.repairedRid(), ExtensionUris.REPAIRED_RID);
    }

    /// RFC 8285 section 6: what was offered for one direction is answered for the same, seen from
    /// here.
    private void extension(ExtensionIds ids, int id, String uri) {
        if (id != 0) {
            line("a=extmap:" + id + (ids.oneWay().contains(id) ? "/recvonly " : " ") + uri);
        }
    }

    private void codec(NegotiatedCodec negotiated) {
        Codec codec = negotiated.codec();
        int payloadType = negotiated.payloadType();
        line(
                "a=rtpmap:"
                        + payloadType
                        + " "
                        + codec.encodingName()
                        + "/"
                        + codec.clockRateHz()
                        + (codec.channels() > 1 ? "/" + codec.channels() : ""));
        feedback(payloadType, "transport-cc", negotiated.transportCc());
        feedback(payloadType, "ccm fir", negotiated.fir());
        feedback(payloadType, "nack", negotiated.nack());
        feedback(payloadType, "nack pli", negotiated.pli());
        if (negotiated.parameters() != null) {
            line("a=fmtp:" + payloadType + " " + negotiated.parameters());
        }
        if (negotiated.rtxPayloadType() >= 0) {
            line("a=rtpmap:" + negotiated.rtxPayloadType() + " rtx/" + codec.clockRateHz());
            line("a=fmtp:" + negotiated.rtxPayloadType() + " apt=" + payloadType);
        }
        if (negotiated.red() != null) {
            int red = negotiated.redPayloadType();
            line("a=rtpmap:" + red + " red/" + codec.clockRateHz() + "/" + codec.channels());
            line("a=fmtp:" + red + " " + payloadType + "/" + payloadType);
        }
    }

    /// Redundant audio stands where the client has it (RFC 3264 section 6.1); what stands first is
    /// what it sends.
    private static String formats(NegotiatedCodec codec) {
        NegotiatedCodec.Redundancy red = codec.red();
        int payloadType = codec.payloadType();
        if (red != null && red.preferred()) {
            return " " + red.payloadType() + " " + payloadType;
        }
        int second = red == null ? codec.rtxPayloadType() : red.payloadType();
        return " " + payloadType + (second < 0 ? "" : " " + second);
    }

    private void feedback(int payloadType, String feedback, boolean negotiated) {
        if (negotiated) {
            line("a=rtcp-fb:" + payloadType + " " + feedback);
        }
    }

    /// A layer that the client paused stays so: an answer without the mark would start it (RFC 8853
    /// section 5.3).
    private void layers(List<SimulcastLayer> layers) {
        for (SimulcastLayer layer : layers) {
            line("a=rid:" + layer.rid() + " recv");
        }
        if (!layers.isEmpty()) {
            line(
                    "a=simulcast:recv "
                            + layers.stream().map(SimulcastLayer::text).collect(joining(";")));
        }
    }

    private void slot(SlotSsrcs slot, boolean rtx) {
        line("a=msid:" + slot.streamId() + " " + slot.trackId());
        String ssrc = Integer.toUnsignedString(slot.ssrc());
        String rtxSsrc = Integer.toUnsignedString(slot.rtxSsrc());
        boolean repaired = rtx && slot.rtxSsrc() != 0;
        if (repaired) {
            line("a=ssrc-group:FID " + ssrc + " " + rtxSsrc);
        }
        line("a=ssrc:" + ssrc + " cname:" + slot.cname());
        if (repaired) {
            line("a=ssrc:" + rtxSsrc + " cname:" + slot.cname());
        }
    }

    /// RFC 3264 section 6: port 0, and the formats of the offer.
    private void rejected(RejectedMedia media) {
        line("m=" + media.media() + " 0 " + media.protocol() + " " + media.formats());
        line("c=IN IP4 0.0.0.0");
        if (media.mid() != null) {
            line("a=mid:" + media.mid());
        }
        line("a=inactive");
    }

    private static String direction(boolean receives, boolean sends) {
        if (receives) {
            return sends ? "sendrecv" : "recvonly";
        }
        return sends ? "sendonly" : "inactive";
    }

    private void line(String line) {
        text.append(line).append("\r\n");
    }
}
