package live.lyceum.signaling.node;

import java.io.IOException;
import java.nio.file.Path;
import live.lyceum.signaling.testkit.TestNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Tests that share one node.
abstract class OnNode {
    static TestNode node;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        node = TestNode.start(folder);
    }

    @AfterAll
    static void stop() {
        node.close();
    }
}
