package live.lyceum.recorder.worker;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import live.lyceum.recorder.film.FilmFormat;
import live.lyceum.recorder.film.FilmPacket;
import org.jspecify.annotations.Nullable;

/// The film in the making: packets in files of `segmentMs` each, which are there when they are
/// whole. Blocks; owned by its thread.
final class Segments implements AutoCloseable {
    private static final long MAGIC = 0x4c59_5345_474d_0001L;
    private static final int BUFFER = 64 * 1024;

    /// Gets the film's packets.
    interface Each {
        void packet(FilmPacket packet) throws IOException;
    }

    private final Path folder;
    private final FilmFormat format;
    private final List<FilmPacket> later = new ArrayList<>();
    private int number;
    private @Nullable DataOutputStream open;

    /// Goes on behind the segments that are there, if they are of the same format.
    ///
    /// @param folder is there, and for these files alone
    Segments(Path folder, FilmFormat format) throws IOException {
        this.folder = folder;
        this.format = format;
        Path said = folder.resolve("format");
        if (!Files.exists(said) || !Files.readString(said).equals(format.toString())) {
            try (var files = Files.newDirectoryStream(folder)) {
                for (Path each : files) {
                    Files.delete(each);
                }
            }
            Files.writeString(said, format.toString());
        }
        while (Files.exists(path(number))) {
            number++;
        }
    }

    private Path path(int of) {
        return folder.resolve("%06d.segment".formatted(of));
    }

    private Path part() {
        return folder.resolve("segment.part");
    }

    /// Where the next packets belong.
    long startMs() {
        return (long) number * format.segmentMs();
    }

    /// Adds a packet; each kind of them comes in the order of time.
    void add(FilmPacket packet) throws IOException {
        if (Math.max(0, packet.atMs()) >= startMs() + format.segmentMs()) {
            later.add(packet);
        } else {
            write(packet);
        }
    }

    private void write(FilmPacket packet) throws IOException {
        DataOutputStream to = open;
        if (to == null) {
            to =
                    new DataOutputStream(
                            new BufferedOutputStream(
                                    new FileOutputStream(part().toFile()), BUFFER));
            open = to;
            to.writeLong(MAGIC);
        }
        to.writeByte(packet.kind().code);
        to.writeBoolean(packet.key());
        to.writeLong(packet.at());
        to.writeByte(packet.worth());
        to.writeInt(packet.data().length);
        to.write(packet.data());
    }

    /// No packet comes any more that is of before `ms`.
    void passed(long ms) throws IOException {
        while (ms >= startMs() + format.segmentMs()) {
            complete();
        }
    }

    private void complete() throws IOException {
        DataOutputStream to = open;
        if (to == null) {
            throw new IllegalStateException("a segment without a packet");
        }
        to.flush();
        try (var file = FileChannel.open(part(), StandardOpenOption.WRITE)) {
            file.force(true);
        }
        to.close();
        open = null;
        Files.move(part(), path(number), StandardCopyOption.ATOMIC_MOVE);
        number++;
        List<FilmPacket> next = List.copyOf(later);
        later.clear();
        for (FilmPacket each : next) {
            add(each);
        }
    }

    /// No packet comes any more.
    void end() throws IOException {
        while (open != null || !later.isEmpty()) {
            complete();
        }
    }

    /// Reads all that is whole, in order; a kind's packets in the order of time.
    void read(Each each) throws IOException {
        for (int i = 0; i < number; i++) {
            try (var in =
                    new DataInputStream(
                            new BufferedInputStream(Files.newInputStream(path(i)), BUFFER))) {
                if (in.readLong() != MAGIC) {
                    throw new IOException(path(i) + " is no segment");
                }
                read(in, each);
            }
        }
    }

    private static void read(DataInputStream in, Each each) throws IOException {
        while (true) {
            int kind = in.read();
            if (kind < 0) {
                return;
            }
            boolean key = in.readBoolean();
            long at = in.readLong();
            int worth = in.readByte();
            byte[] data = in.readNBytes(in.readInt());
            each.packet(new FilmPacket(kind(kind), key, at, worth, data));
        }
    }

    private static FilmPacket.Kind kind(int code) throws IOException {
        for (FilmPacket.Kind each : FilmPacket.Kind.values()) {
            if (each.code == code) {
                return each;
            }
        }
        throw new IOException("a segment that is damaged");
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
