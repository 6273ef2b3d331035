package live.lyceum.recorder.cue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import live.lyceum.recorder.api.Cue;

/// The cue file of a recording, to be written. What [#append] returned from is on the disk. Blocks;
/// owned by its thread.
public final class CueFile implements Closeable {
    /// Its name in the recording's folder.
    public static final String NAME = "cues.jsonl";

    private static final int TAIL = 4_096;

    private final FileChannel file;
    private long end;

    private CueFile(FileChannel file, long end) {
        this.file = file;
        this.end = end;
    }

    /// Makes the file of a new recording, for its owner only: it has people's names.
    ///
    /// @param folder of the recording, which has to be there
    /// @throws IOException also if there is one already
    public static CueFile create(Path folder, Heading heading) throws IOException {
        FileChannel file =
                FileChannel.open(
                        folder.resolve(NAME),
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            var made = new CueFile(file, 0);
            made.line(CueCodec.write(heading));
            return made;
        } catch (IOException | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    /// Opens the file of a recording that goes on, or makes it where there is none: the process may
    /// have died before its first line was there.
    public static CueFile open(Path folder, Heading heading) throws IOException {
        try {
            CueReader.open(folder).close();
            return reopen(folder);
        } catch (IOException none) {
            Files.deleteIfExists(folder.resolve(NAME));
            return create(folder, heading);
        }
    }

    /// Opens the file of a recording that goes on. A last line that was cut off is taken away.
    ///
    /// @throws IOException also if there is none
    public static CueFile reopen(Path folder) throws IOException {
        FileChannel file =
                FileChannel.open(
                        folder.resolve(NAME), StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            long end = endOfLines(file);
            if (end < file.size()) {
                file.truncate(end);
                file.force(true);
            }
            return new CueFile(file, end);
        } catch (IOException | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    /// Where the last whole line ends.
    private static long endOfLines(FileChannel file) throws IOException {
        ByteBuffer tail = ByteBuffer.allocate(TAIL);
        for (long end = file.size(); end > 0; ) {
            long from = Math.max(0, end - TAIL);
            tail.clear().limit((int) (end - from));
            while (tail.hasRemaining()) {
                if (file.read(tail, from + tail.position()) < 0) {
                    throw new IOException("a cue file that became shorter");
                }
            }
            for (int i = tail.limit() - 1; i >= 0; i--) {
                if (tail.get(i) == '\n') {
                    return from + i + 1;
                }
            }
            end = from;
        }
        return 0;
    }

    /// Adds a cue; on the disk when this returns. What failed leaves the file as it was, as far as
    /// the disk allows.
    public void append(Cue cue) throws IOException {
        line(CueCodec.write(cue));
    }

    private void line(String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text + "\n");
        int length = bytes.remaining();
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes, end + length - bytes.remaining());
            }
            file.force(false);
        } catch (IOException failed) {
            try {
                file.truncate(end);
            } catch (IOException again) {
                failed.addSuppressed(again);
            }
            throw failed;
        }
        end += length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
