package live.lyceum.recorder.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.function.BooleanSupplier;

/// A part of a file, to be read as often as that is wanted.
///
/// @param from the first byte's place
/// @param stopped true when nobody wants it any more: reading fails then
record FilePart(Path file, long from, long bytes, BooleanSupplier stopped) {
    private static final int PIECE = 64 * 1024;

    /// From its begin; fails where the file is shorter than it should be.
    InputStream open() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ).position(from);
        return new Rest(Channels.newInputStream(channel));
    }

    /// Takes all of it into digests.
    void digest(MessageDigest... digests) throws IOException {
        byte[] piece = new byte[PIECE];
        try (InputStream in = open()) {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                for (MessageDigest each : digests) {
                    each.update(piece, 0, n);
                }
            }
        }
    }

    private final class Rest extends InputStream {
        private final InputStream in;
        private long left = bytes;

        private Rest(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (stopped.getAsBoolean()) {
                throw new InterruptedIOException("nobody wants it any more");
            }
            if (left == 0) {
                return -1;
            }
            int n = in.read(to, offset, (int) Math.min(length, left));
            if (n < 0) {
                throw new IOException("%s is shorter than its manifest says".formatted(file));
            }
            left -= n;
            return n;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
