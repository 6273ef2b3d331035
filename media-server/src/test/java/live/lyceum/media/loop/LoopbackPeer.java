package live.lyceum.media.loop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaOffer;
import live.lyceum.media.dtls.DtlsTestClient;
import live.lyceum.media.srtp.SrtpTransport;
import live.lyceum.media.testkit.StunClient;
import live.lyceum.media.testkit.TestOffer;
import live.lyceum.media.wire.Datagram;
import live.lyceum.media.wire.Fingerprint;
import live.lyceum.media.wire.rtp.RtpWriter;
import org.jspecify.annotations.Nullable;

/// A peer with a real socket and a real handshake, worked by the test's thread.
final class LoopbackPeer implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;
    private static final int MIC_SSRC = 1_111;

    private final String name;
    private String ufrag;
    private final DatagramSocket socket;
    private final DtlsTestClient dtls = new DtlsTestClient(this::send);
    private final StunClient stun = new StunClient();
    private final List<byte[]> heard = new ArrayList<>();
    private final byte[] scratch = new byte[2_048];
    private String answer = "";
    private boolean checked;
    private int sequenceNumber = 65_530;
    private @Nullable InetSocketAddress server;
    private @Nullable SrtpTransport srtp;
    private long bytesReceived;
    private long mediaReceived;

    // DTLS sends on a thread of its own.
    private final AtomicLong bytesSent = new AtomicLong();
    private volatile byte @Nullable [] last;

    LoopbackPeer(String name) throws IOException {
        this.name = name;
        ufrag = "u" + name;
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(50);
        socket.setReceiveBufferSize(1 << 22);
    }

    String name() {
        return name;
    }

    /// Pretends to be `other`, whose answer it has seen.
    void as(LoopbackPeer other, String answerOfOther) {
        ufrag = other.ufrag;
        answer(answerOfOther);
    }

    MediaOffer offer(int generation) {
        TestOffer offer =
                new TestOffer(ufrag, "p".repeat(24), dtls.fingerprint().value(), false, 2, 2);
        return new MediaOffer(generation, offer.sdp(MIC_SSRC, 2, 3), false, MediaGate.OPEN);
    }

    /// Reads where the server is.
    void answer(String sdp) {
        answer = sdp;
        String candidate = find("a=candidate:1 1 udp \\d+ (\\S+ \\d+) typ host");
        String[] parts = candidate.split(" ", -1);
        server = new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
    }

    /// Check, handshake, keys.
    void connect() throws IOException, InterruptedException, ExecutionException {
        check();
        handshakeUntilKeys();
    }

    void check() throws IOException {
        send(checkWithPassword(find("a=ice-pwd:(\\S+)")));
        receiveUntil("a check's answer", () -> checked);
    }

    byte[] checkWithPassword(String password) {
        return stun.check(find("a=ice-ufrag:(\\S+)"), password, ufrag, true);
    }

    /// Sends a ClientHello, and waits for nothing.
    void handshake() {
        dtls.start(new Fingerprint("sha-256", find("a=fingerprint:sha-256 (\\S+)")));
    }

    void handshakeUntilKeys() throws IOException, InterruptedException, ExecutionException {
        handshake();
        receiveUntil("the handshake", () -> dtls.keys().isDone());
        srtp = new SrtpTransport(dtls.keys().get(), true);
    }

    /// Waits until something of this peer is on its way, and gives it.
    byte[] sent(String what) throws IOException {
        receiveUntil("having sent " + what, () -> last != null);
        return Objects.requireNonNull(last);
    }

    /// Takes what comes for `millis`.
    void listen(long millis) throws IOException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        receiveUntil("the time to pass", () -> System.nanoTime() - endNs >= 0);
    }

    long bytesReceived() {
        return bytesReceived;
    }

    long bytesSent() {
        return bytesSent.get();
    }

    /// RTP and RTCP, whether it could be read or not.
    long mediaReceived() {
        return mediaReceived;
    }

    void speak(int... payload) {
        SrtpTransport transport = srtp;
        if (transport == null) {
            throw new IllegalStateException("not connected");
        }
        RtpWriter writer = new RtpWriter();
        writer.header(scratch, 0, true, TestOffer.OPUS, sequenceNumber & 0xffff, 0, MIC_SSRC);
        writer.extension(TestOffer.MID_ID, "0".getBytes(US_ASCII), 0, 1);
        int at = writer.payloadOffset();
        for (int value : payload) {
            scratch[at++] = (byte) value;
        }
        sequenceNumber++;
        send(Arrays.copyOf(scratch, transport.protectRtp(scratch, 0, at)));
    }

    void sendRaw(byte[] bytes) {
        send(bytes);
    }

    /// Payloads that came.
    List<byte[]> heard() {
        return heard;
    }

    DtlsTestClient dtls() {
        return dtls;
    }

    void receiveUntil(String what, BooleanSupplier done) throws IOException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError(name + " waits in vain for " + what);
            }
            try {
                packet.setLength(2_048);
                socket.receive(packet);
                onDatagram(Arrays.copyOf(packet.getData(), packet.getLength()));
            } catch (SocketTimeoutException nothingYet) {
                // The condition is asked again, until the deadline.
            }
        }
    }

    @Override
    public void close() {
        dtls.abandon();
        socket.close();
    }

    private void onDatagram(byte[] bytes) {
        bytesReceived += bytes.length;
        switch (Datagram.classify(Unpooled.wrappedBuffer(bytes))) {
            case STUN -> checked = true;
            case DTLS -> dtls.onDatagram(bytes);
            case RTP -> onRtp(bytes);
            case RTCP -> mediaReceived++;
            case UNKNOWN -> {}
        }
    }

    private void onRtp(byte[] bytes) {
        mediaReceived++;
        SrtpTransport transport = srtp;
        int length = transport == null ? -1 : transport.unprotectRtp(bytes, 0, bytes.length);
        if (length > 12) {
            heard.add(Arrays.copyOfRange(bytes, 12, length));
        }
    }

    private void send(byte[] bytes) {
        last = bytes;
        bytesSent.addAndGet(bytes.length);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, server));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String find(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(answer);
        if (!matcher.find()) {
            throw new IllegalStateException("the answer has no " + pattern);
        }
        return matcher.group(1);
    }
}
