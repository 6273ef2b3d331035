package live.lyceum.recorder.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process of a program, with one of ours at each end of it (`cat`), which passes on what comes.
/// Who reads or writes a pipe waits for whoever has its other end, and closing this one does not
/// wake it. A program may leave that end to what it started, for ever; ours can be ended. Safe to
/// call from any thread; nothing but [#exitsWithin] and the streams blocks.
final class PipedProcess {
    private static final String PASSES_ON = "cat";

    private final Process before;
    private final Process program;
    private final Process after;

    private PipedProcess(List<Process> all) {
        before = all.get(0);
        program = all.get(1);
        after = all.get(2);
    }

    /// Starts it. What it writes as errors goes nowhere.
    ///
    /// @param builder of the program; used by this alone
    /// @throws IOException if it cannot be run; says which file, and nothing of arguments
    static PipedProcess start(ProcessBuilder builder) throws IOException {
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return new PipedProcess(
                ProcessBuilder.startPipeline(List.of(passesOn(), builder, passesOn())));
    }

    /// It needs to know nothing.
    private static ProcessBuilder passesOn() {
        var builder = new ProcessBuilder(PASSES_ON).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        return builder;
    }

    /// What it hears. Fails, also while somebody writes, once [#endInput] was called.
    OutputStream input() {
        return before.getOutputStream();
    }

    /// What it writes. At its end, also while somebody reads, once [#endOutput] was called.
    InputStream output() {
        return after.getInputStream();
    }

    /// Waits for the program's end, but not for that of what it started.
    ///
    /// @return whether it has ended
    boolean exitsWithin(long ms) throws InterruptedException {
        return program.waitFor(ms, TimeUnit.MILLISECONDS);
    }

    /// Of a program that has ended.
    int exitCode() {
        return program.exitValue();
    }

    void endInput() {
        before.destroyForcibly();
    }

    void endOutput() {
        after.destroyForcibly();
    }

    /// Ends the program at once, what it started and did not leave to itself, and both pipes.
    void kill() {
        // Whose parent has ended is nobody's descendant.
        List<ProcessHandle> started = program.descendants().toList();
        program.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        endInput();
        endOutput();
    }
}
