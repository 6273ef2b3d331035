package live.lyceum.recorder.testkit;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import live.lyceum.config.ObjectStoreSettings;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.jclouds.blobstore.options.ListContainerOptions;
import org.jspecify.annotations.Nullable;

/// A server of S3's protocol (S3Proxy), with one bucket in memory. It checks signatures, which over
/// plain HTTP are also of the content, and knows no checksums besides. It can go and come back with
/// what it has, on the same port.
public final class StoreServer implements AutoCloseable {
    public static final String BUCKET = "lessons";
    public static final String ACCESS = "somebody";
    public static final String SECRET = "c2VjcmV0LW9mLXNvbWVib2R5";

    private final BlobStoreContext context;
    private @Nullable S3Proxy server;
    private int port;

    private StoreServer() {
        context =
                ContextBuilder.newBuilder("transient-nio2")
                        .credentials("x", "x")
                        .buildView(BlobStoreContext.class);
        blobs().createContainerInLocation(null, BUCKET);
    }

    /// One that serves.
    public static StoreServer start() {
        var fresh = new StoreServer();
        fresh.up();
        return fresh;
    }

    private BlobStore blobs() {
        return context.getBlobStore();
    }

    /// Serves from here on.
    public void up() {
        S3Proxy next =
                S3Proxy.builder()
                        .blobStore(blobs())
                        .endpoint(URI.create("http://127.0.0.1:" + port))
                        .awsAuthentication(AuthenticationType.AWS_V4, ACCESS, SECRET)
                        .ignoreUnknownHeaders(true)
                        .build();
        try {
            next.start();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
        port = next.getPort();
        server = next;
    }

    /// Serves nothing any more, and keeps what it has.
    public void down() {
        try {
            if (server != null) {
                server.stop();
                server = null;
            }
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// What a node needs to know of it.
    public ObjectStoreSettings settings(String prefix) {
        return new ObjectStoreSettings(
                BUCKET,
                endpoint(),
                "us-east-1",
                prefix,
                new ObjectStoreSettings.Keys(ACCESS, SECRET));
    }

    /// The names of all objects that begin so.
    public List<String> names(String prefix) {
        return blobs()
                .list(BUCKET, ListContainerOptions.Builder.recursive().prefix(prefix))
                .stream()
                .map(StorageMetadata::getName)
                .sorted()
                .toList();
    }

    /// Puts an object in, past the protocol.
    public void put(String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        blobs().putBlob(
                        BUCKET,
                        blobs().blobBuilder(name)
                                .payload(bytes)
                                .contentLength(bytes.length)
                                .build());
    }

    @Override
    public void close() {
        down();
        context.close();
    }
}
