package live.lyceum.media.sdp;

import java.util.Set;

/// The client's ids of the header extensions we read and write, 1..14 (RFC 8285 section 4.2); 0:
/// not negotiated. `oneWay` are those of them that the client offered for what it sends alone.
public record ExtensionIds(
        int mid, int rid, int repairedRid, int audioLevel, int transportCc, Set<Integer> oneWay) {
    public static final ExtensionIds NONE = new ExtensionIds(0, 0, 0, 0, 0);

    public ExtensionIds {
        oneWay = Set.copyOf(oneWay);
    }

    public ExtensionIds(int mid, int rid, int repairedRid, int audioLevel, int transportCc) {
        this(mid, rid, repairedRid, audioLevel, transportCc, Set.of());
    }
}
