package live.lyceum.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// bench/baseline.json: the ratios that later versions are held to, and the machine they are of.
final class Baseline {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final ObjectNode content;

    private Baseline(Path file, ObjectNode content) {
        this.file = file;
        this.content = content;
    }

    /// Without the file there is nothing recorded.
    static Baseline read(Path file) throws IOException {
        return Files.exists(file) && JSON.readTree(file.toFile()) instanceof ObjectNode content
                ? new Baseline(file, content)
                : new Baseline(file, JSON.createObjectNode());
    }

    @Nullable Ratios ratios(Options.Shape shape) {
        JsonNode ratios = content.path(shape.key()).path("ratios");
        return ratios.isMissingNode()
                ? null
                : new Ratios(
                        ratios.path("cpu").asDouble(),
                        ratios.path("delayP50").asDouble(),
                        ratios.path("delayP99").asDouble());
    }

    /// Whether it was recorded on a machine that had other things to do.
    boolean busy(Options.Shape shape) {
        return content.path(shape.key()).path("busy").asBoolean();
    }

    /// Replaces what was recorded of this shape.
    void record(Measurement.Result result, Options options) throws IOException {
        ObjectNode entry = content.putObject(result.shape().key());
        Ratios ratios = Ratios.of(result);
        entry.putObject("ratios")
                .put("cpu", rounded(ratios.cpu()))
                .put("delayP50", rounded(ratios.p50()))
                .put("delayP99", rounded(ratios.p99()));
        write(entry.putObject("server"), Window.median(result.server()));
        write(entry.putObject("relay"), Window.median(result.relay()));
        Measurement.Footprint footprint = result.footprint();
        entry.putObject("footprint")
                .put("joinsPerSecond", rounded(footprint.joinsPerSecond()))
                .put("residentMb", rounded(footprint.residentMb()))
                .put("heapKbEach", rounded(footprint.heapKb()))
                .put("nativeKbEach", rounded(footprint.nativeKb()));
        entry.put("seconds", options.seconds()).put("runs", options.runs());
        entry.put("busy", result.busy());
        machine(entry.putObject("machine"));
        Files.writeString(
                file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
    }

    private static void write(ObjectNode node, Window window) {
        node.put("cpuUs", rounded(window.cpuUs()))
                .put("packetsPerSecond", rounded(window.packetsPerSecond()))
                .put("lost", rounded(window.lost()))
                .put("delayP50Us", rounded(window.p50Us()))
                .put("delayP99Us", rounded(window.p99Us()))
                .put("delayP999Us", rounded(window.p999Us()));
    }

    private static void machine(ObjectNode node) throws IOException {
        node.put("processors", Runtime.getRuntime().availableProcessors())
                .put("model", processor())
                .put("kernel", System.getProperty("os.version"))
                .put("java", Runtime.version().toString())
                .put("recorded", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static String processor() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
        return lines.stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("unknown");
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
