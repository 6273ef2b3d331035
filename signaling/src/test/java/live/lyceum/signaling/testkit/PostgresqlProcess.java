package live.lyceum.signaling.testkit;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// A PostgreSQL server of its own, in a temporary folder and on a port of its own: Debian's
/// `postgresql`, run as the user `postgres` by root, who must not run it.
public final class PostgresqlProcess implements AutoCloseable {
    private static final String USER = "lyceum";

    private final Path programs;
    private final Path folder;
    private final int port;
    private int databases;

    private PostgresqlProcess(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    /// Starts one that forgets everything at its end.
    public static PostgresqlProcess start() throws IOException, InterruptedException {
        Path folder = Path.of(run("mktemp", "-d", "/tmp/lyceum-postgresql.XXXXXX").strip());
        var server = new PostgresqlProcess(programs(), folder, freePort());
        server.program(
                "initdb", "-D", server.data(), "-U", USER, "-A", "trust", "-E", "UTF8", "-N");
        server.program(
                "pg_ctl",
                "-D",
                server.data(),
                "-w",
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p %d -k %s -c listen_addresses=127.0.0.1".formatted(server.port, folder),
                "start");
        return server;
    }

    private static Path programs() throws IOException {
        try (var versions = Files.list(Path.of("/usr/lib/postgresql"));
                var onPath = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))) {
            return Stream.concat(
                            versions.sorted().map(each -> each.resolve("bin")),
                            onPath.map(Path::of))
                    .filter(each -> Files.isExecutable(each.resolve("initdb")))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("PostgreSQL is not installed"));
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    /// The URL of a new, empty database.
    public String newDatabase() throws IOException, InterruptedException {
        String name = "rooms" + databases++;
        program("createdb", "-h", folder.toString(), "-p", "" + port, "-U", USER, name);
        return url(name);
    }

    /// Of a database by this name, whether or not there is one.
    public String url(String database) {
        return "postgresql://%s:unused@127.0.0.1:%d/%s".formatted(USER, port, database);
    }

    private void program(String name, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(programs.resolve(name).toString());
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            words.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        words.addAll(List.of(command));
        // A file, for the server that pg_ctl starts keeps what it inherits open.
        Path told = Files.createTempFile("lyceum-postgresql", ".out");
        try {
            var process =
                    new ProcessBuilder(words)
                            .directory(new File("/"))
                            .redirectErrorStream(true)
                            .redirectOutput(told.toFile())
                            .start();
            int exit = process.waitFor();
            String output = Files.readString(told, StandardCharsets.UTF_8);
            if (exit != 0) {
                throw new IOException("%s: exit %d: %s".formatted(words, exit, output));
            }
            return output;
        } finally {
            Files.delete(told);
        }
    }

    /// Ends it as a fault would, without a good-bye to anybody.
    public void stop() throws IOException, InterruptedException {
        program("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop");
    }

    @Override
    public void close() throws IOException {
        try {
            if (Files.exists(folder.resolve("data/postmaster.pid"))) {
                stop();
            }
            run("rm", "-rf", folder.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
