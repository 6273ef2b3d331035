package live.lyceum.recorder.testkit;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.jspecify.annotations.Nullable;

/// Keeps what a connection tells, as text.
public final class Told implements SpeechRecognizer.Listener {
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void ready() {
        told.add("ready");
    }

    @Override
    public void interim(String text) {
        told.add("interim " + text);
    }

    @Override
    public void result(String text, @Nullable String language) {
        told.add("result %s %s".formatted(language, text));
    }

    @Override
    public void goAway(long leftMs) {
        told.add("goAway " + leftMs);
    }

    @Override
    public void closed(SpeechRecognizer.End why) {
        told.add("closed " + why);
    }

    public List<String> all() {
        return List.copyOf(told);
    }

    /// What was told but interims.
    public List<String> withoutInterims() {
        return told.stream().filter(each -> !each.startsWith("interim")).toList();
    }

    /// Waits until it was told.
    public void expect(String what) {
        await(what).until(() -> told.contains(what));
    }
}
