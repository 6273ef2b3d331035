package live.lyceum.signaling.http;

import java.util.ArrayList;
import java.util.List;

/// One thing that is asked of the REST API, and what has to be answered.
///
/// @param code of the problem; empty for none
/// @param what tells cases with the same answer apart
record ApiCase(Operation operation, int status, String code, String what, How how) {
    /// Asks it.
    interface How {
        Answer of(ApiStage stage) throws Exception;
    }

    /// Writes down what is asked, for a case on the usual server.
    interface Request {
        Ask of(ApiStage stage) throws Exception;
    }

    String name() {
        return "%s %d %s %s".formatted(operation, status, code, what).strip();
    }

    ApiDescription.Outcome outcome() {
        return new ApiDescription.Outcome(ApiDescription.id(operation), status, code);
    }

    /// Collects cases.
    static final class Table {
        private final List<ApiCase> cases = new ArrayList<>();

        /// One that goes well.
        void good(Operation operation, int status, String what, Request request) {
            add(operation, status, "", what, stage -> request.of(stage).to(stage.usual));
        }

        /// One that is refused.
        void bad(Operation operation, int status, String code, String what, Request request) {
            add(operation, status, code, what, stage -> request.of(stage).to(stage.usual));
        }

        void add(Operation operation, int status, String code, String what, How how) {
            cases.add(new ApiCase(operation, status, code, what, how));
        }

        List<ApiCase> all() {
            return cases;
        }
    }
}
