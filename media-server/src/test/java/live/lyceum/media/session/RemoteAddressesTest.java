package live.lyceum.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class RemoteAddressesTest {
    private final RemoteAddresses addresses = new RemoteAddresses();

    @Test
    void theOldestMakesRoom() {
        fill();
        assertThat(addresses.add(at(2), null)).isNull();
        assertThat(addresses.add(at(100), null)).isEqualTo(at(0));
        assertThat(addresses.contains(at(0))).isFalse();
        assertThat(addresses.all()).hasSize(RemoteAddresses.MAX).last().isEqualTo(at(100));
    }

    @Test
    void whereMediaGoesStays() {
        fill();
        for (int port = 100; port < 200; port++) {
            assertThat(addresses.add(at(port), at(0))).isNotEqualTo(at(0));
            assertThat(addresses.contains(at(0))).isTrue();
            assertThat(addresses.all()).hasSize(RemoteAddresses.MAX).doesNotHaveDuplicates();
        }
    }

    private void fill() {
        for (int port = 0; port < RemoteAddresses.MAX; port++) {
            assertThat(addresses.add(at(port), null)).isNull();
        }
    }

    private static InetSocketAddress at(int port) {
        return InetSocketAddress.createUnresolved("192.0.2.1", port);
    }
}
