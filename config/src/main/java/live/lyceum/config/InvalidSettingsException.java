package live.lyceum.config;

import java.util.List;

/// The settings cannot be used; says everything that is wrong with them at once.
public final class InvalidSettingsException extends Exception {
    private final List<String> problems;

    InvalidSettingsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /// One line for each mistake: the setting as the operator wrote it, and what is wrong with it.
    public List<String> problems() {
        return problems;
    }
}
