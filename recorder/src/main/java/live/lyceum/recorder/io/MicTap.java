package live.lyceum.recorder.io;

import java.util.Arrays;
import java.util.function.LongSupplier;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.codec.Codec;

/// Takes what the microphones of a room send. Owned by the room's media loop, on which it copies
/// packets and nothing else.
final class MicTap implements MediaTap {
    /// Takes it further; times are epoch microseconds. Never blocks.
    interface To {
        /// Takes a packet.
        ///
        /// @param level as [MediaTap#packet] has it
        /// @param rtp the receiver's own
        void packet(Stream stream, int level, byte[] rtp, long atUs);

        /// Whether a packet would be taken.
        boolean takes(ParticipantId who, long atUs);

        /// Somebody's microphone is muted.
        void muted(ParticipantId who, long atUs);

        void left(ParticipantId who, long atUs);
    }

    private final LongSupplier clockMs;
    private final To to;
    private long zeroUs;

    /// @param clockMs epoch milliseconds
    MicTap(LongSupplier clockMs, To to) {
        this.clockMs = clockMs;
        this.to = to;
    }

    /// Whether a stream is a microphone's, in what can be heard here.
    static boolean isSpeech(Stream stream) {
        return stream.source() == Source.MIC && stream.codec().equals(Codec.OPUS.encodingName());
    }

    /// It has no use for pictures.
    @Override
    public boolean takesPictures() {
        return false;
    }

    @Override
    public void began(long nowNs) {
        zeroUs = clockMs.getAsLong() * 1_000 - nowNs / 1_000;
    }

    private long us(long nowNs) {
        return zeroUs + nowNs / 1_000;
    }

    @Override
    public void packet(
            Stream stream, int level, byte[] buffer, int offset, int length, long nowNs) {
        if (isSpeech(stream) && to.takes(stream.who(), us(nowNs))) {
            byte[] rtp = Arrays.copyOfRange(buffer, offset, offset + length);
            to.packet(stream, level, rtp, us(nowNs));
        }
    }

    @Override
    public void report(Stream stream, long ntp, int rtpTimestamp, long nowNs) {}

    @Override
    public void gate(ParticipantId who, Source source, boolean open, long nowNs) {
        if (source == Source.MIC && !open) {
            to.muted(who, us(nowNs));
        }
    }

    @Override
    public void left(ParticipantId who, long nowNs) {
        to.left(who, us(nowNs));
    }
}
