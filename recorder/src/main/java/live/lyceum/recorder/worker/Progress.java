package live.lyceum.recorder.worker;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/// Tells the server how far it is: one JSON object a line. Owned by its thread.
final class Progress {
    private static final long EVERY_NS = TimeUnit.SECONDS.toNanos(1);

    private final PrintStream out;
    private long toldNs;
    private boolean told;

    Progress(PrintStream out) {
        this.out = out;
    }

    /// How much is made of a lesson that goes on.
    void following(long doneMs, long totalMs) {
        tell("following", doneMs, totalMs);
    }

    /// How much is made of a lesson that is over.
    void finishing(long doneMs, long totalMs) {
        tell("finishing", doneMs, totalMs);
    }

    private void tell(String phase, long doneMs, long totalMs) {
        long nowNs = System.nanoTime();
        if (!told || nowNs - toldNs >= EVERY_NS) {
            told = true;
            toldNs = nowNs;
            long done = Math.clamp(doneMs, 0, Math.max(0, totalMs));
            line("{\"phase\":\"%s\",\"doneMs\":%d,\"totalMs\":%d}".formatted(phase, done, totalMs));
        }
    }

    /// The tracks are complete.
    void tracks() {
        line("{\"tracks\":true}");
    }

    /// Everything is.
    void ready() {
        line("{\"ready\":true}");
    }

    private void line(String line) {
        out.println(line);
        out.flush();
    }
}
