package live.lyceum.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How much more the server costs than the relay; the smaller the better.
record Ratios(double cpu, double p50, double p99) {
    private static final double TOLERANCE = 1.2;

    static Ratios of(Measurement.Result result) {
        return new Ratios(
                Window.ratio(result.server(), result.relay(), Window::cpuUs),
                Window.ratio(result.server(), result.relay(), Window::p50Us),
                Window.ratio(result.server(), result.relay(), Window::p99Us));
    }

    /// What is more than 20 % worse than in `baseline`, in words; nothing if all is well. `delays`:
    /// whether they are compared too. The tail of the delays never is: it changes by more than that
    /// from one run to the next.
    List<String> worseThan(Ratios baseline, boolean delays) {
        List<String> worse = new ArrayList<>();
        compare(worse, "CPU", cpu, baseline.cpu);
        if (delays) {
            compare(worse, "delay p50", p50, baseline.p50);
        }
        return worse;
    }

    private static void compare(List<String> worse, String name, double now, double baseline) {
        if (now > baseline * TOLERANCE) {
            worse.add(
                    String.format(
                            Locale.ROOT, "%s: %.2f, the baseline is %.2f", name, now, baseline));
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "CPU %.2f, delay p50 %.2f, p99 %.2f", cpu, p50, p99);
    }
}
