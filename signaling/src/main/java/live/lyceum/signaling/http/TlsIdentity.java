package live.lyceum.signaling.http;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.List;
import live.lyceum.config.TlsSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate and key we show, read again when their files change. A pair that cannot be read
/// leaves the one before in force. New connections use the new pair; old ones go on.
public final class TlsIdentity {
    private static final Logger LOG = LoggerFactory.getLogger(TlsIdentity.class);

    private final TlsSettings settings;
    private volatile SslContext context;
    private List<FileTime> readAt;

    /// Reads the pair. Blocks.
    ///
    /// @throws IOException if it cannot be read or is no pair
    public TlsIdentity(TlsSettings settings) throws IOException {
        this.settings = settings;
        readAt = changed(settings);
        context = read(settings);
    }

    private static List<FileTime> changed(TlsSettings settings) throws IOException {
        return List.of(
                Files.getLastModifiedTime(settings.certificate()),
                Files.getLastModifiedTime(settings.key()));
    }

    private static SslContext read(TlsSettings settings) throws IOException {
        try {
            return SslContextBuilder.forServer(
                            settings.certificate().toFile(), settings.key().toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (IllegalArgumentException broken) {
            throw new IOException("certificate and key cannot be used", broken);
        }
    }

    /// What new connections are to be secured with.
    public SslContext context() {
        return context;
    }

    /// Reads the files again if they have changed. Blocks; called by one thread at a time.
    public synchronized void refresh() {
        try {
            List<FileTime> now = changed(settings);
            if (!now.equals(readAt)) {
                context = read(settings);
                readAt = now;
                LOG.info("read the TLS certificate again");
            }
        } catch (IOException unreadable) {
            LOG.warn("the TLS files cannot be read; the certificate of before stays", unreadable);
        }
    }
}
