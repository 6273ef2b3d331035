package live.lyceum.signaling.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import live.lyceum.config.Cidr;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.WebhookDraft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private static final Map<String, List<InetAddress>> NAMES =
            Map.of(
                    "out.example", ips("1.1.1.1", "2606:4700::1"),
                    "in.example", ips("10.0.0.1"),
                    "mixed.example", ips("1.1.1.1", "10.0.0.1"),
                    "last.example", ips("2606:4700::1", "fe80::1"),
                    "ours.example", ips("192.168.7.1"),
                    "half.example", ips("192.168.7.1", "192.168.8.1"));

    private final AddressGuard guard =
            new AddressGuard(List.of(Cidr.parse("192.168.7.0/24")), AddressGuardTest::lookUp);

    private static List<InetAddress> ips(String... written) {
        return Stream.of(written).map(InetAddress::ofLiteral).toList();
    }

    private static List<InetAddress> lookUp(TenantId tenant, String host)
            throws UnknownHostException {
        List<InetAddress> found = NAMES.get(host);
        if (found == null) {
            throw new UnknownHostException(host);
        }
        return found;
    }

    @Test
    void aPublicNameIsLetThroughByTlsAlone() throws Exception {
        assertThat(guard.addresses(TenantId.MAIN, "out.example", true))
                .isEqualTo(NAMES.get("out.example"));
        assertThatThrownBy(() -> guard.addresses(TenantId.MAIN, "out.example", false))
                .isInstanceOf(RefusedAddressException.class)
                .hasMessage("has to begin with https");
    }

    @ParameterizedTest
    @ValueSource(strings = {"in.example", "mixed.example", "last.example", "half.example"})
    void aNameThatLeadsInsideIsRefusedAlsoIfOnlyOneOfItsAddressesDoes(String name) {
        for (boolean tls : List.of(true, false)) {
            assertThatThrownBy(() -> guard.addresses(TenantId.MAIN, name, tls))
                    .isInstanceOf(RefusedAddressException.class);
        }
        assertThatThrownBy(() -> guard.addresses(TenantId.MAIN, name, true))
                .hasMessage("leads to an address that is not public");
    }

    @Test
    void whatTheOperatorAllowsIsLetThroughInAnyWay() throws Exception {
        assertThat(guard.addresses(TenantId.MAIN, "ours.example", true)).hasSize(1);
        assertThat(guard.addresses(TenantId.MAIN, "ours.example", false)).hasSize(1);
    }

    @Test
    void whatIsUnknownIsToldSo() {
        assertThatThrownBy(() -> guard.addresses(TenantId.MAIN, "nobody.example", true))
                .isInstanceOf(UnknownHostException.class)
                .isNotInstanceOf(RefusedAddressException.class);
    }

    @Test
    void whatCannotBeLookedUpJustNowIsNoFaultOfTheUrl() {
        var full =
                new AddressGuard(
                        List.of(),
                        (tenant, host) -> {
                            throw new NoPlaceException();
                        });
        var draft = new WebhookDraft(URI.create("https://a.example/"), List.of());

        assertThatThrownBy(() -> Webhooks.requireReachable(full, TenantId.MAIN, draft))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> {
                            assertThat(refused.problem().code())
                                    .isEqualTo(Problem.Code.UNAVAILABLE);
                            assertThat(refused.problem().retryAfterS()).isPositive();
                        });
    }

    /// As the system's resolver reads addresses, whatever way they are written in.
    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "127.1", "2130706433", "[::1]", "[::ffff:10.0.0.1]", "0.0.0.0"})
    void addressesAreNotLookedUpButLookedAt(String host) {
        NameLookup.Resolver nobody =
                name -> {
                    throw new IllegalStateException("looked up");
                };
        try (var names = new NameLookup(NameLookup.Limits.MAKING, nobody)) {
            assertThatThrownBy(() ->
                            new AddressGuard(List.of(), names).addresses(TenantId.MAIN, host, true))
                    .isInstanceOf(RefusedAddressException.class);
        }
    }
}
