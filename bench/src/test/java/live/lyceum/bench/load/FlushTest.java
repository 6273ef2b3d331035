package live.lyceum.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import live.lyceum.bench.load.Flushes.Flush;
import live.lyceum.signaling.protocol.MediaIntent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the server has the kernel flush to the disk: a test that kills the process cannot show what
/// a power cut takes.
class FlushTest {
    private static final int ONE_BY_ONE = Figures.count(1_000);
    private static final int WAVES = 20;
    private static final int ROOMS = 32;
    private static final long PATIENCE_S = 60;

    /// How many messages share a flush when those of all rooms come at once, at least.
    private static final int SHARED_BY = 4;

    private static final String FILE = "/lyceum.db-wal";
    private static final ObjectMapper JSON = new ObjectMapper();

    /// From when a message was sent until its reply had come.
    private record Asked(Instant from, Instant to) {
        boolean contains(Flush flush) {
            return !flush.from().isBefore(from) && !flush.to().isAfter(to);
        }
    }

    private final List<TestPage> pages = new ArrayList<>();
    private @TempDir Path temporary;
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(temporary);
        server.start();
        for (int i = 0; i < ROOMS; i++) {
            String token = server.session(1, 0).tokens().getFirst();
            var page = new TestPage(server.url(), token, MediaIntent.NOTHING);
            pages.add(page.start(() -> {}));
        }
        for (TestPage page : pages) {
            assertThat(page.settled(1, TimeUnit.SECONDS.toMillis(PATIENCE_S))).isTrue();
        }
    }

    @AfterEach
    void end() {
        pages.forEach(TestPage::close);
        server.close();
    }

    @Test
    void aMessageIsFlushedBeforeItIsAcknowledged() throws Exception {
        List<Asked> asked = new ArrayList<>();
        List<Flush> flushes;
        try (var watch = Flushes.of(server.pid(), temporary)) {
            for (int i = 0; i < ONE_BY_ONE; i++) {
                Instant from = Instant.now();
                await(say(pages.get(i % pages.size()), i));
                asked.add(new Asked(from, Instant.now()));
            }
            flushes = watch.end(FILE);
        }
        long early =
                asked.stream().filter(each -> flushes.stream().noneMatch(each::contains)).count();
        String of = "of " + ONE_BY_ONE + " one after another";
        Figures.figure("flushes, " + of, flushes.size(), "flushes", "at least " + ONE_BY_ONE);
        Figures.figure("messages acknowledged before a flush, " + of, early, "messages", "0");
        assertThat(flushes).hasSizeGreaterThanOrEqualTo(ONE_BY_ONE);
        assertThat(early).isZero();
    }

    @Test
    void messagesOfManyRoomsShareFlushes() throws Exception {
        List<Flush> flushes;
        try (var watch = Flushes.of(server.pid(), temporary)) {
            for (int i = 0; i < WAVES; i++) {
                List<TestPage.Operation> asked = new ArrayList<>();
                for (TestPage page : pages) {
                    asked.add(say(page, i));
                }
                for (TestPage.Operation each : asked) {
                    await(each);
                }
            }
            flushes = watch.end(FILE);
        }
        int bound = WAVES * ROOMS / SHARED_BY;
        String of = "of " + WAVES + " times " + ROOMS + " messages at once";
        Figures.figure("flushes, " + of, flushes.size(), "flushes", "at most " + bound);
        assertThat(flushes).hasSizeBetween(1, bound);
    }

    private static TestPage.Operation say(TestPage page, int number) {
        return page.begin("chat.send", JSON.createObjectNode().put("text", "Message " + number));
    }

    private static void await(TestPage.Operation asked) throws Exception {
        var _ = asked.answer().get(PATIENCE_S, TimeUnit.SECONDS);
    }
}
