package live.lyceum.media.dtls;

import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;

/// The door between a media loop and the thread of one association: the loop offers what arrived,
/// the thread waits for it. What the thread sends goes to a consumer, on the thread.
final class DatagramQueue implements DatagramTransport {
    // A whole flight is about ten datagrams; a peer that sends more before we read is flooding.
    private static final int CAPACITY = 64;
    private static final int RECEIVE_LIMIT = 1500;
    // Small enough for any path with a TURN server in it.
    private static final int SEND_LIMIT = 1200;
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> arrived = new ArrayBlockingQueue<>(CAPACITY);
    private final Consumer<byte[]> outgoing;

    /// By the loop, for good.
    private volatile boolean shutDown;

    /// By Bouncy Castle.
    private volatile boolean closed;

    DatagramQueue(Consumer<byte[]> outgoing) {
        this.outgoing = outgoing;
    }

    /// From the loop. False: full, and the datagram is lost.
    boolean offer(byte[] datagram) {
        return arrived.offer(datagram);
    }

    /// From the loop: the thread that receives is woken and gets an exception, now and ever after.
    void shutDown() {
        shutDown = true;
        // If there is no room for it, the thread has something to wake up for anyway.
        arrived.offer(END);
    }

    /// Bouncy Castle's word that it is done, after close_notify or a failure: receiving ends with
    /// an exception.
    @Override
    public void close() {
        closed = true;
    }

    /// From the association's thread, for another handshake on the same queue.
    void reopen() {
        closed = false;
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
        return SEND_LIMIT;
    }

    /// Blocks the thread of the association for `waitMillis`, or for ever if that is 0. -1: nothing
    /// came.
    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis)
            throws InterruptedIOException {
        if (shutDown || closed) {
            throw new InterruptedIOException("closed");
        }
        try {
            byte[] datagram =
                    waitMillis == 0
                            ? arrived.take()
                            : arrived.poll(waitMillis, TimeUnit.MILLISECONDS);
            if (datagram == null) {
                return -1;
            }
            int count = Math.min(length, datagram.length);
            System.arraycopy(datagram, 0, buffer, offset, count);
            return count;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        outgoing.accept(Arrays.copyOfRange(buffer, offset, offset + length));
    }
}
