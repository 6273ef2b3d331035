package live.lyceum.signaling.receipt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import live.lyceum.signaling.auth.ReceiptKey;
import live.lyceum.signaling.protocol.Receipt;
import live.lyceum.signaling.protocol.ReceiptSigner;
import live.lyceum.signaling.protocol.codec.LogCodec;
import live.lyceum.signaling.protocol.codec.ReceiptCodec;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.store.ChainedRow;
import live.lyceum.signaling.store.ErasableText;
import live.lyceum.signaling.store.UnreadableRowException;
import org.jspecify.annotations.Nullable;

/// Checks a receipt, and the log it follows from, without the server.
public final class ReceiptCheck {
    private ReceiptCheck() {}

    /// What is wrong with a receipt, for its reader.
    public static final class Refused extends Exception {
        Refused(String why) {
            super(why);
        }
    }

    /// Checks that `file` is, byte for byte, what the owner of the key handed out.
    ///
    /// @return what is signed, as JSON
    public static String signature(byte[] file, ReceiptSigner key) throws Refused {
        return read(file, key).receipt();
    }

    private static ReceiptCodec.Signed read(byte[] file, ReceiptSigner key) throws Refused {
        ReceiptCodec.Signed signed = ReceiptCodec.read(file);
        if (signed == null) {
            throw new Refused("it is no receipt as a server hands it out");
        }
        if (!signed.kid().equals(key.kid())) {
            throw new Refused("another key signed it: " + signed.kid());
        }
        if (!ReceiptKey.signed(key, signed.receipt(), signed.signature())) {
            throw new Refused("it was changed, or another key signed it");
        }
        return signed;
    }

    /// Checks besides that the receipt follows from the whole log of its session, but for what the
    /// files of recordings are: that is signed and nothing else.
    ///
    /// @param pages of `GET /sessions/{id}/events`, from the first to the last
    /// @return as [#signature]
    public static String withLog(byte[] file, ReceiptSigner key, List<byte[]> pages)
            throws Refused {
        ReceiptCodec.Signed signed = read(file, key);
        Receipt receipt;
        try {
            List<ChainedRow> rows = rows(pages);
            refuseMoreThanLines(rows);
            List<Receipt.Recorded> recordings = ReceiptCodec.recordings(signed.receipt());
            if (!recordings.stream().allMatch(each -> has(rows, each))) {
                throw new Refused("the log has not a recording of the receipt");
            }
            receipt = rows.isEmpty() ? null : Receipts.receipt(signed.issuer(), rows);
            receipt = receipt == null ? null : receipt.with(recordings);
        } catch (UnreadableRowException | IllegalArgumentException changed) {
            throw new Refused("the log was changed: " + changed.getMessage());
        }
        if (receipt == null) {
            throw new Refused("the log is not the whole log of a session");
        }
        if (!ReceiptCodec.receipt(receipt).equals(signed.receipt())) {
            throw new Refused("the receipt does not follow from this log");
        }
        return signed.receipt();
    }

    /// Behind the end of a session there are its last words, and nothing else.
    private static void refuseMoreThanLines(List<ChainedRow> rows) throws Refused {
        boolean over = false;
        for (ChainedRow row : rows) {
            RoomFact fact = row.event().fact();
            if (over && !(fact instanceof RoomFact.Transcribed)) {
                throw new Refused("the log goes on behind the session's end");
            }
            over |= fact instanceof RoomFact.Ended;
        }
    }

    /// Whether a log has the start and the end of a recording at these times.
    private static boolean has(List<ChainedRow> rows, Receipt.Recorded recorded) {
        Long startedMs = null;
        for (ChainedRow row : rows) {
            RoomEvent.Logged event = row.event();
            RoomFact fact = event.fact();
            if (fact instanceof RoomFact.RecordingStarted started
                    && started.id().equals(recorded.id())) {
                startedMs = event.wallMs();
            } else if (startedMs != null
                    && (fact instanceof RoomFact.RecordingStopped
                            || fact instanceof RoomFact.Ended)) {
                return startedMs == recorded.startedAtMs()
                        && event.wallMs() == recorded.endedAtMs();
            }
        }
        return false;
    }

    private static List<ChainedRow> rows(List<byte[]> pages) throws Refused {
        List<ChainedRow> rows = new ArrayList<>();
        String previous = ChainedRow.BEFORE_FIRST;
        for (byte[] page : pages) {
            List<ChainedRow> ofPage = rows(page);
            for (ChainedRow row : ofPage) {
                if (!row.follows(previous)) {
                    throw new Refused(
                            "row %d does not follow from the one before it"
                                    .formatted(rows.size() + 1));
                }
                previous = row.hash();
                rows.add(row);
            }
            boolean more = LogCodec.next(page) != null;
            if (!Arrays.equals(Receipts.page(ofPage, more, Receipts.openedMs(rows)), page)) {
                throw new Refused("a page of the log is not as a server hands it out");
            }
        }
        return rows;
    }

    private static List<ChainedRow> rows(byte[] page) throws Refused {
        List<LogCodec.Kept> kept = LogCodec.kept(page);
        if (kept == null) {
            throw new Refused("a page of the log cannot be read");
        }
        return kept.stream()
                .map(each -> new ChainedRow(each.json(), each.hash(), text(each)))
                .toList();
    }

    private static @Nullable ErasableText text(LogCodec.Kept kept) {
        String salt = kept.salt();
        String text = kept.text();
        return salt == null || text == null ? null : new ErasableText(salt, text);
    }
}
