package live.lyceum.recorder.io;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.recorder.backfill.Backfill;
import live.lyceum.recorder.backfill.BatchRecognizer;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A transcriber that completes what it missed: while another one transcribes a room, the room's
/// microphones are kept, and when it is over, what nothing came of is recognised from them
/// ([Afterwards]). Then they are deleted and the end is told. What a process before has kept is
/// gone on with or completed.
///
/// A thread of its own has the rooms; it also opens what is kept, so that neither hearing nor media
/// loops wait for a disk.
public final class KeepingTranscriber implements Transcriber, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeepingTranscriber.class);
    private static final long ASK_AGAIN_MS = 60_000;
    private static final long DISK_MS = 5_000;
    private static final long OLD_MS = 3_600_000;
    private static final long CLOSE_WITHIN_S = 5;

    /// Where and how microphones are kept, and what of.
    ///
    /// @param folders nobody else has
    /// @param media one that nobody else uses, as [SharedTaps#point] gives it
    /// @param minFreeBytes nothing is kept any more where less of the disk is free
    public record Keeping(SpeechFolders folders, TapPoint media, long minFreeBytes) {}

    /// What completes transcripts.
    ///
    /// @param exact whether all is recognised again afterwards, and better texts take the place of
    ///   those of then
    /// @param maxMsPerSession of audio, that of then counted
    /// @param pause between tries of the service
    public record Completing(
            BatchRecognizer recognizer,
            boolean exact,
            long maxMsPerSession,
            Backfill.Pause pause) {}

    /// One that is transcribed, or waits until it is complete.
    private static final class Room {
        private Order order;
        private @Nullable SpeechJournal journal;
        private CompletionStage<@Nullable Void> untapped = CompletableFuture.completedStage(null);
        private boolean stopping;

        /// What was ordered while this one waits for its end.
        private @Nullable Order next;

        private Room(Order order) {
            this.order = order;
        }
    }

    private final LiveTranscriber live;
    private final SpeechLedger ledger;
    private final Keeping keeping;
    private final LongSupplier clock;
    private final @Nullable Afterwards afterwards;
    private final TaskThread thread = new TaskThread("keeping");
    private final Journals journals = new Journals(Journals.Limits.DEFAULT);
    private final RoomTaps taps;
    private final CompletableFuture<Listener> listener = new CompletableFuture<>();
    private final CompletableFuture<Lines> written = new CompletableFuture<>();
    private final Map<RoomId, Room> rooms = new HashMap<>();

    /// Those of a process before that go on, or of which that is not known yet.
    private final Set<RoomId> found = new HashSet<>();

    private final Set<RoomId> busy = ConcurrentHashMap.newKeySet();
    private final AtomicLong unkept = new AtomicLong();
    private final AtomicLong expired = new AtomicLong();

    /// @param live closed with this
    /// @param ledger that `live` tells
    /// @param completing null: nothing is kept and nothing completed; what a process before has
    ///   kept waits for one that completes it, until it is old
    /// @param clock the epoch milliseconds of the rooms, which do not go back
    public KeepingTranscriber(
            LiveTranscriber live,
            SpeechLedger ledger,
            Keeping keeping,
            @Nullable Completing completing,
            LongSupplier clock) {
        this.live = live;
        this.ledger = ledger;
        this.keeping = keeping;
        this.clock = clock;
        taps = new RoomTaps(keeping.media(), thread::later);
        afterwards = completing == null ? null : afterwards(completing);
        thread.every(DISK_MS, this::lookAtDisk);
        if (afterwards == null) {
            thread.every(OLD_MS, this::deleteOld);
        }
    }

    private Afterwards afterwards(Completing by) {
        var output =
                new Afterwards.Output() {
                    @Override
                    public void line(RoomId session, TranscriptLine line) {
                        listener.join().line(session, line);
                    }

                    @Override
                    public void done(RoomId session) {
                        thread.run(() -> end(session));
                    }
                };
        return new Afterwards(
                new Afterwards.How(by.recognizer(), by.exact(), by.maxMsPerSession()),
                new Afterwards.Kept(keeping.folders(), ledger),
                written,
                clock,
                by.pause(),
                thread::later,
                output);
    }

    @Override
    public boolean available() {
        return live.available();
    }

    @Override
    public void listen(Listener told) {
        listener.complete(told);
        live.listen(
                new Listener() {
                    @Override
                    public void partial(RoomId session, TranscriptLine line) {
                        told.partial(session, line);
                    }

                    @Override
                    public void line(RoomId session, TranscriptLine line) {
                        told.line(session, line);
                    }

                    @Override
                    public void state(RoomId session, State state) {
                        told.state(session, state);
                    }

                    @Override
                    public void ended(RoomId session) {
                        told.state(session, State.OFF);
                        thread.run(() -> heard(session));
                    }
                });
    }

    @Override
    public boolean busy(RoomId session) {
        return busy.contains(session);
    }

    @Override
    public void transcribe(Order order) {
        if (available()) {
            busy.add(order.session());
            thread.run(() -> begin(order));
        }
    }

    private void begin(Order order) {
        RoomId session = order.session();
        Room known = rooms.get(session);
        if (known != null) {
            if (known.stopping) {
                known.next = order;
            } else {
                known.order = order;
                live.transcribe(order);
            }
            return;
        }
        found.remove(session);
        busy.add(session);
        var room = new Room(order);
        rooms.put(session, room);
        ledger.begin(session);
        live.transcribe(order);
        if (afterwards != null && order.kept()) {
            keep(room);
        }
    }

    private void keep(Room room) {
        RoomId session = room.order.session();
        try {
            SpeechJournal journal = SpeechJournal.open(keeping.folders(), session, clock, journals);
            room.journal = journal;
            if (journal.resumed()) {
                // What the process before knew of it is gone.
                ledger.missed(session, null, journal.startedAtMs(), clock.getAsLong());
            }
            var _ = taps.set(session, journal);
        } catch (IOException failed) {
            LOG.error("the speech of {} is not kept", session, failed);
        }
    }

    @Override
    public void stop(RoomId session) {
        thread.run(() -> {
            Room room = rooms.get(session);
            if (room != null) {
                room.next = null;
                stop(room);
            } else if (found.remove(session)) {
                complete(Afterwards.Job.whole(session));
            }
        });
    }

    private void stop(Room room) {
        if (!room.stopping) {
            room.stopping = true;
            if (room.journal != null) {
                room.untapped = taps.set(room.order.session(), null);
            }
            live.stop(room.order.session());
        }
    }

    /// All is told that comes of it live.
    private void heard(RoomId session) {
        Room room = rooms.get(session);
        if (room == null) {
            return;
        }
        SpeechJournal journal = room.journal;
        if (journal == null) {
            end(session);
            return;
        }
        var _ =
                room.untapped
                        .thenCompose(_ -> journal.end())
                        .handle((_, _) -> {
                            // What is not on the disk for a failure of it is lost.
                            thread.run(() -> closed(room, journal));
                            return true;
                        });
    }

    private void closed(Room room, SpeechJournal journal) {
        unkept.addAndGet(journal.refused());
        room.journal = null;
        RoomId session = room.order.session();
        SpeechLedger.Account account = ledger.take(session);
        if (room.next != null) {
            // It goes on: what is kept of it until now is gone on with.
            end(session);
            return;
        }
        var hints = new SpeechRecognizer.Hints(room.order.languages(), room.order.words());
        complete(new Afterwards.Job(session, hints, account.missed(), account.heardMs()));
    }

    /// Where nothing can, an operator may have forgotten a key: it waits for the next process.
    private void complete(Afterwards.Job job) {
        if (afterwards != null) {
            afterwards.add(job);
        }
    }

    /// Nothing more comes of a session.
    private void end(RoomId session) {
        Room room = rooms.remove(session);
        ledger.end(session);
        busy.remove(session);
        thread.guarded(() -> listener.join().ended(session));
        if (room != null && room.next != null) {
            begin(room.next);
        }
    }

    /// At once: [Afterwards] may ask for it as soon as this returns.
    @Override
    public void missed(RoomId session, TranscriptLine line) {
        ledger.missed(session, line.who(), line.startMs(), line.endMs());
    }

    @Override
    public CompletionStage<@Nullable Void> goOn(Lines lines) {
        written.complete(lines);
        var known = new CompletableFuture<@Nullable Void>();
        thread.run(() -> {
            if (afterwards == null) {
                deleteOld();
            }
            for (RoomId each : left()) {
                if (!rooms.containsKey(each)) {
                    found.add(each);
                    busy.add(each);
                    ask(each, lines);
                }
            }
            known.complete(null);
        });
        return known;
    }

    private List<RoomId> left() {
        try {
            return keeping.folders().all();
        } catch (IOException failed) {
            LOG.error("what a process before has kept of speech cannot be found", failed);
            return List.of();
        }
    }

    private void ask(RoomId session, Lines lines) {
        var _ =
                lines.of(session)
                        .whenComplete((known, error) ->
                                thread.run(() -> {
                                    if (!found.contains(session)) {
                                        return;
                                    }
                                    if (error != null) {
                                        LOG.warn("{} cannot be completed now", session, error);
                                        thread.later(ASK_AGAIN_MS, () -> ask(session, lines));
                                    } else {
                                        goOn(session, known.standing());
                                    }
                                }));
    }

    private void goOn(RoomId session, Standing standing) {
        switch (standing) {
            case GOES_ON -> {}
            case OVER -> {
                found.remove(session);
                complete(Afterwards.Job.whole(session));
            }
            case CLOSED -> {
                found.remove(session);
                busy.remove(session);
                delete(session);
            }
        }
    }

    /// Done now and then where nothing is completed. Safe to call from any thread; complete when it
    /// is done.
    CompletionStage<@Nullable Void> lookForOld() {
        var done = new CompletableFuture<@Nullable Void>();
        thread.run(() -> {
            deleteOld();
            done.complete(null);
        });
        return done;
    }

    /// Deletes what was kept for long enough.
    private void deleteOld() {
        for (RoomId each : left()) {
            if (!rooms.containsKey(each) && isOld(each)) {
                LOG.warn("{} is not completed: nothing here recognises speech", each);
                expired.incrementAndGet();
                found.remove(each);
                delete(each);
                if (busy.contains(each)) {
                    end(each);
                }
            }
        }
    }

    private boolean isOld(RoomId session) {
        try {
            return clock.getAsLong() >= keeping.folders().keptUntilMs(session);
        } catch (IOException failed) {
            LOG.error("how old what was kept of {} is cannot be seen", session, failed);
            return false;
        }
    }

    private void delete(RoomId session) {
        try {
            keeping.folders().delete(session);
        } catch (IOException failed) {
            LOG.error("what was kept of {} cannot be deleted", session, failed);
        }
    }

    private void lookAtDisk() {
        for (Room each : rooms.values()) {
            SpeechJournal journal = each.journal;
            if (journal != null) {
                journal.leaveFree(keeping.minFreeBytes());
            }
        }
    }

    /// How much is going on.
    ///
    /// @param waiting sessions that are over and wait to be completed, or are
    /// @param away those of them that wait for a service that is away
    /// @param sentMs milliseconds of audio that were sent afterwards since the start
    /// @param lines that came of it, better versions counted
    /// @param left pieces of speech of which nothing came afterwards either
    /// @param refused sessions that were not completed: too many waited
    /// @param expired sessions that were not completed: what that takes was away for too long
    /// @param unkept packets of microphones that were not kept: a limit was reached, or a disk
    ///   failed
    public record Statistics(
            int waiting,
            int away,
            long sentMs,
            long lines,
            long left,
            long refused,
            long expired,
            long unkept) {}

    /// Safe to call from any thread.
    public Statistics statistics() {
        long notKept = unkept.get() + journals.refused();
        return afterwards == null
                ? new Statistics(0, 0, 0, 0, 0, 0, expired.get(), notKept)
                : afterwards.statistics(expired.get(), notKept);
    }

    /// Stops at once; what is kept stays for the next process, and nothing more is told. Blocks for
    /// some seconds at most.
    @Override
    public void close() {
        live.close();
        if (afterwards != null) {
            afterwards.close();
        }
        var ended = new CompletableFuture<@Nullable Void>();
        thread.run(() -> {
            var all =
                    rooms.values().stream()
                            .map(KeepingTranscriber.this::putDown)
                            .map(CompletionStage::toCompletableFuture)
                            .toArray(CompletableFuture[]::new);
            var _ = CompletableFuture.allOf(all).handle((_, _) -> ended.complete(null));
        });
        ended.completeOnTimeout(null, CLOSE_WITHIN_S, TimeUnit.SECONDS).join();
        thread.close();
        journals.close();
    }

    private CompletionStage<Void> putDown(Room room) {
        SpeechJournal journal = room.journal;
        if (journal == null) {
            return CompletableFuture.completedStage(null);
        }
        return taps.set(room.order.session(), null).thenCompose(_ -> journal.end());
    }
}
