package live.lyceum.config;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Written commands into programs and their arguments. Each throws `IllegalArgumentException` whose
/// message completes the sentence that begins with the value.
final class ProgramValues {
    private static final int MAX_WORDS = 100;

    private ProgramValues() {}

    /// The program is looked for as a shell does: by its path where it has a slash, and else in the
    /// folders of `path`.
    ///
    /// @param path folders, as the variable `PATH` has them
    static TranscriptionSettings.Command command(String written, String path) {
        if (written.indexOf(0) >= 0) {
            throw new IllegalArgumentException("has a NUL in it");
        }
        List<String> words = words(written);
        if (words.isEmpty() || words.size() > MAX_WORDS) {
            throw new IllegalArgumentException(
                    "is not a command of 1 to %d words".formatted(MAX_WORDS));
        }
        var found = new ArrayList<>(words);
        found.set(0, program(words.getFirst(), path));
        return new TranscriptionSettings.Command(found);
    }

    /// Words are apart by blanks. What stands in single quotes is taken as it is; in double quotes
    /// and outside of quotes, a backslash takes the next character as it is. Nothing else means
    /// anything: no variables, patterns, pipes or redirections.
    static List<String> words(String written) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < written.length(); i++) {
            char each = written.charAt(i);
            if (each == '\\' && quote != '\'') {
                if (++i == written.length()) {
                    throw new IllegalArgumentException("ends with a backslash");
                }
                word.append(written.charAt(i));
                inWord = true;
            } else if (quote == each) {
                quote = 0;
            } else if (quote == 0 && (each == '"' || each == '\'')) {
                quote = each;
                inWord = true;
            } else if (quote == 0 && Character.isWhitespace(each)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
            } else {
                word.append(each);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("has a quote %c without an end".formatted(quote));
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    private static String program(String name, String path) {
        try {
            Stream<Path> places =
                    name.indexOf('/') >= 0
                            ? Stream.of(Path.of(name))
                            : Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                                    .splitAsStream(path)
                                    .filter(folder -> !folder.isEmpty())
                                    .map(folder -> Path.of(folder, name));
            return places.filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                    .findFirst()
                    .orElseThrow(() -> noProgram(name))
                    .toAbsolutePath()
                    .normalize()
                    .toString();
        } catch (InvalidPathException strange) {
            throw noProgram(name);
        }
    }

    private static IllegalArgumentException noProgram(String name) {
        return new IllegalArgumentException(
                "begins with \"%s\", which is no program that can be run".formatted(name));
    }
}
