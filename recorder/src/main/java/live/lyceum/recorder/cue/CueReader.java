package live.lyceum.recorder.cue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import live.lyceum.recorder.api.Cue;
import org.jspecify.annotations.Nullable;

/// Reads a cue file from its begin, also while it is written: a line that has no end yet is not
/// there yet. Blocks; owned by its thread.
public final class CueReader implements Closeable {
    private static final int MAX_LINE = 64 * 1024;

    private final FileChannel file;
    private final Heading heading;
    private ByteBuffer read = ByteBuffer.allocate(4_096).limit(0);

    private CueReader(FileChannel file) throws IOException {
        this.file = file;
        String first = line();
        if (first == null) {
            throw new IOException("a cue file without a heading");
        }
        heading = CueCodec.heading(first);
    }

    /// Opens a recording's cue file.
    ///
    /// @throws NoSuchFileException if there is none
    /// @throws IOException if it has no whole heading, or cannot be read
    public static CueReader open(Path folder) throws IOException {
        FileChannel file = FileChannel.open(folder.resolve(CueFile.NAME), StandardOpenOption.READ);
        try {
            return new CueReader(file);
        } catch (IOException | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    public Heading heading() {
        return heading;
    }

    /// The next cue; null when no whole one follows yet.
    ///
    /// @throws IOException also for a line that is no cue
    public @Nullable Cue next() throws IOException {
        String line = line();
        return line == null ? null : CueCodec.cue(line);
    }

    /// Whether the recording in a folder has ended.
    ///
    /// @throws IOException as [#open] and [#next]
    public static boolean hasEnd(Path folder) throws IOException {
        try (CueReader cues = open(folder)) {
            for (Cue cue = cues.next(); cue != null; cue = cues.next()) {
                if (cue instanceof Cue.Ended) {
                    return true;
                }
            }
            return false;
        }
    }

    private @Nullable String line() throws IOException {
        int searched = 0;
        while (true) {
            for (int i = searched; i < read.remaining(); i++) {
                if (read.get(read.position() + i) == '\n') {
                    byte[] line = new byte[i];
                    read.get(line).get();
                    return new String(line, StandardCharsets.UTF_8);
                }
            }
            searched = read.remaining();
            if (searched > MAX_LINE) {
                throw new IOException("a cue of more than 64 KiB");
            }
            if (!fill()) {
                return null;
            }
        }
    }

    private boolean fill() throws IOException {
        read.compact();
        if (!read.hasRemaining()) {
            read =
                    ByteBuffer.wrap(Arrays.copyOf(read.array(), 2 * read.capacity()))
                            .position(read.position());
        }
        int more = file.read(read);
        read.flip();
        return more > 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
