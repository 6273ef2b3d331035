package live.lyceum.recorder.api;

import java.util.List;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import org.jspecify.annotations.Nullable;

/// Makes lines of text of what is said in rooms, while it is said. Safe to call from any thread;
/// nothing here blocks. What it has to tell, it tells its [Listener].
public interface Transcriber {
    /// A room that is to be transcribed.
    ///
    /// @param languages that are spoken there, as BCP 47 has them; empty: any
    /// @param words that are likely to be said: names, topics
    /// @param kept whether its lines are kept when it is over
    record Order(RoomId session, List<String> languages, List<String> words, boolean kept) {
        public Order {
            languages = List.copyOf(languages);
            words = List.copyOf(words);
        }

        /// One whose lines are kept.
        public Order(RoomId session, List<String> languages, List<String> words) {
            this(session, languages, words, true);
        }

        /// Leaves out the words.
        @Override
        public String toString() {
            return "Order[%s]".formatted(session);
        }
    }

    /// How it is with a room.
    enum State {
        /// What is said becomes text.
        ON,
        /// The service cannot be had now; what is said meanwhile is kept for it as long as there is
        /// room.
        INTERRUPTED,
        /// Nothing becomes text any more: nobody asked for it, or the limits are used up.
        OFF
    }

    /// Whether rooms can be transcribed here at all: there is a service that does it.
    boolean available();

    /// Says who is told; called once, before anything else.
    void listen(Listener listener);

    /// Transcribes a room from now on. If that is so already, only what is likely to be said is
    /// another from now on; if it is not [#available], nothing is done. A room for which there is
    /// no place is OFF until there is.
    void transcribe(Order order);

    /// Hears nothing more of a room. What was said until then may still become text; then
    /// [Listener#ended] is told. Also to be called for a session that is over and was not
    /// transcribed here: a process before may have left something of it.
    void stop(RoomId session);

    /// A line that was told of a session is not kept anywhere: what was said in it is missing, and
    /// is recognised again when the session is over. Told before [Lines] are asked of what was told
    /// with it or after it.
    void missed(RoomId session, TranscriptLine line);

    /// Goes on with what a process before has left; called once, when sessions can be asked for.
    ///
    /// @param lines asked also later for what is known of a session, when all that was told of it
    ///   is kept
    /// @return complete when it is known what there is to do: [#busy] says so from then on
    CompletionStage<@Nullable Void> goOn(Lines lines);

    /// Whether more may come of a session: it is transcribed, or waits for what comes afterwards.
    /// If not, all lines of it were told; before [#goOn] is complete, that is not known.
    boolean busy(RoomId session);

    /// How far a session is.
    enum Standing {
        GOES_ON,
        /// It is over, and its transcript takes lines.
        OVER,
        /// No line of it is kept any more, or nobody knows it.
        CLOSED
    }

    /// What is known of a session.
    ///
    /// @param lines that are kept, each in its best version
    record Written(Standing standing, List<TranscriptLine> lines) {
        public Written {
            lines = List.copyOf(lines);
        }
    }

    /// Where lines are kept. Safe to call from any thread; does not block.
    interface Lines {
        /// What is known of a session, with all lines that were told until now.
        CompletionStage<Written> of(RoomId session);
    }

    /// Told what is said, on a thread of the transcriber's; the calls for one room come one after
    /// another.
    interface Listener {
        /// A line that is not final: it may change, and nobody keeps it.
        void partial(RoomId session, TranscriptLine line);

        /// A line that is final, or a better version of one: few for each.
        void line(RoomId session, TranscriptLine line);

        /// It is otherwise with a room now.
        void state(RoomId session, State state);

        /// Nothing more comes of a room that was stopped. Told once for each that was begun.
        void ended(RoomId session);
    }
}
