package live.lyceum.signaling.node;

import java.nio.file.Path;
import java.util.Map;
import live.lyceum.config.SettingsLoader;
import live.lyceum.signaling.testkit.PostgresqlProcess;
import live.lyceum.signaling.testkit.TestNode;
import org.jspecify.annotations.Nullable;

class SignalingOnPostgresqlTest extends SignalingContract {
    private @Nullable PostgresqlProcess server;

    @Override
    TestNode open(Path folder) throws Exception {
        PostgresqlProcess started = PostgresqlProcess.start();
        server = started;
        Map<String, String> environment =
                Map.of(
                        "LYCEUM_DATABASE_URL",
                        started.newDatabase(),
                        "LYCEUM_DATA_DIR",
                        folder.toString());
        return TestNode.start(SettingsLoader.load(environment, Map.of()).storage());
    }

    @Override
    void closed() throws Exception {
        if (server != null) {
            server.close();
        }
    }
}
