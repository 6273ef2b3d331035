package live.lyceum.media.wire;

/// A certificate's fingerprint as SDP writes it (RFC 8122 section 5): hash name in lower case,
/// value in upper-case hex with colons.
public record Fingerprint(String hash, String value) {}
