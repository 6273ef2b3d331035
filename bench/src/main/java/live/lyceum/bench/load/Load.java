package live.lyceum.bench.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;

/// `./lyceum bench load`: the whole server under load, and beside it the limit.
public final class Load {
    private static final int WRONG_ARGUMENTS = 2;

    private Load() {}

    /// Exits with 0 when all is well, 1 when something got worse or failed, 2 for wrong arguments.
    public static void main(String[] arguments) throws Exception {
        // What Jitsi's libraries say of their settings would stand between the figures.
        LogManager.getLogManager().reset();
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("bench load: " + e.getMessage());
            System.exit(WRONG_ARGUMENTS);
            return;
        }
        System.exit(run(options) ? 0 : 1);
    }

    private static boolean run(Options options) throws Exception {
        Path root = Path.of(System.getProperty("lyceum.root", "")).toAbsolutePath();
        Baseline baseline = Baseline.read(root.resolve("bench/baseline.json"));
        List<String> problems = new ArrayList<>();
        if (options.calls() > 0) {
            for (Options.Shape shape : options.shapes()) {
                BesideCalls.print(BesideCalls.run(shape, options));
            }
            return true;
        }
        if (options.tap()) {
            for (Options.Shape shape : options.shapes()) {
                WithTap.print(WithTap.run(shape, options));
            }
            return true;
        }
        if (options.transcribe()) {
            for (Options.Shape shape : options.shapes()) {
                WithTranscript.print(WithTranscript.run(shape, options));
            }
            return true;
        }
        for (Options.Shape shape : options.shapes()) {
            Measurement.Result result = Measurement.run(shape, options);
            print(result, baseline.ratios(shape));
            switch (options.mode()) {
                case PRINT -> {}
                case RECORD -> baseline.record(result, options);
                case CHECK -> check(problems, result, baseline);
            }
        }
        problems.forEach(problem -> System.out.println("worse: " + problem));
        return problems.isEmpty();
    }

    private static void check(List<String> problems, Measurement.Result result, Baseline baseline) {
        String key = result.shape().key();
        Ratios recorded = baseline.ratios(result.shape());
        if (recorded == null) {
            problems.add(key + " has no baseline: record one by ./lyceum bench load --record");
            return;
        }
        boolean quiet = !result.busy() && !baseline.busy(result.shape());
        Ratios.of(result)
                .worseThan(recorded, quiet)
                .forEach(what -> problems.add(key + ", " + what));
    }

    /// For docs/proof.md.
    private static void figures(Measurement.Result result) {
        Options.Shape shape = result.shape();
        String what = shape.key();
        Ratios ratios = Ratios.of(result);
        Measurement.Footprint footprint = result.footprint();
        double limit = shape.kind() == Options.Kind.ROOMS ? 2.0 : 2.2;
        Figure.print(what, "packets lost", Window.median(result.server()).lost(), "packets (0)");
        Figure.print(
                what,
                "CPU for a packet, relay in C = 1",
                ratios.cpu(),
                "times (at most " + limit + ")");
        Figure.print(what, "added delay p99, relay in C = 1", ratios.p99(), "times (below 4)");
        Figure.print(what, "joins a second", footprint.joinsPerSecond(), "joins");
        Figure.print(
                what,
                "live heap and memory outside it for each more " + shape.unit(),
                footprint.heapKb() + footprint.nativeKb(),
                shape.kind() == Options.Kind.ROOMS ? "KB (at most 1024)" : "KB");
    }

    private static void print(Measurement.Result result, @Nullable Ratios recorded) {
        String key = result.shape().key();
        Measurement.Footprint footprint = result.footprint();
        System.out.println();
        System.out.println(key + ", medians of " + result.server().size() + " windows");
        System.out.println("  server  " + Window.median(result.server()));
        System.out.println("  relay   " + Window.median(result.relay()));
        System.out.println("  server / relay: " + Ratios.of(result));
        System.out.println("  baseline:       " + (recorded == null ? "none" : recorded));
        System.out.printf(
                Locale.ROOT,
                "  joins %.1f a second; resident %.0f MB; each %s adds %.0f KB of live heap, %.0f KB"
                        + " outside the heap%n%n",
                footprint.joinsPerSecond(),
                footprint.residentMb(),
                result.shape().unit(),
                footprint.heapKb(),
                footprint.nativeKb());
        figures(result);
        if (result.busy()) {
            System.out.println(
                    "  The machine was too busy: the clients should have received "
                            + result.shape().packetsPerSecond()
                            + " packets/s. Delays say little, ratios of CPU not much.\n");
        }
    }
}
