package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import live.lyceum.recorder.gemini.GeminiBatch;
import live.lyceum.recorder.io.TranscriberStage.Voice;
import live.lyceum.recorder.io.TranscriberStage.Word;
import live.lyceum.recorder.testkit.GeminiService;
import live.lyceum.recorder.testkit.ToneRecognizer.Mood;
import live.lyceum.recorder.testkit.ToneWords;
import live.lyceum.recorder.testkit.Transcribing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Six minutes of two people, in five of which the service cannot be had.
class OutageTest {
    private static final long BEFORE_MS = 30_000;
    private static final long OUTAGE_MS = 300_000;
    private static final long AFTER_MS = 30_000;
    private static final long SILENT_MS = 15_000;

    @TempDir Path root;

    private final Random random = new Random(11);
    private final Voice ann = new Voice("ann", 1);
    private final Voice ben = new Voice("ben", 2);
    private final List<Word> said = new ArrayList<>();

    /// Some words, a pause, and so on.
    private List<Word> talk(Voice who, long lengthMs) {
        var words = new ArrayList<Word>();
        long atMs = 500L + random.nextInt(2_000);
        while (atMs < lengthMs - 6_000) {
            for (int i = 2 + random.nextInt(5); i > 0; i--) {
                words.add(who.word(random.nextInt(ToneWords.COUNT), atMs));
                atMs += ToneWords.WORD_MS + ToneWords.PAUSE_MS + random.nextInt(100);
            }
            atMs += 1_000L + random.nextInt(4_000);
        }
        return words;
    }

    private void talk(TranscriberStage stage, long lengthMs) {
        var words = new ArrayList<>(talk(ann, lengthMs));
        words.addAll(talk(ben, lengthMs));
        said.addAll(words);
        stage.say(lengthMs, List.of(ann, ben), words);
    }

    private List<String> said(Voice who) {
        return said.stream()
                .filter(each -> each.by() == who)
                .map(each -> ToneWords.text(each.number()))
                .toList();
    }

    @Test
    void everyWordComesOnceWhenTheBackfillHasRun() throws IOException {
        try (var service = GeminiService.start();
                var stage =
                        new TranscriberStage(
                                root,
                                GeminiBatch.open(
                                        Transcribing.byGemini(service.address(), "a-key")
                                                .settings()),
                                false)) {
            stage.goOn();
            stage.begin();
            talk(stage, BEFORE_MS);
            stage.recognizer.mood(Mood.BROKEN);
            stage.recognizer.end();
            talk(stage, OUTAGE_MS);
            stage.recognizer.mood(Mood.WORKS);
            talk(stage, AFTER_MS);
            // What is kept for the service reaches it; what it has given up is known exactly.
            stage.say(SILENT_MS, List.of(ann, ben), List.of());
            int live = stage.said("ann").size() + stage.said("ben").size();
            assertThat(live).as("the outage left something out").isLessThan(said.size() * 3 / 4);

            stage.end();
            stage.awaitEnded();

            assertThat(stage.said("ann")).containsExactlyElementsOf(said(ann));
            assertThat(stage.said("ben")).containsExactlyElementsOf(said(ben));
            assertThat(stage.folders.all()).isEmpty();
            assertThat(stage.transcriber.statistics().sentMs())
                    .as("only what was missed is sent")
                    .isLessThan(2 * OUTAGE_MS);
        }
    }
}
