package live.lyceum.signaling.protocol;

import org.jspecify.annotations.Nullable;

/// What a request with an `Idempotency-Key` was answered, or that it is under way.
///
/// @param digest tells another request under the same key
/// @param seed what its new ids are made of, so that a repetition makes no second thing
/// @param given null while it was not answered
/// @param createdAtMs epoch milliseconds
public record KeptAnswer(String digest, String seed, @Nullable Given given, long createdAtMs) {
    /// What was answered.
    ///
    /// @param body sealed in the database
    public record Given(int status, @Nullable String location, @Nullable String etag, String body) {
        /// The same with another body.
        public Given with(String other) {
            return new Given(status, location, etag, other);
        }

        /// Leaves out the body.
        @Override
        public String toString() {
            return "Given[%d]".formatted(status);
        }
    }

    /// The same, answered so, or not answered.
    public KeptAnswer with(@Nullable Given answered) {
        return new KeptAnswer(digest, seed, answered, createdAtMs);
    }
}
