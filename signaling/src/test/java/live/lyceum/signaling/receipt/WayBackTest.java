package live.lyceum.signaling.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The token finds its place in whatever address the integrator gave.
class WayBackTest {
    @ParameterizedTest
    @CsvSource({
        "https://a.b,              https://a.b?lyceum_outcome=x.y.z",
        "https://a.b/c,            https://a.b/c?lyceum_outcome=x.y.z",
        "https://a.b/c?,           https://a.b/c?lyceum_outcome=x.y.z",
        "https://a.b/c?d=e&,       https://a.b/c?d=e&lyceum_outcome=x.y.z",
        "https://a.b/c?d=%3F%26#f, https://a.b/c?d=%3F%26&lyceum_outcome=x.y.z#f",
        "https://a.b/#f?g,         https://a.b/?lyceum_outcome=x.y.z#f?g",
        "https://a.b/c?d#,         https://a.b/c?d&lyceum_outcome=x.y.z#",
    })
    void queryAndFragmentStay(URI url, String with) {
        assertThat(WayBack.with(url, "x.y.z")).isEqualTo(with);
    }
}
