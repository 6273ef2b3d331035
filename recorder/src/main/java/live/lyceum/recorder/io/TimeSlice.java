package live.lyceum.recorder.io;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The slice of a thread in Linux' scheduler: of those that wait for a processor one with a shorter
/// slice goes first, and it takes the processor from one with a longer slice when it wakes. All
/// still get their share. Threads have one of their own since Linux 6.12 (`sched_runtime` of
/// sched_setattr(2)); no rights are needed.
final class TimeSlice {
    private static final Logger LOG = LoggerFactory.getLogger(TimeSlice.class);

    /// `struct sched_attr` of linux/sched/types.h, in its first version: size and what is where.
    private static final long SIZE = 48;

    private static final long POLICY_AT = 4;
    private static final long FLAGS_AT = 8;
    private static final long RUNTIME_AT = 24;

    private static final int SCHED_OTHER = 0;

    /// Threads that this one starts begin with the usual slice.
    private static final long RESET_ON_FORK = 1;

    /// The numbers of sched_getattr and sched_setattr, as asm/unistd.h has them: C libraries seldom
    /// have functions for these calls.
    private record Calls(long get, long set) {
        /// @return null: not known for this machine
        private static @Nullable Calls ofThisMachine() {
            return switch (System.getProperty("os.name") + "/" + System.getProperty("os.arch")) {
                case "Linux/amd64" -> new Calls(315, 314);
                case "Linux/aarch64" -> new Calls(275, 274);
                default -> null;
            };
        }
    }

    private TimeSlice() {}

    /// Asks for a slice for the calling thread, which is not a virtual one. The rest of its
    /// scheduling stays as it is.
    ///
    /// @param us 100 to 100,000 microseconds
    /// @return whether it has that slice now
    static boolean ask(long us) {
        Calls calls = Calls.ofThisMachine();
        boolean has = false;
        try {
            has = calls != null && ask(us * 1_000, calls);
        } catch (Throwable e) {
            LOG.debug("no slice can be asked for here", e);
        }
        LOG.debug("{} µs at a time, where others wait: {}", us, has);
        return has;
    }

    @SuppressWarnings("restricted")
    private static boolean ask(long ns, Calls calls) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle syscall =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("syscall"),
                        FunctionDescriptor.of(
                                JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG),
                        Linker.Option.firstVariadicArg(1));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(SIZE, JAVA_LONG.byteAlignment());
            if (!call(syscall, calls.get(), attributes, SIZE)
                    || attributes.get(JAVA_INT, POLICY_AT) != SCHED_OTHER) {
                return false;
            }
            attributes.set(
                    JAVA_LONG, FLAGS_AT, attributes.get(JAVA_LONG, FLAGS_AT) | RESET_ON_FORK);
            attributes.set(JAVA_LONG, RUNTIME_AT, ns);
            // Older kernels take a slice and leave it out, so the answer is what they say
            // afterwards.
            return call(syscall, calls.set(), attributes, 0)
                    && call(syscall, calls.get(), attributes, SIZE)
                    && attributes.get(JAVA_LONG, RUNTIME_AT) == ns;
        }
    }

    /// @param third what follows the attributes: their size, or flags of which there are none
    private static boolean call(
            MethodHandle syscall, long number, MemorySegment attributes, long third)
            throws Throwable {
        long thisThread = 0;
        return (long) syscall.invokeExact(number, thisThread, attributes, third, 0L) == 0;
    }
}
