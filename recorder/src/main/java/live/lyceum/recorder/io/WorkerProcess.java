package live.lyceum.recorder.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A process that makes the film of one recording. It ends by itself when this one does: nobody
/// holds its standard input any more then.
final class WorkerProcess implements FilmWorker {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAIN = "live.lyceum.recorder.worker.Worker";
    private static final String HEAP = "-Xmx256m";
    private static final int MAX_LINE = 4_096;

    /// Killed first when memory is short.
    private static final String EXPENDABLE = "900";

    private final Process process;

    private WorkerProcess(Process process) {
        this.process = process;
    }

    /// @param minFreeBytes of the disk, with less of which nothing is recorded: films stop before
    ///   that
    static FilmWorker start(Path folder, long minFreeBytes, Listener listener) throws IOException {
        var command = new ArrayList<>(List.of("nice", "-n", "10"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(HEAP, "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        if (!Files.isWritable(Path.of(System.getProperty("user.home")))) {
            command.add("-Dorg.bytedeco.javacpp.cachedir=" + System.getProperty("java.io.tmpdir"));
        }
        command.add("-Dlyceum.journalsOnlyBytes=" + minFreeBytes / 4 * 5);
        // A decoder that crashes leaves no pictures of people elsewhere.
        command.add("-XX:-CreateCoredumpOnCrash");
        command.add(
                "-XX:ErrorFile="
                        + folder.toAbsolutePath()
                                .resolve(RecordingFolders.WORK)
                                .resolve("crash.log"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
        command.add(folder.toAbsolutePath().toString());
        Process process = new ProcessBuilder(command).start();
        try {
            Files.writeString(
                    Path.of("/proc", Long.toString(process.pid()), "oom_score_adj"), EXPENDABLE);
        } catch (IOException notHere) {
            LOG.debug("the system does not take it that a worker goes first", notHere);
        }
        var words = new LinkedBlockingDeque<String>(1);
        Thread errors =
                Thread.startVirtualThread(() ->
                        read(
                                process.getErrorStream(),
                                line -> {
                                    LOG.info("worker {}: {}", process.pid(), line);
                                    words.clear();
                                    words.add(line);
                                }));
        Thread.startVirtualThread(() -> {
            read(process.getInputStream(), line -> news(line, listener));
            int code = exit(process);
            join(errors);
            listener.ended(code, Objects.requireNonNullElse(words.peek(), ""));
        });
        return new WorkerProcess(process);
    }

    private interface OnLine {
        void line(String line);
    }

    private static void read(InputStream from, OnLine onLine) {
        try (var lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                onLine.line(line.length() > MAX_LINE ? line.substring(0, MAX_LINE) : line);
            }
        } catch (IOException gone) {
            LOG.debug("a worker's stream ended", gone);
        }
    }

    private static void news(String line, Listener listener) {
        try {
            JsonNode news = JSON.readTree(line);
            long total = news.path("totalMs").asLong();
            if (news.path("phase").asText().equals("finishing") && total > 0) {
                double progress = (double) news.path("doneMs").asLong() / total;
                listener.progressed(Math.clamp(progress, 0, 1));
            } else {
                listener.progressed(0);
            }
        } catch (JsonProcessingException strange) {
            LOG.warn("a worker says {}", line);
        }
    }

    private static int exit(Process process) {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException again) {
                // A virtual thread of our own: nobody interrupts it.
                LOG.debug("interrupted while a worker ends", again);
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public long residentBytes() {
        try {
            String status =
                    Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
            return status.lines()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }

    @Override
    public void kill() {
        process.destroyForcibly();
    }
}
