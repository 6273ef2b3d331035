package live.lyceum.bench.load;

import java.util.Locale;

/// A line for `docs/proof.md`, where `./lyceum prove` puts it.
final class Figure {
    private Figure() {}

    /// @param what was measured: a shape, and with what
    /// @param unit and then the bound in parentheses, if there is one
    static void print(String what, String name, double value, String unit) {
        System.out.printf(Locale.ROOT, "figure: bench %s, %s: %.2f %s%n", what, name, value, unit);
    }
}
