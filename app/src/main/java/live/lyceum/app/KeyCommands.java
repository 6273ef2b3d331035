package live.lyceum.app;

import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import live.lyceum.config.InvalidSettingsException;
import live.lyceum.signaling.auth.ApiKeys;
import live.lyceum.signaling.protocol.AccessKey;
import live.lyceum.signaling.protocol.KeyDraft;
import live.lyceum.signaling.protocol.Scope;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.store.OperatorKeys;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lyceum keys`: the keys of the REST API, whether a server runs or not.
@Command(
        name = "keys",
        description = "Keys of the REST API.",
        subcommands = {
            KeyCommands.Create.class,
            KeyCommands.ListAll.class,
            KeyCommands.Delete.class
        })
final class KeyCommands implements Runnable {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets it
    KeyCommands() {}

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "keys create, list or delete");
    }

    /// A command about the keys.
    abstract static class OfKeys extends Main.WithSettings {
        @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

        @SuppressWarnings("NullAway.Init") // picocli sets it
        OfKeys() {}

        final OperatorKeys keys() throws InvalidSettingsException {
            return new OperatorKeys(settings().storage());
        }

        final void print(String line) {
            spec.commandLine().getOut().println(line);
            spec.commandLine().getOut().flush();
        }

        final CommandLine.ParameterException refused(String why) {
            return new CommandLine.ParameterException(spec.commandLine(), why);
        }
    }

    @Command(name = "create", description = "Makes a key and prints it, this once.")
    static final class Create extends OfKeys {
        @Option(names = "--name", description = "what it is for", defaultValue = "operator")
        private String name;

        @Option(names = "--tenant", description = "whose sessions it sees", defaultValue = "main")
        private String tenant;

        @Option(
                names = "--scopes",
                split = ",",
                description =
                        "sessions.read, sessions.write, webhooks, admin; all but admin when left"
                                + " out")
        private Set<String> scopes = Set.of();

        private static final int MAX_NAME = 80;

        @SuppressWarnings("NullAway.Init") // picocli sets them
        Create() {}

        @Override
        public Integer call() throws InvalidSettingsException, IOException {
            if (!TenantId.valid(tenant)) {
                throw refused("--tenant: 1 to 40 of a-z, 0-9 and -");
            }
            Set<Scope> given = EnumSet.noneOf(Scope.class);
            for (String each : scopes) {
                Scope scope = Scope.of(each);
                if (scope == null) {
                    throw refused("--scopes: %s is none".formatted(each));
                }
                given.add(scope);
            }
            if (name.isBlank() || name.length() > MAX_NAME || !name.matches("\\P{Cntrl}*")) {
                throw refused("--name: one line of 1 to 80 characters");
            }
            Set<Scope> wanted =
                    given.isEmpty() ? EnumSet.complementOf(EnumSet.of(Scope.ADMIN)) : given;
            var draft = new KeyDraft(name, new TenantId(tenant), wanted);
            ApiKeys.Made made = ApiKeys.make(draft, System.currentTimeMillis());
            keys().put(made.key());
            print(made.written());
            return ExitCode.OK;
        }
    }

    @Command(name = "list", description = "Lists the keys, without their secrets.")
    static final class ListAll extends OfKeys {
        @Override
        public Integer call() throws InvalidSettingsException, IOException {
            for (AccessKey key : keys().all()) {
                String scopes =
                        key.scopes().stream()
                                .sorted()
                                .map(Scope::written)
                                .collect(Collectors.joining(","));
                print(
                        "%s  %s  %s  %s  %s"
                                .formatted(
                                        key.id(),
                                        key.tenant(),
                                        Instant.ofEpochMilli(key.createdAtMs()),
                                        scopes,
                                        key.name()));
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "delete",
            description = "Takes a key away; a running server knows within a second.")
    static final class Delete extends OfKeys {
        @Parameters(index = "0", paramLabel = "ID")
        private String id;

        @SuppressWarnings("NullAway.Init") // picocli sets it
        Delete() {}

        @Override
        public Integer call() throws InvalidSettingsException, IOException {
            if (!keys().delete(id)) {
                throw refused("there is no key %s".formatted(id));
            }
            return ExitCode.OK;
        }
    }
}
