package live.lyceum.recorder.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The frames that may have ended workers before this one: what is decoded is noted in a mapped
/// file, which outlives a crash of the decoder, and a kill of one that hangs. A track with a frame
/// that was last thrice is not decoded any more; if there are more such tracks, none is. Blocks
/// when it is opened only; owned by its thread.
final class Suspects {
    private static final int TIMES = 3;
    private static final int MAX_TRACKS = 1;
    private static final int BYTES = Long.BYTES + Integer.BYTES;
    private static final int NOTHING = 0;

    private final MappedByteBuffer now;
    private final Set<Integer> blind = new HashSet<>();

    /// @param work what is in the making, where this is kept
    Suspects(Path work) throws IOException {
        Path stopped = work.resolve("stopped");
        try (FileChannel file =
                FileChannel.open(
                        work.resolve("decoding"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            ByteBuffer last = ByteBuffer.allocate(BYTES);
            if (file.read(last, 0) == BYTES && last.getInt(Long.BYTES) != NOTHING) {
                Files.writeString(
                        stopped,
                        "%d %d%n".formatted(last.getInt(Long.BYTES), last.getLong(0)),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
            // Written before it is mapped: a hole would need room on the disk when it is touched.
            file.write(ByteBuffer.allocate(BYTES), 0);
            now = file.map(MapMode.READ_WRITE, 0, BYTES);
        }
        if (Files.exists(stopped)) {
            read(stopped);
        }
    }

    private void read(Path stopped) throws IOException {
        Map<String, Integer> times = new HashMap<>();
        for (String frame : Files.readAllLines(stopped)) {
            int space = frame.indexOf(' ');
            if (space > 0 && times.merge(frame, 1, Integer::sum) >= TIMES) {
                blind.add(Integer.valueOf(frame.substring(0, space)));
            }
        }
    }

    /// Whether a track's frames are not to be decoded.
    boolean blind(int track) {
        return blind.size() > MAX_TRACKS || blind.contains(track);
    }

    /// Whether there are tracks that are not decoded.
    boolean any() {
        return !blind.isEmpty();
    }

    /// A frame is going to be decoded.
    ///
    /// @param track its number, from 1 on
    void decoding(int track, long atUs) {
        now.putLong(0, atUs);
        now.putInt(Long.BYTES, track);
    }

    /// It did no harm.
    void decoded() {
        now.putInt(Long.BYTES, NOTHING);
    }
}
