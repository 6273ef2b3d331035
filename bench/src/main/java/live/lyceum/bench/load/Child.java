package live.lyceum.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A process of ours that says "ready <something>" on its stdout and ends with us, by its id.
final class Child implements AutoCloseable {
    private static final long READY_S = 90;
    private static final long STOP_S = 15;

    private final Process process;
    private final String ready;

    private Child(Process process, String ready) {
        this.process = process;
        this.ready = ready;
    }

    /// Starts `command` and waits until it is ready; what it says on stderr goes to `log`.
    static Child start(List<String> command, Map<String, String> environment, Path log)
            throws Exception {
        Files.createDirectories(log.getParent());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LYCEUM_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        // Also when we are interrupted from the keyboard.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        var ready = new CompletableFuture<String>();
        // Not a virtual thread: reading a pipe keeps its carrier, of which there are as many as
        // cores.
        Thread.ofPlatform().daemon().name("child output").start(() -> listen(process, ready));
        try {
            return new Child(process, ready.get(READY_S, TimeUnit.SECONDS));
        } catch (Exception e) {
            process.destroyForcibly();
            throw new IOException("not ready: " + command.getFirst() + ", see " + log, e);
        }
    }

    /// Reads on when it is ready, so that a full pipe never stops the child.
    private static void listen(Process process, CompletableFuture<String> ready) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("ready ")) {
                    ready.complete(line.substring("ready ".length()).trim());
                }
            }
            ready.completeExceptionally(new IOException("it has ended"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    /// What stood behind "ready".
    String ready() {
        return ready;
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /// Without a chance to do anything more; blocks until it is gone.
    void kill() throws InterruptedException {
        var _ = process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
