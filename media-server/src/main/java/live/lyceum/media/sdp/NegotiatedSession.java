package live.lyceum.media.sdp;

import java.util.List;
import live.lyceum.media.api.MediaKind;
import live.lyceum.media.wire.Fingerprint;
import live.lyceum.media.wire.codec.Codec;

/// What an offer comes to. `media` are the m-lines we serve, all of them in one bundle and at least
/// one; `rejected` are the others. Both in the offer's order, together without a gap. `bundle` are
/// the mids of `media` in the order of the answer's group: the first carries the transport (RFC
/// 9143 section 7.3.1). `reducedSizeRtcp`: both sides may send RTCP that does not begin with a
/// report (RFC 5506).
public record NegotiatedSession(
        IceRemote ice,
        Fingerprint fingerprint,
        boolean reducedSizeRtcp,
        List<String> bundle,
        List<NegotiatedMedia> media,
        List<RejectedMedia> rejected) {

    public NegotiatedSession {
        bundle = List.copyOf(bundle);
        media = List.copyOf(media);
        rejected = List.copyOf(rejected);
    }

    /// Whether the client takes this codec on each m-line of video that is in use: what it sends
    /// and what it receives.
    public boolean takes(Codec codec) {
        return media.stream()
                .filter(line -> line.kind() == MediaKind.VIDEO)
                .filter(line -> line.receives() || line.sends())
                .allMatch(line -> line.has(codec));
    }

    /// Whether the client sends video, or may begin to.
    public boolean sendsVideo() {
        return media.stream().anyMatch(line -> line.kind() == MediaKind.VIDEO && line.receives());
    }

    /// Whether `later` may follow on the same connection (RFC 9429 section 5.2.2): the same peer,
    /// and each m-line served before is still there, in its place and of its kind.
    public boolean mayBeFollowedBy(NegotiatedSession later) {
        return later.fingerprint.equals(fingerprint)
                && media.stream()
                        .allMatch(before -> later.media.stream().anyMatch(before::isSameLine));
    }
}
