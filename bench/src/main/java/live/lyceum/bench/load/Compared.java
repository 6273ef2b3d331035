package live.lyceum.bench.load;

import java.util.List;
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
    /// @param base what that is which is 1
    /// @param unit with that bound, if there is one
    void printDelays(String what, String base, String unit) {
        printDelay(what, "until the receiver's socket", base, Window::arrivedP99Us, unit);
        printDelay(what, "until the client has read", base, Window::p99Us, "times");
    }

    private void printDelay(
            String what, String until, String base, ToDoubleFunction<Window> p99Us, String unit) {
        String name = "added delay p99 " + until + ", " + base + " = 1";
        Figure.print(what, name, Window.ratio(with, without, p99Us), unit);
    }
}
