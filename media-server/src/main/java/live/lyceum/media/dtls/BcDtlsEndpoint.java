package live.lyceum.media.dtls;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.SrtpKeys;
import org.bouncycastle.tls.DTLSTransport;
import org.jspecify.annotations.Nullable;

/// One association as the server. Owned by its media loop; the handshake runs on a virtual thread,
/// from the first ClientHello to the end, and its news comes back by the loop's executor.
final class BcDtlsEndpoint implements DtlsEndpoint {
    private final Supplier<SrtpTlsServer> servers;
    private final Listener listener;
    private final Executor loop;
    private final DropCounters drops;
    private final HandshakeLimit limit;
    private final DatagramQueue queue = new DatagramQueue(this::send);
    private final RecordFilter filter = new RecordFilter();
    private State state = State.IDLE;
    private @Nullable DTLSTransport transport;

    /// The loop's thread while it says farewell, null otherwise. All other sending is the
    /// association's.
    private volatile @Nullable Thread closer;

    /// Where the association is, as the loop sees it.
    private enum State {
        IDLE,
        HANDSHAKE,
        CONNECTED,
        CLOSED
    }

    BcDtlsEndpoint(
            Supplier<SrtpTlsServer> servers,
            Listener listener,
            Executor loop,
            DropCounters drops,
            HandshakeLimit limit) {
        this.servers = servers;
        this.listener = listener;
        this.loop = loop;
        this.drops = drops;
        this.limit = limit;
    }

    @Override
    public boolean onDatagram(ByteBuf datagram) {
        byte[] records = state == State.CLOSED ? null : filter.admit(datagram);
        if (records == null) {
            drops.drop(DropReason.DTLS_UNEXPECTED);
            return true;
        }
        if (state == State.IDLE) {
            if (!limit.tryBegin()) {
                // The client will send its ClientHello again.
                drops.drop(DropReason.DTLS_LIMIT);
                return true;
            }
            state = State.HANDSHAKE;
            Thread.ofVirtual().name("dtls").start(new Association(servers, queue, new News()));
        }
        return queue.offer(records);
    }

    @Override
    public void close() {
        if (transport != null && state == State.CONNECTED) {
            closer = Thread.currentThread();
            try {
                transport.close();
            } catch (IOException e) {
                drops.drop(DropReason.DTLS_UNEXPECTED);
            } finally {
                closer = null;
            }
        }
        become(State.CLOSED);
        queue.shutDown();
    }

    private void become(State next) {
        if (state == State.HANDSHAKE) {
            limit.end();
        }
        state = next;
    }

    /// Bouncy Castle's way out: on the association's thread, or in `close` on the loop's.
    private void send(byte[] datagram) {
        if (Thread.currentThread() == closer) {
            listener.onOutgoing(datagram);
        } else {
            onLoop(() -> listener.onOutgoing(datagram));
        }
    }

    /// Runs `news` on the loop, unless the association was closed meanwhile.
    private void onLoop(Runnable news) {
        try {
            loop.execute(() -> {
                if (state != State.CLOSED) {
                    news.run();
                }
            });
        } catch (RejectedExecutionException e) {
            // The loop is gone, and all that would have listened with it.
            queue.shutDown();
        }
    }

    private final class News implements Association.Events {
        @Override
        public void onConnected(SrtpKeys keys, DTLSTransport connected) {
            onLoop(() -> {
                become(State.CONNECTED);
                filter.onConnected();
                transport = connected;
                listener.onKeys(keys);
            });
        }

        @Override
        public void onEnded(String why) {
            onLoop(() -> {
                become(State.CLOSED);
                queue.shutDown();
                listener.onClosed(why);
            });
        }
    }
}
