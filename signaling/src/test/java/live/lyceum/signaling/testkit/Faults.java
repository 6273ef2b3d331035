package live.lyceum.signaling.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import live.lyceum.signaling.store.AnswerStore;
import live.lyceum.signaling.store.RecordingStore;
import live.lyceum.signaling.store.Store;
import live.lyceum.signaling.store.StoreException;
import live.lyceum.signaling.store.SummaryStore;
import live.lyceum.signaling.store.TranscriptStore;
import live.lyceum.signaling.store.WebhookStore;
import org.jspecify.annotations.Nullable;

/// Makes all of a store fail while the test says so.
public final class Faults {
    private enum Mode {
        NONE,
        DISK,
        BUG
    }

    private final List<CompletableFuture<@Nullable Void>> held = new CopyOnWriteArrayList<>();
    private volatile Mode mode = Mode.NONE;
    private volatile boolean holding;

    /// The store, which fails as told.
    Store around(Store store) {
        return around(Store.class, store);
    }

    private <T> T around(Class<T> type, T store) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> call(store, method, arguments)));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is the caller's
    private @Nullable Object call(Object store, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (holding && method.getDeclaringClass() == AnswerStore.class) {
            var later = new CompletableFuture<@Nullable Void>();
            held.add(later);
            return later.thenCompose(now -> passOn(store, method, arguments));
        }
        if (CompletionStage.class.isAssignableFrom(method.getReturnType())) {
            switch (mode) {
                case DISK -> {
                    return CompletableFuture.failedStage(
                            new StoreException(StoreException.Reason.FAILED, "the disk is gone"));
                }
                case BUG -> {
                    return CompletableFuture.failedStage(new IllegalStateException("a bug"));
                }
                case NONE -> {}
            }
        }
        try {
            Object found = method.invoke(store, arguments);
            return switch (found) {
                case WebhookStore webhooks -> around(WebhookStore.class, webhooks);
                case RecordingStore recordings -> around(RecordingStore.class, recordings);
                case TranscriptStore transcripts -> around(TranscriptStore.class, transcripts);
                case SummaryStore summaries -> around(SummaryStore.class, summaries);
                case null, default -> found;
            };
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    private static CompletionStage<?> passOn(
            Object store, Method method, Object @Nullable [] arguments) {
        try {
            return (CompletionStage<?>) method.invoke(store, arguments);
        } catch (ReflectiveOperationException impossible) {
            return CompletableFuture.failedStage(impossible);
        }
    }

    /// From here on what is kept of answers is told later.
    public void hold() {
        holding = true;
    }

    /// Whether somebody waits for what is kept of answers.
    public boolean isHolding() {
        return !held.isEmpty();
    }

    /// Tells whoever waits, and holds no more.
    public void release() {
        holding = false;
        held.forEach(each -> each.complete(null));
        held.clear();
    }

    /// From here on the disk is gone.
    public void disk() {
        mode = Mode.DISK;
    }

    /// From here on there is a bug.
    public void bug() {
        mode = Mode.BUG;
    }

    public void none() {
        mode = Mode.NONE;
    }
}
