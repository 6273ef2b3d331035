package live.lyceum.recorder.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import live.lyceum.config.ObjectStoreSettings;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.api.Reading;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.recorder.film.Sha256;
import live.lyceum.recorder.io.Archive;
import live.lyceum.recorder.io.RecordingFolders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Films in a bucket of AWS S3 or of a store that speaks its protocol, each file as
/// `{prefix}{session}/{recording}/{name}`. Tested with S3Proxy; of the protocol only what all
/// stores have is used (no checksums in trailers, no deleting of many at once).
public final class S3Archive implements Archive {
    private static final Logger LOG = LoggerFactory.getLogger(S3Archive.class);

    /// S3's parts have at least 5 MiB, and the JDK's client gathers a body in memory.
    private static final long PART_BYTES = 8L * 1024 * 1024;

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
    private static final String MANIFEST_TYPE = "application/json";

    private final S3Client s3;
    private final S3Presigner presigner;
    private final AwsCredentialsProvider who;
    private final String bucket;
    private final String prefix;
    private final String origin;
    private final long partBytes;

    private S3Archive(ObjectStoreSettings settings, long partBytes) {
        this.partBytes = partBytes;
        bucket = settings.bucket();
        prefix = settings.prefix();
        ObjectStoreSettings.Keys keys = settings.keys();
        who =
                keys == null
                        ? DefaultCredentialsProvider.builder().build()
                        : provider(keys.access(), keys.secret());
        boolean own = settings.endpoint() != null;
        s3 =
                S3Client.builder()
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT_WITHIN)
                                        .socketTimeout(ANSWER_WITHIN))
                        .region(Region.of(settings.region()))
                        .credentialsProvider(who)
                        .endpointOverride(settings.endpoint())
                        .forcePathStyle(own)
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .serviceConfiguration(
                                S3Configuration.builder().chunkedEncodingEnabled(false).build())
                        .build();
        presigner = presigner(settings, who);
        origin = origin(settings);
    }

    /// Asks nothing of the store yet.
    public static S3Archive open(ObjectStoreSettings settings) {
        return new S3Archive(settings, PART_BYTES);
    }

    static S3Archive open(ObjectStoreSettings settings, long partBytes) {
        return new S3Archive(settings, partBytes);
    }

    private static AwsCredentialsProvider provider(String access, String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(access, secret));
    }

    private static S3Presigner presigner(ObjectStoreSettings settings, AwsCredentialsProvider who) {
        return S3Presigner.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(who)
                .endpointOverride(settings.endpoint())
                .serviceConfiguration(
                        S3Configuration.builder()
                                .pathStyleAccessEnabled(settings.endpoint() != null)
                                .build())
                .build();
    }

    /// Of addresses as they will be: whoever signs, the place is the same.
    private static String origin(ObjectStoreSettings settings) {
        try (S3Presigner anybody = presigner(settings, provider("anybody", "anybody"))) {
            URI one =
                    URI.create(
                            anybody.presignGetObject(ask ->
                                            ask.signatureDuration(Duration.ofSeconds(1))
                                                    .getObjectRequest(get ->
                                                            get.bucket(settings.bucket()).key("x")))
                                    .url()
                                    .toString());
            return "%s://%s".formatted(one.getScheme(), one.getAuthority());
        }
    }

    private String folder(RoomId session, RecordingId id) {
        return "%s%s/%s/".formatted(prefix, session, id);
    }

    @Override
    public void put(RoomId session, RecordingId id, Path files, Film film, BooleanSupplier stopped)
            throws IOException {
        String folder = folder(session, id);
        told(() -> {
            abortParts(folder);
            for (Film.File each : film.files()) {
                put(folder, files, each, stopped);
            }
            put(folder, files, manifest(files), stopped);
        });
    }

    private void put(String folder, Path files, Film.File file, BooleanSupplier stopped)
            throws IOException {
        new Upload(s3, bucket, folder + file.name(), files.resolve(file.name()), file, stopped)
                .run(partBytes);
    }

    /// Last, so that who finds a manifest in the bucket finds all it names.
    private static Film.File manifest(Path files) throws IOException {
        Path file = files.resolve(RecordingFolders.MANIFEST);
        byte[] written = Files.readAllBytes(file);
        return new Film.File(
                RecordingFolders.MANIFEST,
                Film.Kind.TRACK,
                MANIFEST_TYPE,
                written.length,
                Sha256.hex(Sha256.digest().digest(written)));
    }

    @Override
    public void delete(RoomId session, RecordingId id) throws IOException {
        String folder = folder(session, id);
        told(() -> {
            abortParts(folder);
            for (S3Object each :
                    s3.listObjectsV2Paginator(ask -> ask.bucket(bucket).prefix(folder))
                            .contents()) {
                s3.deleteObject(ask -> ask.bucket(bucket).key(each.key()));
            }
            if (s3.listObjectsV2(ask -> ask.bucket(bucket).prefix(folder)).hasContents()) {
                throw new IOException("the store still has files below " + folder);
            }
        });
    }

    /// Parts that were brought and never put together cost as much as files. A store that does not
    /// tell of them is left to what its bucket says of such.
    private void abortParts(String folder) {
        try {
            for (MultipartUpload each :
                    s3.listMultipartUploads(ask -> ask.bucket(bucket).prefix(folder)).uploads()) {
                if (each.key().startsWith(folder)) {
                    s3.abortMultipartUpload(
                            ask -> ask.bucket(bucket).key(each.key()).uploadId(each.uploadId()));
                }
            }
        } catch (S3Exception refused) {
            LOG.debug("the store does not tell of parts: {}", words(refused));
        }
    }

    private interface Talk {
        void run() throws IOException;
    }

    /// What the SDK throws, in words without keys and addresses.
    private static void told(Talk talk) throws IOException {
        try {
            talk.run();
        } catch (SdkException failed) {
            throw new IOException(words(failed), failed);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private static String words(SdkException failed) {
        if (failed instanceof S3Exception refused) {
            String code =
                    refused.awsErrorDetails() == null
                            ? null
                            : refused.awsErrorDetails().errorCode();
            return "the store answered %d %s".formatted(refused.statusCode(), code);
        }
        Throwable why = failed;
        while (why.getCause() != null) {
            why = why.getCause();
        }
        return "the store does not answer: %s: %s"
                .formatted(why.getClass().getSimpleName(), why.getMessage());
    }

    @Override
    public URI address(Reading reading) {
        String key = folder(reading.session(), reading.id()) + reading.file();
        Duration within = reading.within();
        if (reading.head()) {
            var head = HeadObjectRequest.builder().bucket(bucket).key(key).build();
            return uri(() ->
                    presigner
                            .presignHeadObject(
                                    ask -> ask.signatureDuration(within).headObjectRequest(head))
                            .url()
                            .toString());
        }
        var get =
                GetObjectRequest.builder()
                        .bucket(bucket)
                        .key(key)
                        .responseContentDisposition(
                                "%s; filename=\"%s\""
                                        .formatted(
                                                reading.save() ? "attachment" : "inline",
                                                reading.file()))
                        .build();
        return uri(() ->
                presigner
                        .presignGetObject(
                                ask -> ask.signatureDuration(within).getObjectRequest(get))
                        .url()
                        .toString());
    }

    private static URI uri(Supplier<String> address) {
        return URI.create(address.get());
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public void close() {
        s3.close();
        presigner.close();
        if (who instanceof DefaultCredentialsProvider chain) {
            chain.close();
        }
    }
}
