package live.lyceum.media.forward;

import java.util.Arrays;

/// Makes one continuous run of numbers out of pieces of several: RTP sequence numbers (16 bits) and
/// picture ids (15 bits) alike. Inputs are extended numbers; gaps between them stay gaps, so that
/// loss stays visible to the receiver, while numbers left out on purpose close up.
///
/// Three verbs: [#sync] begins a piece, [#drop] leaves a number out, [#rewrite] maps one.
public final class SequenceRewriter {
    /// Left-out numbers remembered one by one, so that a packet from before them still finds its
    /// place.
    private static final int REMEMBERED = 64;

    /// A wider gap is closed. What a sender leaves out is not lost for the receivers, and a stream
    /// that leaps by half its numbers would be taken for an old one (RFC 3711 section 3.3.1).
    private static final int MAX_GAP = 1_024;

    private final int mask;
    private final long[] dropped = new long[REMEMBERED];
    private int droppedCount;
    private long offset;
    private long firstInput = Long.MAX_VALUE;
    private long highestInput = -1;
    private long highestOutput;

    /// @param bits the width of the outgoing number, 1 to 16
    /// @param last the outgoing number before the first one
    public SequenceRewriter(int bits, int last) {
        mask = (1 << bits) - 1;
        highestOutput = (1L << 32) + (last & mask);
    }

    /// `input` is the first of a new piece: it follows the highest number that went out.
    public void sync(long input) {
        offset = highestOutput + 1 - input;
        firstInput = input;
        highestInput = input - 1;
        droppedCount = 0;
    }

    /// `input` is not sent: later numbers move down by one. After a later one went out this changes
    /// nothing; the receiver sees a gap.
    public void drop(long input) {
        if (input <= highestInput) {
            return;
        }
        if (droppedCount == REMEMBERED) {
            offset--;
            firstInput = dropped[0] + 1;
            System.arraycopy(dropped, 1, dropped, 0, --droppedCount);
        }
        highestInput = input;
        dropped[droppedCount++] = input;
    }

    /// The outgoing number of `input` as an extended one (mask it with [#wire]), or -1 when `input`
    /// was dropped or belongs to an earlier piece. After a gap of more than 1,024 a new piece
    /// begins.
    public long rewrite(long input) {
        if (input < firstInput) {
            return -1;
        }
        int at = Arrays.binarySearch(dropped, 0, droppedCount, input);
        if (at >= 0) {
            return -1;
        }
        long output = input + offset - (-at - 1);
        if (output - highestOutput > MAX_GAP) {
            sync(input);
            output = input + offset;
        }
        highestInput = Math.max(highestInput, input);
        highestOutput = Math.max(highestOutput, output);
        return output;
    }

    /// An extended outgoing number as it stands in the packet.
    public int wire(long output) {
        return (int) output & mask;
    }
}
