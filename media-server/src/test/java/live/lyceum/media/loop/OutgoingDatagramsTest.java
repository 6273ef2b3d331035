package live.lyceum.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutgoingDatagramsTest {
    private static final int MANY = 5_000;

    private final OutgoingDatagrams buffers = new OutgoingDatagrams();
    private boolean closed;

    @AfterEach
    void end() {
        if (!closed) {
            buffers.close();
        }
    }

    @Test
    void takesTheSameBuffersInTurn() {
        Set<ByteBuf> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < MANY; i++) {
            ByteBuf buffer = buffers.filled(new byte[] {(byte) i, 2, 3}, 2);
            assertThat(ByteBufUtil.getBytes(buffer)).containsExactly((byte) i, (byte) 2);
            seen.add(buffer);
            buffer.release();
        }
        assertThat(seen).hasSize(1_024);
    }

    @Test
    void takesTheSameOnesForTheNextBatch() {
        ByteBuf first = buffers.filled(new byte[10], 10);
        first.release();
        buffers.rewind();
        ByteBuf again = buffers.filled(new byte[10], 10);
        assertThat(again).isSameAs(first);
        buffers.rewind();
        ByteBuf other = buffers.filled(new byte[10], 10);
        assertThat(other).isNotSameAs(again);
        again.release();
        other.release();
    }

    @Test
    void neverTakesOneThatWaits() {
        List<ByteBuf> waiting = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            waiting.add(buffers.filled(new byte[] {(byte) i, (byte) (i >> 8)}, 2));
        }
        for (int i = 0; i < MANY; i++) {
            ByteBuf buffer = waiting.get(i);
            assertThat(ByteBufUtil.getBytes(buffer)).containsExactly((byte) i, (byte) (i >> 8));
            buffer.release();
        }
    }

    @Test
    void freesWhatWaitsAtTheEndWhenItIsReleased() {
        ByteBuf waiting = buffers.filled(new byte[10], 10);
        ByteBuf sent = buffers.filled(new byte[10], 10);
        sent.release();
        buffers.close();
        closed = true;
        assertThat(sent.refCnt()).isZero();
        assertThat(waiting.refCnt()).isOne();
        waiting.release();
        assertThat(waiting.refCnt()).isZero();
    }
}
