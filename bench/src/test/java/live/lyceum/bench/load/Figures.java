package live.lyceum.bench.load;

/// What the long tests print for `./lyceum prove`, and how much they do.
final class Figures {
    /// Full counts, where a machine is set aside for proving.
    static final boolean PROVE = "1".equals(System.getenv("LYCEUM_PROVE"));

    private Figures() {}

    /// A number of `./lyceum prove`, or a tenth of it.
    static int count(int proved) {
        return PROVE ? proved : proved / 10;
    }

    /// @param bound what it must be, as people read it
    static void figure(String what, long value, String unit, String bound) {
        System.out.printf("figure: %s: %d %s (%s)%n", what, value, unit, bound);
    }
}
