package live.lyceum.signaling.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import live.lyceum.recorder.api.Summarizer;
import live.lyceum.recorder.api.Summary;
import live.lyceum.recorder.api.Summary.Point;
import live.lyceum.recorder.api.Summary.Section;
import live.lyceum.recorder.api.Summary.Source;
import org.jspecify.annotations.Nullable;

/// A summarizer that says of each topic what it is called, draws one decision from the first line
/// and homework from the last, and fails or waits as the test says.
public final class ScriptedSummarizer implements Summarizer {
    public static final String MODEL = "scripted-model";

    private final List<Order> asked = new CopyOnWriteArrayList<>();
    private final Queue<NotSummarized> failures = new ConcurrentLinkedQueue<>();
    private final boolean available;
    private volatile CompletableFuture<@Nullable Void> gate =
            CompletableFuture.completedFuture(null);

    public ScriptedSummarizer(boolean available) {
        this.available = available;
    }

    /// What it was asked for so far.
    public List<Order> asked() {
        return List.copyOf(asked);
    }

    /// The next one fails so.
    public void failNext(boolean again, long retryAfterMs) {
        failures.add(new NotSummarized(again, retryAfterMs, "a test wants it"));
    }

    /// From here on nothing is answered until [#release].
    public void hold() {
        gate = new CompletableFuture<>();
    }

    /// From here on it answers; what was asked before waits for ever.
    public void holdNoMore() {
        gate = CompletableFuture.completedFuture(null);
    }

    public void release() {
        gate.complete(null);
    }

    @Override
    public @Nullable String model() {
        return available ? MODEL : null;
    }

    @Override
    public CompletionStage<Summary> summarize(Order order) {
        asked.add(order);
        NotSummarized failure = failures.poll();
        return gate.thenCompose(open ->
                failure == null
                        ? CompletableFuture.completedStage(summary(order))
                        : CompletableFuture.failedStage(failure));
    }

    private static Summary summary(Order order) {
        Line first = order.lines().getFirst();
        Line last = order.lines().getLast();
        var all = new ArrayList<Section>();
        all.add(
                new Section(
                        null,
                        "",
                        "All of " + order.title(),
                        List.of(new Point(first.text(), null, List.of(source(first)))),
                        List.of(new Point(last.text(), last.name(), List.of(source(last))))));
        for (Topic each : order.topics()) {
            all.add(new Section(each.id(), each.title(), "About it", List.of(), List.of()));
        }
        return new Summary(all);
    }

    private static Source source(Line line) {
        return new Source(line.id(), line.atMs());
    }

    @Override
    public void close() {}
}
