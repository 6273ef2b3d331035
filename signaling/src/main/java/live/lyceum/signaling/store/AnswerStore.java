package live.lyceum.signaling.store;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import live.lyceum.signaling.protocol.KeptAnswer;
import live.lyceum.signaling.protocol.TenantId;

/// Keeps what requests with an `Idempotency-Key` were answered. Safe to call from any thread;
/// nothing here blocks, and stages may complete on any thread. What goes wrong is a
/// [StoreException].
public interface AnswerStore {
    /// What was kept under a tenant's key.
    CompletionStage<Optional<KeptAnswer>> answer(TenantId tenant, String key);

    /// Keeps this in the place of what was kept; complete when it is durable.
    CompletionStage<Void> put(TenantId tenant, String key, KeptAnswer answer);

    /// Forgets what was kept under a key.
    CompletionStage<Void> forgetAnswer(TenantId tenant, String key);

    /// Forgets a part of what was kept before a moment; true if there may be more.
    ///
    /// @param atMs epoch milliseconds
    CompletionStage<Boolean> forgetAnswersBefore(long atMs);
}
