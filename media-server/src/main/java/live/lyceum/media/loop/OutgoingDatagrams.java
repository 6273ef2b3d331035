package live.lyceum.media.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;

/// The buffers of what a loop sends, used in turn: the kernel has what was in one by the end of the
/// batch. Owned by its media loop.
final class OutgoingDatagrams {
    /// A power of two, and more than one batch to fifty receivers needs as a rule.
    private static final int COUNT = 1024;

    /// A packet of 1,500 bytes and its protection.
    private static final int CAPACITY = 1536;

    private final ByteBuf[] ring = new ByteBuf[COUNT];
    private int next;

    OutgoingDatagrams() {
        ByteBufAllocator unpooled = new UnpooledByteBufAllocator(true, true);
        for (int i = 0; i < COUNT; i++) {
            ring[i] = unpooled.directBuffer(CAPACITY, CAPACITY);
        }
    }

    /// The first `length` bytes of `datagram` in a buffer that the caller releases.
    ByteBuf filled(byte[] datagram, int length) {
        ByteBuf buffer = ring[next];
        next = (next + 1) & (COUNT - 1);
        if (buffer.refCnt() > 1 || length > CAPACITY) {
            // The socket takes less than we have for it: those in front wait still.
            return PooledByteBufAllocator.DEFAULT
                    .directBuffer(length)
                    .writeBytes(datagram, 0, length);
        }
        return buffer.retain().clear().writeBytes(datagram, 0, length);
    }

    /// A batch has gone out: the next one takes the buffers that the processor's cache has still.
    void rewind() {
        next = 0;
    }

    /// Frees the memory; buffers that were given out are freed when they are released.
    void close() {
        for (ByteBuf buffer : ring) {
            buffer.release();
        }
    }
}
