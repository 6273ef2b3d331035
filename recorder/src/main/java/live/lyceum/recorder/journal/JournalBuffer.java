package live.lyceum.recorder.journal;

import java.nio.ByteBuffer;

/// The next bytes of a journal, gathered until they are worth a write. Owned by its thread.
public final class JournalBuffer {
    private static final int SIZE = 64 * 1024;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE);

    /// The bytes that a new journal begins with.
    public JournalBuffer(Track track) {
        bytes.putLong(JournalCodec.MAGIC);
        add(new JournalEntry.Opened(track));
    }

    /// Adds an entry; false if there is no room until the rest is taken.
    ///
    /// @throws IllegalArgumentException if it is larger than any may be
    public boolean add(JournalEntry entry) {
        if (entry instanceof JournalEntry.Packet packet
                && packet.rtp().length > JournalCodec.MAX_ENTRY - Long.BYTES - 1) {
            throw new IllegalArgumentException("a packet of more than 4 KiB");
        }
        return JournalCodec.write(entry, bytes);
    }

    /// Whether there is nothing to take.
    public boolean empty() {
        return bytes.position() == 0;
    }

    /// What was gathered, to be read; after that [#taken].
    public ByteBuffer take() {
        return bytes.flip();
    }

    /// What was not read of it stays, the rest makes room.
    public void taken() {
        bytes.compact();
    }
}
