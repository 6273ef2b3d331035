package live.lyceum.recorder.gemini;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// What waits to be sent: messages in their order, audio in frames of 100 ms. Bounded by
/// [#MAX_BYTES] of audio; the count is kept by who puts in, see [LiveConnection]. Owned by its
/// connection's turns.
final class Outgoing {
    /// 30 s of audio.
    static final int MAX_BYTES = 960_000;

    /// What a message without audio counts for, so that they are bounded too.
    static final int MARK_BYTES = 64;

    /// 100 ms of audio.
    static final int FRAME_BYTES = 3_200;

    /// A message, and how much of the bound it takes.
    record Message(String text, int bytes) {
        /// Leaves out what was said.
        @Override
        public String toString() {
            return "Message[%d]".formatted(bytes);
        }
    }

    private sealed interface Piece {
        record Mark(String text) implements Piece {}

        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Audio(byte[] pcm) implements Piece {}
    }

    private final Queue<Piece> pieces = new ArrayDeque<>();
    private final byte[] frame = new byte[FRAME_BYTES];
    private int filled;
    private boolean inUtterance;

    /// An utterance begins, if none goes on.
    ///
    /// @return whether it does
    boolean begin() {
        if (inUtterance) {
            return false;
        }
        pieces.add(new Piece.Mark(LiveCodec.ACTIVITY_START));
        inUtterance = true;
        return true;
    }

    /// More of the utterance.
    ///
    /// @return whether there is one
    boolean audio(short[] samples) {
        if (!inUtterance) {
            return false;
        }
        for (short each : samples) {
            frame[filled++] = (byte) each;
            frame[filled++] = (byte) (each >> Byte.SIZE);
            if (filled == FRAME_BYTES) {
                flush();
            }
        }
        return true;
    }

    /// The utterance is over, if there is one.
    ///
    /// @return whether there was
    boolean end() {
        if (!inUtterance) {
            return false;
        }
        flush();
        pieces.add(new Piece.Mark(LiveCodec.ACTIVITY_END));
        inUtterance = false;
        return true;
    }

    private void flush() {
        if (filled > 0) {
            pieces.add(new Piece.Audio(Arrays.copyOf(frame, filled)));
            filled = 0;
        }
    }

    /// Takes out what is to be sent next; null if there is nothing.
    @Nullable Message next() {
        return switch (pieces.poll()) {
            case null -> null;
            case Piece.Mark mark -> new Message(mark.text(), MARK_BYTES);
            case Piece.Audio audio -> new Message(LiveCodec.audio(audio.pcm()), audio.pcm().length);
        };
    }
}
