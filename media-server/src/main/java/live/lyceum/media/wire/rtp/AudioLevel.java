package live.lyceum.media.wire.rtp;

/// The client-to-mixer audio level, one byte of header extension (RFC 6464 section 3).
public final class AudioLevel {
    /// The level of digital silence, in -dBov.
    public static final int SILENCE = 127;

    private AudioLevel() {}

    /// The level in -dBov: 0 is the loudest, [#SILENCE] the quietest.
    public static int level(byte b) {
        return b & 0x7f;
    }

    /// Whether the sender believes that the packet holds voice; meaningless when it did not
    /// negotiate `vad=on`.
    public static boolean voice(byte b) {
        return b < 0;
    }
}
