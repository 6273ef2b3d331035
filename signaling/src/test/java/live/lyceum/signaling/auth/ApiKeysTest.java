package live.lyceum.signaling.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
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
        return keys.create(DRAFT).toCompletableFuture().join();
    }

    @Test
    void aKeyIsKnownByItsSecretAndKeptByItsDigest() {
        assertThat(keys.none()).isTrue();
        ApiKeys.Made made = made();

        assertThat(keys.none()).isFalse();
        AccessKey known = Objects.requireNonNull(keys.identify("Bearer " + made.written()));
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

        assertThat(keys.identify(null)).isNull();
        assertThat(keys.identify("")).isNull();
        assertThat(keys.identify("Bearer ")).isNull();
        assertThat(keys.identify("Basic " + one)).isNull();
        assertThat(keys.identify("Bearer rk_none_" + secret)).isNull();
        assertThat(keys.identify("Bearer " + one + "x")).isNull();
        assertThat(
                        keys.identify(
                                "Bearer " + other.substring(0, other.indexOf('_', 3) + 1) + secret))
                .isNull();
    }

    @Test
    void theConfiguredKeyMayDoEverything() {
        var configured = new ApiKeys(store, ApiKey.parse("rk_ops_0123456789abcdef"), () -> nowMs);

        assertThat(configured.none()).isFalse();
        AccessKey key =
                Objects.requireNonNull(configured.identify("Bearer rk_ops_0123456789abcdef"));
        assertThat(key.scopes()).isEqualTo(EnumSet.allOf(Scope.class));
        assertThat(key.tenant()).isEqualTo(TenantId.MAIN);
        assertThat(configured.identify("Bearer rk_ops_0123456789abcdeg")).isNull();
    }

    @Test
    void aKeyThatIsTakenAwayIsNobodys() {
        ApiKeys.Made made = made();
        String header = "Bearer " + made.written();
        assertThat(keys.identify(header)).isNotNull();

        keys.delete(made.key().id()).toCompletableFuture().join();

        assertThat(keys.identify(header)).isNull();
    }

    @Test
    void whatAnotherProcessDoesIsSeenWithinASecond() throws IOException {
        var operator = new OperatorKeys(new StorageSettings(folder, null));
        ApiKeys.Made made = ApiKeys.make(DRAFT, nowMs);

        operator.put(made.key());
        String header = "Bearer " + made.written();
        assertThat(keys.identify(header)).isEqualTo(made.key());
        assertThat(operator.all()).containsExactly(made.key());

        assertThat(operator.delete(made.key().id())).isTrue();
        assertThat(operator.delete(made.key().id())).isFalse();
        nowMs += 1_000;
        assertThat(keys.identify(header)).isNull();
    }
}
