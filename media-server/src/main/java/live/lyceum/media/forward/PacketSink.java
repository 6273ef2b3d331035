package live.lyceum.media.forward;

/// Where rewritten packets of one receiver go: the session that protects and sends them.
public interface PacketSink {
    /// An array to write the next packet into, from index 0, with room for the largest packet and
    /// its protection. Good until the next call of [#send] or [#resend].
    byte[] packet();

    /// Protects and sends the first `length` bytes of [#packet].
    void send(int length);

    /// The same for a packet that was sent before and goes out again by RTX.
    void resend(int length);
}
