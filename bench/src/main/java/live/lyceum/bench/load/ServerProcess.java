package live.lyceum.bench.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The whole program in a process of its own, as it was built last.
final class ServerProcess {
    static final String API_KEY = "rk_load_0123456789abcdef0123456789abcdef";

    private ServerProcess() {}

    /// Starts it on free ports of the loopback interface.
    ///
    /// @param root the project's folder
    /// @param flags of the JVM
    static Child start(Path root, Path data, Path log, List<String> flags) throws Exception {
        return start(root, data, log, flags, Map.of());
    }

    /// @param more settings, also in place of ours
    static Child start(Path root, Path data, Path log, List<String> flags, Map<String, String> more)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        String libraries = root.resolve("app/target/lib") + "/*";
        command.addAll(List.of("-cp", root.resolve("app/target/app.jar") + ":" + libraries));
        command.addAll(List.of("live.lyceum.app.Main", "run"));
        Map<String, String> settings =
                new HashMap<>(
                        Map.of(
                                "LYCEUM_HTTP_PORT", "0",
                                "LYCEUM_OPS_PORT", "0",
                                "LYCEUM_UDP_PORT", "0",
                                "LYCEUM_MEDIA_HOST", "127.0.0.1",
                                "LYCEUM_DATA_DIR", data.toString(),
                                "LYCEUM_API_KEY", API_KEY));
        settings.putAll(more);
        return Child.start(command, settings, log);
    }
}
