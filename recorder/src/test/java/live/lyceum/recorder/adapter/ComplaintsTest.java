package live.lyceum.recorder.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComplaintsTest {
    private static final long S = 1_000_000_000;
    private final Complaints complaints = new Complaints();

    @Test
    void theSameIsToldOnceAMinute() {
        assertThat(complaints.of("a", -5)).isEqualTo("a");
        assertThat(complaints.of("b", 0)).isEqualTo("b");
        assertThat(complaints.of("a", 59 * S)).isNull();
        assertThat(complaints.of("a", 61 * S)).isEqualTo("a");
        assertThat(complaints.of("a", 62 * S)).isNull();
    }

    @Test
    void oneLineThatCanBeRead() {
        assertThat(complaints.of("1011 a\r\nb\u2028c\u202ed\u0007", 0)).isEqualTo("1011 a  b c d");
        assertThat(complaints.of("x".repeat(119) + "\ud83d\ude42", 0)).isEqualTo("x".repeat(119));
        assertThat(complaints.of("\ud83d", 0)).isEmpty();
    }

    @Test
    void whoSaysSomethingElseEachTimeIsNotToldEachTime() {
        int told = 0;
        for (int i = 0; i < 1_000; i++) {
            told += complaints.of("reason " + i, i) == null ? 0 : 1;
        }
        assertThat(told).isEqualTo(Complaints.MAX_KNOWN);
        assertThat(complaints.of("more", 61 * S)).isEqualTo("more");
    }
}
