package live.lyceum.recorder.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.recorder.cue.CueFile;
import live.lyceum.recorder.cue.Heading;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what is said into the microphones of a room, so that what is not recognised at once can be
/// later. The tap is the media loop's; the other methods are safe to call from any thread.
///
/// It begins with [#open], and is put in as a tap then; also after a restart of the process: the
/// journals go on behind those that are there, on the same clock. When the tap is out, [#end] is
/// called, and when its future is complete all can be read. [SpeechFolders#delete] takes it away
/// when the transcript is final, and [SpeechFolders#all] finds what a process before left.
public final class SpeechJournal implements MediaTap {
    private static final Logger LOG = LoggerFactory.getLogger(SpeechJournal.class);

    /// An hour of one voice has about 15 MB.
    private static final long MAX_BYTES = 1024L * 1024 * 1024;

    /// What an entry has besides its packet, about.
    private static final int ENTRY_BYTES = 16;

    private static final long US_PER_MS = 1_000;

    private final RoomId session;
    private final Path folder;
    private final RoomRecording journals;
    private final long startedAtMs;
    private final boolean resumed;
    private final long maxBytes;
    private final AtomicLong refused = new AtomicLong();
    private long bytes;
    private boolean full;
    private volatile boolean failed;

    private SpeechJournal(
            RoomId session,
            Path folder,
            long startedAtMs,
            LongSupplier clock,
            Journals writer,
            long maxBytes)
            throws IOException {
        this.session = session;
        this.folder = folder;
        this.startedAtMs = startedAtMs;
        int before = RecordingFolders.journals(folder);
        resumed = before > 0;
        this.maxBytes = maxBytes;
        bytes = SpeechFolders.bytes(folder);
        journals =
                new RoomRecording(
                        folder,
                        before,
                        () -> Math.max(0, clock.getAsLong() - startedAtMs) * US_PER_MS,
                        writer,
                        this::fail);
    }

    /// Begins, or goes on with what a process before has left. Blocks.
    ///
    /// @param clock epoch milliseconds
    /// @param writer of the journals
    public static SpeechJournal open(
            SpeechFolders folders, RoomId session, LongSupplier clock, Journals writer)
            throws IOException {
        return open(folders, session, clock, writer, MAX_BYTES);
    }

    static SpeechJournal open(
            SpeechFolders folders,
            RoomId session,
            LongSupplier clock,
            Journals writer,
            long maxBytes)
            throws IOException {
        Path folder = folders.make(session);
        long nowMs = clock.getAsLong();
        var heading =
                new Heading(
                        new RecordingId(session.value()),
                        session.value(),
                        "",
                        Instant.ofEpochMilli(nowMs));
        try (CueFile cues = CueFile.open(folder, heading)) {
            long startedAtMs = folders.startedAtMs(session);
            if (RecordingFolders.journals(folder) > 0) {
                cues.append(new Cue.Resumed(Math.max(0, nowMs - startedAtMs)));
            }
            return new SpeechJournal(session, folder, startedAtMs, clock, writer, maxBytes);
        }
    }

    /// When the journals' clock was 0, in epoch milliseconds.
    public long startedAtMs() {
        return startedAtMs;
    }

    /// Whether a process before has kept something of it.
    public boolean resumed() {
        return resumed;
    }

    /// How many packets were not kept: the limit of bytes is reached, or the disk fails. What
    /// [Journals] does not take when too much waits is counted there.
    public long refused() {
        return refused.get();
    }

    /// Keeps nothing more where less than that is free on the disk. Blocks.
    void leaveFree(long minFreeBytes) {
        try {
            long freeBytes = Files.getFileStore(folder).getUsableSpace();
            if (freeBytes < minFreeBytes) {
                fail(new IOException("%d bytes are free on the disk".formatted(freeBytes)));
            }
        } catch (IOException unreadable) {
            fail(unreadable);
        }
    }

    private void fail(IOException why) {
        if (!failed) {
            failed = true;
            LOG.warn("speech of {} is not kept any more", session, why);
        }
    }

    private boolean takes(int length) {
        if (!failed && !full && bytes + length + ENTRY_BYTES <= maxBytes) {
            bytes += length + ENTRY_BYTES;
            return true;
        }
        if (!failed && !full) {
            full = true;
            LOG.warn("speech of {} is not kept any more: {} bytes are", session, bytes);
        }
        refused.incrementAndGet();
        return false;
    }

    /// It has no use for pictures.
    @Override
    public boolean takesPictures() {
        return false;
    }

    @Override
    public void began(long nowNs) {
        journals.began(nowNs);
    }

    @Override
    public void packet(
            Stream stream, int level, byte[] buffer, int offset, int length, long nowNs) {
        if (MicTap.isSpeech(stream) && takes(length)) {
            journals.packet(stream, level, buffer, offset, length, nowNs);
        }
    }

    @Override
    public void report(Stream stream, long ntp, int rtpTimestamp, long nowNs) {
        if (MicTap.isSpeech(stream)) {
            journals.report(stream, ntp, rtpTimestamp, nowNs);
        }
    }

    @Override
    public void gate(ParticipantId who, Source source, boolean open, long nowNs) {
        if (source == Source.MIC) {
            journals.gate(who, source, open, nowNs);
        }
    }

    @Override
    public void left(ParticipantId who, long nowNs) {
        journals.left(who, nowNs);
    }

    /// Ends all journals; complete when they are on the disk. To be called when the tap is out.
    public CompletionStage<Void> end() {
        return journals.end();
    }
}
