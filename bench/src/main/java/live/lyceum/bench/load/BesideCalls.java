package live.lyceum.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `./lyceum bench load --calls n`: what calls of the REST API cost the rooms beside them. Windows
/// without and with them alternate.
final class BesideCalls {
    private BesideCalls() {}

    /// @param windows their CPU is that of the media loop alone
    /// @param answered calls a second
    /// @param refused calls in all
    record Result(Compared windows, double answered, long refused) {}

    static Result run(Options.Shape shape, Options options) throws Exception {
        try (Stage stage = Stage.open(shape)) {
            var measurement = new Measurement(stage, shape, options);
            measurement.join();
            measurement.warmUpServer();
            // The API's code is to be warm too.
            try (RestCalls calls = stage.calls()) {
                calls.start(options.calls());
                measurement.warmUpServer();
            }
            List<Window> quiet = new ArrayList<>();
            List<Window> beside = new ArrayList<>();
            long answered = 0;
            long refused = 0;
            for (int i = 0; i < options.runs(); i++) {
                quiet.add(measurement.mediaWindow());
                measurement.say("without  " + quiet.getLast());
                try (RestCalls calls = stage.calls()) {
                    calls.start(options.calls());
                    beside.add(measurement.mediaWindow());
                    answered += calls.answered();
                    refused += calls.refused();
                }
                measurement.say("with     " + beside.getLast());
            }
            double windowS = measurement.windowS() * options.runs();
            return new Result(new Compared(shape, quiet, beside), answered / windowS, refused);
        }
    }

    static void print(Result result) {
        Compared windows = result.windows();
        String what = windows.shape().key() + " beside calls";
        windows.print(what);
        System.out.printf(
                Locale.ROOT,
                "  %.0f calls a second answered, %d refused%n%n",
                result.answered(),
                result.refused());
        Figure.print(what, "calls a second", result.answered(), "calls");
        Figure.print(what, "calls refused or not answered", (double) result.refused(), "calls (0)");
        Figure.print(what, "packets lost", windows.lost(), "packets (0)");
        windows.printDelays(what, "without calls", "times (at most 1.5)");
        Figure.print(
                what,
                "the loop's CPU for a packet, without calls = 1",
                windows.cpu(),
                "times (at most 1.1)");
    }
}
