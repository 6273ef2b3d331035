package live.lyceum.bench.load;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Windows of the same load without something and with it, which alternated: in the order they were
/// measured in, side by side.
record Compared(Options.Shape shape, List<Window> without, List<Window> with) {
    private static final double US_PER_S = 1e6;

    Compared {
        without = List.copyOf(without);
        with = List.copyOf(with);
    }

    /// What it costs the server more for each room, of one core.
    double coresPerRoom() {
        double us = Window.median(with).cpuUs() - Window.median(without).cpuUs();
        return us * shape.packetsPerSecond() / US_PER_S / shape.size();
    }

    /// The CPU for a packet with it, without = 1.
    double cpu() {
        return Window.ratio(with, without, Window::cpuUs);
    }

    /// Packets that were lost with it, the median.
    double lost() {
        return Window.median(with).lost();
    }

    /// Prints the medians.
    void print(String what) {
        System.out.println();
        System.out.println(what + ", medians of " + with.size() + " windows");
        System.out.println("  without  " + Window.median(without));
        System.out.println("  with     " + Window.median(with));
    }

    /// Prints, for `docs/proof.md`, the added delay with it, without = 1. The bound is that of what
    /// the server adds. What is compared takes processors, for which clients wait here and not on
    /// machines of their own: see ADR 33.
    ///
    /// @param without what it is without
    /// @param bound empty: there is none
    void printDelays(String what, String without, String bound) {
        printDelay(what, "until the receiver's socket", without, Window::arrivedP99Us, bound);
        printDelay(what, "until the client has read", without, Window::p99Us, "");
    }

    private void printDelay(
            String what,
            String until,
            String without,
            ToDoubleFunction<Window> p99Us,
            String bound) {
        System.out.printf(
                Locale.ROOT,
                "figure: bench %s, added delay p99 %s, %s = 1: %.2f times%s%n",
                what,
                until,
                without,
                Window.ratio(with, this.without, p99Us),
                bound.isEmpty() ? "" : " (" + bound + ")");
    }
}
