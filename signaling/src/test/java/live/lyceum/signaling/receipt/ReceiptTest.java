package live.lyceum.signaling.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import live.lyceum.config.StorageSettings;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.auth.ReceiptKey;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.ReceiptSigner;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.Topic;
import live.lyceum.signaling.protocol.codec.LogCodec;
import live.lyceum.signaling.protocol.codec.ReceiptCodec;
import live.lyceum.signaling.receipt.ReceiptCheck.Refused;
import live.lyceum.signaling.room.Proofs;
import live.lyceum.signaling.room.Room;
import live.lyceum.signaling.room.RoomCommand;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.room.RoomState;
import live.lyceum.signaling.store.SqlStore;
import live.lyceum.signaling.testkit.ScriptedRecorder;
import live.lyceum.signaling.testkit.ScriptedTranscriber;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A receipt can be checked by anybody, and nothing of it or of its log can be changed unnoticed.
class ReceiptTest {
    private static final RoomId ROOM = new RoomId("ses_1");
    private static final String ISSUER = "https://lessons.example";
    private static final int PAGE = 4;

    @TempDir Path folder;
    private SqlStore store;
    private ReceiptKey key;
    private Receipts receipts;
    private Room room;
    private long nowMs = 1_000_000;
    private int ops;

    @BeforeEach
    void open() throws IOException {
        store = SqlStore.open(new StorageSettings(folder, null), new SimpleMeterRegistry());
        key = ReceiptKey.loadOrCreate(folder);
        receipts = new Receipts(store, store.recordings(), key);
        var plan =
                new SessionPlan(
                        ROOM,
                        TenantId.MAIN,
                        "Graphs \"and\" trees ☃",
                        600_000,
                        nowMs,
                        null,
                        60_000,
                        List.of(new Topic("t_1", "Welcome", false)),
                        new SessionPlan.Saving(false, false, true, true),
                        null,
                        0.5,
                        List.of());
        var opened = new RoomEvent.Logged(1, nowMs, null, new RoomFact.Opened(plan, "e1"));
        done(store.create(SessionRecord.scheduled(plan, "e1", nowMs), opened));
        room = new Room(RoomState.of(opened));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private void apply(RoomCommand command) {
        nowMs += 1_000;
        List<RoomEvent.Logged> rows = new ArrayList<>();
        for (RoomEvent event : room.apply(command, nowMs)) {
            rows.add((RoomEvent.Logged) event);
        }
        done(store.append(ROOM, rows));
    }

    private OperationId op() {
        return new OperationId("01JD%022d".formatted(++ops));
    }

    private void lesson() {
        var media = new MediaIntent(true, true, false);
        for (Role role : List.of(Role.MENTOR, Role.LEARNER)) {
            var who = new ParticipantId(role.name());
            apply(new RoomCommand.Join(who, "N. " + role, role, "p", media, op()));
            apply(new RoomCommand.Transport(who, ParticipantStatus.ACTIVE, 0));
        }
        var mentor = new ParticipantId("MENTOR");
        apply(new RoomCommand.Say(mentor, "p", "Hello, \"you\"\nthere ☃", op()));
        apply(new RoomCommand.MarkTopic(mentor, "p", "t_1", true, op()));
        nowMs += 400_000;
        apply(new RoomCommand.End(mentor, "p", op(), Proofs.NONE));
    }

    /// Two recordings, of which the first is made.
    private RecordingId recordedLesson() {
        apply(new RoomCommand.StartRecording());
        RecordingId first = Objects.requireNonNull(room.state().recording()).id();
        apply(new RoomCommand.StopRecording(first));
        apply(new RoomCommand.StartRecording());
        lesson();
        made(first);
        return first;
    }

    private void made(RecordingId id) {
        var notice = Notice.test(nowMs);
        done(store.recordings().made(id, ScriptedRecorder.MANIFEST, nowMs, notice));
    }

    private List<byte[]> pages() {
        List<byte[]> pages = new ArrayList<>();
        Long after = 0L;
        while (after != null) {
            byte[] page = done(receipts.page(ROOM, after, PAGE));
            pages.add(page);
            after = LogCodec.next(page);
        }
        return pages;
    }

    @Test
    void itSaysWhatTheSessionCameTo() throws Refused {
        lesson();

        byte[] file = done(receipts.of(ROOM, ISSUER));

        assertThat(ReceiptCheck.signature(file, key.known()))
                .contains(
                        "\"issuer\":\"" + ISSUER + "\"",
                        "\"activeMs\":403000",
                        "\"outcome\":\"completed\"",
                        "{\"id\":\"LEARNER\",\"role\":\"learner\",\"activeMs\":403000}",
                        "{\"id\":\"MENTOR\",\"role\":\"mentor\",\"activeMs\":405000}",
                        "\"done\":true");
        assertThat(done(receipts.of(ROOM, ISSUER))).as("again").isEqualTo(file);
        assertThat(ReceiptCheck.signature(file, key.known())).doesNotContain("recordings");
        assertThat(pages()).hasSizeGreaterThan(1);
        assertThat(ReceiptCheck.withLog(file, key.known(), pages()))
                .isEqualTo(ReceiptCheck.signature(file, key.known()));
    }

    @Test
    void recordingsAreInItFromWhenTheirFilesAreMade() throws Refused {
        RecordingId first = recordedLesson();
        byte[] one = done(receipts.of(ROOM, ISSUER));
        done(store.recordings().deleted(first));
        assertThat(done(receipts.of(ROOM, ISSUER))).as("deleted").isEqualTo(one);
        RecordingId second = done(store.recordings().recordings(ROOM)).getLast().id();
        assertThat(ReceiptCheck.withLog(one, key.known(), pages()))
                .contains(
                        "\"recordings\":[{\"id\":\"%s\",\"startedAt\":\"1970-01-01T00:16:41Z\","
                                        .formatted(first)
                                + "\"endedAt\":\"1970-01-01T00:16:42Z\",\"files\":[{\"name\":"
                                + "\"lesson.webm\",\"bytes\":1000,\"sha256\":\"0123456789abcdef")
                .doesNotContain(second.value());

        made(second);

        byte[] both = done(receipts.of(ROOM, ISSUER));
        assertThat(ReceiptCheck.withLog(both, key.known(), pages()))
                .contains(first.value(), second.value());
        assertThat(ReceiptCheck.withLog(one, key.known(), pages()))
                .as("an earlier one is as good")
                .contains(first.value());
    }

    @Test
    void aRecordingThatTheLogHasNotIsFound() {
        RecordingId first = recordedLesson();
        String good = text(done(receipts.of(ROOM, ISSUER)));

        for (String forged :
                List.of(
                        good.replace(first.value(), "rec_1_99"),
                        good.replace("00:16:41Z", "00:16:40Z"),
                        good.replace("00:16:42Z", "00:16:43Z"),
                        good.replace("\"endedAt\":\"1970-01-01T00:16:42Z\",", ""),
                        good.replace("\"bytes\":1000,", "\"bytes\":1000,\"more\":1,"))) {
            assertThat(forged).isNotEqualTo(good);
            byte[] file =
                    new ReceiptCodec.Signed(forged, key.known().kid(), key.sign(forged)).file();
            assertThatThrownBy(() -> ReceiptCheck.withLog(file, key.known(), pages()))
                    .as(forged)
                    .isInstanceOf(Refused.class);
        }
    }

    private static String text(byte[] file) {
        return Objects.requireNonNull(ReceiptCodec.read(file)).receipt();
    }

    @Test
    void thereIsNoneBeforeTheEnd() {
        apply(
                new RoomCommand.Join(
                        new ParticipantId("a"), "A", Role.MENTOR, "p", MediaIntent.NOTHING, op()));

        assertThatThrownBy(() -> done(receipts.of(ROOM, ISSUER)))
                .rootCause()
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> done(receipts.of(new RoomId("ses_2"), ISSUER)))
                .rootCause()
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void anyByteThatIsChangedIsFound() {
        recordedLesson();
        byte[] file = done(receipts.of(ROOM, ISSUER));

        for (int i = 0; i < file.length; i++) {
            for (int bit : new int[] {1, 32}) {
                byte[] changed = file.clone();
                changed[i] ^= (byte) bit;
                assertThatThrownBy(() -> ReceiptCheck.signature(changed, key.known()))
                        .as("byte %d", i)
                        .isInstanceOf(Refused.class);
            }
        }
    }

    @Test
    void anyByteOfTheLogThatIsChangedIsFound() {
        lesson();
        byte[] file = done(receipts.of(ROOM, ISSUER));
        List<byte[]> pages = pages();

        for (int page = 0; page < pages.size(); page++) {
            for (int i = 0; i < pages.get(page).length; i++) {
                byte[] changed = pages.get(page).clone();
                changed[i] ^= 1;
                List<byte[]> all = new ArrayList<>(pages);
                all.set(page, changed);
                assertThatThrownBy(() -> ReceiptCheck.withLog(file, key.known(), all))
                        .as("byte %d of page %d", i, page)
                        .isInstanceOf(Refused.class);
            }
        }
    }

    @Test
    void anotherLogAPieceOfItAndAnotherKeyAreFound() throws IOException {
        lesson();
        byte[] file = done(receipts.of(ROOM, ISSUER));
        List<byte[]> pages = pages();
        ReceiptKey other = ReceiptKey.loadOrCreate(folder.resolve("other"));

        assertThatThrownBy(() -> ReceiptCheck.withLog(file, key.known(), List.of()))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() ->
                        ReceiptCheck.withLog(file, key.known(), pages.subList(0, pages.size() - 1)))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> ReceiptCheck.signature(file, other.known()))
                .isInstanceOf(Refused.class);
        var forged = new ReceiptSigner(key.known().kid(), other.known().x());
        assertThatThrownBy(() -> ReceiptCheck.signature(file, forged)).isInstanceOf(Refused.class);
    }

    @Test
    void anErasedTextDoesNotHarm() throws Refused {
        lesson();
        byte[] file = done(receipts.of(ROOM, ISSUER));
        String before = new String(pages().get(1), StandardCharsets.UTF_8);
        assertThat(before).contains("Hello");

        for (long seq = 1; seq <= room.state().seq(); seq++) {
            done(store.eraseText(ROOM, seq));
        }

        List<byte[]> pages = pages();
        assertThat(new String(pages.get(1), StandardCharsets.UTF_8)).doesNotContain("Hello");
        assertThat(ReceiptCheck.withLog(file, key.known(), pages)).isNotEmpty();
    }

    /// The last words are understood only after the end: they change nothing of what is signed.
    @Test
    void linesBehindTheEndChainOnAndChangeNothing() throws Refused {
        apply(new RoomCommand.Transcribed(ScriptedTranscriber.line("l_1", "a", 5, "Hello", 0)));
        lesson();
        byte[] file = done(receipts.of(ROOM, ISSUER));
        int end = pages().size();

        for (int i = 2; i < 2 + PAGE; i++) {
            apply(new RoomCommand.Transcribed(ScriptedTranscriber.line("l_" + i, "a", 5, "x", 0)));
        }

        assertThat(done(receipts.of(ROOM, ISSUER))).isEqualTo(file);
        List<byte[]> pages = pages();
        assertThat(pages).hasSizeGreaterThan(end);
        assertThat(ReceiptCheck.withLog(file, key.known(), pages)).isNotEmpty();
        byte[] last = pages.getLast();
        for (int i = 0; i < last.length; i++) {
            byte[] changed = last.clone();
            changed[i] ^= 1;
            List<byte[]> all = new ArrayList<>(pages);
            all.set(all.size() - 1, changed);
            assertThatThrownBy(() -> ReceiptCheck.withLog(file, key.known(), all))
                    .as("byte %d", i)
                    .isInstanceOf(Refused.class);
        }
        for (long seq = 1; seq <= room.state().seq(); seq++) {
            done(store.eraseText(ROOM, seq));
        }
        assertThat(ReceiptCheck.withLog(file, key.known(), pages())).isNotEmpty();
    }

    @Test
    void nothingElseMayStandBehindTheEnd() {
        lesson();
        byte[] file = done(receipts.of(ROOM, ISSUER));
        var late = new RoomFact.TimeWarned(60_000);
        done(
                store.append(
                        ROOM,
                        List.of(
                                new RoomEvent.Logged(
                                        room.state().seq() + 1, nowMs + 1, null, late))));

        assertThatThrownBy(() -> ReceiptCheck.withLog(file, key.known(), pages()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("behind");
    }

    @Test
    void theKeyStays() throws IOException {
        ReceiptKey again = ReceiptKey.loadOrCreate(folder);

        assertThat(again.known()).isEqualTo(key.known());
        assertThat(ReceiptKey.signed(key.known(), "x", again.sign("x"))).isTrue();
        assertThat(ReceiptKey.signed(key.known(), "x", "nonsense")).isFalse();
        var tooShort = new ReceiptSigner("k", "AA");
        assertThat(ReceiptKey.signed(tooShort, "x", again.sign("x"))).isFalse();
    }
}
