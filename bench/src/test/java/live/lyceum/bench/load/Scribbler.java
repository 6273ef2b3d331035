package live.lyceum.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/// Thinks of what one person asks for: chat, their hand, and a mentor also topics. Each of it makes
/// a row, however late it comes. Not safe for use by several threads.
final class Scribbler {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// So few that a page has always something to say again after a cut.
    private static final int MOST_WAITING = 3;

    /// A request without its `op`.
    record Request(String type, ObjectNode data) {}

    private final TestPage page;
    private final String name;
    private final int topics;
    private final Random random;
    private final Map<String, Boolean> done = new HashMap<>();
    private boolean raised;
    private int said;

    /// @param name stands in each text
    /// @param topics `t_1` to this one are marked; 0 for who is no mentor
    Scribbler(TestPage page, String name, int topics, Random random) {
        this.page = page;
        this.name = name;
        this.topics = topics;
        this.random = random;
    }

    /// Begins an operation unless enough of them wait.
    void scribble() {
        if (page.waiting() < MOST_WAITING) {
            Request request = next();
            var _ = page.begin(request.type, request.data);
        }
    }

    /// Of two changes of one thing the second makes no row if it overtakes the first: it is asked
    /// for when that one is answered.
    Request next() {
        ObjectNode data = JSON.createObjectNode();
        int choice = random.nextInt(4);
        if (choice == 0 && !page.waitsFor("hand.set")) {
            raised = !raised;
            return new Request("hand.set", data.put("raised", raised));
        }
        if (choice == 1 && topics > 0 && !page.waitsFor("topic.done")) {
            String topic = "t_" + (1 + random.nextInt(topics));
            boolean now = done.merge(topic, true, (before, first) -> !before);
            return new Request("topic.done", data.put("id", topic).put("done", now));
        }
        return new Request("chat.send", data.put("text", name + " " + said++));
    }
}
