package live.lyceum.signaling.testkit;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// An integrator's server on loopback: takes webhooks, checks them with the library of Standard
/// Webhooks, and keeps what it took.
public final class HookReceiver implements AutoCloseable {
    private static final long PATIENCE_S = 10;

    private final HttpServer server;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private volatile int status = 204;
    private volatile @Nullable Webhook library;

    /// A message that was taken.
    public record Message(String id, String body) {}

    private HookReceiver(HttpServer server) {
        this.server = server;
    }

    public static HookReceiver start() throws IOException {
        var receiver =
                new HookReceiver(
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0));
        receiver.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.server.createContext("/", receiver::take);
        receiver.server.start();
        return receiver;
    }

    public String url() {
        return "http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort());
    }

    /// What the webhook's maker was shown; without it nothing is taken.
    public void secret(String written) {
        library = new Webhook(written);
    }

    /// What it answers from here on; only what is answered 2xx is taken.
    public void answer(int newStatus) {
        status = newStatus;
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        int answer = isGenuine(body, headers) ? status : 401;
        if (answer / 100 == 2) {
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            messages.add(new Message(String.valueOf(id), body));
        }
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    private boolean isGenuine(String body, Map<String, List<String>> headers) {
        Webhook known = library;
        if (known == null) {
            return false;
        }
        try {
            known.verify(body, headers);
            return true;
        } catch (WebhookVerificationException forged) {
            return false;
        }
    }

    /// What was taken, in order.
    public List<Message> messages() {
        return List.copyOf(messages);
    }

    /// What was taken, once there is so much.
    public List<Message> await(int many) {
        Awaitility.await()
                .atMost(PATIENCE_S, TimeUnit.SECONDS)
                .until(() -> messages.size() >= many);
        return messages();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
