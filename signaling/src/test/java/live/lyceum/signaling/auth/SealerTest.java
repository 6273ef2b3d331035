package live.lyceum.signaling.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SealerTest {
    private static final SigningKey KEY = new SigningKey("k", Secrets.random(32));

    private final Sealer sealer = new Sealer(KEY);

    @Test
    void opensWhatItSealed() {
        String sealed = sealer.seal("whsec_älter", "wh_1");

        assertThat(sealed).doesNotContain("whsec");
        assertThat(new Sealer(KEY).open(sealed, "wh_1")).isEqualTo("whsec_älter");
        assertThat(sealer.seal("whsec_älter", "wh_1")).isNotEqualTo(sealed);
    }

    @Test
    void opensNothingElse() {
        String sealed = sealer.seal("text", "wh_1");
        var other = new Sealer(new SigningKey("k", Secrets.random(32)));

        assertThatThrownBy(() -> sealer.open(sealed, "wh_2"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> other.open(sealed, "wh_1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sealer.open("AAAA", "wh_1"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
