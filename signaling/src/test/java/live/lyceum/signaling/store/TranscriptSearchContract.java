package live.lyceum.signaling.store;

import static live.lyceum.signaling.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.FoundLine;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.SessionSeat;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.TranscriptQuery;
import live.lyceum.signaling.protocol.TranscriptScope;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.testkit.ScriptedRecorder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every store has to do with the lines of transcripts: in their order, and by their words.
interface TranscriptSearchContract {
    RoomId OLDER = new RoomId("ses_z");
    RoomId NEWER = new RoomId("ses_a");
    ParticipantId MINA = new ParticipantId("mina");
    ParticipantId OTTO = new ParticipantId("otto");
    TranscriptScope ALL = new TranscriptScope(TenantId.MAIN, null);
    TranscriptScope OF_MINA = new TranscriptScope(TenantId.MAIN, MINA);

    Store store();

    private TranscriptStore transcripts() {
        return store().transcripts();
    }

    private void lesson(RoomId id) {
        done(store().create(StoreContract.session(id), StoreContract.opened(id)));
        done(
                store().seat(
                                id,
                                List.of(
                                        new SessionSeat(MINA, "Mina", Role.LEARNER),
                                        new SessionSeat(OTTO, "Otto", Role.MENTOR))));
    }

    private void append(RoomId room, RoomFact fact) {
        long seq = 1L + done(store().read(room, 0, 1_000)).size();
        done(store().append(room, List.of(new RoomEvent.Logged(seq, seq * 10, null, fact))));
    }

    private void said(RoomId room, String id, long atMs, int revision, String text) {
        append(room, new RoomFact.Transcribed(line(id, atMs, revision, text)));
    }

    private static SpokenLine line(String id, long atMs, int revision, String text) {
        return new SpokenLine(id, MINA, "Mina", text, atMs, atMs + 5, "en", revision);
    }

    private void over(RoomId id, boolean saves) {
        update(id, saves, SessionState.ENDED);
    }

    private void update(RoomId id, boolean saves, SessionState state) {
        SessionRecord before = done(store().get(id)).orElseThrow();
        done(store().update(StoreContract.later(before, saves, state)));
    }

    private List<FoundLine> found(TranscriptScope scope, String query) {
        return found(scope, query, null, 100);
    }

    private List<FoundLine> found(
            TranscriptScope scope, String query, @Nullable Long after, int limit) {
        try {
            TranscriptQuery parsed = TranscriptQuery.parse(query);
            return done(transcripts().find(scope, parsed, after, limit)).orElseThrow();
        } catch (ProblemException unlikely) {
            throw new AssertionError(unlikely);
        }
    }

    private List<String> texts(TranscriptScope scope, String query) {
        return found(scope, query).stream()
                .map(each -> Objects.requireNonNull(each.line().text()))
                .toList();
    }

    @Test
    default void linesAreReadInTheOrderOfSpeechEachInItsBestVersion() {
        lesson(OLDER);
        said(OLDER, "l_2", 200, 0, "two");
        said(OLDER, "l_1", 100, 0, "one?");
        said(OLDER, "l_3", 200, 0, "three");
        said(OLDER, "l_1", 110, 2, "one");
        said(OLDER, "l_1", 120, 1, "late");

        List<SpokenLine> lines = done(transcripts().lines(OLDER, null, 2));

        assertThat(lines).containsExactly(line("l_1", 110, 2, "one"), line("l_2", 200, 0, "two"));
        assertThat(done(transcripts().lines(OLDER, lines.getLast(), 2)))
                .containsExactly(line("l_3", 200, 0, "three"));
        assertThat(done(transcripts().line(OLDER, "l_1"))).contains(line("l_1", 110, 2, "one"));
        assertThat(done(transcripts().line(NEWER, "l_1"))).isEmpty();
        var all = done(transcripts().all(OLDER));
        assertThat(all.lines()).extracting(SpokenLine::id).containsExactly("l_1", "l_2", "l_3");
        assertThat(all.roles()).containsEntry(MINA, Role.LEARNER).containsEntry(OTTO, Role.MENTOR);
        assertThat(done(transcripts().all(NEWER)).lines()).isEmpty();
    }

    @Test
    default void aLineIsFoundByAllItsWordsTheLastOfWhichMayGoOn() {
        lesson(OLDER);
        said(OLDER, "l_1", 1, 0, "We chose Consistent Hashing, naïvely.");
        said(OLDER, "l_2", 2, 0, "Hash tables");
        said(OLDER, "l_3", 3, 0, "Съешь же ёлку — 日本語");

        assertThat(found(ALL, "hash"))
                .extracting(each -> each.line().id())
                .containsExactly("l_1", "l_2");
        assertThat(texts(ALL, "HASHING chose")).hasSize(1);
        assertThat(texts(ALL, "hash chose")).as("only the last").isEmpty();
        assertThat(texts(ALL, "naivé consistent nai")).isEmpty();
        assertThat(texts(ALL, "NAIVELY")).hasSize(1);
        assertThat(texts(ALL, "елку")).hasSize(1);
        assertThat(texts(ALL, "本")).hasSize(1);
        assertThat(texts(ALL, "tables mina")).as("a name is not what was said").isEmpty();
    }

    @Test
    default void nothingInAQueryMeansAnything() {
        lesson(OLDER);
        said(OLDER, "l_1", 1, 0, "hash or not");

        for (String odd :
                List.of(
                        "hash\" OR \"x",
                        "hash' | 'x",
                        "x OR hash",
                        "words:hash x",
                        "hash NOT x",
                        "hash' & !'x",
                        "^hash x",
                        "NEAR(hash x, 10)",
                        "hash\\",
                        "'); DROP TABLE transcript_lines; --")) {
            assertThat(found(ALL, odd)).as(odd).hasSize(odd.equals("hash\\") ? 1 : 0);
        }
        assertThat(found(ALL, "or hash \"")).hasSize(1);
    }

    @Test
    default void aBetterVersionTakesThePlaceOfTheWords() {
        lesson(OLDER);
        said(OLDER, "l_1", 1, 0, "beach tables");
        said(OLDER, "l_1", 1, 1, "B-tree tables");

        assertThat(texts(ALL, "beach")).isEmpty();
        assertThat(texts(ALL, "tree")).containsExactly("B-tree tables");
        assertThat(texts(ALL, "tables")).hasSize(1);
    }

    @Test
    default void linesAreFoundByPagesTheNewestSessionFirst() {
        lesson(OLDER);
        lesson(NEWER);
        said(OLDER, "l_1", 300, 0, "hash three");
        said(NEWER, "l_1", 200, 0, "hash two");
        said(NEWER, "l_2", 100, 0, "hash one");
        said(OLDER, "l_2", 300, 0, "hash four");
        var expected = List.of("hash one", "hash two", "hash three", "hash four");
        assertThat(texts(ALL, "hash")).isEqualTo(expected);

        var paged = new ArrayList<String>();
        Long after = null;
        for (int i = 0; i < 4; i++) {
            List<FoundLine> page = found(ALL, "hash", after, 1);
            assertThat(page).hasSize(1);
            after = page.getFirst().place();
            paged.add(page.getFirst().line().text());
        }

        assertThat(paged).isEqualTo(expected);
        assertThat(found(ALL, "hash", after, 1)).isEmpty();
        assertThat(found(ALL, "hash").getFirst().session().plan().id()).isEqualTo(NEWER);
    }

    @Test
    default void everybodyFindsWhatIsTheirs() throws ProblemException {
        lesson(OLDER);
        lesson(NEWER);
        said(OLDER, "l_1", 1, 0, "hash of old");
        said(NEWER, "l_1", 1, 0, "hash of new");
        append(NEWER, new RoomFact.Removed(MINA, OTTO));

        assertThat(texts(OF_MINA, "hash"))
                .as("not where she was put out")
                .containsExactly("hash of old");
        assertThat(texts(new TranscriptScope(TenantId.MAIN, OTTO), "hash")).hasSize(2);
        assertThat(texts(new TranscriptScope(TenantId.MAIN, new ParticipantId("eve")), "hash"))
                .isEmpty();
        assertThat(texts(new TranscriptScope(new TenantId("other"), null), "hash")).isEmpty();
        assertThat(texts(new TranscriptScope(new TenantId("other"), MINA), "hash")).isEmpty();
        long foreign = found(ALL, "new").getFirst().place();
        assertThat(done(transcripts().find(OF_MINA, TranscriptQuery.parse("hash"), foreign, 9)))
                .isEmpty();
        assertThat(done(transcripts().find(ALL, TranscriptQuery.parse("hash"), -1L, 9))).isEmpty();
    }

    @Test
    default void whatIsErasedIsNotFound() {
        lesson(OLDER);
        lesson(NEWER);
        said(OLDER, "l_1", 1, 0, "hash one");
        said(OLDER, "l_2", 2, 0, "hash two");
        said(NEWER, "l_1", 1, 0, "hash three");

        over(NEWER, false);
        done(((SqlStore) store()).eraseText(OLDER, 2));

        assertThat(texts(ALL, "hash")).containsExactly("hash two");
        SpokenLine erased = done(transcripts().lines(OLDER, null, 1)).getFirst();
        assertThat(erased).isEqualTo(new SpokenLine("l_1", MINA, "", null, 1, 6, "en", 0));
        assertThat(done(transcripts().all(NEWER)).readable()).isEmpty();
        over(OLDER, true);
        assertThat(texts(ALL, "hash")).containsExactly("hash two");
    }

    @Test
    default void whatIsToBeErasedIsNotFoundBefore() {
        lesson(OLDER);
        said(OLDER, "l_1", 1, 0, "hash one");
        update(OLDER, false, SessionState.LIVE);
        said(OLDER, "l_2", 2, 0, "hash two");
        assertThat(texts(ALL, "hash")).containsExactly("hash one");
        assertThat(done(transcripts().all(OLDER)).readable()).hasSize(2);

        over(OLDER, false);

        assertThat(texts(ALL, "hash")).isEmpty();
    }

    @Test
    default void aFilmThatGoesOnMeanwhileIsNamed() {
        lesson(OLDER);
        var film = new RecordingId("rec_1");
        append(OLDER, new RoomFact.RecordingStarted(film, null));
        append(OLDER, new RoomFact.RecordingStopped(film, LiveRecording.Stop.MENTOR, OTTO));
        said(OLDER, "l_1", 25, 0, "hash within");
        said(OLDER, "l_2", 31, 0, "hash behind");
        assertThat(found(ALL, "within").getFirst().recording()).as("it is made").isNull();

        var notice =
                new Notice(
                        Notice.Type.RECORDING_READY,
                        OLDER,
                        null,
                        50,
                        new Notice.Content.RecordingFiles(film, 10, List.of()));
        done(store().recordings().made(film, ScriptedRecorder.MANIFEST, 50, notice));

        assertThat(found(ALL, "hash")).extracting(FoundLine::recording).containsExactly(film, null);
    }
}
