package live.lyceum.signaling.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import live.lyceum.config.ApiKey;
import org.jspecify.annotations.Nullable;

/// The keys of the REST API: their ids and digests in a file of the data folder, and one more from
/// the settings. A secret is 192 random bits, so a plain SHA-256 is enough to hide it. Another
/// process may add keys to the file; they are seen within a second. Safe to call from any thread;
/// blocks on the file, so never to be called on an event loop.
public final class ApiKeys {
    private static final String FILE = "api-keys";
    private static final String SCHEME = "Bearer ";
    private static final int ID_BYTES = 4;
    private static final int SECRET_BYTES = 24;
    private static final long LOOK_AGAIN_NS = 1_000_000_000L;
    private static final FileTime NEVER = FileTime.fromMillis(0);
    private static final byte[] NOBODYS = Secrets.sha256(Secrets.text(SECRET_BYTES));

    private final Path file;
    private final @Nullable ApiKey configured;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<String, byte[]> digests = Map.of();
    private FileTime readAt = NEVER;
    private long lookedNs;

    private ApiKeys(Path file, @Nullable ApiKey configured) {
        this.file = file;
        this.configured = configured;
    }

    /// Reads the keys in this folder.
    ///
    /// @param configured the key from the settings, or null
    /// @throws IOException if the file cannot be read or understood
    public static ApiKeys load(Path folder, @Nullable ApiKey configured) throws IOException {
        var keys = new ApiKeys(folder.resolve(FILE), configured);
        keys.read();
        return keys;
    }

    private void read() throws IOException {
        var read = new TreeMap<String, byte[]>();
        FileTime changed = Files.exists(file) ? Files.getLastModifiedTime(file) : NEVER;
        for (String line : SecretFile.read(file)) {
            String[] parts = line.strip().split(" ", 2);
            if (parts.length == 2) {
                try {
                    read.put(parts[0], HexFormat.of().parseHex(parts[1].strip()));
                } catch (IllegalArgumentException broken) {
                    throw new IOException(file + " has a line that is no key", broken);
                }
            }
        }
        digests = read;
        readAt = changed;
    }

    /// Whether there is any key.
    public boolean none() {
        lock.lock();
        try {
            return configured == null && digests.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// Makes a key and keeps its digest. The key itself is in the answer and nowhere else: show it
    /// once as `rk_<id>_<secret>`.
    public ApiKey create() throws IOException {
        lock.lock();
        try {
            read();
            String id = HexFormat.of().formatHex(Secrets.random(ID_BYTES));
            var key = new ApiKey(id, Secrets.text(SECRET_BYTES));
            List<String> lines = new ArrayList<>();
            digests.forEach((each, digest) -> lines.add(line(each, digest)));
            lines.add(line(id, Secrets.sha256(key.secret())));
            SecretFile.write(file, lines);
            read();
            return key;
        } finally {
            lock.unlock();
        }
    }

    private static String line(String id, byte[] digest) {
        return id + " " + HexFormat.of().formatHex(digest);
    }

    /// The id of the key in an `Authorization` header, or null if it is none of ours.
    public @Nullable String identify(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(SCHEME)) {
            return null;
        }
        ApiKey given;
        try {
            given = ApiKey.parse(authorization.substring(SCHEME.length()).strip());
        } catch (IllegalArgumentException notOne) {
            return null;
        }
        byte[] digest = Secrets.sha256(given.secret());
        boolean isConfigured =
                configured != null
                        && configured.id().equals(given.id())
                        && Secrets.same(Secrets.sha256(configured.secret()), digest);
        return isConfigured || Secrets.same(kept(given.id()), digest) ? given.id() : null;
    }

    private byte[] kept(String id) {
        lock.lock();
        try {
            if (!digests.containsKey(id)) {
                lookAgain();
            }
            return digests.getOrDefault(id, NOBODYS);
        } finally {
            lock.unlock();
        }
    }

    private void lookAgain() {
        long nowNs = System.nanoTime();
        if (nowNs - lookedNs < LOOK_AGAIN_NS) {
            return;
        }
        lookedNs = nowNs;
        try {
            FileTime changed = Files.exists(file) ? Files.getLastModifiedTime(file) : NEVER;
            if (!changed.equals(readAt)) {
                read();
            }
        } catch (IOException unreadable) {
            // The keys that were read before stay good.
            readAt = NEVER;
        }
    }
}
