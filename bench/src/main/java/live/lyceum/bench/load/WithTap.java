package live.lyceum.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `./lyceum bench load --tap`: what the server's own process needs more where rooms are recorded.
/// Windows without and with recordings alternate. The films are made by processes of their own,
/// which are not counted here.
final class WithTap {
    private WithTap() {}

    static Compared run(Options.Shape shape, Options options) throws Exception {
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
            return new Compared(shape, without, with);
        }
    }

    static void print(Compared result) {
        String what = result.shape().key() + " recorded";
        result.print(what);
        System.out.printf(
                Locale.ROOT,
                "%nfigure: bench %s, the tap for each room: %.4f cores (below 0.02)%n",
                what,
                result.coresPerRoom());
        System.out.printf(
                Locale.ROOT,
                "figure: bench %s, packets lost: %.0f packets (0)%n",
                what,
                result.lost());
        result.printDelays(what, "not recorded", "times");
    }
}
