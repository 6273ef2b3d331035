package live.lyceum.bench.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `./lyceum bench load --transcribe`: what the server needs more where rooms are transcribed. Two
/// sets of rooms with the same voices, one transcribed and one not, are under load in turn. The
/// service is the test's and answers without looking at the audio. What it computes is not ours:
/// its process runs where nothing else does (SCHED_IDLE).
final class WithTranscript {
    /// Until all have said something, so that their connections are there.
    private static final long BEFORE_MS = 8_000;

    /// At most: there is more code than elsewhere, and much of it runs seldom.
    private static final long WARM_UP_S = 360;

    private static final List<String> SERVICE =
            List.of("live.lyceum.recorder.testkit.GeminiProgram", "--canned");

    private WithTranscript() {}

    /// @param texts sessions that have lines
    record Result(Compared windows, int texts) {}

    static Result run(Options.Shape shape, Options options) throws Exception {
        try (Child service = service();
                Stage stage = Stage.open(shape, settings(service, shape.size()), Speech.make())) {
            var measurement = new Measurement(stage, shape, options);
            Traffic plain = stage.toServer();
            Traffic transcribed = stage.loop().traffic();
            stage.joinRooms(shape.size(), plain, false);
            stage.joinRooms(shape.size(), transcribed, true);
            measurement.say("warms up with as many again");
            measurement.warmUpServer(transcribed, WARM_UP_S);
            stage.loop().letOthersFinish();
            List<Window> without = new ArrayList<>();
            List<Window> with = new ArrayList<>();
            for (int i = 0; i < options.runs(); i++) {
                without.add(measurement.serverWindow(plain, BEFORE_MS));
                measurement.say("without  " + without.getLast());
                with.add(measurement.serverWindow(transcribed, BEFORE_MS));
                measurement.say("with     " + with.getLast());
            }
            int texts = stage.transcripts().sessionsWithText();
            return new Result(new Compared(shape, without, with), texts);
        }
    }

    private static Child service() throws Exception {
        Path root = Path.of(System.getProperty("lyceum.root", "")).toAbsolutePath();
        List<String> command = new ArrayList<>(List.of("chrt", "--idle", "0"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
        command.addAll(SERVICE);
        return Child.start(command, Map.of(), root.resolve("bench/target/load/service.log"));
    }

    private static Map<String, String> settings(Child service, int rooms) {
        return Map.of(
                "LYCEUM_GEMINI_URL",
                "http://127.0.0.1:" + service.ready(),
                "GEMINI_API_KEY",
                "key-of-a-test",
                // Two speak in each, and connections overlap for a while.
                "LYCEUM_TRANSCRIBE_CONNECTIONS",
                Integer.toString(rooms * 3));
    }

    static void print(Result result) {
        Compared windows = result.windows();
        Options.Shape shape = windows.shape();
        String what = shape.key() + " transcribed";
        windows.print(what);
        System.out.println();
        figure(what, "CPU for each room, of one core", windows.coresPerRoom(), "cores");
        figure(what, "rooms with text", result.texts(), "rooms (%d)".formatted(shape.size()));
        figure(what, "packets lost", windows.lost(), "packets (0)");
        windows.printDelays(what, "not transcribed", "times (at most 1.5)");
    }

    private static void figure(String what, String name, double value, String unit) {
        System.out.printf(Locale.ROOT, "figure: bench %s, %s: %.4f %s%n", what, name, value, unit);
    }
}
