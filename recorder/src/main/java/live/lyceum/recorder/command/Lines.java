package live.lyceum.recorder.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The lines that a program writes, in UTF-8 as far as they are, within bounds. Owned by the thread
/// that reads them.
final class Lines {
    /// Of one line, in bytes.
    static final int MAX_BYTES = 16_000;

    /// Of one program, also empty ones.
    static final int MAX_LINES = 2_000;

    /// A program wrote more than it may.
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuch(String what) {
            super(what);
        }
    }

    private final InputStream from;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int count;

    Lines(InputStream from) {
        this.from = from;
    }

    /// The next one without its end, which the last need not have; null if there are no more.
    @Nullable String next() throws IOException {
        for (int each = from.read(); each >= 0; each = from.read()) {
            if (each == '\n') {
                return taken();
            }
            if (line.size() == MAX_BYTES) {
                throw new TooMuch("a line is longer than %d bytes".formatted(MAX_BYTES));
            }
            line.write(each);
        }
        return line.size() > 0 ? taken() : null;
    }

    private String taken() throws TooMuch {
        if (++count > MAX_LINES) {
            throw new TooMuch("there are more than %d lines".formatted(MAX_LINES));
        }
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        return text;
    }
}
