package live.lyceum.recorder.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.recorder.backfill.Backfill;
import live.lyceum.recorder.backfill.BatchRecognizer;
import live.lyceum.recorder.backfill.BetterTexts;
import live.lyceum.recorder.backfill.Gap;
import live.lyceum.recorder.backfill.SpokenAudio;
import live.lyceum.recorder.transcribe.SpeechRecognizer.Hints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done for sessions when they are over: what nothing came of is recognised from what was
/// kept of their microphones, and then that is deleted. A few at a time, each on a thread of its
/// own, which may wait for the service for minutes. Safe to call from any thread.
final class Afterwards implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Afterwards.class);
    private static final int AT_A_TIME = 2;

    /// More are not done: what was kept of them is deleted, and counted.
    private static final int MAX_WAITING = 1_000;

    /// When a service that was away is asked again, and a store too.
    private static final List<Long> AGAIN_MS = List.of(60_000L, 300_000L, 900_000L, 1_800_000L);

    /// So many lines are told, and kept, before more are.
    private static final int LINES_AT_A_TIME = 500;

    private static final long KEPT_WITHIN_S = 120;
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
    /// @param round how often it was tried before
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
            var all = new ArrayList<>(missed);
            all.addAll(more);
            return new Job(session, hints, all, heardMs, sentMs, round, fresh);
        }

        private Job again(List<SpeechLedger.Missed> left, long sent) {
            return new Job(session, hints, left, heardMs, sentMs + sent, round + 1, false);
        }

        /// Nothing came of this try.
        private Job again() {
            return new Job(session, hints, missed, heardMs, sentMs, round + 1, fresh);
        }
    }

    /// What it has counted since the start.
    record Counts(int waiting, long sentMs, long lines, long left, long refused) {}

    private final How how;
    private final SpeechFolders folders;
    private final SpeechLedger ledger;
    private final CompletableFuture<Transcriber.Lines> written;
    private final LongSupplier clock;
    private final Backfill backfill;
    private final Later later;
    private final Output output;
    private final ThreadPoolExecutor threads;
    private final AtomicLong sentMs = new AtomicLong();
    private final AtomicLong lines = new AtomicLong();
    private final AtomicLong left = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

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
        this.written = written;
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
                        new ArrayBlockingQueue<>(MAX_WAITING),
                        Thread.ofPlatform().daemon().name("afterwards-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /// Takes a session whose journals are at their end.
    void add(Job job) {
        try {
            threads.execute(() -> run(job));
        } catch (RejectedExecutionException full) {
            if (!threads.isShutdown()) {
                refused.incrementAndGet();
                LOG.error("{} is not completed: too many sessions wait for it", job.session());
                finish(job);
            }
        }
    }

    Counts counts() {
        return new Counts(
                threads.getQueue().size() + threads.getActiveCount(),
                sentMs.get(),
                lines.get(),
                left.get(),
                refused.get());
    }

    /// What fails for a reason that may pass is tried again; a bug is not.
    private void run(Job added) {
        Job job = added;
        try {
            Transcriber.Written before = written(job.session());
            job = job.with(ledger.take(job.session()).missed());
            complete(job, before);
        } catch (InterruptedException stopped) {
            // What is kept is for the next process.
            Thread.currentThread().interrupt();
        } catch (IOException | ExecutionException | TimeoutException away) {
            LOG.warn("{} cannot be completed now", job.session(), away);
            retry(job.again());
        } catch (RuntimeException | Error bug) {
            LOG.error("unexpected, when {} was completed", job.session(), bug);
            finish(job);
        }
    }

    private void complete(Job known, Transcriber.Written before)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        if (before.standing() != Transcriber.Standing.OVER) {
            finish(known);
            return;
        }
        Job job = known.fresh() ? known.with(cutShort(known, before.lines())) : known;
        long spentMs = Math.max(job.heardMs(), spokenMs(before.lines())) + job.sentMs();
        Map<Boolean, List<TranscriptLine>> open =
                before.lines().stream()
                        .collect(
                                Collectors.partitioningBy(
                                        each -> how.exact() || isPart(each, job)));
        Backfill.Result result =
                recognize(
                        job, open.getOrDefault(false, List.of()), how.maxMsPerSession() - spentMs);
        sentMs.addAndGet(result.sentMs());
        List<TranscriptLine> parts = open.getOrDefault(true, List.of());
        List<TranscriptLine> told = BetterTexts.of(parts, result.lines(), result.left());
        tell(job.session(), told);
        List<SpeechLedger.Missed> lost = notKept(job.session(), told);
        LOG.info(
                "{}: {} ms of speech were recognised while it was spoken, {} ms sent afterwards; {}"
                        + " lines came of that, {} pieces are left",
                job.session(),
                job.heardMs(),
                job.sentMs() + result.sentMs(),
                told.size(),
                result.left().size());
        long restMs = how.maxMsPerSession() - spentMs - result.sentMs();
        var missed = new ArrayList<>(lost);
        if (!result.refused()) {
            result.left().stream()
                    .filter(each -> each.toMs() - each.fromMs() <= restMs)
                    .map(each -> withLines(each, parts))
                    .forEach(missed::add);
        }
        if (missed.isEmpty()) {
            left.addAndGet(result.left().size());
            finish(job);
        } else {
            retry(job.again(missed, result.sentMs()));
        }
    }

    /// What ends of processes may have cut short.
    private List<SpeechLedger.Missed> cutShort(Job job, List<TranscriptLine> known) {
        var endsMs = new ArrayList<>(folders.resumedAtMs(job.session()));
        if (job.missed().contains(SpeechLedger.Missed.ALL)) {
            endsMs.add(clock.getAsLong());
        }
        return CutShort.of(known, endsMs);
    }

    /// What is left, with all of each line that may be of a part of it: the line is a part the next
    /// time too.
    private static SpeechLedger.Missed withLines(Gap left, List<TranscriptLine> parts) {
        long fromMs = left.fromMs();
        long toMs = left.toMs();
        for (TranscriptLine each : parts) {
            if (each.who().equals(left.who())
                    && each.startMs() < left.toMs()
                    && each.endMs() > left.fromMs()) {
                fromMs = Math.min(fromMs, each.startMs());
                toMs = Math.max(toMs, each.endMs());
            }
        }
        return new SpeechLedger.Missed(left.who(), fromMs, toMs);
    }

    /// Whether a line may be of a part of what was said only: nothing came of all of it.
    private static boolean isPart(TranscriptLine line, Job job) {
        return job.missed().stream()
                .anyMatch(each ->
                        line.who().equals(each.who())
                                && each.toMs() != SpeechLedger.END
                                && each.fromMs() <= line.startMs()
                                && each.toMs() >= line.endMs());
    }

    /// What was said in those of these lines that are not where lines are kept.
    private List<SpeechLedger.Missed> notKept(RoomId session, List<TranscriptLine> told)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (told.isEmpty()) {
            return List.of();
        }
        Map<String, Integer> kept =
                written(session).lines().stream()
                        .collect(
                                Collectors.toMap(
                                        TranscriptLine::id, TranscriptLine::revision, Math::max));
        return told.stream()
                .filter(each -> kept.getOrDefault(each.id(), -1) < each.revision())
                .map(each -> new SpeechLedger.Missed(each.who(), each.startMs(), each.endMs()))
                .toList();
    }

    private Backfill.Result recognize(Job job, List<TranscriptLine> known, long maxMs)
            throws IOException, InterruptedException {
        Path folder = folders.of(job.session());
        List<Gap> gaps = gaps(job, folder);
        if (gaps.isEmpty()) {
            return new Backfill.Result(List.of(), List.of(), 0, false);
        }
        return backfill.run(
                new Backfill.Order(
                        folder,
                        folders.startedAtMs(job.session()),
                        gaps,
                        known,
                        job.hints(),
                        Math.max(0, maxMs)));
    }

    private List<Gap> gaps(Job job, Path folder) throws IOException {
        boolean all = how.exact() && job.fresh();
        List<SpeechLedger.Missed> missed = all ? Job.whole(job.session()).missed() : job.missed();
        if (missed.isEmpty()) {
            return List.of();
        }
        Set<ParticipantId> speakers = SpokenAudio.speakers(folder);
        long nowMs = clock.getAsLong();
        var gaps = new ArrayList<Gap>();
        for (SpeechLedger.Missed each : missed) {
            long fromMs = Math.min(nowMs, each.fromMs());
            long toMs = Math.max(fromMs, Math.min(nowMs, each.toMs()));
            ParticipantId who = each.who();
            for (ParticipantId speaker : who == null ? speakers : Set.of(who)) {
                gaps.add(new Gap(speaker, fromMs, toMs));
            }
        }
        return gaps;
    }

    private static long spokenMs(List<TranscriptLine> lines) {
        return lines.stream().mapToLong(each -> each.endMs() - each.startMs()).sum();
    }

    private void tell(RoomId session, List<TranscriptLine> told)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (int i = 0; i < told.size(); i++) {
            output.line(session, told.get(i));
            lines.incrementAndGet();
            if ((i + 1) % LINES_AT_A_TIME == 0) {
                var _ = written(session);
            }
        }
    }

    private Transcriber.Written written(RoomId session)
            throws InterruptedException, ExecutionException, TimeoutException {
        return written.thenCompose(each -> each.of(session))
                .toCompletableFuture()
                .get(KEPT_WITHIN_S, TimeUnit.SECONDS);
    }

    private void retry(Job job) {
        if (job.round() > AGAIN_MS.size()) {
            left.addAndGet(job.missed().size());
            finish(job);
        } else {
            later.run(AGAIN_MS.get(job.round() - 1), () -> add(job));
        }
    }

    private void finish(Job job) {
        try {
            folders.delete(job.session());
        } catch (IOException failed) {
            LOG.error("what was kept of {} cannot be deleted", job.session(), failed);
        }
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
