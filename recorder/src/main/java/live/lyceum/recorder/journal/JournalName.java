package live.lyceum.recorder.journal;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// What a journal's file is called: the number of its stream among those of the recording.
public final class JournalName {
    /// How all of them end.
    public static final String ENDING = ".journal";

    private static final Pattern NAME = Pattern.compile("\\d{1,9}" + Pattern.quote(ENDING));

    private JournalName() {}

    /// The name of a journal.
    ///
    /// @param number from 1
    public static String of(int number) {
        return "%04d%s".formatted(number, ENDING);
    }

    /// Whether a file is called as journals are.
    public static boolean isOne(Path file) {
        return NAME.matcher(file.getFileName().toString()).matches();
    }

    /// The number of a journal.
    ///
    /// @throws NumberFormatException if the file is not called as journals are
    public static int number(Path file) {
        String name = file.getFileName().toString();
        return Integer.parseInt(name.substring(0, name.length() - ENDING.length()));
    }
}
