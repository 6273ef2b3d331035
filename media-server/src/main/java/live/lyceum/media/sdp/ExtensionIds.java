package live.lyceum.media.sdp;

/// The client's ids of the header extensions we read and write, 1..14 (RFC 8285 section 4.2); 0:
/// not negotiated.
public record ExtensionIds(int mid, int rid, int repairedRid, int audioLevel, int transportCc) {
    public static final ExtensionIds NONE = new ExtensionIds(0, 0, 0, 0, 0);
}
