package live.lyceum.recorder.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.film.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Brings one file into a bucket. The store is told the SHA-256 of what it gets, of a large file
/// that of each part, and refuses what is something else; what it then has is looked at. No more
/// than a part is in memory. Owned by its thread.
final class Upload {
    private static final Logger LOG = LoggerFactory.getLogger(Upload.class);

    /// The name of what a store keeps with an object for us: the whole file's hash, which of parts
    /// it does not know.
    private static final String HASH = "sha256";

    private static final int MAX_PARTS = 10_000;
    private static final int NOT_FOUND = 404;

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final Path file;
    private final Film.File wanted;
    private final BooleanSupplier stopped;

    Upload(
            S3Client s3,
            String bucket,
            String key,
            Path file,
            Film.File wanted,
            BooleanSupplier stopped) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.file = file;
        this.wanted = wanted;
        this.stopped = stopped;
    }

    /// Does it, if the store has not got that file already.
    ///
    /// @param partBytes how much is sent at a time, if there are not too many of them
    /// @throws IOException if the file is not what its manifest says
    /// @throws SdkException if the store does not take it
    void run(long partBytes) throws IOException {
        if (isThere()) {
            return;
        }
        long bytes = Math.max(partBytes, Math.ceilDiv(wanted.bytes(), MAX_PARTS));
        if (wanted.bytes() <= bytes) {
            whole();
        } else {
            inParts(bytes);
        }
        if (!isThere()) {
            throw new IOException("the store has another %s than was sent".formatted(key));
        }
    }

    /// Whether the store has this very file.
    private boolean isThere() {
        try {
            HeadObjectResponse there =
                    s3.headObject(
                            ask -> ask.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED));
            String hash = there.checksumSHA256();
            boolean ofParts = hash != null && hash.contains("-");
            return Objects.equals(there.contentLength(), wanted.bytes())
                    && wanted.sha256().equals(there.metadata().get(HASH))
                    && (hash == null || ofParts || hash.equals(base64()));
        } catch (S3Exception none) {
            if (none.statusCode() == NOT_FOUND) {
                return false;
            }
            throw none;
        }
    }

    private String base64() {
        return Sha256.base64(Sha256.ofHex(wanted.sha256()));
    }

    private static RequestBody body(FilePart part, String type) {
        return RequestBody.fromContentProvider(
                () -> {
                    try {
                        return part.open();
                    } catch (IOException failed) {
                        throw new UncheckedIOException(failed);
                    }
                },
                part.bytes(),
                type);
    }

    private void whole() throws IOException {
        var part = new FilePart(file, 0, wanted.bytes(), stopped);
        MessageDigest digest = Sha256.digest();
        part.digest(digest);
        check(digest);
        s3.putObject(
                ask ->
                        ask.bucket(bucket)
                                .key(key)
                                .contentType(wanted.type())
                                .checksumSHA256(base64())
                                .metadata(Map.of(HASH, wanted.sha256())),
                body(part, wanted.type()));
    }

    private void check(MessageDigest ofAll) throws IOException {
        if (!Sha256.hex(ofAll.digest()).equals(wanted.sha256())) {
            throw new IOException(
                    "%s is not what its manifest says: it is damaged".formatted(file));
        }
    }

    private void inParts(long partBytes) throws IOException {
        String id =
                s3.createMultipartUpload(ask ->
                                ask.bucket(bucket)
                                        .key(key)
                                        .contentType(wanted.type())
                                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                                        .metadata(Map.of(HASH, wanted.sha256())))
                        .uploadId();
        boolean done = false;
        try {
            List<CompletedPart> parts = parts(id, partBytes);
            s3.completeMultipartUpload(ask ->
                    ask.bucket(bucket)
                            .key(key)
                            .uploadId(id)
                            .multipartUpload(
                                    CompletedMultipartUpload.builder().parts(parts).build()));
            done = true;
        } finally {
            if (!done) {
                abort(id);
            }
        }
    }

    private List<CompletedPart> parts(String id, long partBytes) throws IOException {
        var parts = new ArrayList<CompletedPart>();
        MessageDigest ofAll = Sha256.digest();
        for (long from = 0; from < wanted.bytes(); from += partBytes) {
            long bytes = Math.min(partBytes, wanted.bytes() - from);
            var part = new FilePart(file, from, bytes, stopped);
            MessageDigest ofPart = Sha256.digest();
            part.digest(ofAll, ofPart);
            String hash = Sha256.base64(ofPart.digest());
            int number = parts.size() + 1;
            String tag =
                    s3.uploadPart(
                                    ask ->
                                            ask.bucket(bucket)
                                                    .key(key)
                                                    .uploadId(id)
                                                    .partNumber(number)
                                                    .checksumSHA256(hash),
                                    body(part, wanted.type()))
                            .eTag();
            parts.add(
                    CompletedPart.builder()
                            .partNumber(number)
                            .eTag(tag)
                            .checksumSHA256(hash)
                            .build());
        }
        check(ofAll);
        return parts;
    }

    private void abort(String id) {
        try {
            s3.abortMultipartUpload(ask -> ask.bucket(bucket).key(key).uploadId(id));
        } catch (SdkException left) {
            LOG.debug("parts of {} are left in the store until the next try", key, left);
        }
    }
}
