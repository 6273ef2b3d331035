package live.lyceum.bench.load;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Instant;

/// When datagrams came to sockets, by the kernel's own stamps (socket(7)): when they were handed to
/// the receiving side of the network, which on loopback the sender's own call does. So a client
/// that waits for a processor, which here it shares with the server, makes no packet late: see ADR
/// 33. Owned by the client loop.
final class Arrivals {
    /// `SIOCGSTAMPNS` of asm-generic/sockios.h, which tells a `struct timespec`: seconds and
    /// nanoseconds. The same on x86-64 and AArch64.
    private static final long STAMP_NS = 0x8907;

    private static final long SIZE = 16;
    private static final long NANOSECONDS_AT = 8;
    private static final long NS_PER_S = 1_000_000_000;

    private final MethodHandle ioctl = ioctl();
    private final MemorySegment stamp = Arena.ofAuto().allocate(SIZE, JAVA_LONG.byteAlignment());

    @SuppressWarnings("restricted")
    private static MethodHandle ioctl() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("ioctl"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                Linker.Option.firstVariadicArg(2));
    }

    /// When the datagram came that was read last, as [System#nanoTime] has it. Of those that were
    /// read together it is the last; none of them came later. What comes before a socket was first
    /// asked about, or a moment after, has no stamp and is taken to come now.
    ///
    /// @param socket its file descriptor
    long arrivedNs(int socket) {
        long waitedNs = readStamp(socket) ? Math.max(0, epochNs() - stampNs()) : 0;
        return System.nanoTime() - waitedNs;
    }

    /// Whether there is one.
    private boolean readStamp(int socket) {
        try {
            return (int) ioctl.invokeExact(socket, STAMP_NS, stamp) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private long stampNs() {
        return stamp.get(JAVA_LONG, 0) * NS_PER_S + stamp.get(JAVA_LONG, NANOSECONDS_AT);
    }

    private static long epochNs() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NS_PER_S + now.getNano();
    }
}
