package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import live.lyceum.config.TlsSettings;
import live.lyceum.signaling.http.TlsIdentity;
import live.lyceum.signaling.testkit.Certificates;
import live.lyceum.signaling.testkit.QuietLog;
import live.lyceum.signaling.testkit.TestNode;
import live.lyceum.signaling.testkit.TestSocket;
import live.lyceum.signaling.testkit.UploadPage;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir Path folder;
    private TlsSettings settings;
    private X509Certificate certificate;

    @BeforeEach
    void writePair() throws GeneralSecurityException, IOException, OperatorCreationException {
        settings = new TlsSettings(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        KeyPair keys = Certificates.keys();
        certificate = Certificates.of(keys, new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        write(settings.certificate(), certificate);
        write(settings.key(), new JcaPKCS8Generator(keys.getPrivate(), null));
    }

    private static void write(Path file, Object what) throws IOException {
        var text = new StringWriter();
        try (var pem = new JcaPEMWriter(text)) {
            pem.writeObject(what);
        }
        Files.writeString(file, text.toString());
    }

    private HttpClient trusting() throws GeneralSecurityException, IOException {
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("test", certificate);
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    @Test
    void pageAndSocketsComeOverTls()
            throws GeneralSecurityException, IOException, InterruptedException {
        try (var node = TestNode.startWithTls(folder, settings, trusting())) {
            assertThat(node.url()).startsWith("https://");
            assertThat(
                            node.send(node.request("/"))
                                    .headers()
                                    .firstValue("Strict-Transport-Security"))
                    .isPresent();
            var session = node.session("a:mentor");
            TestSocket socket = TestSocket.connect(node.http, node.signal(), node.url());
            assertThat(socket.hello(session.tokens().getFirst()).get("you").asText())
                    .isEqualTo("a");
            assertThat(socket.join().get("ok").asBoolean()).isTrue();
        }
    }

    @Test
    void recordingsComeAndGoOverTls()
            throws GeneralSecurityException, IOException, InterruptedException {
        byte[] film = UploadPage.webm(5_000_000, 3);
        try (var node = TestNode.startWithTls(folder, settings, trusting())) {
            var session =
                    node.session(
                            body ->
                                    ((ObjectNode) body.at("/participants/0"))
                                            .put("mayRecord", true),
                            "a:mentor");
            var page = new UploadPage(node, session.tokens().getFirst());
            String id = page.created();
            assertThat(page.put(id, 0, film).status()).isEqualTo(201);
            String url = page.complete(id).text("url");

            var whole = node.http.send(node.request(url).build(), BodyHandlers.ofByteArray());
            var part =
                    node.http.send(
                            node.request(url).header("Range", "bytes=1000000-").build(),
                            BodyHandlers.ofByteArray());

            assertThat(whole.body()).isEqualTo(film);
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(film, 1_000_000, film.length));
        }
    }

    @Test
    void aNewPairIsUsedAndABrokenOneIsNot()
            throws GeneralSecurityException, IOException, OperatorCreationException {
        var identity = new TlsIdentity(settings);
        Object first = identity.context();
        identity.refresh();
        assertThat(identity.context()).isSameAs(first);

        writePair();
        Files.setLastModifiedTime(settings.key(), FileTime.from(Instant.now().plusSeconds(5)));
        identity.refresh();
        Object second = identity.context();
        assertThat(second).isNotSameAs(first);

        Files.writeString(settings.certificate(), "broken");
        try (var quiet = new QuietLog(TlsIdentity.class)) {
            identity.refresh();
            assertThat(quiet.lines()).hasSize(1);
        }
        assertThat(identity.context()).isSameAs(second);
    }
}
