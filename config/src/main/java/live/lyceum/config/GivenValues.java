package live.lyceum.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the operator wrote, from the file, the environment and the flags, the later over the
/// earlier; and every name among it that means nothing.
final class GivenValues {
    static final String CONFIG_VARIABLE = Setting.PREFIX + "CONFIG";
    static final String CONFIG_FLAG = "--config";

    /// Read by the `lyceum` script before there is a server; no mistake to have them set.
    private static final Set<String> OF_THE_LAUNCHER =
            Set.of(Setting.PREFIX + "HEAP", Setting.PREFIX + "PROVE");

    /// A value and the name it was written under, which is what a complaint about it begins with.
    record Given(String value, String where) {}

    private final Map<Setting, Given> values = new EnumMap<>(Setting.class);
    private final List<String> problems;

    private GivenValues(List<String> problems) {
        this.problems = problems;
    }

    /// Collects what is set; adds to `problems` a line for each name nobody knows, each setting
    /// that is not built yet, each secret in a flag, and a file that cannot be read.
    static GivenValues collect(
            Map<String, String> environment, Map<String, String> flags, List<String> problems) {
        var given = new GivenValues(problems);
        boolean byFlag = flags.containsKey(CONFIG_FLAG);
        String namedBy = byFlag ? CONFIG_FLAG : CONFIG_VARIABLE;
        String file = (byFlag ? flags : environment).getOrDefault(namedBy, "");
        if (!file.isBlank()) {
            given.addFile(file, namedBy);
        }
        given.addEnvironment(environment);
        given.addFlags(flags);
        return given;
    }

    @Nullable Given get(Setting setting) {
        return values.get(setting);
    }

    private void addFile(String file, String namedBy) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException absent) {
            problems.add("%s: there is no file \"%s\"".formatted(namedBy, file));
        } catch (IOException | IllegalArgumentException unreadable) {
            problems.add(
                    "%s: \"%s\" cannot be read: %s"
                            .formatted(namedBy, file, unreadable.getMessage()));
        }
        for (String name : properties.stringPropertyNames().stream().sorted().toList()) {
            add(find(Setting::property, name), properties.getProperty(name), name + " in " + file);
        }
    }

    private void addEnvironment(Map<String, String> environment) {
        for (var entry : new TreeMap<>(environment).entrySet()) {
            String name = entry.getKey();
            boolean elsewhere = name.equals(CONFIG_VARIABLE) || OF_THE_LAUNCHER.contains(name);
            if (name.startsWith(Setting.PREFIX) && !elsewhere) {
                add(find(Setting::variable, name), entry.getValue(), name);
            }
        }
    }

    private void addFlags(Map<String, String> flags) {
        for (var entry : new TreeMap<>(flags).entrySet()) {
            String name = entry.getKey();
            Setting setting = find(Setting::flag, name);
            if (setting != null && setting.isSecret()) {
                problems.add(
                        "%s: others can read a command line; set %s instead"
                                .formatted(name, setting.variable()));
            } else if (!name.equals(CONFIG_FLAG)) {
                add(setting, entry.getValue(), name);
            }
        }
    }

    /// A blank value is no value: that is how a template of an environment leaves things out.
    private void add(@Nullable Setting setting, String value, String where) {
        if (setting == null) {
            problems.add("%s: there is no such setting".formatted(where));
        } else if (value.isBlank()) {
            return;
        } else if (!setting.isBuilt()) {
            problems.add(
                    "%s: %s is not built yet, so leave it unset"
                            .formatted(where, setting.description()));
        } else {
            values.put(setting, new Given(value.strip(), where));
        }
    }

    private static @Nullable Setting find(Function<Setting, String> spelling, String name) {
        for (Setting setting : Setting.values()) {
            if (spelling.apply(setting).equals(name)) {
                return setting;
            }
        }
        return null;
    }
}
