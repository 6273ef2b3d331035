package live.lyceum.bench.load;

import java.util.List;

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

    /// The delay that the server adds with it, without = 1: until packets are in their receivers'
    /// sockets. What is compared here takes processors, for which clients wait on this machine and
    /// on no other (ADR 33).
    double p99() {
        return Window.ratio(with, without, Window::arrivedP99Us);
    }

    /// The same with the waiting of clients.
    double p99WithClients() {
        return Window.ratio(with, without, Window::p99Us);
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
}
