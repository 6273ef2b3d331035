package live.lyceum.signaling.upload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.UploadId;
import live.lyceum.signaling.protocol.UploadType;
import org.jspecify.annotations.Nullable;

/// What stands beside an upload: a line of JSON for its heading, each chunk and its end. A line is
/// on the disk before anybody is told of it; one without its line break was being written when the
/// process ended, and does not count. Blocks.
final class UploadLog {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path file;

    /// Of all whole lines.
    private long length;

    private UploadLog(Path file) {
        this.file = file;
    }

    /// Whose upload it is, and of what.
    ///
    /// @param atMs epoch milliseconds, when it was made
    record Heading(
            UploadId id,
            RoomId session,
            ParticipantId who,
            String name,
            UploadType type,
            long startedAtMs,
            long atMs) {}

    /// A chunk that is on the disk.
    ///
    /// @param sha256 in hexadecimal
    /// @param atMs epoch milliseconds, when it came
    record Chunk(int index, long offset, long bytes, String sha256, long atMs) {
        long end() {
            return offset + bytes;
        }
    }

    /// What a log says.
    ///
    /// @param sha256 of the whole, once it is complete
    record Content(UploadLog log, Heading heading, List<Chunk> chunks, @Nullable String sha256) {}

    /// A new log, in the place of one without a heading.
    static UploadLog create(Path file, Heading heading) throws IOException {
        Files.deleteIfExists(file);
        var log = new UploadLog(file);
        log.add(
                MAPPER.createObjectNode()
                        .put("id", heading.id().value())
                        .put("session", heading.session().value())
                        .put("who", heading.who().value())
                        .put("name", heading.name())
                        .put("type", heading.type().mediaType())
                        .put("startedAtMs", heading.startedAtMs())
                        .put("atMs", heading.atMs()));
        return log;
    }

    /// Reads a log; null for one without a heading.
    ///
    /// @throws IOException if it cannot be read
    /// @throws IllegalArgumentException if it is none of ours
    static @Nullable Content read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        if (whole.isEmpty()) {
            return null;
        }
        var log = new UploadLog(file);
        log.length = whole.getBytes(StandardCharsets.UTF_8).length;
        List<String> lines = whole.lines().toList();
        Heading heading = heading(MAPPER.readTree(lines.getFirst()));
        var chunks = new ArrayList<Chunk>();
        String sha256 = null;
        for (String line : lines.subList(1, lines.size())) {
            JsonNode node = MAPPER.readTree(line);
            if (node.path("complete").asBoolean()) {
                sha256 = node.path("sha256").asText();
            } else {
                chunks.add(
                        new Chunk(
                                node.path("index").asInt(),
                                node.path("offset").asLong(),
                                node.path("bytes").asLong(),
                                node.path("sha256").asText(),
                                node.path("atMs").asLong()));
            }
        }
        return new Content(log, heading, chunks, sha256);
    }

    private static Heading heading(JsonNode node) {
        UploadType type = UploadType.of(node.path("type").asText());
        if (type == null) {
            throw new IllegalArgumentException("an upload is of a type that we take");
        }
        return new Heading(
                new UploadId(node.path("id").asText()),
                new RoomId(node.path("session").asText()),
                new ParticipantId(node.path("who").asText()),
                node.path("name").asText(),
                type,
                node.path("startedAtMs").asLong(),
                node.path("atMs").asLong());
    }

    void add(Chunk chunk) throws IOException {
        add(
                MAPPER.createObjectNode()
                        .put("index", chunk.index())
                        .put("offset", chunk.offset())
                        .put("bytes", chunk.bytes())
                        .put("sha256", chunk.sha256())
                        .put("atMs", chunk.atMs()));
    }

    /// Nothing comes after it.
    void complete(long bytes, String sha256, long atMs) throws IOException {
        add(
                MAPPER.createObjectNode()
                        .put("complete", true)
                        .put("bytes", bytes)
                        .put("sha256", sha256)
                        .put("atMs", atMs));
    }

    private void add(ObjectNode line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        long end = length + bytes.remaining();
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(length);
            channel.position(length);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        length = end;
    }
}
