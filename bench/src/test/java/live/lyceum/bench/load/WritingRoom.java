package live.lyceum.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import live.lyceum.bench.load.TestPage.Comeback;
import live.lyceum.signaling.protocol.MediaIntent;

/// A room whose people write, and one more who comes when they have done so. Not safe for use by
/// several threads.
final class WritingRoom implements AutoCloseable {
    private static final int TOPICS = 5;
    private static final long SETTLED_MS = 30_000;

    private final TestServer server;
    private final Random random;
    private final TestServer.Session session;
    private final List<TestPage> pages = new ArrayList<>();
    private final List<Scribbler> scribblers = new ArrayList<>();

    /// @param people who write, of whom the first is the mentor
    WritingRoom(TestServer server, int people, Random random) throws Exception {
        this.server = server;
        this.random = random;
        session = server.session(people + 1, TOPICS);
        for (int i = 0; i < people; i++) {
            TestPage page = enter(i);
            scribblers.add(new Scribbler(page, "Person " + i, i == 0 ? TOPICS : 0, random));
        }
        settle();
    }

    private TestPage enter(int seat) {
        String token = session.tokens().get(seat);
        TestPage page = new TestPage(server.url(), token, MediaIntent.NOTHING);
        pages.add(page.start(() -> {}));
        return page;
    }

    /// Somebody asks for something.
    void scribble() {
        scribblers.get(random.nextInt(scribblers.size())).scribble();
    }

    /// Somebody's connection is cut, at rest or in the middle of something; false if they had none.
    boolean cut() {
        int who = random.nextInt(scribblers.size());
        TestPage page = pages.get(who);
        boolean reset = random.nextBoolean();
        if (random.nextInt(10) == 0) {
            page.cutNextGreeting();
        }
        return switch (random.nextInt(5)) {
            case 0 -> page.cut(reset, Comeback.RESUME);
            case 1 -> page.cut(reset, Comeback.OLD_EPOCH);
            case 2 -> page.cut(reset, Comeback.ANEW);
            case 3 -> page.cutWithin(scribblers.get(who).next(), random.nextDouble(), reset);
            default -> {
                scribblers.get(who).scribble();
                yield page.cut(reset, Comeback.RESUME);
            }
        };
    }

    long asked() {
        return pages.stream().mapToLong(page -> page.begun().size()).sum();
    }

    /// Waits until everything is answered.
    void settle() throws InterruptedException {
        for (TestPage page : pages) {
            assertThat(page.settled(1, SETTLED_MS)).as("settled; %s", page.wrongs()).isTrue();
        }
    }

    /// Waits until everything is answered, lets the last one in, and waits until all have seen as
    /// much as that one.
    void finish() throws InterruptedException {
        settle();
        TestPage last = enter(scribblers.size());
        settle();
        long rows = last.lastSeq();
        for (TestPage page : pages) {
            assertThat(page.settled(rows, SETTLED_MS)).as("has %d rows", rows).isTrue();
        }
    }

    /// To be called when the server has ended.
    Audit audit() throws IOException {
        return Audit.of(server.log(session.id()), pages);
    }

    @Override
    public void close() {
        pages.forEach(TestPage::close);
    }
}
