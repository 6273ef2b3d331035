package live.lyceum.signaling.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Upload;
import live.lyceum.signaling.protocol.UploadId;
import live.lyceum.signaling.protocol.UploadType;
import live.lyceum.signaling.testkit.QuietLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
    private static final RoomId ROOM = new RoomId("ses_1");
    private static final ParticipantId ANN = new ParticipantId("ann");
    private static final UploadLimits LIMITS =
            new UploadLimits(1 << 20, 1 << 30, 1 << 30, 4, 0, 1_000, 5_000);

    @TempDir Path folder;
    private long nowMs = 1_000_000;

    private Uploads uploads() throws IOException {
        return new Uploads(folder, LIMITS, () -> nowMs);
    }

    private static Uploads.New fresh(String id, @Nullable Long startedAtMs) {
        return new Uploads.New(new UploadId(id), ROOM, ANN, "Ann", UploadType.WEBM, startedAtMs);
    }

    private static Appended put(Uploads uploads, String id, int index, int number)
            throws IOException, ProblemException {
        Spool spool = uploads.spool();
        spool.write(ByteBuffer.wrap(UploadingProcess.chunk(number)));
        try {
            return uploads.append(ROOM, ANN, new UploadId(id), index, spool.end());
        } finally {
            spool.discard();
        }
    }

    @Test
    void aSessionsUploadsAreListedAsTheyBegan() throws IOException, ProblemException {
        Uploads uploads = uploads();
        uploads.create(fresh("upl_a", 2_000L));
        uploads.create(fresh("upl_b", 1_000L));
        put(uploads, "upl_b", 0, 1);
        uploads.complete(ROOM, ANN, new UploadId("upl_b"));

        for (Uploads each : new Uploads[] {uploads, uploads()}) {
            List<Upload> all = each.ofSession(ROOM);
            assertThat(all)
                    .extracting(Upload::id)
                    .extracting(UploadId::value)
                    .containsExactly("upl_b", "upl_a");
            assertThat(all).extracting(Upload::complete).containsExactly(true, false);
            assertThat(all.getFirst().bytes()).isEqualTo(UploadingProcess.chunk(1).length);
            assertThat(all.getFirst().sha256()).hasSize(64);
            assertThat(all.getFirst().name()).isEqualTo("Ann");
            assertThat(each.ofSession(new RoomId("ses_2"))).isEmpty();
        }
    }

    /// Of pages that send the same at the same time.
    @Test
    void oneChunkIsTakenOnce() throws IOException, InterruptedException, ExecutionException {
        Uploads uploads = uploads();
        try (var pages = Executors.newVirtualThreadPerTaskExecutor()) {
            uploads.create(fresh("upl_a", null));
            for (int index = 0; index < 20; index++) {
                int next = index;
                var all = new ArrayList<Future<Appended>>();
                for (int page = 0; page < 4; page++) {
                    all.add(pages.submit(() -> put(uploads, "upl_a", next, next)));
                }
                int taken = 0;
                for (var each : all) {
                    taken += each.get() instanceof Appended.Taken ? 1 : 0;
                }
                assertThat(taken).isOne();
            }
        } catch (ProblemException refused) {
            throw new AssertionError(refused);
        }
    }

    @Test
    void anUploadEndsAfterItsTime() throws IOException, ProblemException {
        Uploads uploads = uploads();
        uploads.create(fresh("upl_a", null));
        for (int i = 0; i < 5; i++) {
            nowMs += 900;
            assertThat(put(uploads, "upl_a", i, i)).isInstanceOf(Appended.Taken.class);
        }
        nowMs += 900;

        assertThat(put(uploads, "upl_a", 5, 5)).isEqualTo(new Appended.OutOfOrder(5));
        assertThat(uploads.ofSession(ROOM).getFirst().state()).isEqualTo(Upload.State.CLOSED);
    }

    @Test
    void uploadsThatEndedAreKeptForATime() throws IOException, ProblemException {
        Uploads uploads = uploads();
        uploads.create(fresh("upl_old", null));
        put(uploads, "upl_old", 0, 1);
        uploads.complete(ROOM, ANN, new UploadId("upl_old"));
        nowMs += 10_000;
        uploads.create(fresh("upl_new", null));
        FileTime longAgo = FileTime.fromMillis(0);
        Files.setLastModifiedTime(folder.resolve("ses_1/upl_old.log"), longAgo);
        Files.setLastModifiedTime(folder.resolve("ses_1/upl_new.log"), longAgo);

        uploads.expire(10_000);
        assertThat(uploads.ofSession(ROOM)).hasSize(2);
        nowMs += 1;
        uploads.expire(10_000);

        for (Uploads each : new Uploads[] {uploads, uploads()}) {
            assertThat(each.ofSession(ROOM))
                    .extracting(Upload::id)
                    .containsExactly(new UploadId("upl_new"));
        }
        assertThat(folder.resolve("ses_1/upl_old.webm")).doesNotExist();

        uploads.expire(0);
        assertThat(uploads.ofSession(ROOM)).as("one that goes on stays").hasSize(1);
        nowMs += 5_000;
        uploads.expire(0);
        assertThat(uploads.ofSession(ROOM)).isEmpty();
        assertThat(folder.resolve("ses_1")).doesNotExist();
    }

    @Test
    void aDamagedLogHoldsBackNoOther() throws IOException, ProblemException {
        uploads().create(fresh("upl_a", null));
        Files.writeString(folder.resolve("ses_1/upl_b.log"), "{}\n");
        Files.writeString(folder.resolve("ses_1/upl_c.log"), "nonsense\n");
        Files.writeString(folder.resolve("ses_1/upl_d.log"), "{\"id\":\"upl_d\"");
        try (var quiet = new QuietLog(SessionFolder.class)) {
            assertThat(uploads().ofSession(ROOM)).hasSize(1);
            assertThat(quiet.lines()).hasSize(2);
        }
    }

    @Test
    void nobodyElseReadsTheFolder() throws IOException {
        Path made = folder.resolve("uploads");
        new Uploads(made, LIMITS, () -> nowMs);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
    }

    @Test
    void onlyNamesOfUploadsAreFiles() throws IOException {
        Uploads uploads = uploads();
        assertThat(uploads.file(ROOM, "upl_a.webm"))
                .isEqualTo(folder.resolve("ses_1").resolve("upl_a.webm"));
        for (String other :
                new String[] {
                    "upl_a.log", "upl_a", "../upl_a.webm", ".webm", "a/b.webm", "a.b.webm"
                }) {
            assertThat(uploads.file(ROOM, other)).as(other).isNull();
        }
    }

    @Test
    void uploadsLeaveTheDiskToTheServersOwnRecordings() {
        long gib = 1L << 30;
        assertThat(UploadLimits.DEFAULT.leaving(0).freeBytes()).isEqualTo(gib);
        assertThat(UploadLimits.DEFAULT.leaving(5 * gib).freeBytes()).isEqualTo(6 * gib);
    }
}
