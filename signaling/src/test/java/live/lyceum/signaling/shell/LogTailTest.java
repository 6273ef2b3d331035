package live.lyceum.signaling.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTailTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 129, 4_999, 5_000, 5_001, 12_345})
    void theLastRowsAreThereAndNoOthers(int rows) {
        long first = 1_000_000_007L;
        var tail = new LogTail(first);
        for (int i = 0; i < rows; i++) {
            tail.add(Long.toString(first + i).getBytes(StandardCharsets.UTF_8));
        }
        long last = first + rows - 1;
        long oldest = Math.max(first, last - LogTail.CAPACITY + 1);

        for (long seq = oldest; seq <= last; seq++) {
            assertThat(tail.get(seq)).asString(StandardCharsets.UTF_8).isEqualTo("" + seq);
        }
        assertThat(tail.get(oldest - 1)).isNull();
        assertThat(tail.get(last + 1)).isNull();
        assertThat(tail.covers(oldest - 1)).isTrue();
        assertThat(tail.covers(oldest - 2)).isFalse();
        assertThat(tail.covers(last)).isTrue();
        assertThat(tail.covers(last + 1)).isFalse();
    }
}
