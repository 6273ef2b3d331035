package live.lyceum.signaling.upload;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Upload;
import live.lyceum.signaling.protocol.UploadId;
import live.lyceum.signaling.protocol.UploadType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What people record on their own devices: uploads in chunks, each on the disk before it is
/// acknowledged, so that a killed server and a reloaded page go on where they were. They are files
/// of `<folder>/<session>/`: `upl_1.webm` the recording, `upl_1.log` what came when. Safe to call
/// from any thread; blocks.
public final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    private static final String INCOMING = ".incoming";
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-]{1,64}\\.(webm|mp4)");
    private static final int SHARDS = 64;
    private static final int FOLDERS_OF_SHARD = 32;
    private static final int RETRY_S = 60;
    private static final int SOON_S = 5;

    private final Path folder;
    private final UploadLimits limits;
    private final LongSupplier clock;
    private final Shard[] shards = new Shard[SHARDS];
    private final AtomicLong spooled = new AtomicLong();

    /// Sessions that share a lock, and what of their folders was read lately.
    private static final class Shard {
        private final ReentrantLock lock = new ReentrantLock();
        private final Map<RoomId, SessionFolder> folders =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<RoomId, SessionFolder> eldest) {
                        return size() > FOLDERS_OF_SHARD;
                    }
                };
    }

    /// @param folder where uploads are kept; made if it is not there, for its owner only
    /// @param clock epoch milliseconds
    /// @throws IOException if the folder cannot be had
    public Uploads(Path folder, UploadLimits limits, LongSupplier clock) throws IOException {
        this.folder = folder;
        this.limits = limits;
        this.clock = clock;
        Arrays.setAll(shards, i -> new Shard());
        Path incoming = Files.createDirectories(folder.resolve(INCOMING));
        var rights = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        if (rights != null) {
            rights.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
        // What was on its way when the process before this one ended.
        try (DirectoryStream<Path> left = Files.newDirectoryStream(incoming)) {
            for (Path each : left) {
                Files.deleteIfExists(each);
            }
        }
    }

    public UploadLimits limits() {
        return limits;
    }

    /// An upload to be made.
    ///
    /// @param startedAtMs epoch milliseconds, or null for now
    public record New(
            UploadId id,
            RoomId session,
            ParticipantId who,
            String name,
            UploadType type,
            @Nullable Long startedAtMs) {
        /// Leaves out the name.
        @Override
        public String toString() {
            return "New[%s, %s, %s]".formatted(id, session, who);
        }
    }

    private interface OnDisk<T> {
        T of(SessionFolder session) throws IOException, ProblemException;
    }

    private <T> T with(RoomId session, OnDisk<T> work) throws ProblemException {
        Shard shard = shards[Math.floorMod(session.hashCode(), SHARDS)];
        shard.lock.lock();
        try {
            SessionFolder known = shard.folders.get(session);
            if (known == null) {
                known = new SessionFolder(folder.resolve(session.value()));
                shard.folders.put(session, known);
            }
            return work.of(known);
        } catch (IOException failed) {
            if (free() < limits.freeBytes()) {
                throw full();
            }
            LOG.warn("an upload of {} cannot be read or written", session, failed);
            throw new ProblemException(
                    new Problem(Problem.Code.UNAVAILABLE, "Try again", List.of(), SOON_S));
        } finally {
            shard.lock.unlock();
        }
    }

    private long free() {
        return folder.toFile().getUsableSpace();
    }

    private static ProblemException full() {
        return noRoom("The server has no room for it now");
    }

    private static ProblemException noRoom(String why) {
        return new ProblemException(
                new Problem(Problem.Code.INSUFFICIENT_STORAGE, why, List.of(), RETRY_S));
    }

    /// Makes an upload; one that was made before under this id is it.
    public Upload create(New made) throws ProblemException {
        return with(
                made.session(),
                session -> {
                    long nowMs = clock.getAsLong();
                    UploadFile known = session.get(made.id());
                    if (known != null) {
                        return known.shown(limits, nowMs);
                    }
                    long open =
                            session.all().stream()
                                    .filter(each -> each.heading().who().equals(made.who()))
                                    .filter(each -> each.state(limits, nowMs) == Upload.State.OPEN)
                                    .count();
                    if (open >= limits.openOfSeat()) {
                        throw new ProblemException(
                                new Problem(
                                        Problem.Code.RATE_LIMITED,
                                        "Complete the uploads that are open first",
                                        List.of(),
                                        RETRY_S));
                    }
                    requireRoom(session, 0);
                    Long startedAtMs = made.startedAtMs();
                    var heading =
                            new UploadLog.Heading(
                                    made.id(),
                                    made.session(),
                                    made.who(),
                                    made.name(),
                                    made.type(),
                                    startedAtMs == null ? nowMs : startedAtMs,
                                    nowMs);
                    return session.create(heading).shown(limits, nowMs);
                });
    }

    private void requireRoom(SessionFolder session, long bytes) throws ProblemException {
        if (session.bytes() + bytes > limits.sessionBytes()) {
            throw noRoom("The recordings of a session have no room for more");
        }
        if (free() - bytes < limits.freeBytes()) {
            throw full();
        }
    }

    /// An upload of somebody, and nobody else's.
    private static UploadFile own(SessionFolder session, UploadId id, ParticipantId who)
            throws ProblemException {
        UploadFile found = session.get(id);
        if (found == null || !found.heading().who().equals(who)) {
            throw new ProblemException(Problem.Code.NOT_FOUND, "There is no such upload");
        }
        return found;
    }

    /// Somebody's upload. Fails with `NOT_FOUND` for what is not theirs.
    public Upload get(RoomId room, ParticipantId who, UploadId id) throws ProblemException {
        return with(room, session -> own(session, id, who).shown(limits, clock.getAsLong()));
    }

    /// Adds a chunk, if it is the one that is awaited; the chunk's own file stays. When this
    /// returns, the chunk is on the disk.
    public Appended append(
            RoomId room, ParticipantId who, UploadId id, int index, ReceivedChunk chunk)
            throws ProblemException {
        return with(
                room,
                session -> {
                    long nowMs = clock.getAsLong();
                    UploadFile upload = own(session, id, who);
                    if (upload.has(index, chunk)) {
                        return new Appended.Known(upload.nextIndex());
                    }
                    boolean open = upload.state(limits, nowMs) == Upload.State.OPEN;
                    if (!open || index != upload.nextIndex()) {
                        return new Appended.OutOfOrder(upload.nextIndex());
                    }
                    requireFits(session, upload, chunk);
                    upload.append(chunk, nowMs);
                    return new Appended.Taken(upload.nextIndex());
                });
    }

    private void requireFits(SessionFolder session, UploadFile upload, ReceivedChunk chunk)
            throws ProblemException {
        UploadType type = upload.heading().type();
        if (upload.nextIndex() == 0 && !type.begins(chunk.start())) {
            throw new ProblemException(
                    Problem.Code.UNSUPPORTED_MEDIA_TYPE,
                    "This is not how %s begins".formatted(type.mediaType()));
        }
        if (upload.bytes() + chunk.bytes() > limits.uploadBytes()) {
            throw new ProblemException(Problem.Code.TOO_LARGE, "A recording has at most 4 GiB");
        }
        requireRoom(session, chunk.bytes());
    }

    /// Ends an upload that has all its chunks; one that is complete already is as good. Fails with
    /// `CONFLICT` for one without any, or that was closed.
    public Upload complete(RoomId room, ParticipantId who, UploadId id) throws ProblemException {
        return with(
                room,
                session -> {
                    long nowMs = clock.getAsLong();
                    UploadFile upload = own(session, id, who);
                    switch (upload.state(limits, nowMs)) {
                        case COMPLETE -> {}
                        case CLOSED ->
                                throw new ProblemException(
                                        Problem.Code.CONFLICT, "The upload was closed");
                        case OPEN -> {
                            if (upload.nextIndex() == 0) {
                                throw new ProblemException(
                                        Problem.Code.CONFLICT, "The upload has no chunks");
                            }
                            upload.complete(nowMs);
                        }
                    }
                    return upload.shown(limits, nowMs);
                });
    }

    /// All uploads of a session, the one that began first at the front. Fails with `UNAVAILABLE`
    /// when the disk does.
    public List<Upload> ofSession(RoomId room) throws ProblemException {
        return with(
                room,
                session ->
                        session.all().stream()
                                .map(each -> each.shown(limits, clock.getAsLong()))
                                .sorted(Comparator.comparingLong(Upload::startedAtMs))
                                .toList());
    }

    /// Deletes the uploads that have ended, and of which nothing came for `keepMs`. One that cannot
    /// be deleted is left to the next time.
    public void expire(long keepMs) {
        long beforeMs = clock.getAsLong() - keepMs;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path each : all) {
                expire(each, beforeMs);
            }
        } catch (IOException failed) {
            LOG.warn("uploads that are kept for too long cannot be found", failed);
        }
    }

    private void expire(Path session, long beforeMs) {
        String name = String.valueOf(session.getFileName());
        try {
            if (Ids.valid(name) && hasOld(session, beforeMs)) {
                var _ =
                        with(
                                new RoomId(name),
                                known -> {
                                    known.expire(limits, beforeMs, clock.getAsLong());
                                    return known;
                                });
            }
        } catch (IOException | ProblemException failed) {
            LOG.warn("uploads of {} are kept for too long", name, failed);
        }
    }

    /// Whether a folder has something that was not touched since.
    private static boolean hasOld(Path session, long beforeMs) throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(session, "*" + UploadFile.LOG)) {
            for (Path each : files) {
                if (Files.getLastModifiedTime(each).toMillis() < beforeMs) {
                    return true;
                }
            }
            return false;
        }
    }

    /// Where the file of an upload is, if there is one of this name; null for what cannot be one.
    public @Nullable Path file(RoomId session, String name) {
        return FILE.matcher(name).matches() ? folder.resolve(session.value()).resolve(name) : null;
    }

    /// A place to gather a chunk in.
    public Spool spool() throws IOException {
        String name = Long.toString(spooled.incrementAndGet());
        return new Spool(folder.resolve(INCOMING).resolve(name));
    }
}
