package live.lyceum.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceRewriterTest {
    /// One step of a script: `s` syncs, `d` drops, a number alone is rewritten; `=` gives what
    /// comes out, `-` for nothing.
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "in order,                16, 99,    s10 10=100 11=101 12=102",
        "a gap stays a gap,       16, 99,    s10 10=100 13=103 14=104",
        "reordered,               16, 99,    s10 10=100 13=103 11=101 12=102",
        "wrap of 16 bits,         16, 65534, s10 10=65535 11=0 12=1 10=65535",
        "wrap of 15 bits,         15, 32766, s10 10=32767 11=0 12=1 10=32767",
        "first is zero,           16, 65535, s10 10=0 11=1",
        "first is zero of 15,     15, 32767, s10 10=0 11=1",
        "nothing before a sync,   16, 99,    10=- 11=- s12 12=100",
        "dropped closes up,       16, 99,    s10 10=100 d11 12=101 13=102",
        "dropped twice,           16, 99,    s10 10=100 d11 d11 12=101",
        "dropped over the wrap,   16, 65534, s10 10=65535 d11 12=0 d13 d14 15=1",
        "dropped over 15 bits,    15, 32766, s10 10=32767 d11 12=0 d13 d14 15=1",
        "dropped is not sent,     16, 99,    s10 10=100 d11 12=101 11=-",
        "dropped first,           16, 99,    s10 d10 11=100 12=101",
        "several runs dropped,    16, 99,    s10 10=100 d11 d12 13=101 d14 15=102 d16 17=103",
        "late before a drop,      16, 99,    s10 10=100 d12 13=102 11=101",
        "late between drops,      16, 99,    s10 10=100 d11 d13 14=102 12=101",
        "a drop too late,         16, 99,    s10 10=100 12=102 d11 13=103",
        "a gap before a drop,     16, 99,    s10 10=100 d15 16=105 14=104",
        "a new piece follows,     16, 99,    s10 10=100 11=101 s5000 5000=102 5001=103",
        "a piece with lower ones, 16, 99,    s5000 5000=100 s10 10=101 11=102",
        "the same piece again,    16, 99,    s10 10=100 s20 20=101 21=102",
        "late of the old piece,   16, 99,    s10 10=100 s20 20=101 19=- 11=- 21=102",
        "follows the highest,     16, 99,    s10 10=100 14=104 12=102 s20 20=105",
        "drops end with a piece,  16, 99,    s10 10=100 d11 d12 s20 20=101 21=102",
        "a new piece at the wrap, 16, 65533, s10 10=65534 11=65535 s90 90=0",
        "dropped at a piece's end,16, 99,    s10 10=100 d11 s12 12=101",
        "a piece without packets, 16, 99,    s10 10=100 s20 s30 30=101",
        "7 bits,                  7,  126,   s10 10=127 11=0",
        "inputs beyond 2^16,      16, 99,    s65535 65535=100 65536=101 66560=1125",
        "a leap closes up,        16, 99,    s10 10=100 33010=101 33011=102 11=-",
        "a leap behind a drop,    16, 99,    s10 10=100 d16510 33010=101",
    })
    void script(String name, int bits, int last, String steps) {
        SequenceRewriter rewriter = new SequenceRewriter(bits, last);
        for (String step : steps.split(" ", -1)) {
            switch (step.charAt(0)) {
                case 's' -> rewriter.sync(Long.parseLong(step.substring(1)));
                case 'd' -> rewriter.drop(Long.parseLong(step.substring(1)));
                default -> {
                    String[] pair = step.split("=", -1);
                    int expected =
                            pair[1].equals("-")
                                    ? -1
                                    : Integer.parseInt(pair[1]) & ((1 << bits) - 1);
                    long output = rewriter.rewrite(Long.parseLong(pair[0]));
                    assertThat(output < 0 ? -1 : rewriter.wire(output))
                            .as("%s of: %s", step, steps)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void ofMoreThan64DropsTheNumbersStillCloseUp() {
        SequenceRewriter rewriter = new SequenceRewriter(16, 65_500);
        rewriter.sync(0);
        int next = 65_501;
        for (int n = 0; n < 2_000; n += 2) {
            assertThat(rewriter.wire(rewriter.rewrite(n))).isEqualTo(next & 0xffff);
            rewriter.drop(n + 1);
            next++;
        }
        // The last 64 drops are from 1,873 on: what is after 1,871 still finds its place.
        assertThat(rewriter.rewrite(1_870)).isEqualTo(-1);
        assertThat(rewriter.wire(rewriter.rewrite(1_874))).isEqualTo((65_501 + 937) & 0xffff);
        assertThat(rewriter.rewrite(1_875)).isEqualTo(-1);
    }

    @Test
    void aRunOfDropsOfAnyLengthClosesUp() {
        SequenceRewriter rewriter = new SequenceRewriter(16, 9);
        rewriter.sync(100);
        assertThat(rewriter.rewrite(100) & 0xffff).isEqualTo(10);
        for (int n = 101; n < 5_000; n++) {
            rewriter.drop(n);
        }
        assertThat(rewriter.rewrite(5_000) & 0xffff).isEqualTo(11);
        assertThat(rewriter.rewrite(100)).isEqualTo(-1);
    }

    /// With any mixture of loss, reordering, drops and pieces: what goes out is never used twice,
    /// keeps its order, and where nothing was lost leaves no gap.
    @Test
    void noNumberIsGivenTwice() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int loss = random.nextInt(3) * 10;
            SequenceRewriter rewriter = new SequenceRewriter(16, random.nextInt(65_536));
            Map<Long, Long> given = new HashMap<>();
            Set<Long> outputs = new HashSet<>();
            List<Long> late = new ArrayList<>();
            long input = random.nextInt(1 << 18);
            rewriter.sync(input);
            long expected = -1;
            for (int i = 0; i < 3_000; i++) {
                int what = random.nextInt(100);
                if (what < 1) {
                    input = random.nextInt(1 << 18);
                    late.clear();
                    given.clear();
                    rewriter.sync(input);
                    expected = -1;
                } else if (what < 30) {
                    rewriter.drop(input++);
                    continue;
                } else if (what < 30 + loss) {
                    late.add(input++);
                    expected = -1;
                    continue;
                } else if (what < 60 && !late.isEmpty()) {
                    long n = late.remove(random.nextInt(late.size()));
                    keep(given, outputs, n, rewriter.rewrite(n), seed);
                    continue;
                }
                long output = rewriter.rewrite(input);
                keep(given, outputs, input++, output, seed);
                assertThat(output).as("seed %s", seed).isEqualTo(expected < 0 ? output : expected);
                expected = output + 1;
            }
        }
    }

    private static void keep(
            Map<Long, Long> given, Set<Long> outputs, long input, long output, int seed) {
        if (output < 0) {
            return;
        }
        assertThat(outputs.add(output)).as("seed %s: %s given twice", seed, output).isTrue();
        for (Map.Entry<Long, Long> other : given.entrySet()) {
            if ((other.getKey() < input) != (other.getValue() < output)) {
                throw new AssertionError("seed " + seed + ": order of " + input + " is broken");
            }
        }
        given.put(input, output);
    }
}
