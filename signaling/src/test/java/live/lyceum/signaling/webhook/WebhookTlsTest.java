package live.lyceum.signaling.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import live.lyceum.config.Cidr;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.testkit.Certificates;
import org.apache.hc.core5.ssl.SSLContexts;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.operator.OperatorCreationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A receiver by TLS, whose certificate says `hook.example`.
class WebhookTlsTest {
    private static final WebhookSender.Patience PATIENCE = new WebhookSender.Patience(2_000, 5_000);
    private static final char[] NO_PASSWORD = {};

    private X509Certificate certificate;
    private HttpsServer receiver;

    @BeforeEach
    void listen() throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyPair keys = Certificates.keys();
        certificate = Certificates.of(keys, new GeneralName(GeneralName.dNSName, "hook.example"));
        var own = KeyStore.getInstance(KeyStore.getDefaultType());
        own.load(null, null);
        own.setKeyEntry("own", keys.getPrivate(), NO_PASSWORD, new X509Certificate[] {certificate});
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(own, NO_PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        receiver =
                HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        receiver.setHttpsConfigurator(new HttpsConfigurator(context));
        receiver.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private SSLContext trustingIt() throws GeneralSecurityException, IOException {
        var known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        known.setCertificateEntry("receiver", certificate);
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(known);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private Sender.Answer send(String name, SSLContext trust) {
        var guard =
                new AddressGuard(
                        List.of(Cidr.parse("127.0.0.1/32")),
                        (tenant, host) -> List.of(InetAddress.ofLiteral("127.0.0.1")));
        String url = "https://%s:%d/".formatted(name, receiver.getAddress().getPort());
        try (var sender = new WebhookSender(guard, trust, PATIENCE)) {
            return sender.send(
                    new Sender.Message(TenantId.MAIN, URI.create(url), "evt_1", 77, "v1,", "{}"));
        }
    }

    @Test
    void aReceiverWithAGoodCertificateGetsIt() throws GeneralSecurityException, IOException {
        assertThat(send("hook.example", trustingIt())).isEqualTo(new Sender.Answer(204, null));
    }

    @Test
    void aCertificateOfAnotherNameOrOfNobodyKnownIsAFailedTry()
            throws GeneralSecurityException, IOException {
        var failed = new Sender.Answer(null, "TLS failed");

        assertThat(send("other.example", trustingIt())).isEqualTo(failed);
        assertThat(send("hook.example", SSLContexts.createDefault())).isEqualTo(failed);
    }
}
