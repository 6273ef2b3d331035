package live.lyceum.media.wire;

/// What DTLS exports for SRTP (RFC 5764 section 4.2): write keys and salts of both sides, lengths
/// by the profile. Never printed, never compared; handed over once and owned by the receiver.
@SuppressWarnings("ArrayRecordComponent")
public record SrtpKeys(
        SrtpProfile profile,
        byte[] clientKey,
        byte[] clientSalt,
        byte[] serverKey,
        byte[] serverSalt) {

    @Override
    public String toString() {
        return "SrtpKeys[" + profile + "]";
    }
}
