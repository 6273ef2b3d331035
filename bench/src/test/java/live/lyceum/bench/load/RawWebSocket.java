package live.lyceum.bench.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A client's WebSocket (RFC 6455) whose connection can be cut at any byte. One thread reads; any
/// may write and cut.
final class RawWebSocket {
    private static final int CONNECT_MS = 2_000;

    /// The server has two seconds between two answers to pings.
    private static final int SILENCE_MS = 10_000;

    private static final int FINAL_TEXT = 0x81;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int MASKED = 0x80;
    private static final int MASK = 0x5a17c33c;

    /// The server closed it with a code.
    static final class ClosedException extends IOException {
        private static final long serialVersionUID = 1;
        private final int code;

        ClosedException(int code) {
            super("closed by the server: " + code);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    private final Socket socket;
    private final DataInputStream in;

    private RawWebSocket(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    static RawWebSocket open(URI server) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), CONNECT_MS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(SILENCE_MS);
            var opened = new RawWebSocket(socket);
            opened.shakeHands(server.getAuthority());
            return opened;
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    private void shakeHands(String authority) throws IOException {
        String request =
                "GET /api/v1/signal HTTP/1.1\r\nHost: "
                        + authority
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: room.v1.json\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String status = line();
        if (!status.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("no WebSocket: " + status);
        }
        while (!line().isEmpty()) {}
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                throw new EOFException();
            }
            if (read != '\r') {
                line.write(read);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    /// Blocks until a text has come. Fails with [ClosedException], and otherwise when the
    /// connection is no more.
    String read() throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte() & 0x0f;
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(in.readLong());
            }
            byte[] payload = new byte[length];
            in.readFully(payload);
            if (opcode == TEXT) {
                return new String(payload, StandardCharsets.UTF_8);
            }
            if (opcode == CLOSE) {
                throw new ClosedException(length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort());
            }
        }
    }

    void write(String text) throws IOException {
        writePart(text, 1);
    }

    /// Writes the first bytes of a text's frame and never the others.
    ///
    /// @param part of the frame, from 0 to 1
    synchronized void writePart(String text, double part) throws IOException {
        byte[] frame = frame(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(frame, 0, (int) (frame.length * part));
    }

    private static byte[] frame(byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) FINAL_TEXT);
        if (payload.length < 126) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(payload.length);
        }
        frame.putInt(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK >>> (24 - 8 * (i % 4))));
        }
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    /// Ends the connection without a close frame.
    ///
    /// @param reset by RST, which may overtake what was written; else by FIN, which does not
    void cut(boolean reset) {
        try {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException gone) {
            // As it was meant to be.
        }
    }
}
