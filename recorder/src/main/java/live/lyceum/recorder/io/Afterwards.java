package live.lyceum.recorder.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.recorder.backfill.Backfill;
import live.lyceum.recorder.backfill.Backfill.Asking;
import live.lyceum.recorder.backfill.BatchRecognizer;
import live.lyceum.recorder.backfill.BetterTexts;
import live.lyceum.recorder.backfill.Gap;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;
import live.lyceum.recorder.transcribe.SpeechRecognizer.Hints;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done for sessions when they are over: what nothing came of is recognised from what was
/// kept of their microphones, and then that is deleted. A few at a time, each on a thread of its
/// own, which may wait for the service for minutes; those of which nothing is to be recognised wait
/// for none of that, and those for which the service is away wait together ([ServiceOutage]). Safe
/// to call from any thread.
final class Afterwards implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Afterwards.class);
    private static final int AT_A_TIME = 2;

    /// More are not done: what was kept of them is deleted, and counted. As many as end in some
    /// days in which the service is away.
    static final int MAX_WAITING = 10_000;

    /// When is tried again what came to nothing though the service answers.
    private static final List<Long> AGAIN_MS = List.of(60_000L, 300_000L, 900_000L, 1_800_000L);

    private static final long STORE_AGAIN_MS = 60_000;
    private static final long CLOSE_WITHIN_S = 5;

    /// Told what comes of it, on any thread; the calls for one session come one after another.
    interface Output {
        void line(RoomId session, TranscriptLine line);

        /// Nothing more comes, and nothing is kept any more.
        void done(RoomId session);
    }

    /// How it is done.
    ///
    /// @param exact whether all is recognised again, and better texts take the place of those of
    ///   then
    /// @param maxMsPerSession of audio that is recognised, that of then counted
    record How(BatchRecognizer recognizer, boolean exact, long maxMsPerSession) {}

    /// What there is of sessions that are over.
    ///
    /// @param folders with what was kept
    /// @param ledger of what was told and is not kept as a line; other notes are a job's
    record Kept(SpeechFolders folders, SpeechLedger ledger) {}

    /// A session that is over.
    ///
    /// @param missed of what nothing came
    /// @param heardMs of audio that was recognised so far, in milliseconds
    /// @param round how often it came to nothing though the service answered
    /// @param fresh whether nothing was sent yet
    record Job(
            RoomId session,
            Hints hints,
            List<SpeechLedger.Missed> missed,
            long heardMs,
            long sentMs,
            int round,
            boolean fresh) {
        Job {
            missed = List.copyOf(missed);
        }

        Job(RoomId session, Hints hints, List<SpeechLedger.Missed> missed, long heardMs) {
            this(session, hints, missed, heardMs, 0, 0, true);
        }

        /// One of which only what was kept is known.
        static Job whole(RoomId session) {
            return new Job(
                    session, new Hints(List.of(), List.of()), List.of(SpeechLedger.Missed.ALL), 0);
        }

        private Job with(List<SpeechLedger.Missed> more) {
            var all = new LinkedHashSet<>(missed);
            all.addAll(more);
            return new Job(session, hints, List.copyOf(all), heardMs, sentMs, round, fresh);
        }

        private Job left(List<SpeechLedger.Missed> left, long sent) {
            return new Job(session, hints, left, heardMs, sentMs + sent, round, false);
        }

        private Job again() {
            return new Job(session, hints, missed, heardMs, sentMs, round + 1, fresh);
        }
    }

    private final How how;
    private final SpeechFolders folders;
    private final SpeechLedger ledger;
    private final WrittenLines written;
    private final LongSupplier clock;
    private final Backfill backfill;
    private final Later later;
    private final Output output;
    private final ThreadPoolExecutor threads;
    private final ServiceOutage outage = new ServiceOutage();
    private final AtomicBoolean storeAway = new AtomicBoolean();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicLong sentMs = new AtomicLong();
    private final AtomicLong left = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong expired = new AtomicLong();

    /// @param written where lines are kept; nothing is done before that is known
    /// @param clock epoch milliseconds
    /// @param pause between tries of the service
    /// @param later for what is tried again
    Afterwards(
            How how,
            Kept kept,
            CompletableFuture<Transcriber.Lines> written,
            LongSupplier clock,
            Backfill.Pause pause,
            Later later,
            Output output) {
        this.how = how;
        folders = kept.folders();
        ledger = kept.ledger();
        this.written = new WrittenLines(written, output::line);
        this.clock = clock;
        backfill = new Backfill(how.recognizer(), pause, new SplittableRandom());
        this.later = later;
        this.output = output;
        threads =
                new ThreadPoolExecutor(
                        AT_A_TIME,
                        AT_A_TIME,
                        1,
                        TimeUnit.MINUTES,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("afterwards-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /// Takes a session whose journals are at their end.
    void add(Job job) {
        if (taken.incrementAndGet() > MAX_WAITING) {
            refused.incrementAndGet();
            LOG.error("{} is not completed: too many sessions wait for it", job.session());
            finish(job);
        } else {
            start(job);
        }
    }

    private void start(Job job) {
        if (job.missed().isEmpty() && !(how.exact() && job.fresh())) {
            pass(job);
            return;
        }
        try {
            threads.execute(() -> run(job));
        } catch (RejectedExecutionException closed) {
            LOG.debug("{} is for the next process", job.session(), closed);
        }
    }

    /// Safe to call from any thread.
    ///
    /// @param alsoExpired sessions for which what it takes was away for too long before they came
    ///   here
    /// @param unkept packets of microphones
    KeepingTranscriber.Statistics statistics(long alsoExpired, long unkept) {
        return new KeepingTranscriber.Statistics(
                taken.get(),
                outage.size(),
                sentMs.get(),
                written.told(),
                left.get(),
                refused.get(),
                expired.get() + alsoExpired,
                unkept);
    }

    /// One of which nothing is to be recognised: it waits for its lines only, and for no thread.
    private void pass(Job job) {
        var _ =
                written.ask(job.session())
                        .whenCompleteAsync(
                                (before, away) -> {
                                    if (away != null) {
                                        storeIsAway(job, away);
                                    } else if (!threads.isShutdown()) {
                                        storeAway.set(false);
                                        pass(job.with(notes(job, before)), before);
                                    }
                                },
                                Thread::startVirtualThread);
    }

    private void pass(Job job, Transcriber.Written before) {
        if (job.missed().isEmpty() || before.standing() != Transcriber.Standing.OVER) {
            log(job, 0, 0, 0);
            finish(job);
        } else {
            start(job);
        }
    }

    /// What it turns out now that nothing came of.
    private List<SpeechLedger.Missed> notes(Job job, Transcriber.Written before) {
        var all = new ArrayList<>(ledger.take(job.session()).missed());
        if (job.fresh()) {
            all.addAll(Missing.cutShort(job, before.lines(), folders, clock.getAsLong()));
        }
        return all;
    }

    /// What fails for a reason that may pass is tried again; a bug is not.
    private void run(Job added) {
        Job job = added;
        try {
            Transcriber.Written before = written.of(job.session());
            storeAway.set(false);
            job = job.with(notes(job, before));
            complete(job, before);
        } catch (InterruptedException stopped) {
            // What is kept is for the next process.
            Thread.currentThread().interrupt();
        } catch (ExecutionException away) {
            storeIsAway(job, away);
        } catch (IOException unreadable) {
            LOG.warn("{} cannot be completed now", job.session(), unreadable);
            retry(job.again());
        } catch (RuntimeException | Error bug) {
            LOG.error("unexpected, when {} was completed", job.session(), bug);
            finish(job);
        }
        askAgain();
    }

    private void complete(Job job, Transcriber.Written before)
            throws IOException, InterruptedException, ExecutionException {
        if (before.standing() != Transcriber.Standing.OVER) {
            finish(job);
            return;
        }
        long spentMs = Math.max(job.heardMs(), Missing.spokenMs(before.lines())) + job.sentMs();
        Map<Boolean, List<TranscriptLine>> open =
                before.lines().stream()
                        .collect(
                                Collectors.partitioningBy(
                                        each -> how.exact() || Missing.isPart(each, job)));
        Asking asking = outage.turn(clock.getAsLong());
        Backfill.Result result =
                recognize(
                        job,
                        open.getOrDefault(false, List.of()),
                        how.maxMsPerSession() - spentMs,
                        asking);
        sentMs.addAndGet(result.sentMs());
        List<TranscriptLine> parts = open.getOrDefault(true, List.of());
        List<TranscriptLine> told = BetterTexts.of(parts, result.lines(), result.left());
        var missed = new ArrayList<>(written.tell(job.session(), told));
        log(job, result.sentMs(), told.size(), result.left().size());
        List<SpeechLedger.Missed> again =
                worthAsking(result, parts, how.maxMsPerSession() - spentMs - result.sentMs());
        left.addAndGet(result.left().size() - again.size());
        missed.addAll(again);
        Job rest = job.left(missed, result.sentMs());
        if (missed.isEmpty()) {
            finish(rest);
        } else if (asking == Asking.NOT || isAway(job, result, asking)) {
            await(rest, asking != Asking.NOT);
        } else {
            retry(rest.again());
        }
    }

    private static void log(Job job, long sentMs, int lines, int left) {
        LOG.info(
                "{}: {} ms of speech were recognised while it was spoken, {} ms sent afterwards; {}"
                        + " lines came of that, {} pieces are left",
                job.session(),
                job.heardMs(),
                job.sentMs() + sentMs,
                lines,
                left);
    }

    /// What is left and may still come of asking again.
    private static List<SpeechLedger.Missed> worthAsking(
            Backfill.Result result, List<TranscriptLine> parts, long maxMs) {
        return result.left().stream()
                .filter(each -> !result.unfit().contains(each))
                .filter(each -> each.toMs() - each.fromMs() <= maxMs)
                .map(each -> Missing.withLines(each, parts))
                .toList();
    }

    /// Whether it is for the service that something is left. One piece that came to nothing when
    /// others did not, or once more when the service was there, is to blame itself, unless the
    /// service says that it is busy or does not want us.
    private static boolean isAway(Job job, Backfill.Result result, Asking asking) {
        End failure = result.failure();
        if (failure != End.BROKEN) {
            return failure != null;
        }
        int inVain = result.left().size() - result.unfit().size();
        return result.answered() ? inVain > 1 : job.round() == 0 || asking == Asking.ONCE_FIRST;
    }

    private Backfill.Result recognize(
            Job job, List<TranscriptLine> known, long maxMs, Asking asking)
            throws IOException, InterruptedException {
        Backfill.Result result = null;
        try {
            Path folder = folders.of(job.session());
            boolean all = how.exact() && job.fresh();
            Job whole = all ? Job.whole(job.session()) : job;
            List<Gap> gaps = Missing.gaps(whole.missed(), folder, clock.getAsLong());
            result =
                    gaps.isEmpty()
                            ? Backfill.Result.nothing()
                            : backfill.run(
                                    new Backfill.Order(
                                            folder,
                                            folders.startedAtMs(job.session()),
                                            gaps,
                                            known,
                                            job.hints(),
                                            Math.max(0, maxMs),
                                            asking));
            return result;
        } finally {
            // Whatever came of it, others wait to know.
            settle(job, result, asking);
        }
    }

    private void settle(Job job, Backfill.@Nullable Result result, Asking asking) {
        if (result != null && isAway(job, result, asking)) {
            long pauseMs = outage.away(asking, clock.getAsLong());
            if (pauseMs > 0) {
                LOG.warn(
                        "what recognises speech afterwards is away ({}); it is asked again in {} s,"
                                + " {} sessions wait for it",
                        result.failure(),
                        pauseMs / 1_000,
                        outage.size() + 1);
                later.run(pauseMs, this::wake);
            }
        } else if (result != null
                && result.answered()
                && (result.failure() == null || asking == Asking.ONCE_FIRST)) {
            // Those that asked in vain may be to blame themselves: it had an answer for another.
            outage.over().forEach(each -> start(each.asked() ? each.job().again() : each.job()));
        } else {
            outage.pass(asking);
        }
    }

    /// A session waits until the service is not away any more, or for too long.
    ///
    /// @param asked whether the service was asked for it
    private void await(Job job, boolean asked) throws IOException {
        long untilMs = folders.keptUntilMs(job.session());
        if (clock.getAsLong() >= untilMs) {
            expire(job);
        } else if (!outage.add(new ServiceOutage.Waiting(job, untilMs, asked))) {
            start(job);
        }
    }

    /// Called when a service that was away is to be asked again.
    private void wake() {
        // Looked at first: who asks now sets the next time, maybe at once.
        long inMs = outage.inMs(clock.getAsLong());
        askAgain();
        if (inMs > 0) {
            // The service was away again since this was set.
            later.run(inMs, this::wake);
        }
    }

    /// Has the next one ask that waits for the service, if it is time.
    private void askAgain() {
        long nowMs = clock.getAsLong();
        outage.late(nowMs).forEach(each -> expire(each.job()));
        ServiceOutage.Waiting next = outage.next(nowMs);
        if (next != null) {
            start(next.job());
        }
    }

    private void storeIsAway(Job job, Throwable why) {
        if (!storeAway.getAndSet(true)) {
            LOG.warn("sessions that are over wait for the store", why);
        }
        if (isLate(job)) {
            expire(job);
        } else {
            later.run(STORE_AGAIN_MS, () -> start(job));
        }
    }

    private boolean isLate(Job job) {
        try {
            return clock.getAsLong() >= folders.keptUntilMs(job.session());
        } catch (IOException unreadable) {
            LOG.debug("how old what is kept of {} is", job.session(), unreadable);
            return false;
        }
    }

    /// It was waited for too long: what is left stays a gap.
    private void expire(Job job) {
        expired.incrementAndGet();
        left.addAndGet(job.missed().size());
        LOG.warn(
                "{} is not completed: what that takes was away for {} days",
                job.session(),
                TimeUnit.MILLISECONDS.toDays(SpeechFolders.KEPT_MS));
        finish(job);
    }

    private void retry(Job job) {
        if (job.round() > AGAIN_MS.size()) {
            left.addAndGet(job.missed().size());
            finish(job);
        } else {
            later.run(AGAIN_MS.get(job.round() - 1), () -> start(job));
        }
    }

    private void finish(Job job) {
        try {
            folders.delete(job.session());
        } catch (IOException failed) {
            LOG.error("what was kept of {} cannot be deleted", job.session(), failed);
        }
        taken.decrementAndGet();
        output.done(job.session());
    }

    /// Gives up what is under way, and closes the recogniser; what is kept stays for the next
    /// process.
    @Override
    public void close() {
        threads.shutdownNow();
        how.recognizer().close();
        try {
            var _ = threads.awaitTermination(CLOSE_WITHIN_S, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
