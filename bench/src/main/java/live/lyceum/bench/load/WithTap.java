package live.lyceum.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `./lyceum bench load --tap`: what the server's own process needs more where rooms are recorded.
/// Windows without and with recordings alternate. The films are made by processes of their own,
/// which are not counted here.
final class WithTap {
    private static final double US_PER_S = 1e6;

    private WithTap() {}

    /// The windows in the order they were measured in, side by side.
    record Result(Options.Shape shape, List<Window> without, List<Window> with) {
        /// Of one core, for each room.
        double coresPerRoom() {
            double us = Window.median(with).cpuUs() - Window.median(without).cpuUs();
            return us * shape.packetsPerSecond() / US_PER_S / shape.size();
        }

        double p99() {
            return Window.ratio(with, without, Window::p99Us);
        }
    }

    static Result run(Options.Shape shape, Options options) throws Exception {
        try (Stage stage = Stage.open(shape)) {
            var measurement = new Measurement(stage, shape, options);
            RestRecordings recordings = stage.recordings();
            measurement.join();
            recordings.start();
            measurement.warmUpServer();
            recordings.stop();
            measurement.warmUpServer();
            List<Window> without = new ArrayList<>();
            List<Window> with = new ArrayList<>();
            for (int i = 0; i < options.runs(); i++) {
                without.add(measurement.serverWindow());
                measurement.say("without  " + without.getLast());
                recordings.start();
                with.add(measurement.serverWindow());
                recordings.stop();
                measurement.say("with     " + with.getLast());
            }
            return new Result(shape, without, with);
        }
    }

    static void print(Result result) {
        String what = result.shape().key() + " recorded";
        System.out.println();
        System.out.println(what + ", medians of " + result.with().size() + " windows");
        System.out.println("  without  " + Window.median(result.without()));
        System.out.println("  with     " + Window.median(result.with()));
        System.out.printf(
                Locale.ROOT,
                "%nfigure: bench %s, the tap for each room: %.4f cores (below 0.02)%n",
                what,
                result.coresPerRoom());
        System.out.printf(
                Locale.ROOT,
                "figure: bench %s, packets lost: %.0f packets (0)%n",
                what,
                Window.median(result.with()).lost());
        System.out.printf(
                Locale.ROOT,
                "figure: bench %s, added delay p99, not recorded = 1: %.2f times%n",
                what,
                result.p99());
    }
}
