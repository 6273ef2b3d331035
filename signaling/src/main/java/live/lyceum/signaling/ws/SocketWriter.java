package live.lyceum.signaling.ws;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import live.lyceum.signaling.protocol.CloseCode;
import live.lyceum.signaling.protocol.Reply;
import live.lyceum.signaling.protocol.codec.ServerEncoder;
import live.lyceum.signaling.shell.Client;
import live.lyceum.signaling.shell.SignalingMetrics;

/// What a WebSocket says. Safe to call from any thread.
final class SocketWriter implements Client {
    private final Channel channel;
    private final SignalingMetrics metrics;
    private final AtomicBoolean closing = new AtomicBoolean();

    SocketWriter(Channel channel, SignalingMetrics metrics) {
        this.channel = channel;
        this.metrics = metrics;
    }

    @Override
    public boolean writable() {
        return channel.isWritable();
    }

    @Override
    public void reply(long id, Reply reply) {
        if (reply instanceof Reply.Refusal refusal) {
            metrics.refused(refusal.code());
        }
        write(ServerEncoder.encode(id, reply));
    }

    @Override
    public void event(byte[] frame) {
        write(frame);
    }

    private void write(byte[] frame) {
        if (!closing.get()) {
            var text = new TextWebSocketFrame(Unpooled.wrappedBuffer(frame));
            var _ = channel.writeAndFlush(text, channel.voidPromise());
        }
    }

    /// Whether a close frame was sent: nothing more is read or written.
    boolean isClosing() {
        return closing.get();
    }

    /// Sends a close frame, and ends the connection when the client has answered it or has had time
    /// to: an end in the same breath could overtake the frame.
    @Override
    public void close(CloseCode code) {
        if (closing.compareAndSet(false, true)) {
            metrics.closed(code);
            var frame = new CloseWebSocketFrame(code.code(), code.reason());
            var _ = channel.writeAndFlush(frame, channel.voidPromise());
            var _ =
                    channel.eventLoop()
                            .schedule(
                                    () -> {
                                        var _ = channel.close();
                                    },
                                    SocketLimits.GOODBYE_MS,
                                    TimeUnit.MILLISECONDS);
        }
    }

    /// The client closed: answers with its own code and ends the connection.
    void closedByClient(int status) {
        if (closing.compareAndSet(false, true)) {
            var frame = new CloseWebSocketFrame(status, "");
            var _ = channel.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE);
        } else {
            var _ = channel.close();
        }
    }
}
