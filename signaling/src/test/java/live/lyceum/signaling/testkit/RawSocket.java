package live.lyceum.signaling.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A WebSocket by hand: reads only when told, and may break every rule. Blocks.
public final class RawSocket implements AutoCloseable {
    private static final int SMALL = 4 * 1024;
    private static final int TIMEOUT_MS = 10_000;

    private final Socket socket = new Socket();

    /// Connects with a small window and says nothing.
    public RawSocket(URI uri) throws IOException {
        socket.setReceiveBufferSize(SMALL);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
    }

    /// Shakes hands; the answer's head.
    public String upgrade(String moreHeaders) throws IOException {
        send(
                "GET /api/v1/signal HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + moreHeaders
                        + "\r\n");
        return head();
    }

    /// The next reply's head.
    public String head() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) read());
        }
        return head.toString();
    }

    public String upgrade() throws IOException {
        return upgrade("Sec-WebSocket-Protocol: room.v1.json\r\n");
    }

    public void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Sends a frame of at most 65,535 bytes, masked with zeros.
    public void frame(int firstByte, byte[] payload) throws IOException {
        var frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(payload.length >>> 8);
            frame.write(payload.length);
        }
        frame.write(new byte[4]);
        frame.write(payload);
        socket.getOutputStream().write(frame.toByteArray());
    }

    public void text(String text) throws IOException {
        frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    /// The next frame's payload as text, or `close <code>`.
    public String next() throws IOException {
        int opcode = read() & 0x0F;
        long length = read() & 0x7F;
        if (length >= 126) {
            int bytes = length == 126 ? 2 : 8;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | read();
            }
        }
        byte[] payload = socket.getInputStream().readNBytes((int) length);
        if (payload.length < length) {
            // The connection ended in the middle of a frame.
            throw new EOFException();
        }
        return opcode == 8
                ? "close " + (((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF))
                : new String(payload, StandardCharsets.UTF_8);
    }

    private int read() throws IOException {
        InputStream in = socket.getInputStream();
        int value = in.read();
        if (value < 0) {
            throw new EOFException();
        }
        return value;
    }

    /// The body of the reply with this head, which says how long it is.
    public String body(String head) throws IOException {
        int length =
                head.lines()
                        .filter(each -> each.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                        .mapToInt(each -> Integer.parseInt(each.split(":", 2)[1].strip()))
                        .findFirst()
                        .orElse(0);
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    /// Everything until the server ends the connection.
    public String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /// Whether the server has ended the connection; waits for it.
    public boolean isEnded() {
        try {
            while (true) {
                read();
            }
        } catch (EOFException ended) {
            return true;
        } catch (IOException reset) {
            return !(reset instanceof SocketTimeoutException);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
