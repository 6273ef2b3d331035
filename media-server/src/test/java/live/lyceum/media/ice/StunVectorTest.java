package live.lyceum.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import live.lyceum.media.wire.stun.BindingRequest;
import live.lyceum.media.wire.stun.Rfc5769;
import org.ice4j.message.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// ice4j with our keys, against RFC 5769.
class StunVectorTest {
    private static final InetSocketAddress IPV4 = address("c0000201");
    private static final InetSocketAddress IPV6 = address("20010db8123456780011223344556677");

    private final byte[] bytes = Rfc5769.request();
    private final BindingRequest check = new BindingRequest();
    private Request request;

    @BeforeEach
    void parse() {
        assertThat(check.parse(Unpooled.wrappedBuffer(bytes))).isNull();
        request = Objects.requireNonNull(StunCodec.decode(bytes));
    }

    @Test
    void requestIsAuthenticWithItsPassword() {
        assertThat(codec(Rfc5769.PASSWORD).isAuthentic(request, check, bytes, IPV4)).isTrue();
    }

    @Test
    void requestIsNotAuthenticWithAnother() {
        assertThat(codec("another password").isAuthentic(request, check, bytes, IPV4)).isFalse();
    }

    @Test
    void wrongFingerprintIsMalformed() {
        bytes[bytes.length - 1] ^= 1;

        assertThat(StunCodec.decode(bytes)).isNull();
    }

    @Test
    void answerTellsTheAddressItWasAskedFrom() {
        StunCodec codec = codec(Rfc5769.PASSWORD);

        assertThat(hex(codec.success(request, Rfc5769.USERNAME, IPV4)))
                .startsWith("0101002c2112a442" + Rfc5769.TRANSACTION + Rfc5769.XOR_MAPPED_IPV4)
                .hasSize(2 * 64);
        assertThat(hex(codec.success(request, Rfc5769.USERNAME, IPV6)))
                .startsWith("010100382112a442" + Rfc5769.TRANSACTION + Rfc5769.XOR_MAPPED_IPV6)
                .hasSize(2 * 76);
    }

    private static StunCodec codec(String password) {
        byte[] key = password.getBytes(StandardCharsets.US_ASCII);
        return new StunCodec(ufrag -> ufrag.equals(Rfc5769.UFRAG) ? key : null);
    }

    private static String hex(byte[] message) {
        return HexFormat.of().formatHex(message);
    }

    private static InetSocketAddress address(String hex) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(HexFormat.of().parseHex(hex)), 32_853);
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
