package live.lyceum.recorder.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import live.lyceum.recorder.film.FilmFormat;
import org.jspecify.annotations.Nullable;

/// A worker in a process of its own.
final class WorkerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader told;
    private final Path errors;

    WorkerProcess(Path folder, FilmFormat format) throws IOException {
        errors = Files.createTempFile("worker", ".txt");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx160m");
        command.add("-XX:+UseSerialGC");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dlyceum.film=" + format);
        command.add("-cp");
        String own = System.getProperty("java.class.path");
        command.add(System.getProperty("surefire.test.class.path", own));
        command.add(Worker.class.getName());
        command.add(folder.toString());
        process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        told = process.inputReader(StandardCharsets.UTF_8);
    }

    /// Waits for its end; what it exited with.
    int end() throws IOException, InterruptedException {
        List<String> lines = lines();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            throw new IOException("it does not end: " + lines);
        }
        return process.exitValue();
    }

    /// Waits for its end, but not longer than so; whether it came.
    boolean waitFor(long ms) throws InterruptedException {
        return process.waitFor(ms, TimeUnit.MILLISECONDS);
    }

    /// All that it says until its end.
    List<String> lines() throws IOException {
        var lines = new ArrayList<String>();
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            lines.add(line);
        }
        return lines;
    }

    /// Its next line; null at its end.
    @Nullable String line() throws IOException {
        return told.readLine();
    }

    /// What it complains of.
    String errors() throws IOException {
        return Files.readString(errors);
    }

    /// Kills it, and waits until it is gone.
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /// Its parent is gone, as far as it can see.
    void orphan() throws IOException {
        process.getOutputStream().close();
    }

    /// Its processor time so far, in seconds; 0 if the system does not tell.
    double cpuSeconds() {
        return process.info().totalCpuDuration().map(each -> each.toNanos() / 1e9).orElse(0.0);
    }

    /// How much of its memory is in use; 0 if it is gone.
    long rssBytes() {
        try {
            String pages = Files.readString(Path.of("/proc/" + process.pid() + "/statm"));
            return Long.parseLong(pages.split(" ", -1)[1]) * 4_096;
        } catch (IOException gone) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        Files.deleteIfExists(errors);
    }
}
