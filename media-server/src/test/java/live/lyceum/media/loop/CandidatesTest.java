package live.lyceum.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.List;
import live.lyceum.config.AdvertisedAddress;
import live.lyceum.config.MediaSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidatesTest {
    @Test
    void theAddressThatIsListenedOnIsTheCandidate() throws Exception {
        assertThat(of(settings("192.0.2.7"), 0, 10_000))
                .containsExactly("candidate:1 1 udp 2130706431 192.0.2.7 10000 typ host");
    }

    @Test
    void advertisedAddressesStandInstead() throws Exception {
        MediaSettings settings =
                settings("192.0.2.7", advertised("203.0.113.1", 0), advertised("203.0.113.2", 443));
        assertThat(of(settings, 0, 10_000))
                .containsExactly(
                        "candidate:1 1 udp 2130706431 203.0.113.1 10000 typ host",
                        "candidate:2 1 udp 2130706175 203.0.113.2 443 typ host");
    }

    @Test
    void eachLoopHasItsPort() throws Exception {
        MediaSettings settings =
                settings(null, advertised("203.0.113.1", 0), advertised("203.0.113.2", 443));
        assertThat(of(settings, 3, 10_003))
                .containsExactly(
                        "candidate:1 1 udp 2130706431 203.0.113.1 10003 typ host",
                        "candidate:2 1 udp 2130706175 203.0.113.2 446 typ host");
    }

    @Test
    void anAddressOfIpv6IsWrittenInFullOrShort() throws Exception {
        String candidate = of(settings("2001:db8::5"), 0, 10_000).getFirst();
        String text = candidate.split(" ", -1)[4];
        assertThat(InetAddress.ofLiteral(text)).isEqualTo(InetAddress.ofLiteral("2001:db8::5"));
    }

    /// An address of an interface has a zone in Java, whatever its scope; RFC 8839 section 5.1 has
    /// no place for one, and browsers refuse the whole answer.
    @Test
    void aZoneIsLeftOut() throws Exception {
        byte[] bytes = InetAddress.ofLiteral("2001:db8::5").getAddress();
        InetAddress zoned = Inet6Address.getByAddress(null, bytes, 2);
        MediaSettings settings = new MediaSettings(zoned, 0, 1, List.of(), List.of());
        assertThat(of(settings, 0, 10_000).getFirst()).doesNotContain("%");
    }

    @Test
    void interfacesOfThisMachineHaveAddressesThatCanBeReached() throws Exception {
        for (String candidate : Candidates.of(settings(null), 0, 10_000, true)) {
            String text = candidate.split(" ", -1)[4];
            assertThat(text).doesNotContain("%");
            InetAddress address = InetAddress.ofLiteral(text);
            assertThat(address.isLinkLocalAddress()).isFalse();
            assertThat(address.isAnyLocalAddress()).isFalse();
        }
        assertThat(of(settings(null), 0, 10_000)).noneMatch(line -> line.contains(" 127."));
        assertThat(Candidates.of(settings(null), 0, 10_000, true))
                .anyMatch(line -> line.contains(" 127.0.0.1 10000 "));
    }

    /// "Listen on all" is no address that anybody can send to.
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void theWildcardMeansAllInterfaces(String wildcard) throws Exception {
        assertThat(Candidates.of(settings(wildcard), 0, 10_000, true))
                .isEqualTo(Candidates.of(settings(null), 0, 10_000, true));
    }

    @Test
    void theFirstIsTheBest() throws Exception {
        AdvertisedAddress[] many = new AdvertisedAddress[10];
        for (int i = 0; i < many.length; i++) {
            many[i] = advertised("203.0.113." + (i + 1), 0);
        }
        long last = Long.MAX_VALUE;
        for (String candidate : of(settings(null, many), 0, 1)) {
            long priority = Long.parseLong(candidate.split(" ", -1)[3]);
            assertThat(priority).isLessThan(last).isPositive();
            last = priority;
        }
    }

    private static List<String> of(MediaSettings settings, int index, int port)
            throws SocketException {
        return Candidates.of(settings, index, port, false);
    }

    private static MediaSettings settings(@Nullable String host, AdvertisedAddress... advertised) {
        InetAddress address = host == null ? null : InetAddress.ofLiteral(host);
        return new MediaSettings(address, 0, 1, List.of(advertised), List.of());
    }

    private static AdvertisedAddress advertised(String address, int port) {
        return new AdvertisedAddress(InetAddress.ofLiteral(address), port);
    }
}
