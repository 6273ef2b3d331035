package live.lyceum.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Linux and jcmd say of a process.
final class ProcessFigures {
    // USER_HZ, which is 100 for every program on Linux.
    private static final long US_PER_TICK = 10_000;
    private static final long JCMD_S = 60;
    private static final Pattern COMPILER = Pattern.compile("^C[12] Comp");
    private static final Pattern MEDIA_LOOP = Pattern.compile("^media-loop");

    private ProcessFigures() {}

    /// User and system time so far.
    static long cpuUs(long pid) throws IOException {
        return cpuUs(Path.of("/proc/" + pid + "/stat"));
    }

    /// The part of it that HotSpot's compilers had, of those of their threads that there are now.
    static long compilersCpuUs(long pid) throws IOException {
        return threadsCpuUs(pid, COMPILER);
    }

    /// The part of it that forwards packets.
    static long mediaLoopCpuUs(long pid) throws IOException {
        return threadsCpuUs(pid, MEDIA_LOOP);
    }

    private static long threadsCpuUs(long pid, Pattern name) throws IOException {
        long sum = 0;
        try (var tasks = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks) {
                sum += threadCpuUs(task, name);
            }
        }
        return sum;
    }

    private static long threadCpuUs(Path task, Pattern name) throws IOException {
        try {
            boolean named = name.matcher(Files.readString(task.resolve("comm"))).find();
            return named ? cpuUs(task.resolve("stat")) : 0;
        } catch (IOException e) {
            if (Files.exists(task)) {
                throw e;
            }
            return 0;
        }
    }

    private static long cpuUs(Path statFile) throws IOException {
        String stat = Files.readString(statFile);
        // The name before the last parenthesis may hold blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * US_PER_TICK;
    }

    /// @param residentKb all that is in memory
    /// @param nativeKb that without the heap, which ZGC keeps in shared memory: direct buffers,
    ///   compiled code, classes, threads' stacks and pages of files
    /// @param liveBytes objects on the heap after a collection
    record Memory(long residentKb, long nativeKb, long liveBytes) {}

    /// Forces a collection first; blocks for a second or so.
    static Memory memory(long pid) throws IOException, InterruptedException {
        var _ = jcmd(pid, "GC.run");
        // What the compilers have freed is no memory of a room.
        var _ = jcmd(pid, "System.trim_native_heap");
        // Counts after a collection of its own.
        long live = number(jcmd(pid, "GC.class_histogram"), "(?m)^Total\\s+\\d+\\s+(\\d+)");
        long resident = residentKb(pid);
        long shared = status(pid, "RssShmem");
        return new Memory(resident, resident - shared, live);
    }

    /// Live objects and garbage.
    static long heapUsedMb(long pid) throws IOException, InterruptedException {
        return number(jcmd(pid, "GC.heap_info"), "used (\\d+)M");
    }

    static long residentKb(long pid) throws IOException {
        return status(pid, "VmRSS");
    }

    static long threads(long pid) throws IOException {
        return status(pid, "Threads");
    }

    private static long status(long pid, String field) throws IOException {
        return number(
                Files.readString(Path.of("/proc/" + pid + "/status")),
                "(?m)^" + field + ":\\s+(\\d+)");
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Path said = Files.createTempFile("lyceum-jcmd", ".txt");
        try {
            Process process =
                    new ProcessBuilder(program.toString(), Long.toString(pid), command)
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            if (!process.waitFor(JCMD_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("jcmd " + command + " takes too long");
            }
            return Files.readString(said, StandardCharsets.UTF_8);
        } finally {
            Files.delete(said);
        }
    }

    private static long number(String text, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IOException("no " + pattern + " in: " + text);
        }
        return Long.parseLong(matcher.group(1));
    }
}
