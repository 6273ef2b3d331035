package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Held against what the kernel says of a thread.
class TimeSliceTest {
    private static final Pattern POLICY = Pattern.compile("policy +: +(\\d+)");
    private static final Pattern PRIORITY = Pattern.compile("prio +: +(\\d+)");
    private static final Pattern SLICE_NS = Pattern.compile("se\\.slice +: +(\\d+)");

    private static final long SCHED_BATCH = 3;

    /// Of a thread that is not nice to others; one that is has more.
    private static final long USUAL_PRIORITY = 120;

    private static long read(Pattern figure) throws Exception {
        Matcher found = figure.matcher(Files.readString(Path.of("/proc/thread-self/sched")));
        assertThat(found.find()).isTrue();
        return Long.parseLong(found.group(1));
    }

    private static <T> T onNewThread(Callable<T> work) throws Exception {
        var task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(task);
        return task.get();
    }

    /// Runs a command that ends with the number of this thread.
    private static void ofThisThread(String... command) throws Exception {
        var withNumber = new ProcessBuilder(command);
        withNumber
                .command()
                .add(Files.readString(Path.of("/proc/thread-self/stat")).split(" ", 2)[0]);
        assertThat(withNumber.start().waitFor()).isZero();
    }

    @BeforeEach
    void aKernelThatHasSlicesAndTellsOfThem() throws Exception {
        String[] version = System.getProperty("os.version").split("[.-]", 3);
        int of = Integer.parseInt(version[0]) * 1_000 + Integer.parseInt(version[1]);
        assumeThat(of).isGreaterThanOrEqualTo(6_012);
        assumeThat(Path.of("/proc/thread-self/sched")).exists();
    }

    @Test
    void aThreadHasTheSliceAndThoseItStartsDoNot() throws Exception {
        long usual = onNewThread(() -> read(SLICE_NS));
        onNewThread(() -> {
            assertThat(TimeSlice.ask(20_000)).isTrue();
            assertThat(read(SLICE_NS)).isEqualTo(20_000_000);
            return assertThat(onNewThread(() -> read(SLICE_NS))).isEqualTo(usual);
        });
        assertThat(onNewThread(() -> read(SLICE_NS))).isEqualTo(usual).isNotEqualTo(20_000_000);
    }

    @Test
    void whatIsSetBesidesStays() throws Exception {
        onNewThread(() -> {
            ofThisThread("renice", "-n", "5", "-p");
            assertThat(TimeSlice.ask(20_000)).isTrue();
            return assertThat(read(PRIORITY)).isEqualTo(USUAL_PRIORITY + 5);
        });
        onNewThread(() -> {
            ofThisThread("chrt", "--batch", "--pid", "0");
            assertThat(TimeSlice.ask(20_000)).as("which is for usual threads").isFalse();
            return assertThat(read(POLICY)).isEqualTo(SCHED_BATCH);
        });
    }
}
