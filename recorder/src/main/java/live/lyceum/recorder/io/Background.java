package live.lyceum.recorder.io;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets threads that carry calls have a processor first. The JVM leaves priorities of threads out
/// on Linux, where the nice value is one of a thread: setpriority(2), "C library/kernel
/// differences".
final class Background {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final int PRIO_PROCESS = 0;
    private static final int THIS_THREAD = 0;

    /// As that of the films' workers.
    static final int NICE = 10;

    private Background() {}

    /// Puts the thread that calls behind the others, for good. Where that cannot be done, it stays
    /// as it is.
    @SuppressWarnings("restricted") // a function of the C library, with three numbers
    static void enter() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return;
        }
        try {
            Linker linker = Linker.nativeLinker();
            MemorySegment function = linker.defaultLookup().findOrThrow("setpriority");
            MethodHandle setpriority =
                    linker.downcallHandle(
                            function,
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT));
            int failed = (int) setpriority.invokeExact(PRIO_PROCESS, THIS_THREAD, NICE);
            if (failed != 0) {
                LOG.warn("{} is not put behind others", Thread.currentThread().getName());
            }
        } catch (Throwable impossible) {
            LOG.warn("{} is not put behind others", Thread.currentThread().getName(), impossible);
        }
    }
}
