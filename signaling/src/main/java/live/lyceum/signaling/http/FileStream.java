package live.lyceum.signaling.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Sends a part of a file as the body of a reply. The next piece is read once the one before it is
/// on its way: who reads slowly holds one piece, and no event loop ever waits for a disk, which it
/// would with a `FileRegion`: others' WebSockets are on it. Owned by the connection's event loop.
final class FileStream {
    private static final int PIECE = 64 * 1024;

    private final ChannelHandlerContext ctx;
    private final FilePart part;
    private final Executor reading;
    private final Listener listener;
    private long sent;
    private @Nullable FileChannel file;

    /// @param reading where the disk is waited for
    FileStream(ChannelHandlerContext ctx, FilePart part, Executor reading, Listener listener) {
        this.ctx = ctx;
        this.part = part;
        this.reading = reading;
        this.listener = listener;
    }

    /// What is told of a stream, on the event loop.
    interface Listener {
        /// The client has taken a piece.
        void progress();

        /// Over.
        ///
        /// @param whole whether all of it is sent
        void ended(boolean whole);
    }

    void start() {
        next();
    }

    private void next() {
        if (sent == part.length()) {
            var _ =
                    ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                            .addListener(
                                    (ChannelFutureListener) written -> end(written.isSuccess()));
            return;
        }
        ByteBuf piece = ctx.alloc().buffer((int) Math.min(PIECE, part.length() - sent));
        reading.execute(() -> {
            boolean read = read(piece);
            onLoop(
                    () -> {
                        if (read) {
                            write(piece);
                        } else {
                            piece.release();
                            end(false);
                        }
                    },
                    piece);
        });
    }

    /// The loops of a node that stops take nothing more.
    private void onLoop(Runnable task, ByteBuf piece) {
        try {
            ctx.executor().execute(task);
        } catch (RuntimeException stopped) {
            piece.release();
            close(file);
        }
    }

    private boolean read(ByteBuf piece) {
        try {
            FileChannel from = file;
            if (from == null) {
                from =
                        FileChannel.open(
                                part.file(),
                                Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                file = from;
            }
            while (piece.isWritable()) {
                long at = part.offset() + sent + piece.writerIndex();
                if (piece.writeBytes(from, at, piece.writableBytes()) < 0) {
                    // It became shorter, so the reply cannot be what its head said.
                    return false;
                }
            }
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private void write(ByteBuf piece) {
        int bytes = piece.readableBytes();
        var _ =
                ctx.writeAndFlush(new DefaultHttpContent(piece))
                        .addListener(
                                (ChannelFutureListener)
                                        written -> {
                                            if (written.isSuccess()) {
                                                sent += bytes;
                                                listener.progress();
                                                next();
                                            } else {
                                                end(false);
                                            }
                                        });
    }

    private void end(boolean whole) {
        FileChannel open = file;
        reading.execute(() -> close(open));
        listener.ended(whole);
    }

    private static void close(@Nullable FileChannel file) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException closed) {
                // It was read only.
            }
        }
    }
}
