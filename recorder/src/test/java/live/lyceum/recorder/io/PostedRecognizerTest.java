package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import live.lyceum.recorder.testkit.Told;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What connections tell waits for a room's thread, which is the test's.
class PostedRecognizerTest
        implements PostedRecognizer.Post, SpeechRecognizer, SpeechRecognizer.Connection {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final HearingCounts counts = new HearingCounts();
    private final Told told = new Told();
    private SpeechRecognizer.@Nullable Listener listener;

    @Override
    public void run(Runnable task) {
        waiting.add(task);
    }

    @Override
    public boolean runUnlessBusy(Runnable task) {
        return waiting.add(task);
    }

    @Override
    public Connection open(Hints hints, Listener to) {
        listener = to;
        return this;
    }

    @Override
    public void begin() {}

    @Override
    public void audio(short[] samples) {}

    @Override
    public void end() {}

    @Override
    public void close() {
        asked.add("close");
        Objects.requireNonNull(listener).closed(End.CLOSED);
    }

    private Listener opened() {
        var posted = new PostedRecognizer(this, this, counts);
        posted.open(new Hints(List.of(), List.of()), told);
        return Objects.requireNonNull(listener);
    }

    private void runAll() {
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            task.run();
        }
    }

    @Test
    void oneThatTellsMoreThanMayWaitIsBroken() {
        Listener to = opened();
        for (int i = 0; i < 1_000; i++) {
            to.result("word", "en");
        }
        assertThat(waiting).hasSize(PostedRecognizer.MAX_WAITING + 1);
        runAll();

        assertThat(told.all())
                .hasSize(PostedRecognizer.MAX_WAITING + 1)
                .endsWith("result en word", "closed BROKEN");
        assertThat(asked).containsExactly("close");
        assertThat(counts.connections).hasValue(0);
        assertThat(counts.broken).hasValue(1);
        to.result("word", "en");
        assertThat(waiting).isEmpty();
    }

    @Test
    void whatWasTakenDoesNotWait() {
        Listener to = opened();
        for (int i = 0; i < 1_000; i++) {
            to.result("word", "en");
            runAll();
        }
        assertThat(told.all()).hasSize(1_000).containsOnly("result en word");
    }

    @Test
    void interimsAreLeftOutEarlier() {
        Listener to = opened();
        for (int i = 0; i < 1_000; i++) {
            to.interim("word");
        }
        to.result("words", "en");
        assertThat(waiting).hasSize(PostedRecognizer.MAX_WAITING / 2 + 1);
        runAll();
        assertThat(told.all()).endsWith("result en words");
    }
}
