package live.lyceum.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import live.lyceum.media.wire.codec.Codec;
import org.junit.jupiter.api.Test;

/// When a room changes its codec.
class RoomCodecTest {
    private static final long SECOND = 1_000_000_000L;

    private final RoomCodec codec = new RoomCodec(List.of(Codec.AV1, Codec.VP9));

    @Test
    void itIsTheFirstOfThePreferredOnesThatAllTake() {
        assertThat(codec.current()).isEqualTo(Codec.VP8);
        assertThat(review(Set.of(Codec.VP9, Codec.AV1), true, 0)).isTrue();
        assertThat(codec.current()).isEqualTo(Codec.AV1);
        assertThat(review(Set.of(Codec.VP9), false, 0)).isTrue();
        assertThat(codec.current()).isEqualTo(Codec.VP9);
        assertThat(review(Set.of(), false, 0)).isTrue();
        assertThat(codec.current()).isEqualTo(Codec.VP8);
    }

    @Test
    void whatNobodyPrefersIsNotUsed() {
        assertThat(review(Set.of(Codec.H264), true, 0)).isFalse();
        assertThat(new RoomCodec(List.of()).review(any -> true, true, 0)).isFalse();
    }

    @Test
    void itGetsBetterOnlyAfterAWhile() {
        assertThat(review(Set.of(Codec.VP9), false, 0)).isFalse();
        assertThat(codec.nextDeadlineNs()).isEqualTo(10 * SECOND);
        assertThat(review(Set.of(Codec.VP9), false, 10 * SECOND - 1)).isFalse();
        assertThat(review(Set.of(Codec.VP9), false, 10 * SECOND)).isTrue();
        assertThat(codec.current()).isEqualTo(Codec.VP9);
        assertThat(codec.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatHappensMeanwhileBeginsTheWhileAnew() {
        review(Set.of(Codec.VP9), false, 0);
        assertThat(review(Set.of(), false, 5 * SECOND)).isFalse();
        assertThat(codec.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
        review(Set.of(Codec.VP9), false, 6 * SECOND);
        assertThat(review(Set.of(Codec.VP9), false, 12 * SECOND)).isFalse();
        review(Set.of(Codec.VP9, Codec.AV1), false, 13 * SECOND);
        assertThat(review(Set.of(Codec.VP9, Codec.AV1), false, 17 * SECOND)).isFalse();
        assertThat(review(Set.of(Codec.VP9, Codec.AV1), false, 23 * SECOND)).isTrue();
        assertThat(codec.current()).isEqualTo(Codec.AV1);
    }

    private boolean review(Set<Codec> all, boolean undisturbed, long nowNs) {
        return codec.review(all::contains, undisturbed, nowNs);
    }
}
