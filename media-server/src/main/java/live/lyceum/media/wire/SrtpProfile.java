package live.lyceum.media.wire;

/// SRTP protection profiles we speak (RFC 5764 section 4.1.2, RFC 7714 section 14.2), the preferred
/// first.
public enum SrtpProfile {
    AEAD_AES_128_GCM(7, 16, 12),
    AEAD_AES_256_GCM(8, 32, 12),
    AES128_CM_HMAC_SHA1_80(1, 16, 14);

    private final int id;
    private final int keyLength;
    private final int saltLength;

    SrtpProfile(int id, int keyLength, int saltLength) {
        this.id = id;
        this.keyLength = keyLength;
        this.saltLength = saltLength;
    }

    /// The number in the use_srtp extension.
    public int id() {
        return id;
    }

    /// In bytes.
    public int keyLength() {
        return keyLength;
    }

    /// In bytes.
    public int saltLength() {
        return saltLength;
    }
}
