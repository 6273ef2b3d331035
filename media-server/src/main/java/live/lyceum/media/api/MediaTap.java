package live.lyceum.media.api;

/// Takes what passes the mute gates of one room: what is muted comes to nobody, and is not recorded
/// either. Called on the room's media loop: implementations copy what they keep and return, and
/// never block. Times are those of that loop, in nanoseconds.
public interface MediaTap {
    /// Of a packet whose sender does not say how loud it is.
    int NO_LEVEL = -1;

    /// One stream of one sender, from its first packet on. A new SSRC or codec is a new one.
    ///
    /// @param layer of simulcast, 0 the smallest picture; 0 where there is none
    /// @param codec as SDP names it
    /// @param clockRateHz of its RTP timestamps
    /// @param ssrc raw bits of the unsigned 32-bit number
    record Stream(
            ParticipantId who, Source source, int layer, String codec, int clockRateHz, int ssrc) {}

    /// Whether it begins to take pictures when it comes into force: then their senders are asked
    /// for keyframes. Asked after [#began].
    default boolean takesPictures() {
        return true;
    }

    /// The tap is in force from `nowNs` on.
    void began(long nowNs);

    /// A packet in the clear, each of them once, as its sender sent it but for redundant audio (RFC
    /// 2198), of which there is the primary block alone. Those with nothing but padding come too:
    /// else their numbers would look like losses. The array is lent for the call.
    ///
    /// @param level how loud it is by its sender's word, in -dBov: 0 is the loudest, 127 silence
    ///   (RFC 6464 section 3); or [#NO_LEVEL]
    void packet(Stream stream, int level, byte[] buffer, int offset, int length, long nowNs);

    /// What a sender report says of the clocks of a stream (RFC 3550 section 6.4.1).
    ///
    /// @param ntp 32.32 fixed point, as on the wire
    void report(Stream stream, long ntp, int rtpTimestamp, long nowNs);

    /// The gate of a source was opened or closed.
    void gate(ParticipantId who, Source source, boolean open, long nowNs);

    /// Somebody's transport has ended.
    void left(ParticipantId who, long nowNs);
}
