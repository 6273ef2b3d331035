package live.lyceum.signaling.webhook;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import live.lyceum.signaling.store.StoreException;
import live.lyceum.signaling.store.WebhookStore;

/// A store whose stages are complete when it returns, so that the test's time stands still. Owned
/// by the test's thread.
final class InstantStore {
    private int failingSettles;

    /// Lets so many attempts not be noted.
    void failSettles(int many) {
        failingSettles = many;
    }

    WebhookStore of(WebhookStore store) {
        return (WebhookStore)
                Proxy.newProxyInstance(
                        WebhookStore.class.getClassLoader(),
                        new Class<?>[] {WebhookStore.class},
                        (proxy, method, arguments) -> answered(store, method, arguments));
    }

    private Object answered(WebhookStore store, Method method, Object[] arguments)
            throws IllegalAccessException {
        if (method.getName().equals("settle") && failingSettles-- > 0) {
            return CompletableFuture.failedStage(
                    new StoreException(StoreException.Reason.FAILED, "the disk is full"));
        }
        try {
            var stage = (CompletionStage<?>) method.invoke(store, arguments);
            return CompletableFuture.completedStage(stage.toCompletableFuture().join());
        } catch (CompletionException failed) {
            return CompletableFuture.failedStage(failed.getCause());
        } catch (InvocationTargetException bug) {
            throw new IllegalStateException(bug);
        }
    }
}
