package live.lyceum.bench.load;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What was measured of one side in one window, or the medians of several.
///
/// @param cpuUs the process's user and system time for each packet that a client received
/// @param packetsPerSecond received by all clients
/// @param lost sent in the window and not received 300 ms after it
/// @param p50Us delay from the sender's send to the receiver's receive, in µs; so are the next two
/// @param arrivedP99Us p99 of the delay from the sender's send until the receiver's socket
record Window(
        double cpuUs,
        double packetsPerSecond,
        double lost,
        double p50Us,
        double p99Us,
        double p999Us,
        double arrivedP99Us) {

    static Window median(List<Window> windows) {
        return new Window(
                median(windows, Window::cpuUs),
                median(windows, Window::packetsPerSecond),
                median(windows, Window::lost),
                median(windows, Window::p50Us),
                median(windows, Window::p99Us),
                median(windows, Window::p999Us),
                median(windows, Window::arrivedP99Us));
    }

    /// The median of the ratios of windows that lie side by side in time: what slows the machine
    /// down for a while slows both.
    static double ratio(List<Window> server, List<Window> relay, ToDoubleFunction<Window> figure) {
        double[] ratios = new double[server.size()];
        for (int i = 0; i < ratios.length; i++) {
            double limit = Math.max(figure.applyAsDouble(relay.get(i)), 1e-9);
            ratios[i] = figure.applyAsDouble(server.get(i)) / limit;
        }
        return median(ratios);
    }

    private static double median(List<Window> windows, ToDoubleFunction<Window> figure) {
        return median(windows.stream().mapToDouble(figure).toArray());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%6.1f µs CPU a packet, %6.0f packets/s, %4.0f lost, delay %.0f / %.0f / %.0f µs"
                        + " (p99 without its reader's waiting: %.0f)",
                cpuUs,
                packetsPerSecond,
                lost,
                p50Us,
                p99Us,
                p999Us,
                arrivedP99Us);
    }
}
