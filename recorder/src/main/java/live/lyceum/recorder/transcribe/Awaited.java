package live.lyceum.recorder.transcribe;

import org.jspecify.annotations.Nullable;

/// An utterance on one connection, and what came back of it there. Owned by its [ServiceLink].
///
/// A service may give its text in pieces, and does not say which is the last. So the text is all
/// pieces that come until it is over: 2 s after its end was sent, and 1 s after the last piece, or
/// once the end of the next utterance was sent or a piece came that begins as the interims of that
/// one. A piece before the end does for that only if no interim came after it: else there is more
/// to come.
///
/// A piece with the text of one shortly before may be a double that comes late, or what was really
/// said. It is a double if there are pieces already or an interim began otherwise. Else it is kept
/// back, and counts only if nothing else comes.
final class Awaited {
    static final long WINDOW_US = 2_000_000;
    private static final long QUIET_US = 1_000_000;

    private static final long NEVER = Long.MAX_VALUE;

    /// Beginnings that differ within so few letters are of different texts; that are the same over
    /// so many, of the same.
    private static final int FEW_LETTERS = 3;

    private static final int LETTERS = 12;

    /// Of all its pieces; more than anybody says. What comes then is left out.
    static final int MAX_TEXT = TranscriptAssembler.MAX_PARTS * TranscriptAssembler.MAX_TEXT;

    /// How long after its end a service may say nothing of it.
    private static final long STALL_US = 8_000_000;

    private final Utterance utterance;
    private final StringBuilder text = new StringBuilder();

    private @Nullable String language;
    private int sent;
    private long sentSamples;
    private long endUs = NEVER;
    private long pieceUs;
    private boolean pieces;
    private boolean answered;
    private boolean moreToCome;
    private boolean nextEnded;
    private boolean given;
    private String interim = "";

    /// Letters of the last interim that came in no piece that began as it did.
    private int owed;

    private @Nullable String doubtful;
    private @Nullable String doubtfulLanguage;

    Awaited(Utterance utterance) {
        this.utterance = utterance;
    }

    Utterance utterance() {
        return utterance;
    }

    /// The next of its audio; null if there is no more yet.
    short @Nullable [] nextAudio() {
        return sent < utterance.audio().size() ? utterance.audio().get(sent) : null;
    }

    void sent(short[] audio) {
        sent++;
        sentSamples += audio.length;
    }

    /// As far as it was sent.
    long sentUntilUs() {
        return endUs == NEVER
                ? utterance.startUs() + Utterance.durationUs(sentSamples)
                : utterance.endUs();
    }

    void end(long nowUs) {
        endUs = nowUs;
    }

    boolean ended() {
        return endUs != NEVER;
    }

    /// The one after it was sent whole.
    void nextEnded() {
        nextEnded = true;
    }

    /// It is of no use here any more, but what comes of it has to be told from what comes of
    /// others.
    void give() {
        given = true;
    }

    boolean given() {
        return given;
    }

    /// Whether a piece came after its end.
    boolean answered() {
        return answered;
    }

    /// Whether a piece came after its end, and what there is may be all: it has the last word of
    /// the interims, or about as many letters. A text may be shorter than it seemed, but hardly by
    /// a quarter.
    boolean seemsWhole() {
        return answered && (4 * owed <= interim.length() || Words.hasLastOf(interim, text));
    }

    /// Whether the interims say that this piece is of it.
    boolean expects(String piece) {
        return moreToCome && !piece.isEmpty() && Words.beginAlike(interim, piece, FEW_LETTERS);
    }

    void interim(String so) {
        moreToCome = true;
        interim = so;
        owed = so.length();
        if (doubtful != null && !Words.beginAlike(so, doubtful, FEW_LETTERS)) {
            doubtful = null;
        }
    }

    /// A piece of its text.
    ///
    /// @param seen whether the same came shortly before
    /// @return whether it counts now
    boolean piece(String piece, @Nullable String itsLanguage, boolean seen, long nowUs) {
        pieceUs = nowUs;
        if (seen && !(pieces && moreToCome && Words.beginAlike(interim, piece, LETTERS))) {
            if (!pieces && (!moreToCome || Words.beginAlike(interim, piece, FEW_LETTERS))) {
                doubtful = piece;
                doubtfulLanguage = itsLanguage;
            }
            return false;
        }
        add(piece, itsLanguage);
        return true;
    }

    private void add(String piece, @Nullable String itsLanguage) {
        doubtful = null;
        pieces = true;
        moreToCome = false;
        answered |= ended();
        if (Words.beginAlike(interim, piece, FEW_LETTERS)) {
            owed = Math.max(0, owed - piece.length());
        }
        if (text.length() + piece.length() <= MAX_TEXT) {
            Words.append(text, piece);
        }
        if (itsLanguage != null) {
            language = itsLanguage;
        }
    }

    /// When it is over, as far as is known now; `Long.MAX_VALUE` while that is open.
    long overUs() {
        if (!ended()) {
            return NEVER;
        }
        if (answered && nextEnded) {
            return pieceUs;
        }
        boolean enough = answered || doubtful != null || (pieces && !moreToCome);
        return enough ? Math.max(endUs + WINDOW_US, pieceUs + QUIET_US) : NEVER;
    }

    /// When it has been waited for too long; `Long.MAX_VALUE` if it is not waited for.
    long stallUs() {
        return ended() && overUs() == NEVER ? endUs + STALL_US : NEVER;
    }

    /// Until when the end of the next is held back, so that their pieces are not confused.
    long holdUs() {
        return answered ? Math.min(pieceUs + QUIET_US, endUs + WINDOW_US) : endUs + WINDOW_US;
    }

    /// Takes what was kept back: nothing else came.
    void close() {
        if (doubtful != null && !answered) {
            add(doubtful, doubtfulLanguage);
        }
    }

    /// All that came of it so far.
    String text() {
        return text.toString();
    }

    @Nullable String language() {
        return language;
    }
}
