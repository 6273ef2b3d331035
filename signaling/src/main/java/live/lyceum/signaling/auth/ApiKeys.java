package live.lyceum.signaling.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import live.lyceum.config.ApiKey;
import live.lyceum.signaling.protocol.AccessKey;
import live.lyceum.signaling.protocol.Digests;
import live.lyceum.signaling.protocol.KeyDraft;
import live.lyceum.signaling.protocol.Scope;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.store.KeyStore;
import org.jspecify.annotations.Nullable;

/// The keys of the REST API: those in the store, and one more from the settings, which may do
/// everything for the tenant `main`. A secret is 192 random bits, so a plain SHA-256 is enough to
/// hide it. Safe to call from any thread.
public final class ApiKeys {
    private static final String FILE = "api-keys";
    private static final int ID_LENGTH = 12;
    private static final int SECRET_BYTES = 24;
    private static final int MAX_REMEMBERED = 1_000;

    /// How long a key that another process took away may still be used.
    private static final long REMEMBERED_MS = 1_000;

    private static final String NOBODYS = digest(Secrets.text(SECRET_BYTES));

    private record Remembered(AccessKey key, long untilMs) {}

    private final KeyStore store;
    private final @Nullable AccessKey configured;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Remembered> remembered =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            };

    /// @param configured the key from the settings, or null
    /// @param clock epoch milliseconds
    public ApiKeys(KeyStore store, @Nullable ApiKey configured, LongSupplier clock) {
        this.store = store;
        this.clock = clock;
        this.configured =
                configured == null
                        ? null
                        : new AccessKey(
                                configured.id(),
                                TenantId.MAIN,
                                "LYCEUM_API_KEY",
                                EnumSet.allOf(Scope.class),
                                digest(configured.secret()),
                                0);
    }

    private static String digest(String secret) {
        return HexFormat.of().formatHex(Digests.sha256(secret));
    }

    /// A key with its secret, which is nowhere else: to be shown once.
    ///
    /// @param written `rk_<id>_<secret>`
    public record Made(AccessKey key, String written) {
        /// Leaves out the secret.
        @Override
        public String toString() {
            return "Made[%s]".formatted(key.id());
        }
    }

    /// A new key, which somebody has yet to keep.
    public static Made make(KeyDraft draft, long nowMs) {
        return make(Seeds.letters(null, ID_LENGTH), draft, nowMs);
    }

    private static Made make(String id, KeyDraft draft, long nowMs) {
        String secret = Secrets.text(SECRET_BYTES);
        var key =
                new AccessKey(
                        id, draft.tenant(), draft.name(), draft.scopes(), digest(secret), nowMs);
        return new Made(key, "rk_%s_%s".formatted(id, secret));
    }

    /// Makes a key and keeps its digest; one with this id gets another secret.
    ///
    /// @param seed of its id, or null for a new one
    public CompletionStage<Made> create(@Nullable String seed, KeyDraft draft) {
        Made made = make(Seeds.letters(seed, ID_LENGTH), draft, clock.getAsLong());
        return store.put(made.key()).thenApply(kept -> made);
    }

    /// Takes in the keys of a data folder in which they were lines of a file, `<id> <SHA-256 in
    /// hexadecimal>`, as keys that may do everything; the file is then `api-keys.imported`. Blocks.
    ///
    /// @throws IOException if the file cannot be read or understood
    public void takeIn(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        for (String line : SecretFile.read(file)) {
            String[] parts = line.strip().split(" ", 2);
            if (parts.length != 2 || !parts[1].strip().matches("[0-9a-f]{64}")) {
                throw new IOException(file + " has a line that is no key");
            }
            store.put(
                            new AccessKey(
                                    parts[0],
                                    TenantId.MAIN,
                                    FILE,
                                    EnumSet.allOf(Scope.class),
                                    parts[1].strip(),
                                    clock.getAsLong()))
                    .toCompletableFuture()
                    .join();
        }
        if (Files.exists(file)) {
            Files.move(file, folder.resolve(FILE + ".imported"));
        }
    }

    /// The keys in the store, in the order of their ids, at most `limit`.
    ///
    /// @param after the last one of the page before, or null for the first page
    public CompletionStage<List<AccessKey>> list(@Nullable String after, int limit) {
        return store.keys(after, limit);
    }

    /// A key in the store.
    public CompletionStage<Optional<AccessKey>> get(String id) {
        return store.key(id);
    }

    /// Takes a key away, at once; an unknown one is left out.
    public CompletionStage<Void> delete(String id) {
        return store.deleteKey(id).thenAccept(gone -> forget(id));
    }

    private void forget(String id) {
        lock.lock();
        try {
            remembered.remove(id);
        } finally {
            lock.unlock();
        }
    }

    /// Whether there is any key. Blocks.
    public boolean none() {
        return configured == null && store.keys(null, 1).toCompletableFuture().join().isEmpty();
    }

    /// The key that is written so, or null if it is none of ours. Blocks: never to be called on an
    /// event loop. Fails with [CompletionException] when the store does.
    ///
    /// @param mayAsk whether the store may be asked for a key that was not good lately
    public @Nullable AccessKey identify(@Nullable String written, boolean mayAsk) {
        if (written == null) {
            return null;
        }
        ApiKey given;
        try {
            given = ApiKey.parse(written);
        } catch (IllegalArgumentException notOne) {
            return null;
        }
        AccessKey key = key(given.id(), mayAsk);
        String kept = key == null ? NOBODYS : key.digest();
        boolean same =
                Secrets.same(
                        HexFormat.of().parseHex(kept),
                        HexFormat.of().parseHex(digest(given.secret())));
        return same ? key : null;
    }

    private @Nullable AccessKey key(String id, boolean mayAsk) {
        if (configured != null && configured.id().equals(id)) {
            return configured;
        }
        lock.lock();
        try {
            Remembered known = remembered.get(id);
            if (known != null && known.untilMs() > clock.getAsLong()) {
                return known.key();
            }
            if (known == null && !mayAsk) {
                return null;
            }
        } finally {
            lock.unlock();
        }
        AccessKey found = store.key(id).toCompletableFuture().join().orElse(null);
        if (found != null) {
            remember(found);
        }
        return found;
    }

    private void remember(AccessKey key) {
        lock.lock();
        try {
            remembered.put(key.id(), new Remembered(key, clock.getAsLong() + REMEMBERED_MS));
        } finally {
            lock.unlock();
        }
    }
}
