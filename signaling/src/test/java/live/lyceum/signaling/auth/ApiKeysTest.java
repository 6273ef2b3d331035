package live.lyceum.signaling.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import live.lyceum.config.ApiKey;
import live.lyceum.config.StorageSettings;
import live.lyceum.signaling.protocol.AccessKey;
import live.lyceum.signaling.protocol.KeyDraft;
import live.lyceum.signaling.protocol.Scope;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.store.OperatorKeys;
import live.lyceum.signaling.store.SqlStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The keys of the REST API, in a real database.
class ApiKeysTest {
    private static final KeyDraft DRAFT =
            new KeyDraft("school", new TenantId("school"), Set.of(Scope.SESSIONS_READ));

    @TempDir Path folder;
    private SqlStore store;
    private ApiKeys keys;
    private long nowMs = 1_000;

    @BeforeEach
    void open() throws IOException {
        store = SqlStore.open(new StorageSettings(folder, null), new SimpleMeterRegistry());
        keys = new ApiKeys(store, null, () -> nowMs);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ApiKeys.Made made() {
        return keys.create(null, DRAFT).toCompletableFuture().join();
    }

    @Test
    void aKeyIsKnownByItsSecretAndKeptByItsDigest() {
        assertThat(keys.none()).isTrue();
        ApiKeys.Made made = made();

        assertThat(keys.none()).isFalse();
        AccessKey known = Objects.requireNonNull(keys.identify(made.written(), true));
        assertThat(known).isEqualTo(made.key());
        assertThat(known.tenant()).isEqualTo(DRAFT.tenant());
        assertThat(known.scopes()).isEqualTo(DRAFT.scopes());
        assertThat(known.digest()).doesNotContain(made.written().substring(16));
        assertThat(made.toString()).doesNotContain(made.written());
    }

    @Test
    void whateverElseIsNobody() {
        String one = made().written();
        String other = made().written();
        String secret = one.substring(one.indexOf('_', 3) + 1);

        assertThat(keys.identify(null, true)).isNull();
        assertThat(keys.identify("", true)).isNull();
        assertThat(keys.identify("x" + one, true)).isNull();
        assertThat(keys.identify("rk_none_" + secret, true)).isNull();
        assertThat(keys.identify(one + "x", true)).isNull();
        assertThat(keys.identify(other.substring(0, other.indexOf('_', 3) + 1) + secret, true))
                .isNull();
    }

    @Test
    void theConfiguredKeyMayDoEverything() {
        var configured = new ApiKeys(store, ApiKey.parse("rk_ops_0123456789abcdef"), () -> nowMs);

        assertThat(configured.none()).isFalse();
        AccessKey key =
                Objects.requireNonNull(configured.identify("rk_ops_0123456789abcdef", true));
        assertThat(key.scopes()).isEqualTo(EnumSet.allOf(Scope.class));
        assertThat(key.tenant()).isEqualTo(TenantId.MAIN);
        assertThat(configured.identify("rk_ops_0123456789abcdeg", true)).isNull();
    }

    @Test
    void whoFailsTooOftenIsKnownByAKeyThatWasGoodLately() {
        String one = made().written();
        String other = made().written();
        assertThat(keys.identify(one, true)).isNotNull();
        nowMs += 60_000;

        assertThat(keys.identify(one, false)).isNotNull();
        assertThat(keys.identify(other, false)).isNull();
    }

    @Test
    void keysOfAFileAreTakenIn() throws IOException {
        ApiKeys.Made made = ApiKeys.make(DRAFT, nowMs);
        Path file = folder.resolve("api-keys");
        Files.writeString(file, "%s %s\n".formatted(made.key().id(), made.key().digest()));

        keys.takeIn(folder);

        AccessKey known = Objects.requireNonNull(keys.identify(made.written(), true));
        assertThat(known.scopes()).isEqualTo(EnumSet.allOf(Scope.class));
        assertThat(file).doesNotExist();
        Files.writeString(file, "x y\n");
        assertThatThrownBy(() -> keys.takeIn(folder)).isInstanceOf(IOException.class);
    }

    @Test
    void aKeyThatIsTakenAwayIsNobodys() {
        ApiKeys.Made made = made();
        String header = made.written();
        assertThat(keys.identify(header, true)).isNotNull();

        keys.delete(made.key().id()).toCompletableFuture().join();

        assertThat(keys.identify(header, true)).isNull();
    }

    @Test
    void whatAnotherProcessDoesIsSeenWithinASecond() throws IOException {
        var operator = new OperatorKeys(new StorageSettings(folder, null));
        ApiKeys.Made made = ApiKeys.make(DRAFT, nowMs);

        operator.put(made.key());
        String header = made.written();
        assertThat(keys.identify(header, true)).isEqualTo(made.key());
        assertThat(operator.all()).containsExactly(made.key());

        assertThat(operator.delete(made.key().id())).isTrue();
        assertThat(operator.delete(made.key().id())).isFalse();
        nowMs += 1_000;
        assertThat(keys.identify(header, true)).isNull();
    }
}
