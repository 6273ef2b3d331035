package live.lyceum.recorder.hear;

import java.util.ArrayDeque;
import java.util.Deque;
import live.lyceum.media.api.MediaTap;
import org.jspecify.annotations.Nullable;

/// What need not be decoded, as its sender says that it is too quiet for speech to begin in it. The
/// last of it is kept, for speech needs what was before it, and a decoder some packets to be right
/// again. A sender is believed after a while in which all it called quiet was; some is heard all
/// the same later, and who is loud there is not believed any more. Owned by its ear. See ADR 30.
final class Quiet {
    /// In -dBov, as RFC 6464 has it. Below -58 dB a frame cannot be above the -52 at which speech
    /// begins, but for one of 20 ms in a packet of 120.
    private static final int QUIET = 58;

    /// What an utterance takes of the time before it, and three packets.
    private static final int KEPT = Utterances.BEFORE + samples(60);

    private static final int BELIEVED_AFTER = samples(5_000);

    private static final int CHECKED_EACH = samples(2_000);

    /// So many in a row; the first of them sound of what was before.
    private static final int CHECKED = 4;

    /// A packet that is in order.
    ///
    /// @param samples it has
    /// @param missing samples that did not come before it
    /// @param lost whether they were sent
    /// @param atUs when it was said
    /// @param level as [MediaTap#packet] has it
    @SuppressWarnings("ArrayRecordComponent") // nobody compares these
    record Piece(byte[] data, int samples, int missing, boolean lost, long atUs, int level) {
        boolean quiet() {
            return level != MediaTap.NO_LEVEL && level >= QUIET;
        }

        /// When what is missing before it began.
        long fromUs() {
            return atUs - Utterances.us(missing);
        }
    }

    private final Deque<Piece> kept = new ArrayDeque<>();
    private int keptSamples;
    private boolean believed = true;
    private int proven;
    private int row;
    private int unchecked;
    private int checking;

    private static int samples(int ms) {
        return SpeechDecoder.RATE_HZ / 1_000 * ms;
    }

    /// Whether a piece may be put here.
    boolean takes(Piece piece) {
        return believed && proven >= BELIEVED_AFTER && piece.quiet();
    }

    void put(Piece piece) {
        kept.add(piece);
        keptSamples += piece.missing + piece.samples;
    }

    /// The next that is not needed any more; null: there is none.
    @Nullable Piece old() {
        return keptSamples > KEPT ? next() : null;
    }

    /// The next of what is kept; null: there is none.
    @Nullable Piece next() {
        Piece next = kept.poll();
        if (next != null) {
            keptSamples -= next.missing + next.samples;
        }
        return next;
    }

    /// Whether an old one is to be heard all the same.
    boolean checks(Piece old) {
        unchecked += old.samples;
        if (checking == 0 && unchecked >= CHECKED_EACH) {
            unchecked = 0;
            checking = CHECKED;
        }
        if (checking == 0) {
            row = 0;
            return false;
        }
        checking--;
        return true;
    }

    /// One was heard.
    ///
    /// @param loud whether speech may begin in it
    void heard(Piece piece, boolean loud) {
        row = piece.quiet() && piece.missing == 0 ? row + 1 : 0;
        if (row >= CHECKED) {
            believed &= !loud;
            proven = Math.min(proven + piece.samples, BELIEVED_AFTER);
        }
    }

    void clear() {
        kept.clear();
        keptSamples = 0;
        checking = 0;
        row = 0;
    }
}
