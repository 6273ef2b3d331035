package live.lyceum.recorder.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import org.jspecify.annotations.Nullable;

/// Entries as bytes, big-endian: a length (2), a kind (1), the body, and CRC-32C (RFC 3720 appendix
/// B.4) of kind and body (4). A file that was cut off anywhere loses the entry that was cut and
/// nothing before it.
final class JournalCodec {
    /// How a file begins; the last byte is the version.
    static final long MAGIC = 0x4c59_4a4f_5552_0001L;

    /// The largest packet that is taken, with room for the rest of its entry.
    static final int MAX_ENTRY = 4_096;

    private static final int MAX_OPENED = 160;
    private static final int HEAD = Short.BYTES;
    private static final int KIND = Byte.BYTES;
    private static final int CHECK = Integer.BYTES;

    private static final byte OPENED = 1;
    private static final byte PACKET = 2;
    private static final byte REPORT = 3;
    private static final byte GATE = 4;
    private static final byte MISSED = 5;
    private static final byte CLOSED = 6;

    private JournalCodec() {}

    /// Writes an entry; false if `into` has no room for it, and nothing was written.
    static boolean write(JournalEntry entry, ByteBuffer into) {
        int start = into.position();
        if (into.remaining() < HEAD + KIND + size(entry) + CHECK) {
            return false;
        }
        into.position(start + HEAD);
        body(entry, into);
        int end = into.position();
        into.putShort(start, (short) (end - start - HEAD));
        into.putInt(check(into, start + HEAD, end));
        return true;
    }

    private static int size(JournalEntry entry) {
        return switch (entry) {
            case JournalEntry.Packet packet -> Long.BYTES + packet.rtp().length;
            case JournalEntry.Opened _ -> MAX_OPENED;
            case JournalEntry.SenderReport _,
                    JournalEntry.Gate _,
                    JournalEntry.Missed _,
                    JournalEntry.Closed _ ->
                    3 * Long.BYTES;
        };
    }

    private static void body(JournalEntry entry, ByteBuffer into) {
        switch (entry) {
            case JournalEntry.Opened opened -> {
                Track track = opened.track();
                into.put(OPENED).putLong(track.startedUs());
                text(track.who().value(), into);
                text(track.source().name(), into);
                into.put((byte) track.layer());
                text(track.codec(), into);
                into.putInt(track.clockRateHz());
            }
            case JournalEntry.Packet packet ->
                    into.put(PACKET).putLong(packet.atUs()).put(packet.rtp());
            case JournalEntry.SenderReport report ->
                    into.put(REPORT)
                            .putLong(report.atUs())
                            .putLong(report.ntp())
                            .putInt(report.rtpTimestamp());
            case JournalEntry.Gate gate ->
                    into.put(GATE).putLong(gate.atUs()).put((byte) (gate.open() ? 1 : 0));
            case JournalEntry.Missed missed ->
                    into.put(MISSED).putLong(missed.atUs()).putInt(missed.entries());
            case JournalEntry.Closed closed -> into.put(CLOSED).putLong(closed.atUs());
        }
    }

    private static void text(String text, ByteBuffer into) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        into.put((byte) bytes.length).put(bytes);
    }

    private static int check(ByteBuffer buffer, int from, int to) {
        var crc = new CRC32C();
        crc.update(buffer.slice(from, to - from));
        return (int) crc.getValue();
    }

    /// Reads the next entry; null, and the position as it was, if there is no whole and good one.
    static @Nullable JournalEntry read(ByteBuffer from) {
        int start = from.position();
        if (from.remaining() < HEAD + KIND + CHECK) {
            return null;
        }
        int length = Short.toUnsignedInt(from.getShort(start));
        int end = start + HEAD + length;
        if (length < KIND || length > MAX_ENTRY || end + CHECK > from.limit()) {
            return null;
        }
        if (check(from, start + HEAD, end) != from.getInt(end)) {
            return null;
        }
        JournalEntry entry = entry(from.slice(start + HEAD, length));
        if (entry != null) {
            from.position(end + CHECK);
        }
        return entry;
    }

    private static @Nullable JournalEntry entry(ByteBuffer body) {
        try {
            byte kind = body.get();
            long atUs = body.getLong();
            return switch (kind) {
                case OPENED -> new JournalEntry.Opened(track(body, atUs));
                case PACKET -> {
                    byte[] rtp = new byte[body.remaining()];
                    body.get(rtp);
                    yield new JournalEntry.Packet(atUs, rtp);
                }
                case REPORT -> new JournalEntry.SenderReport(atUs, body.getLong(), body.getInt());
                case GATE -> new JournalEntry.Gate(atUs, body.get() != 0);
                case MISSED -> new JournalEntry.Missed(atUs, body.getInt());
                case CLOSED -> new JournalEntry.Closed(atUs);
                default -> null;
            };
        } catch (BufferUnderflowException | IllegalArgumentException notOne) {
            return null;
        }
    }

    private static Track track(ByteBuffer body, long startedUs) {
        var who = new ParticipantId(text(body));
        Source source = Source.valueOf(text(body));
        int layer = body.get();
        String codec = text(body);
        return new Track(who, source, layer, codec, body.getInt(), startedUs);
    }

    private static String text(ByteBuffer body) {
        byte[] bytes = new byte[Byte.toUnsignedInt(body.get())];
        body.get(bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
