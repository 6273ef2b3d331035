package live.lyceum.signaling.node;

import java.io.IOException;
import java.nio.file.Path;
import live.lyceum.signaling.testkit.TestNode;

class SignalingTest extends SignalingContract {
    @Override
    TestNode open(Path folder) throws IOException {
        return TestNode.start(folder);
    }
}
