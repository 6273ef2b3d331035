package live.lyceum.recorder.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import org.jspecify.annotations.Nullable;

/// Sums up lessons by what was said in them. Safe to call from any thread; nothing here blocks.
public interface Summarizer extends AutoCloseable {
    /// A topic that was planned.
    ///
    /// @param doneAtMs when the mentor marked it done, in epoch milliseconds; null: not at all
    record Topic(String id, String title, @Nullable Long doneAtMs) {
        /// Leaves out the title.
        @Override
        public String toString() {
            return "Topic[%s]".formatted(id);
        }
    }

    /// Something that was said.
    ///
    /// @param role of who said it, in a word; empty if it is not known
    /// @param atMs when it began to be said, in epoch milliseconds
    record Line(String id, String name, String role, String text, long atMs) {
        /// Leaves out who said what.
        @Override
        public String toString() {
            return "Line[%s]".formatted(id);
        }
    }

    /// A lesson that is over.
    ///
    /// @param topics in their order
    /// @param lines in the order of speech, not empty
    record Order(RoomId session, String title, List<Topic> topics, List<Line> lines) {
        public Order {
            topics = List.copyOf(topics);
            lines = List.copyOf(lines);
        }

        /// Leaves out what people wrote and said.
        @Override
        public String toString() {
            return "Order[%s]".formatted(session);
        }
    }

    /// Why a lesson was not summed up.
    final class NotSummarized extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean again;
        private final long retryAfterMs;

        /// @param again whether it may go well another time
        /// @param retryAfterMs when the service wants to be asked again, in milliseconds; 0 if it
        ///   says nothing of it
        /// @param told for the log; nothing of what was said, and no key
        public NotSummarized(boolean again, long retryAfterMs, String told) {
            super(told);
            this.again = again;
            this.retryAfterMs = retryAfterMs;
        }

        public boolean again() {
            return again;
        }

        public long retryAfterMs() {
            return retryAfterMs;
        }
    }

    /// Which model sums up, as people may read it; null: nothing is summed up here.
    @Nullable String model();

    /// Sums up a lesson.
    ///
    /// @return a section for the whole and one for each topic, also for those of which there is
    ///   nothing to say; or fails with [NotSummarized]
    CompletionStage<Summary> summarize(Order order);

    /// Gives up what is under way.
    @Override
    void close();

    /// One that sums up nothing.
    static Summarizer none() {
        return new Summarizer() {
            @Override
            public @Nullable String model() {
                return null;
            }

            @Override
            public CompletionStage<Summary> summarize(Order order) {
                return CompletableFuture.failedStage(
                        new NotSummarized(false, 0, "nothing is summed up here"));
            }

            @Override
            public void close() {}
        };
    }
}
