package live.lyceum.signaling.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import live.lyceum.config.Cidr;
import live.lyceum.signaling.protocol.TenantId;
import org.apache.hc.core5.ssl.SSLContexts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Real connections to receivers that do what they like.
@Timeout(20)
class WebhookSenderTest {
    private static final WebhookSender.Patience SHORT = new WebhookSender.Patience(500, 1_000);

    /// What a receiver does with a connection whose request was read.
    private interface Behaviour {
        void answer(Socket connection) throws IOException, InterruptedException;
    }

    private final NameLookup names = new NameLookup(NameLookup.Limits.SENDING);
    private final WebhookSender sender =
            new WebhookSender(
                    new AddressGuard(List.of(Cidr.parse("127.0.0.0/8")), names),
                    SSLContexts.createDefault(),
                    SHORT);
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Behaviour behaviour =
            connection -> write(connection, "HTTP/1.1 204 Fine\r\n\r\n");
    private ServerSocket receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    @AfterEach
    void close() throws IOException {
        receiver.close();
        sender.close();
        names.close();
    }

    private void accept() {
        while (!receiver.isClosed()) {
            try {
                Socket connection = receiver.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            requests.add(read(connection.getInputStream()));
            behaviour.answer(connection);
        } catch (IOException | InterruptedException gone) {
            // The sender has had enough.
        }
    }

    private static String read(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended in the head");
            }
            head.append((char) next);
        }
        String length = head.toString().replaceAll("(?si).*content-length: (\\d+).*", "$1");
        byte[] body = in.readNBytes(Integer.parseInt(length));
        return head + new String(body, StandardCharsets.UTF_8);
    }

    private static void write(Socket connection, String text) throws IOException {
        OutputStream out = connection.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private Sender.Answer send(String host) {
        return send(host, receiver.getLocalPort());
    }

    private Sender.Answer send(String host, int port) {
        String url = "http://%s:%d/hook?k=1".formatted(host, port);
        return sender.send(
                new Sender.Message(
                        TenantId.MAIN,
                        URI.create(url),
                        "evt_1",
                        77,
                        "v1,abc=",
                        "{\"a\":\"\u2603\"}"));
    }

    private Sender.Answer send() {
        return send("127.0.0.1");
    }

    @Test
    void theMessageIsPostedWithItsHeadersAndNothingElseOfOurs() throws InterruptedException {
        assertThat(send()).isEqualTo(new Sender.Answer(204, null));

        String request = requests.poll(5, TimeUnit.SECONDS);
        assertThat(request)
                .startsWith("POST /hook?k=1 HTTP/1.1\r\n")
                .contains("webhook-id: evt_1\r\n")
                .contains("webhook-timestamp: 77\r\n")
                .contains("webhook-signature: v1,abc=\r\n")
                .contains("User-Agent: Lyceum-Webhooks\r\n")
                .containsPattern("(?i)content-type: application/json; charset=utf-8\r\n")
                .doesNotContain("Cookie", "Accept-Encoding", "Authorization")
                .endsWith("\r\n\r\n{\"a\":\"\u2603\"}");
    }

    @Test
    void everyMessageHasAConnectionOfItsOwn() {
        for (int i = 0; i < 3; i++) {
            assertThat(send().error()).isNull();
        }
        assertThat(connections).hasValue(3);
    }

    @ParameterizedTest
    @CsvSource({
        "200,",
        "202,",
        "299,",
        "301, answered 301: redirects are not followed",
        "302, answered 302: redirects are not followed",
        "307, answered 307: redirects are not followed",
        "400, answered 400",
        "401, answered 401",
        "410, answered 410: wants nothing more",
        "429, answered 429",
        "500, answered 500",
        "503, answered 503"
    })
    void theStatusDecides(int status, String error) {
        String location = "Location: http://127.0.0.1:%d/\r\n".formatted(receiver.getLocalPort());
        behaviour =
                connection ->
                        write(
                                connection,
                                "HTTP/1.1 %d X\r\n%sSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\nno"
                                        .formatted(status, location));

        assertThat(send()).isEqualTo(new Sender.Answer(status, error));
        assertThat(connections).hasValue(1);
    }

    @Test
    void aReceiverThatSaysNothingIsNotWaitedFor() {
        behaviour = connection -> Thread.sleep(30_000);

        assertSlow();
    }

    @Test
    void aReceiverThatTricklesItsAnswerIsNotWaitedFor() {
        behaviour =
                connection -> {
                    write(connection, "HTTP/1.1 200 Fine\r\n");
                    for (int i = 0; i < 1_000; i++) {
                        write(connection, "x-%d: y\r\n".formatted(i));
                        Thread.sleep(100);
                    }
                };

        assertSlow();
    }

    private void assertSlow() {
        long startNs = System.nanoTime();
        assertThat(send())
                .isEqualTo(new Sender.Answer(null, "no answer within 1 s", Sender.Pace.SLOW));
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs)).isLessThan(3_000);
    }

    @Test
    void ofAHugeOrEndlessBodyNothingIsRead() throws InterruptedException {
        var ended = new LinkedBlockingQueue<Long>();
        behaviour =
                connection -> {
                    long sent = 0;
                    try {
                        write(
                                connection,
                                "HTTP/1.1 200 Fine\r\nContent-Length: 99999999999\r\n\r\n");
                        for (; sent < 1L << 33; sent += 65_536) {
                            write(connection, "x".repeat(65_536));
                        }
                    } finally {
                        ended.add(sent);
                    }
                };

        assertThat(send()).isEqualTo(new Sender.Answer(200, null));
        // What the kernels' buffers hold.
        assertThat(ended.poll(10, TimeUnit.SECONDS)).isNotNull().isLessThan(64L << 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 2",
                "SSH-2.0-OpenSSH_9.6\r\n\r\n",
                "HTTP/1.1 abc Fine\r\n\r\n",
                "\u0000\u0001\u0002"
            })
    void whatIsNoAnswerIsAFailedTry(String answer) {
        behaviour = connection -> write(connection, answer);

        Sender.Answer told = send();
        assertThat(told.status()).isNull();
        assertThat(told.error())
                .isIn("closed without an answer", "answered something that is not HTTP");
    }

    @Test
    void aHeadThatIsTooLongIsAFailedTry() {
        behaviour =
                connection ->
                        write(
                                connection,
                                "HTTP/1.1 200 Fine\r\na: %s\r\n\r\n".formatted("x".repeat(9_000)));
        assertThat(send().error()).isEqualTo("answered something that is not HTTP");

        behaviour =
                connection ->
                        write(
                                connection,
                                "HTTP/1.1 200 Fine\r\n%s\r\n".formatted("a: b\r\n".repeat(65)));
        assertThat(send().error()).isEqualTo("answered something that is not HTTP");
    }

    /// A port that is taken and not listened on: a listening one that is closed may still let the
    /// system accept for a moment.
    @Test
    void aPortWhereNobodyListensIsAFailedTry() throws IOException {
        try (var deaf = new Socket()) {
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            assertThat(send("127.0.0.1", deaf.getLocalPort()))
                    .isEqualTo(new Sender.Answer(null, "the connection was refused"));
        }
    }

    @Test
    void tlsWithoutAGoodCertificateIsAFailedTry() {
        behaviour = connection -> {};
        String url = "https://127.0.0.1:%d/".formatted(receiver.getLocalPort());

        assertThat(
                        sender.send(
                                        new Sender.Message(
                                                TenantId.MAIN,
                                                URI.create(url),
                                                "evt_1",
                                                77,
                                                "v1,",
                                                "{}"))
                                .status())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "[::1]", "169.254.169.254", "0.0.0.0", "[::ffff:10.0.0.1]"})
    void noConnectionIsMadeToAnAddressInside(String host) {
        assertThat(send(host).error()).isEqualTo("the URL leads to an address that is not public");
        assertThat(connections).hasValue(0);
    }

    /// The name leads outside when the webhook is made, and inside when it is used.
    @Test
    void anAddressIsLookedAtEachTimeAndIsTheOneThatIsConnectedTo() {
        var asked = new AtomicInteger();
        AddressGuard.Lookup moving =
                (tenant, host) -> {
                    assertThat(tenant).isEqualTo(TenantId.MAIN);
                    assertThat(host).isEqualTo("moving.example");
                    boolean first = asked.getAndIncrement() == 0;
                    return List.of(InetAddress.ofLiteral(first ? "127.0.0.1" : "127.0.0.2"));
                };
        var guard = new AddressGuard(List.of(Cidr.parse("127.0.0.1/32")), moving);
        try (var moved = new WebhookSender(guard, SSLContexts.createDefault(), SHORT)) {
            var message =
                    new Sender.Message(
                            TenantId.MAIN,
                            URI.create(
                                    "http://moving.example:%d/".formatted(receiver.getLocalPort())),
                            "evt_1",
                            77,
                            "v1,",
                            "{}");

            assertThat(moved.send(message)).isEqualTo(new Sender.Answer(204, null));
            assertThat(asked).hasValue(1);
            assertThat(moved.send(message).error())
                    .isEqualTo("the URL leads to an address that is not public");
            assertThat(connections).hasValue(1);
        }
    }

    @Test
    void aNameThatIsNoneIsAFailedTry() {
        assertThat(send("no-such-name.invalid").error()).isEqualTo("the name cannot be looked up");
    }

    private Sender.Answer sendBy(AddressGuard.Lookup lookup) {
        try (var other =
                new WebhookSender(
                        new AddressGuard(List.of(), lookup), SSLContexts.createDefault(), SHORT)) {
            return other.send(
                    new Sender.Message(
                            TenantId.MAIN, URI.create("https://a.example/"), "evt_1", 77, "", ""));
        }
    }

    @Test
    void aNameThatFindsNoPlaceIsNoTry() {
        Sender.Answer told =
                sendBy((tenant, host) -> {
                    throw new NoPlaceException();
                });

        assertThat(told.pace()).isEqualTo(Sender.Pace.NOT_TRIED);
    }

    @Test
    void aNameThatNobodyAnswersForIsASlowTry() {
        Sender.Answer told =
                sendBy((tenant, host) -> {
                    var slow = new UnknownHostException(host);
                    slow.initCause(new TimeoutException());
                    throw slow;
                });

        assertThat(told)
                .isEqualTo(
                        new Sender.Answer(null, "the name cannot be looked up", Sender.Pace.SLOW));
    }

    @Test
    void aSenderThatIsClosedSaysSo() {
        sender.close();

        assertThat(send().error()).isEqualTo("the server stops");
    }
}
