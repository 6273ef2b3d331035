package live.lyceum.signaling.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A process of its own with the class path of the tests, to be killed.
public final class OwnProcess {
    private OwnProcess() {}

    /// Runs a class with these arguments; what it says of errors goes where ours go.
    public static Process start(Class<?> main, String... arguments) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dlogback.configurationFile="
                                        + System.getProperty("logback.configurationFile"),
                                "-cp",
                                classPath(),
                                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /// Surefire keeps the real class path elsewhere than in a JVM's own property.
    private static String classPath() {
        String own = System.getProperty("java.class.path");
        String tests = System.getProperty("surefire.test.class.path", own);
        if (!tests.contains(File.pathSeparator)) {
            throw new IllegalStateException("not the class path of the tests: " + tests);
        }
        return tests;
    }
}
