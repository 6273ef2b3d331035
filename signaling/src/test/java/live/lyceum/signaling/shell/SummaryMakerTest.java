package live.lyceum.signaling.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Summarizer;
import live.lyceum.recorder.api.Summary;
import live.lyceum.signaling.protocol.LessonSummary;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.store.StoreException;
import live.lyceum.signaling.store.SummaryStore;
import live.lyceum.signaling.testkit.QuietLog;
import live.lyceum.signaling.testkit.ScriptedSummarizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// When summaries are made, on a clock that the test turns.
class SummaryMakerTest {
    private static final long MINUTE_MS = 60_000;

    private record Timer(long atMs, Runnable task) {}

    private record Row(int tries, long nextMs, LessonSummary.State state) {}

    /// Of one process, in memory.
    private static final class MemoryStore implements SummaryStore {
        private final Map<RoomId, Row> rows = new LinkedHashMap<>();
        private CompletableFuture<@Nullable Void> reads = CompletableFuture.completedFuture(null);
        private boolean broken;

        @Override
        public CompletionStage<Optional<LessonSummary>> summary(RoomId session) {
            return CompletableFuture.completedStage(Optional.empty());
        }

        private CompletionStage<Void> put(RoomId session, Row row) {
            if (broken) {
                return CompletableFuture.failedStage(
                        new StoreException(StoreException.Reason.FAILED, "the disk is gone"));
            }
            rows.put(session, row);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Void> want(RoomId session, long nowMs) {
            return put(session, new Row(0, nowMs, LessonSummary.State.PENDING));
        }

        @Override
        public CompletionStage<Void> wantAnother(RoomId session, long nowMs) {
            return want(session, nowMs);
        }

        @Override
        public CompletionStage<Due> due(long nowMs, int limit) {
            List<Wanted> now = new ArrayList<>();
            long nextMs = Long.MAX_VALUE;
            for (Map.Entry<RoomId, Row> each : rows.entrySet()) {
                Row row = each.getValue();
                if (row.state() == LessonSummary.State.PENDING) {
                    if (row.nextMs() > nowMs) {
                        nextMs = Math.min(nextMs, row.nextMs());
                    } else if (now.size() < limit) {
                        now.add(new Wanted(each.getKey(), row.tries()));
                    }
                }
            }
            var due = new Due(now, nextMs);
            return reads.thenApply(read -> due);
        }

        private Row row(RoomId session) {
            return rows.getOrDefault(session, new Row(0, 0, LessonSummary.State.NONE));
        }

        @Override
        public CompletionStage<Void> made(RoomId session, Made made, Notice notice) {
            return put(session, new Row(row(session).tries(), 0, LessonSummary.State.READY));
        }

        @Override
        public CompletionStage<Void> later(RoomId session, long nextAtMs) {
            return put(
                    session,
                    new Row(row(session).tries() + 1, nextAtMs, LessonSummary.State.PENDING));
        }

        @Override
        public CompletionStage<Void> failed(RoomId session) {
            return put(session, new Row(row(session).tries(), 0, LessonSummary.State.FAILED));
        }

        @Override
        public CompletionStage<Boolean> edit(
                RoomId session, int version, Summary content, LessonSummary.Edit edit) {
            return CompletableFuture.completedStage(false);
        }
    }

    private final MemoryStore store = new MemoryStore();
    private final ScriptedSummarizer summarizer = new ScriptedSummarizer(true);
    private final Queue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::atMs));
    private final QuietLog log = new QuietLog("live.lyceum.signaling.shell.SummaryMaker");
    private long nowMs = 1_000_000;
    private final SummaryMaker maker =
            new SummaryMaker(
                    SummaryMakerTest::order,
                    store,
                    summarizer,
                    () -> nowMs,
                    (ms, task) -> {
                        timers.add(new Timer(nowMs + ms, task));
                        return null;
                    },
                    new SignalingMetrics(new SimpleMeterRegistry()));

    @AfterEach
    void close() {
        log.close();
    }

    private static CompletionStage<Summarizer.Order> order(RoomId session) {
        return CompletableFuture.completedStage(
                new Summarizer.Order(
                        session,
                        "Graphs",
                        List.of(),
                        List.of(new Summarizer.Line("l_1", "Ann", "mentor", "Hidden", 1))));
    }

    private RoomId want(int number) {
        var room = new RoomId("ses_" + number);
        store.want(room, nowMs);
        maker.wake();
        return room;
    }

    /// Runs what is due within this time, each at its own.
    private void pass(long ms) {
        long untilMs = nowMs + ms;
        for (Timer next = timers.peek();
                next != null && next.atMs() <= untilMs;
                next = timers.peek()) {
            timers.remove();
            nowMs = Math.max(nowMs, next.atMs());
            next.task().run();
        }
        nowMs = untilMs;
    }

    private LessonSummary.State state(RoomId room) {
        return store.row(room).state();
    }

    @Test
    void whatFailsIsTriedLaterAndLaterAndGivenUp() {
        for (int i = 0; i < SummaryMaker.MAX_TRIES; i++) {
            summarizer.failNext(true, 0);
        }
        RoomId room = want(1);
        var triedAtS = new ArrayList<Long>(List.of(0L));
        for (long s = 1; s <= 60 * 60; s++) {
            int before = summarizer.asked().size();
            pass(1_000);
            if (summarizer.asked().size() > before) {
                triedAtS.add(s);
            }
        }

        assertThat(triedAtS).containsExactly(0L, 10L, 50L, 210L, 850L, 2_650L);
        assertThat(state(room)).isEqualTo(LessonSummary.State.FAILED);
        assertThat(log.lines()).singleElement().asString().contains("ses_1").doesNotContain("Hid");
    }

    @Test
    void theServiceSaysWhenToComeAgain() {
        summarizer.failNext(true, 5 * MINUTE_MS);
        RoomId room = want(1);

        pass(5 * MINUTE_MS - 1);
        assertThat(summarizer.asked()).hasSize(1);
        pass(1);
        assertThat(summarizer.asked()).hasSize(2);
        assertThat(state(room)).isEqualTo(LessonSummary.State.READY);
    }

    @Test
    void whatIsRefusedIsNotTriedAgain() {
        summarizer.failNext(false, 0);
        RoomId room = want(1);

        pass(60 * MINUTE_MS);
        assertThat(summarizer.asked()).hasSize(1);
        assertThat(state(room)).isEqualTo(LessonSummary.State.FAILED);
    }

    @Test
    void aFewAreMadeAtATimeAndNoneIsForgotten() {
        summarizer.hold();
        for (int i = 1; i <= 10; i++) {
            want(i);
        }
        assertThat(summarizer.asked()).hasSize(SummaryMaker.AT_ONCE);
        summarizer.release();

        assertThat(summarizer.asked()).hasSize(10);
        assertThat(store.rows.values()).allMatch(each -> each.state() == LessonSummary.State.READY);
    }

    @Test
    void noMoreThanThatAreMadeAtATime() {
        summarizer.hold();
        for (int i = 1; i <= 10; i++) {
            store.want(new RoomId("ses_" + i), nowMs);
        }
        maker.wake();
        assertThat(summarizer.asked()).hasSize(SummaryMaker.AT_ONCE);
    }

    @Test
    void aSlowOneHoldsUpNoOther() {
        summarizer.hold();
        RoomId slow = want(1);
        summarizer.holdNoMore();
        List<RoomId> others = IntStream.rangeClosed(2, 9).mapToObj(this::want).toList();

        assertThat(others).extracting(this::state).containsOnly(LessonSummary.State.READY);
        assertThat(state(slow)).isEqualTo(LessonSummary.State.PENDING);
    }

    @Test
    void whatIsTriedLaterDoesNotWaitForASlowOne() {
        summarizer.failNext(true, 5 * MINUTE_MS);
        RoomId later = want(1);
        summarizer.hold();
        RoomId slow = want(2);
        summarizer.holdNoMore();

        pass(5 * MINUTE_MS);

        assertThat(state(later)).isEqualTo(LessonSummary.State.READY);
        assertThat(state(slow)).isEqualTo(LessonSummary.State.PENDING);
    }

    @Test
    void whatTakesTooLongLosesItsPlaceAndIsTriedAgain() {
        summarizer.hold();
        for (int i = 1; i <= SummaryMaker.AT_ONCE; i++) {
            want(i);
        }
        summarizer.holdNoMore();
        RoomId waits = want(9);

        pass(SummaryMaker.WITHIN_MS - 1);
        assertThat(summarizer.asked()).hasSize(SummaryMaker.AT_ONCE);
        pass(1);
        assertThat(state(waits)).isEqualTo(LessonSummary.State.READY);
        assertThat(summarizer.asked()).as("they wait, and have no place").hasSize(5);
        pass(MINUTE_MS);
        assertThat(store.rows.values()).allMatch(each -> each.state() == LessonSummary.State.READY);
    }

    /// What was read before it was wanted does not say that there is nothing to do.
    @Test
    void whatIsWantedDuringALookIsSeen() {
        store.reads = new CompletableFuture<>();
        maker.wake();
        RoomId room = want(1);
        store.reads.complete(null);

        assertThat(state(room)).isEqualTo(LessonSummary.State.READY);
    }

    @Test
    void whileTheStoreIsAwayNothingIsLost() {
        summarizer.hold();
        RoomId room = want(1);
        store.broken = true;
        summarizer.release();
        assertThat(state(room)).isEqualTo(LessonSummary.State.PENDING);
        store.broken = false;

        pass(MINUTE_MS);

        assertThat(summarizer.asked()).hasSize(2);
        assertThat(state(room)).isEqualTo(LessonSummary.State.READY);
    }

    @Test
    void whoOnlyWakesItAsksNothing() {
        maker.wake();
        pass(60 * MINUTE_MS);

        assertThat(summarizer.asked()).isEmpty();
        assertThat(timers).isEmpty();
    }
}
