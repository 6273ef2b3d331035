package live.lyceum.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import live.lyceum.config.InvalidSettingsException;
import live.lyceum.config.Settings;
import live.lyceum.config.SettingsLoader;
import live.lyceum.signaling.store.DatabaseException;
import live.lyceum.signaling.store.SqliteCopies;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/// The command line.
@Command(
        name = "lyceum",
        description = "A WebRTC selective forwarding unit with embedded signaling, for lessons.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            Main.Run.class,
            Main.Demo.class,
            KeyCommands.class,
            Main.Backup.class,
            Main.Restore.class,
            VerifyReceipt.class,
            Main.ShowVersion.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        var commandLine = new CommandLine(new Main());
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("lyceum: " + failure.getMessage());
            return failure instanceof InvalidSettingsException ? ExitCode.USAGE : ExitCode.SOFTWARE;
        });
        return commandLine;
    }

    /// Settings of this process, with those on the command line as `--http-port 8081`.
    abstract static class WithSettings implements Callable<Integer> {
        @Unmatched private final List<String> flags = new ArrayList<>();

        final Settings settings() throws InvalidSettingsException {
            return SettingsLoader.fromProcess(Flags.parse(flags));
        }
    }

    /// Turns what is written after a command into names and values.
    static final class Flags {
        private Flags() {}

        static Map<String, String> parse(List<String> words) {
            var flags = new LinkedHashMap<String, String>();
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                int equals = word.indexOf('=');
                boolean hasNext = i + 1 < words.size() && !words.get(i + 1).startsWith("--");
                if (equals >= 0) {
                    flags.put(word.substring(0, equals), word.substring(equals + 1));
                } else if (hasNext) {
                    flags.put(word, words.get(++i));
                } else {
                    flags.put(word, "1");
                }
            }
            return flags;
        }
    }

    @Command(name = "run", description = "Runs the server in the foreground.")
    static final class Run extends WithSettings {
        @Override
        public Integer call() throws InvalidSettingsException, IOException, InterruptedException {
            Settings settings = settings();
            return serve(settings, settings.demo() || Terminal.isOnStandardInput());
        }
    }

    @Command(name = "demo", description = "Runs the server with a demo session.")
    static final class Demo extends WithSettings {
        @Override
        public Integer call() throws InvalidSettingsException, IOException, InterruptedException {
            return serve(settings(), true);
        }
    }

    private static int serve(Settings settings, boolean demo)
            throws IOException, InterruptedException {
        var wiring = Wiring.start(settings, Wiring.MEDIA, System.out, System.err);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(wiring::close));
        if (demo) {
            wiring.printDemo();
        }
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    /// A command about the SQLite file of the data folder.
    abstract static class WithCopy extends WithSettings {
        @Parameters(index = "0", paramLabel = "FILE")
        private Path file;

        @SuppressWarnings("NullAway.Init") // picocli sets it
        WithCopy() {}

        abstract void carryOut(Path dataDir, Path copy) throws DatabaseException;

        /// What PostgreSQL has for it.
        abstract String instead();

        @Override
        public Integer call() throws InvalidSettingsException, IOException {
            Settings settings = settings();
            if (settings.storage().database() != null) {
                throw new IOException(
                        "the database is PostgreSQL's (LYCEUM_DATABASE_URL): use " + instead());
            }
            carryOut(settings.storage().dataDir(), file);
            return ExitCode.OK;
        }
    }

    @Command(
            name = "backup",
            description = "Copies the database into a new file, while a server may run.")
    static final class Backup extends WithCopy {
        @Override
        void carryOut(Path dataDir, Path copy) throws DatabaseException {
            SqliteCopies.backup(dataDir, copy);
        }

        @Override
        String instead() {
            return "pg_dump";
        }
    }

    @Command(
            name = "restore",
            description =
                    "Puts a backup in the place of the database, which becomes lyceum.db.old.")
    static final class Restore extends WithCopy {
        @Override
        void carryOut(Path dataDir, Path copy) throws DatabaseException {
            SqliteCopies.restore(dataDir, copy);
        }

        @Override
        String instead() {
            return "pg_restore";
        }
    }

    @Command(name = "version", description = "Prints the version.")
    static final class ShowVersion implements Runnable {
        @Override
        public void run() {
            System.out.println("lyceum " + Version.text());
        }
    }
}
