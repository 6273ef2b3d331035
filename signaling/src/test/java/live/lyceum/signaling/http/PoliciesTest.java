package live.lyceum.signaling.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import live.lyceum.config.Cidr;
import live.lyceum.config.HttpSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may connect, and whom a request is counted against.
class PoliciesTest {
    private static final long MINUTE_NS = 60_000_000_000L;

    private long nowNs;

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,                        127.0.0.1:8080, true",
                "http://127.0.0.1:8080,    127.0.0.1:8080, true",
                "http://localhost:8080,    localhost:8080, true",
                "http://[::1]:8080,        [::1]:8080,     true",
                "http://192.0.2.1,         192.0.2.1,      true",
                "https://127.0.0.1:8080,   127.0.0.1:8080, false",
                "http://127.0.0.1:8081,    127.0.0.1:8080, false",
                "http://rebound.example:8080, rebound.example:8080, false",
                "https://friend.example,   127.0.0.1:8080, true",
                "https://FRIEND.example,   127.0.0.1:8080, true",
                "https://friend.example.evil.example, 127.0.0.1:8080, false",
                "null,                     127.0.0.1:8080, false",
                "http://127.0.0.1:8080,    -,              false",
            })
    void withoutAPublicUrlOnlyAddressesAreOurOwn(
            @Nullable String origin, @Nullable String host, boolean allowed) {
        assertThat(policy(null).allows(origin, host)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "https://live.example.org,      live.example.org, true",
        "https://live.example.org:443,  live.example.org, false",
        "http://live.example.org,       live.example.org, false",
        "https://friend.example,        live.example.org, true",
        "https://127.0.0.1,             127.0.0.1,        false",
    })
    void thePublicUrlIsOurOrigin(String origin, String host, boolean allowed) {
        var publicUrl = URI.create("https://live.example.org:443/room");

        assertThat(policy(publicUrl).allows(origin, host)).isEqualTo(allowed);
    }

    private static OriginPolicy policy(@Nullable URI publicUrl) {
        return new OriginPolicy(
                new HttpSettings(
                        address("127.0.0.1"),
                        8080,
                        null,
                        Set.of("https://friend.example"),
                        List.of(),
                        publicUrl));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "192.0.2.1 | 203.0.113.5                | 192.0.2.1",
                "10.0.0.1  | -                          | 10.0.0.1",
                "10.0.0.1  | 203.0.113.5                | 203.0.113.5",
                "10.0.0.1  | 198.51.100.9, 203.0.113.5  | 203.0.113.5",
                "10.0.0.1  | 203.0.113.5, 10.0.0.2      | 203.0.113.5",
                "10.0.0.1  | 10.0.0.3, 10.0.0.2         | 10.0.0.3",
                "10.0.0.1  | not an address             | 10.0.0.1",
                "10.0.0.1  | 2001:db8::1                | 2001:db8:0:0:0:0:0:1",
            })
    void onlyATrustedProxyIsBelieved(String peer, @Nullable String forwarded, String expected) {
        var addresses = new ClientAddress(List.of(Cidr.parse("10.0.0.0/8")));

        assertThat(addresses.of(address(peer), forwarded).getHostAddress()).isEqualTo(expected);
    }

    @Test
    void twentyFailuresAMinuteAndNoMore() {
        var limiter = new AttemptLimiter(20, () -> nowNs);
        InetAddress address = address("192.0.2.1");
        for (int i = 0; i < 20; i++) {
            assertThat(limiter.allows(address)).isTrue();
            limiter.failed(address);
        }
        assertThat(limiter.allows(address)).isFalse();
        assertThat(limiter.allows(address("192.0.2.2"))).isTrue();

        nowNs += MINUTE_NS / 20;
        assertThat(limiter.allows(address)).isTrue();
        limiter.failed(address);
        assertThat(limiter.allows(address)).isFalse();

        nowNs += MINUTE_NS;
        assertThat(limiter.allows(address)).isTrue();
    }

    @Test
    void aNetworkOfIpv6AddressesIsOneClient() {
        var limiter = new AttemptLimiter(1, () -> nowNs);
        limiter.failed(address("2001:db8::1"));

        assertThat(limiter.allows(address("2001:db8::2"))).isFalse();
        assertThat(limiter.allows(address("2001:db8:0:1::1"))).isTrue();
    }

    private static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
