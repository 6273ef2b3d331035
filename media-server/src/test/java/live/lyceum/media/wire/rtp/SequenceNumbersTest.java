package live.lyceum.media.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceNumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0, 1, 1",
        "1, 0, -1",
        "65535, 0, 1",
        "0, 65535, -1",
        "65000, 500, 1036",
        "500, 65000, -1036",
        "0, 32767, 32767",
        "0, 32768, -32768",
        "32768, 0, -32768",
        "0, 32769, -32767",
    })
    void distanceGoesTheShorterWay(int from, int to, int distance) {
        assertThat(SequenceNumbers.distance(from, to)).isEqualTo(distance);
        assertThat(SequenceNumbers.isNewer(to, from)).isEqualTo(distance > 0);
    }

    @ParameterizedTest
    @CsvSource({"65535, 1, 0", "0, -1, 65535", "10, 5, 15", "0, 65536, 0"})
    void plusStaysIn16Bits(int from, int steps, int to) {
        assertThat(SequenceNumbers.plus(from, steps)).isEqualTo(to);
    }

    @ParameterizedTest
    @CsvSource({
        "65536, 0, 65536",
        "65536, 65535, 65535",
        "131071, 0, 131072",
        "131072, 65535, 131071",
        "70000, 4464, 70000",
        "98303, 0, 65536",
    })
    void extendFindsTheNearest(long reference, int sequenceNumber, long extended) {
        assertThat(SequenceNumbers.extend(reference, sequenceNumber)).isEqualTo(extended);
    }

    @Test
    void extendFollowsThreeTurnsWithLossAndReorder() {
        long reference = 0x10000;
        for (long expected = 0x10000; expected < 0x40000; expected += 7) {
            reference = SequenceNumbers.extend(reference, (int) expected & 0xffff);
            assertThat(reference).isEqualTo(expected);
            assertThat(SequenceNumbers.extend(reference, (int) (expected - 3) & 0xffff))
                    .isEqualTo(expected - 3);
        }
    }
}
