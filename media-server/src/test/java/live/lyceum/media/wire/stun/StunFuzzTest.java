package live.lyceum.media.wire.stun;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.DropReason;
import org.jspecify.annotations.Nullable;

class StunFuzzTest {
    private static final int BEFORE = 7;

    private final BindingRequest request = new BindingRequest();

    @FuzzTest(maxDuration = "60s")
    void bindingRequest(byte[] bytes) {
        DropReason reason = parse(Unpooled.wrappedBuffer(bytes));
        if (reason != null) {
            assertThat(reason).isIn(DropReason.STUN_NOT_A_REQUEST, DropReason.STUN_MALFORMED);
            return;
        }
        String username = request.username();
        int integrity = request.integrityOffset();
        assertThat(username).startsWith(request.localUfrag() + ":");
        assertThat(username.getBytes(StandardCharsets.UTF_8).length).isLessThan(3 * bytes.length);
        assertThat(integrity).isBetween(20, bytes.length - 24);
        assertThat(Bytes.u16(bytes, integrity)).isEqualTo(StunPeek.MESSAGE_INTEGRITY);
        assertThat(Bytes.u16(bytes, integrity + 2)).isEqualTo(20);
        assertThat(request.unknownAttributes().length).isLessThanOrEqualTo(8);
        // Whom it is for is read twice, by two parsers: the cheap one must not differ.
        assertThat(StunPeek.localUfrag(Unpooled.wrappedBuffer(bytes)))
                .isEqualTo(request.localUfrag());

        assertThat(parse(inTheMiddle(bytes))).isNull();
        assertThat(request.username()).isEqualTo(username);
        assertThat(request.integrityOffset()).isEqualTo(integrity);
    }

    private @Nullable DropReason parse(ByteBuf datagram) {
        int readable = datagram.readableBytes();
        DropReason reason = request.parse(datagram);
        assertThat(datagram.readableBytes()).isEqualTo(readable);
        return reason;
    }

    private static ByteBuf inTheMiddle(byte[] bytes) {
        byte[] around = new byte[BEFORE + bytes.length + 1];
        System.arraycopy(bytes, 0, around, BEFORE, bytes.length);
        return Unpooled.wrappedBuffer(around, BEFORE, bytes.length);
    }
}
