package live.lyceum.recorder.journal;

/// What a journal has, in the order in which it came. Times are microseconds on the session's
/// clock.
public sealed interface JournalEntry {
    /// When it came.
    long atUs();

    /// The first entry of every journal.
    record Opened(Track track) implements JournalEntry {
        @Override
        public long atUs() {
            return track.startedUs();
        }
    }

    /// An RTP packet in the clear, its header included (RFC 3550 section 5.1). The array is not
    /// copied.
    @SuppressWarnings("ArrayRecordComponent") // a packet is bytes; nobody compares these
    record Packet(long atUs, byte[] rtp) implements JournalEntry {}

    /// What a sender report says of its clocks (RFC 3550 section 6.4.1).
    ///
    /// @param ntp 32.32 fixed point, as on the wire
    record SenderReport(long atUs, long ntp, int rtpTimestamp) implements JournalEntry {}

    /// The gate was opened or closed: while it is closed nothing comes because nothing may.
    record Gate(long atUs, boolean open) implements JournalEntry {}

    /// So many entries before this one were not written: too much was to be done.
    record Missed(long atUs, int entries) implements JournalEntry {}

    /// The stream ended here, and was not cut off.
    record Closed(long atUs) implements JournalEntry {}
}
