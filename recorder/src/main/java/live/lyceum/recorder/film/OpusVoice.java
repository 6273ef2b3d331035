package live.lyceum.recorder.film;

/// Decodes one Opus stream to 48 kHz (RFC 6716), and goes on where packets are missing. Owned by
/// its thread.
public interface OpusVoice {
    /// How many samples of one channel at 48 kHz a packet has; 0 if it is none.
    int samples(byte[] packet);

    /// Decodes a packet into `out`, interleaved; how many samples of one channel that are, 0 if it
    /// is damaged.
    int decode(byte[] packet, short[] out);

    /// What the packet says of the one before it, which is missing: `samples` of them.
    int recover(byte[] packet, int samples, short[] out);

    /// Goes on without a packet for `samples`, a multiple of 120 and at most 960.
    int conceal(int samples, short[] out);
}
