package live.lyceum.signaling.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import live.lyceum.signaling.protocol.TenantId;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Sends over HTTP, each message on a connection of its own to an address that the guard let
/// through. The head of the answer is all that is read of it. Safe to call from any thread; blocks
/// for 15 s at most.
final class WebhookSender implements Sender, AutoCloseable {
    /// How long things may take.
    ///
    /// @param connectMs for each address of the receiver
    /// @param wholeMs from looking up the name to the head of the answer
    record Patience(long connectMs, long wholeMs) {
        static final Patience DEFAULT = new Patience(5_000, 15_000);
    }

    private static final int MAX_CONNECTIONS = 2 * Ways.IN_ALL;
    private static final int MAX_LINE = 8 * 1_024;
    private static final int MAX_HEADERS = 64;
    private static final int GONE = 410;

    /// For whom a thread sends: the client's resolver is told the name alone.
    private static final ScopedValue<TenantId> TENANT = ScopedValue.newInstance();

    private final Patience patience;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CloseableHttpClient tls;
    private final CloseableHttpClient plain;

    /// @param trust whose certificates are good
    WebhookSender(AddressGuard guard, SSLContext trust, Patience patience) {
        this.patience = patience;
        tls = client(guard, trust, true);
        plain = client(guard, trust, false);
    }

    private CloseableHttpClient client(AddressGuard guard, SSLContext trust, boolean byTls) {
        Timeout whole = Timeout.ofMilliseconds(patience.wholeMs());
        Timeout connect = Timeout.ofMilliseconds(patience.connectMs());
        var heads = Http1Config.custom().setMaxLineLength(MAX_LINE).setMaxHeaderCount(MAX_HEADERS);
        var connections =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new GuardedNames(guard, byTls))
                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(trust))
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setMaxConnPerRoute(MAX_CONNECTIONS)
                        .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(whole).build())
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(connect)
                                        .setSocketTimeout(whole)
                                        .build())
                        .setConnectionFactory(
                                ManagedHttpClientConnectionFactory.builder()
                                        .http1Config(heads.build())
                                        .build())
                        .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setConnectionRequestTimeout(connect)
                                .setResponseTimeout(whole)
                                .build())
                .setUserAgent("Lyceum-Webhooks")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /// The addresses that were looked at are the ones that are connected to.
    private record GuardedNames(AddressGuard guard, boolean byTls) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return guard.addresses(TENANT.get(), host, byTls).toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    @Override
    public Answer send(Message message) {
        var request = request(message);
        Future<Integer> asked;
        try {
            asked =
                    threads.submit(() ->
                            ScopedValue.where(TENANT, message.tenant())
                                    .call(() -> status(request)));
        } catch (RejectedExecutionException stopped) {
            return new Answer(null, "the server stops");
        }
        try {
            return answer(asked.get(patience.wholeMs(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException slow) {
            return new Answer(null, noAnswer(), Pace.SLOW);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            return new Answer(null, why(cause), pace(cause));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Answer(null, "the server stops");
        } finally {
            request.cancel();
            asked.cancel(true);
        }
    }

    private static HttpPost request(Message message) {
        var request = new HttpPost(message.url());
        request.setHeader("webhook-id", message.id());
        request.setHeader("webhook-timestamp", Long.toString(message.timestampS()));
        request.setHeader("webhook-signature", message.signature());
        request.setHeader("Connection", "close");
        request.setEntity(
                new StringEntity(
                        message.body(),
                        ContentType.create("application/json", StandardCharsets.UTF_8)));
        return request;
    }

    /// The answer is not closed, for that would read its body to the end: [#send] cancels the
    /// request, which ends the connection.
    private int status(HttpPost request) throws IOException {
        CloseableHttpClient client = request.getScheme().equalsIgnoreCase("https") ? tls : plain;
        return client.executeOpen(null, request, null).getCode();
    }

    private static Answer answer(int status) {
        if (status >= 200 && status < 300) {
            return new Answer(status, null);
        }
        String answered = "answered %d".formatted(status);
        if (status >= 300 && status < 400) {
            return new Answer(status, answered + ": redirects are not followed");
        }
        return new Answer(status, status == GONE ? answered + ": wants nothing more" : answered);
    }

    private String noAnswer() {
        return "no answer within %d s".formatted(patience.wholeMs() / 1_000);
    }

    private String why(@Nullable Throwable failed) {
        return switch (failed) {
            case null -> "the connection failed";
            case RefusedAddressException refused -> "the URL " + refused.getMessage();
            case NoPlaceException full -> "too many names are looked up";
            case UnknownHostException unknown -> "the name cannot be looked up";
            case HttpHostConnectException refused -> "the connection was refused";
            case NoRouteToHostException unreachable -> "the address cannot be reached";
            case ConnectTimeoutException unreached -> "the connection failed";
            // The socket's own clock may be the first to notice.
            case SocketTimeoutException silent -> noAnswer();
            case SSLException unsafe -> "TLS failed";
            case NoHttpResponseException none -> "closed without an answer";
            case ClientProtocolException strange -> "answered something that is not HTTP";
            case MessageConstraintException huge -> "answered something that is not HTTP";
            default -> "the connection failed";
        };
    }

    private static Pace pace(@Nullable Throwable failed) {
        return switch (failed) {
            case NoPlaceException full -> Pace.NOT_TRIED;
            case SocketTimeoutException slow -> Pace.SLOW;
            case UnknownHostException unknown when unknown.getCause() instanceof TimeoutException ->
                    Pace.SLOW;
            case null, default -> Pace.IN_TIME;
        };
    }

    @Override
    public void close() {
        threads.shutdownNow();
        tls.close(CloseMode.IMMEDIATE);
        plain.close(CloseMode.IMMEDIATE);
    }
}
