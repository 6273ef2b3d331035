package live.lyceum.media.wire.stun;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import live.lyceum.media.wire.DropReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BindingRequestTest {
    private static final String NAME = "000600096576746a3a68367659000000";
    private static final String INTEGRITY = "00080014" + "00".repeat(20);

    private final BindingRequest request = new BindingRequest();

    @Test
    void requestOfRfc5769IsRead() {
        ByteBuf datagram = Unpooled.wrappedBuffer(Rfc5769.request());

        assertThat(request.parse(datagram)).isNull();

        assertThat(request.username()).isEqualTo(Rfc5769.USERNAME);
        assertThat(request.localUfrag()).isEqualTo(Rfc5769.UFRAG);
        assertThat(request.integrityOffset()).isEqualTo(76);
        assertThat(request.iceControlled()).isTrue();
        assertThat(request.useCandidate()).isFalse();
        assertThat(request.unknownAttributes()).isEmpty();
        assertThat(StunPeek.localUfrag(datagram)).isEqualTo(Rfc5769.UFRAG);
        assertThat(datagram.readerIndex()).isZero();
    }

    @Test
    void requestInTheMiddleOfABufferIsRead() {
        ByteBuf datagram = Unpooled.buffer().writeZero(5).writeBytes(Rfc5769.request());
        datagram.readerIndex(5);

        assertThat(request.parse(datagram)).isNull();
        assertThat(request.integrityOffset()).isEqualTo(76);
        assertThat(StunPeek.localUfrag(datagram)).isEqualTo(Rfc5769.UFRAG);
    }

    @Test
    void everyPrefixIsMalformed() {
        byte[] whole = Rfc5769.request();
        for (int length = 0; length < whole.length; length++) {
            ByteBuf prefix = Unpooled.wrappedBuffer(whole, 0, length);
            assertThat(request.parse(prefix))
                    .as("%d bytes", length)
                    .isEqualTo(DropReason.STUN_MALFORMED);
            assertThat(StunPeek.localUfrag(prefix)).as("%d bytes", length).isNull();
        }
    }

    /// The header's length is made to fit, so that the cut goes through the attributes.
    @Test
    void everyCutThroughTheAttributesIsMalformed() {
        byte[] whole = Rfc5769.request();
        for (int length = 20; length < 100; length += 4) {
            byte[] cut = Arrays.copyOf(whole, length);
            cut[3] = (byte) (length - 20);
            assertThat(parse(cut)).as("%d bytes", length).isEqualTo(DropReason.STUN_MALFORMED);
        }
    }

    @Test
    void nothingBehindMessageIntegrityCounts() {
        assertThat(parse(message("0001", NAME + INTEGRITY + "00250000" + "7f000000"))).isNull();
        assertThat(request.useCandidate()).isFalse();
        assertThat(request.unknownAttributes()).isEmpty();

        byte[] nameBehind = message("0001", INTEGRITY + NAME);
        assertThat(parse(nameBehind)).isEqualTo(DropReason.STUN_MALFORMED);
        assertThat(StunPeek.localUfrag(Unpooled.wrappedBuffer(nameBehind))).isNull();
    }

    @Test
    void firstNameCounts() {
        String another = "000600036f3a7000";

        assertThat(parse(message("0001", NAME + another + INTEGRITY))).isNull();

        assertThat(request.localUfrag()).isEqualTo(Rfc5769.UFRAG);
    }

    @Test
    void unknownAttributesThatMustBeUnderstoodAreListed() {
        assertThat(parse(message("0001", "7f000000" + "ff000000" + NAME + INTEGRITY))).isNull();

        assertThat(request.unknownAttributes()).containsExactly('\u7f00');
    }

    @Test
    void listOfUnknownAttributesIsBounded() {
        assertThat(parse(message("0001", "7f000000".repeat(200) + NAME + INTEGRITY))).isNull();

        assertThat(request.unknownAttributes()).hasSize(8);
    }

    @Test
    void otherMessagesAreNoRequests() {
        for (String type : new String[] {"0101", "0111", "0011", "0003"}) {
            byte[] message = message(type, NAME + INTEGRITY);
            assertThat(parse(message)).as(type).isEqualTo(DropReason.STUN_NOT_A_REQUEST);
            assertThat(StunPeek.localUfrag(Unpooled.wrappedBuffer(message))).as(type).isNull();
        }
    }

    @Test
    void namesWithoutOurPartAreMalformed() {
        for (String name :
                new String[] {
                    "00060000", // empty
                    "0006000461626364", // no colon
                    "000600043a626364", // nothing before it
                    "00060104" + "61".repeat(257) + "3a6262", // too long before it
                }) {
            byte[] message = message("0001", name + INTEGRITY);
            assertThat(parse(message)).as(name).isEqualTo(DropReason.STUN_MALFORMED);
            assertThat(StunPeek.localUfrag(Unpooled.wrappedBuffer(message))).as(name).isNull();
        }
    }

    @Test
    void integrityOfAnotherLengthIsMalformed() {
        assertThat(parse(message("0001", NAME + "00080010" + "00".repeat(16))))
                .isEqualTo(DropReason.STUN_MALFORMED);
    }

    @Test
    void anyOneByteChangedNeverThrows() {
        byte[] whole = Rfc5769.request();
        for (int i = 0; i < whole.length; i++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = whole.clone();
                changed[i] = (byte) value;
                parse(changed);
                StunPeek.localUfrag(Unpooled.wrappedBuffer(changed));
            }
        }
    }

    @Test
    void noiseBehindAGoodHeaderNeverThrows() {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[4 * random.nextInt(40)];
            random.nextBytes(noise);
            byte[] message = message("0001", HexFormat.of().formatHex(noise));
            parse(message);
            StunPeek.localUfrag(Unpooled.wrappedBuffer(message));
        }
    }

    private @Nullable DropReason parse(byte[] message) {
        return request.parse(Unpooled.wrappedBuffer(message));
    }

    private static byte[] message(String type, String attributes) {
        int length = attributes.length() / 2;
        return HexFormat.of()
                .parseHex(
                        type
                                + HexFormat.of().toHexDigits((short) length)
                                + "2112a442"
                                + Rfc5769.TRANSACTION
                                + attributes);
    }
}
