package live.lyceum.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One shape of load on both sides, from the first join to the medians.
final class Measurement {
    private static final long LONGEST_WARM_UP_S = 120;
    private static final long WARM_UP_STEP_S = 5;
    // Of one core. A server that has run for a day compiles nothing any more.
    private static final double COMPILERS_QUIET = 0.01;
    // In a row: they wait between two methods, and longer where few packets come in.
    private static final int QUIET_STEPS = 3;
    // How often a window is measured again in which they were not, on average.
    private static final int REPEATS = 2;
    private static final long SETTLE_MS = 1_000;
    private static final long AHEAD_NS = 200_000_000L;
    private static final long LATE_MS = 300;
    private static final double FIRST_PART = 0.2;

    private final Stage stage;
    private final Options.Shape shape;
    private final Options options;
    private int repeats;

    Measurement(Stage stage, Options.Shape shape, Options options) {
        this.stage = stage;
        this.shape = shape;
        this.options = options;
        repeats = options.runs() * REPEATS;
    }

    /// @param joinsPerSecond people from REST to SRTP keys, eight joining at once, on a warm server
    ///   that forwards for those before them
    /// @param residentMb the server's at the end
    /// @param heapKb live heap that one more room or listener needed; so is the next
    /// @param nativeKb direct buffers and all else outside the heap, with what the compiler made
    ///   meanwhile
    record Footprint(double joinsPerSecond, double residentMb, double heapKb, double nativeKb) {}

    /// The windows in the order they were measured in, server and relay side by side.
    record Result(
            Options.Shape shape, List<Window> server, List<Window> relay, Footprint footprint) {
        // Below it the client, or the whole machine, had not the time to send.
        private static final double ENOUGH = 0.95;

        /// Whether others had the processors: then delays are those of waiting for one.
        boolean busy() {
            double wanted = shape.packetsPerSecond() * ENOUGH;
            return Window.median(server).packetsPerSecond() < wanted
                    || Window.median(relay).packetsPerSecond() < wanted;
        }
    }

    static Result run(Options.Shape shape, Options options) throws Exception {
        try (Stage stage = Stage.open(shape)) {
            return new Measurement(stage, shape, options).run();
        }
    }

    private Result run() throws Exception {
        say("server has pid " + stage.server().pid() + ", relay " + stage.relay().pid());
        stage.joinRelay();
        Footprint joined = joinServer();
        List<Window> server = new ArrayList<>();
        List<Window> relay = new ArrayList<>();
        while (server.size() < options.runs()) {
            Window limit = window(stage.relay(), stage.toRelay(), ProcessFigures::cpuUs);
            say("relay   " + limit);
            long before = compilersUs();
            Window measured = window(stage.server(), stage.toServer(), ProcessFigures::cpuUs);
            say("server  " + measured);
            if (counts(before)) {
                relay.add(limit);
                server.add(measured);
            }
        }
        double residentMb = ProcessFigures.residentKb(stage.server().pid()) / 1024.0;
        Footprint footprint =
                new Footprint(
                        joined.joinsPerSecond(), residentMb, joined.heapKb(), joined.nativeKb());
        return new Result(shape, server, relay, footprint);
    }

    /// A part first, to warm the server up: what the others add to its memory, and how fast they
    /// come in, then says something of rooms and not of the compiler.
    private Footprint joinServer() throws Exception {
        long pid = stage.server().pid();
        int part = Math.max(1, (int) (shape.size() * FIRST_PART));
        int rest = shape.size() - part;
        int people = stage.joinServer(0, part);
        say("warms up with " + people + " people");
        turn(stage.toServer(), true);
        warmUp(pid, LONGEST_WARM_UP_S);
        ProcessFigures.Memory before = ProcessFigures.memory(pid);
        long startNs = System.nanoTime();
        int joined = stage.joinServer(part, shape.size());
        double seconds = (System.nanoTime() - startNs) / 1e9;
        say("warms up with " + (people + joined) + " people");
        warmUp(pid, LONGEST_WARM_UP_S);
        ProcessFigures.Memory after = ProcessFigures.memory(pid);
        turn(stage.toServer(), false);
        double units = Math.max(1, rest);
        return new Footprint(
                joined / seconds,
                0,
                (after.liveBytes() - before.liveBytes()) / 1024.0 / units,
                (after.nativeKb() - before.nativeKb()) / units);
    }

    /// Until the compilers have little to do, and the heap was once full: the collector's own
    /// memory grows until then.
    private static void warmUp(long pid, long longestS) throws Exception {
        int quiet = 0;
        boolean collected = false;
        long usedMb = 0;
        for (long s = 0; (quiet < QUIET_STEPS || !collected) && s < longestS; s += WARM_UP_STEP_S) {
            long before = ProcessFigures.compilersCpuUs(pid);
            TimeUnit.SECONDS.sleep(WARM_UP_STEP_S);
            double share = (ProcessFigures.compilersCpuUs(pid) - before) / 1e6 / WARM_UP_STEP_S;
            // Less than none: a compiler's thread has ended and took its time along.
            quiet = share >= 0 && share <= COMPILERS_QUIET ? quiet + 1 : 0;
            long nowMb = ProcessFigures.heapUsedMb(pid);
            collected |= nowMb < usedMb;
            usedMb = nowMb;
        }
    }

    /// What the server's compilers have computed so far.
    private long compilersUs() throws IOException {
        return ProcessFigures.compilersCpuUs(stage.server().pid());
    }

    /// Whether a window counts: not if the compilers worked in it, unless that was so too often.
    ///
    /// @param before what [#compilersUs] was before it
    private boolean counts(long before) throws IOException {
        long tookUs = compilersUs() - before;
        if (tookUs <= COMPILERS_QUIET * 1e6 * options.seconds() || repeats == 0) {
            return true;
        }
        repeats--;
        say("once more, as the compilers had " + tookUs / 1000 + " ms of it");
        return false;
    }

    /// Lets everybody come in; called once.
    void join() throws Exception {
        int people = stage.joinServer(0, shape.size());
        say("warms up with " + people + " people");
    }

    /// Waits until the server is warm.
    void warmUpServer() throws Exception {
        warmUpServer(stage.toServer(), LONGEST_WARM_UP_S);
    }

    /// A window of the server, with the CPU of its whole process.
    Window serverWindow() throws Exception {
        return window(stage.server(), stage.toServer(), ProcessFigures::cpuUs);
    }

    /// A window of the server, with the CPU of its media loop alone.
    Window mediaWindow() throws Exception {
        return window(stage.server(), stage.toServer(), ProcessFigures::mediaLoopCpuUs);
    }

    /// Waits until the server is warm by a part of its clients.
    void warmUpServer(Traffic traffic, long longestS) throws Exception {
        turn(traffic, true);
        warmUp(stage.server().pid(), longestS);
        turn(traffic, false);
    }

    /// A window of a part of the server's clients, which send for a while before it.
    Window serverWindow(Traffic traffic, long beforeMs) throws Exception {
        turn(traffic, true);
        TimeUnit.MILLISECONDS.sleep(beforeMs);
        return window(stage.server(), traffic, ProcessFigures::cpuUs);
    }

    /// How long the traffic of a window lasts, in seconds.
    double windowS() {
        return options.seconds() + (SETTLE_MS + LATE_MS) / 1e3 + AHEAD_NS / 1e9;
    }

    /// Tells how long a process has computed.
    private interface Cpu {
        long us(long pid) throws IOException;
    }

    private Window window(Child process, Traffic traffic, Cpu cpu) throws Exception {
        turn(traffic, true);
        TimeUnit.MILLISECONDS.sleep(SETTLE_MS);
        long lengthNs = TimeUnit.SECONDS.toNanos(options.seconds());
        // Ahead, so that no packet is sent in the window before the loop knows of it.
        long startNs = System.nanoTime() + AHEAD_NS;
        var _ =
                stage.loop()
                        .call(() -> {
                            traffic.openWindow(startNs, startNs + lengthNs);
                            return true;
                        });
        TimeUnit.NANOSECONDS.sleep(startNs - System.nanoTime());
        long cpuBefore = cpu.us(process.pid());
        TimeUnit.NANOSECONDS.sleep(startNs + lengthNs - System.nanoTime());
        long cpuUs = cpu.us(process.pid()) - cpuBefore;
        TimeUnit.MILLISECONDS.sleep(LATE_MS);
        turn(traffic, false);
        if (!process.alive()) {
            throw new IllegalStateException("a process under load has ended");
        }
        return stage.loop()
                .call(() -> {
                    Delays delays = traffic.delays();
                    long received = delays.total();
                    return new Window(
                            (double) cpuUs / Math.max(1, received),
                            (double) received / options.seconds(),
                            traffic.expected() - received,
                            delays.quantile(0.5),
                            delays.quantile(0.99),
                            delays.quantile(0.999),
                            traffic.arrivalDelays().quantile(0.99));
                });
    }

    private void turn(Traffic traffic, boolean on) throws Exception {
        var _ =
                stage.loop()
                        .call(() -> {
                            traffic.turn(on);
                            return true;
                        });
    }

    void say(String what) {
        System.out.println(shape.key() + ": " + what);
    }
}
