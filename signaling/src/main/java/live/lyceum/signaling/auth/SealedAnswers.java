package live.lyceum.signaling.auth;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import live.lyceum.signaling.protocol.KeptAnswer;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.store.AnswerStore;

/// What requests with an `Idempotency-Key` were answered; bodies, which may have tokens and keys in
/// them, are sealed in the store. Safe to call from any thread; nothing here blocks.
public final class SealedAnswers {
    /// How long an answer is kept.
    public static final long KEPT_MS = 24 * 3_600_000L;

    private final AnswerStore store;
    private final Sealer sealer;

    public SealedAnswers(AnswerStore store, Sealer sealer) {
        this.store = store;
        this.sealer = sealer;
    }

    /// What was kept under a tenant's key, readable. One that was sealed with another signing key
    /// reads as not answered.
    public CompletionStage<Optional<KeptAnswer>> get(TenantId tenant, String key) {
        return store.answer(tenant, key)
                .thenApply(found -> found.map(each -> opened(tenant, key, each)));
    }

    private KeptAnswer opened(TenantId tenant, String key, KeptAnswer kept) {
        KeptAnswer.Given given = kept.given();
        if (given == null) {
            return kept;
        }
        try {
            return kept.with(given.with(sealer.open(given.body(), about(tenant, key))));
        } catch (IllegalArgumentException ofAnotherKey) {
            return kept.with(null);
        }
    }

    /// Keeps an answer in the place of what was kept; complete when it is durable.
    public CompletionStage<Void> put(TenantId tenant, String key, KeptAnswer answer) {
        KeptAnswer.Given given = answer.given();
        KeptAnswer sealed =
                given == null
                        ? answer
                        : answer.with(given.with(sealer.seal(given.body(), about(tenant, key))));
        return store.put(tenant, key, sealed);
    }

    /// Forgets what was kept under a key.
    public CompletionStage<Void> forget(TenantId tenant, String key) {
        return store.forgetAnswer(tenant, key);
    }

    private static String about(TenantId tenant, String key) {
        return "answer %s %s".formatted(tenant, key);
    }
}
