package live.lyceum.signaling.receipt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Film;
import live.lyceum.signaling.auth.ReceiptKey;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Receipt;
import live.lyceum.signaling.protocol.ReceiptSigner;
import live.lyceum.signaling.protocol.Recording;
import live.lyceum.signaling.protocol.Seated;
import live.lyceum.signaling.protocol.SessionEnd;
import live.lyceum.signaling.protocol.codec.LogCodec;
import live.lyceum.signaling.protocol.codec.ReceiptCodec;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.room.RoomState;
import live.lyceum.signaling.store.ChainStore;
import live.lyceum.signaling.store.ChainedRow;
import live.lyceum.signaling.store.ErasableText;
import live.lyceum.signaling.store.RecordingStore;
import org.jspecify.annotations.Nullable;

/// Makes receipts of sessions that are over, and hands out the logs they follow from. The same
/// session always gets the same receipt, but that a recording is in it from when its files are
/// made. Safe to call from any thread; nothing here blocks.
public final class Receipts {
    private static final int PAGE = 1_000;

    private final ChainStore logs;
    private final RecordingStore recordings;
    private final ReceiptKey key;

    public Receipts(ChainStore logs, RecordingStore recordings, ReceiptKey key) {
        this.logs = logs;
        this.recordings = recordings;
        this.key = key;
    }

    /// The key to check receipts with.
    public ReceiptSigner known() {
        return key.known();
    }

    /// The signed receipt of a session. Fails with [ProblemException] for one that is not over, or
    /// with what the store failed with.
    ///
    /// @param issuer the server's public URL
    public CompletionStage<byte[]> of(RoomId room, String issuer) {
        return unsigned(room, issuer)
                .thenCompose(found -> {
                    if (found.isEmpty()) {
                        return CompletableFuture.failedStage(
                                new ProblemException(
                                        Problem.Code.CONFLICT,
                                        "The session is not over, or was cancelled"));
                    }
                    return recordings.recordings(room).thenApply(all -> signed(found.get(), all));
                });
    }

    private byte[] signed(Receipt receipt, List<Recording> all) {
        String text =
                ReceiptCodec.receipt(
                        receipt.with(all.stream().flatMap(Receipts::recorded).toList()));
        return new ReceiptCodec.Signed(text, key.known().kid(), key.sign(text)).file();
    }

    /// Empty for one whose files are not made.
    private static Stream<Receipt.Recorded> recorded(Recording recording) {
        Film film = recording.film();
        Long endedMs = recording.endedAtMs();
        return film == null || endedMs == null
                ? Stream.empty()
                : Stream.of(
                        new Receipt.Recorded(
                                recording.id(),
                                recording.startedAtMs(),
                                endedMs,
                                film.files().stream()
                                        .map(each ->
                                                new Receipt.File(
                                                        each.name(), each.bytes(), each.sha256()))
                                        .toList()));
    }

    /// What a session came to, but for its recordings; empty for one that is not over.
    CompletionStage<Optional<Receipt>> unsigned(RoomId room, String issuer) {
        return fold(room, null)
                .thenApply(folded ->
                        folded == null
                                ? Optional.empty()
                                : Optional.ofNullable(receipt(issuer, folded)));
    }

    /// The rows of a log so far, up to its session's end: what was understood only after that is in
    /// no receipt, so that there is one for good.
    ///
    /// @param head the hash of the last one
    private record Folded(RoomState state, String head) {}

    /// Folds a log page by page, so that no more than one is in memory; null for an unknown room.
    private CompletionStage<@Nullable Folded> fold(RoomId room, @Nullable Folded soFar) {
        return logs.chain(room, soFar == null ? 0 : soFar.state().seq(), PAGE)
                .thenCompose(page -> {
                    Folded folded = with(soFar, page);
                    boolean goesOn = folded != null && !folded.state().over();
                    return page.size() == PAGE && goesOn
                            ? fold(room, folded)
                            : CompletableFuture.completedStage(folded);
                });
    }

    private static @Nullable Folded with(@Nullable Folded soFar, List<ChainedRow> page) {
        if (page.isEmpty()) {
            return soFar;
        }
        RoomState state = soFar == null ? RoomState.of(page.getFirst().event()) : soFar.state();
        String head = page.getFirst().hash();
        for (ChainedRow row : page.subList(soFar == null ? 1 : 0, page.size())) {
            if (!state.over()) {
                state.apply(row.event());
                head = row.hash();
            }
        }
        return new Folded(state, head);
    }

    /// What the rows of a log come to; null if the session's end is not among them, or it was
    /// cancelled.
    static @Nullable Receipt receipt(String issuer, List<ChainedRow> rows) {
        Folded folded = with(null, rows);
        return folded == null ? null : receipt(issuer, folded);
    }

    private static @Nullable Receipt receipt(String issuer, Folded folded) {
        RoomState state = folded.state();
        SessionEnd end = state.end();
        return end == null || end.outcome() == null
                ? null
                : new Receipt(
                        issuer,
                        state.record(),
                        end,
                        state.topics(),
                        state.seated(end.atMs()).stream().map(Receipts::attendance).toList(),
                        List.of(),
                        new Receipt.Log(state.epoch(), state.seq(), folded.head()));
    }

    private static Receipt.Attendance attendance(Seated seated) {
        Participant who = seated.participant();
        return new Receipt.Attendance(who.id(), who.role(), seated.attendanceMs());
    }

    /// A page of the rows above `after`, at most `limit`.
    public CompletionStage<byte[]> page(RoomId room, long after, int limit) {
        return logs.chain(room, 0, 1)
                .thenCombine(
                        logs.chain(room, after, limit + 1),
                        (first, found) -> {
                            boolean more = found.size() > limit;
                            List<ChainedRow> rows = more ? found.subList(0, limit) : found;
                            return page(rows, more, openedMs(first));
                        });
    }

    /// When the log that begins with these rows began.
    static long openedMs(List<ChainedRow> rows) {
        return rows.isEmpty() ? 0 : rows.getFirst().event().wallMs();
    }

    /// Writes a page.
    ///
    /// @param more whether there are rows after these
    /// @param openedMs when the first row of the log was written
    static byte[] page(List<ChainedRow> rows, boolean more, long openedMs) {
        List<LogCodec.Item> items = new ArrayList<>();
        for (ChainedRow row : rows) {
            RoomEvent.Logged event = row.event();
            RoomFact fact = event.fact();
            ErasableText text = row.text();
            items.add(
                    new LogCodec.Item(
                            event.seq(),
                            event.wallMs(),
                            event.wallMs() - openedMs,
                            fact.event(),
                            new LogCodec.Kept(
                                    row.json(),
                                    row.hash(),
                                    text == null ? null : text.salt(),
                                    text == null ? null : text.text())));
        }
        return LogCodec.page(items, more ? Long.valueOf(items.getLast().seq()) : null);
    }
}
