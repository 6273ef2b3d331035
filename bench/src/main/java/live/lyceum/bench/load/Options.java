package live.lyceum.bench.load;

import java.util.List;

/// The arguments of a load run.
///
/// @param shapes what is run, one after the other
/// @param seconds length of one window
/// @param runs how many windows of each side
/// @param calls of the REST API a second, or 0 to measure without them
/// @param tap whether to measure what recording costs
/// @param transcribe whether to measure what transcribing costs
record Options(
        List<Shape> shapes,
        int seconds,
        int runs,
        int calls,
        boolean tap,
        boolean transcribe,
        Mode mode) {
    private static final int MAX_SECONDS = 600;
    private static final int MAX_RUNS = 50;
    private static final int MAX_CALLS = 390;

    /// What is done with the ratios.
    enum Mode {
        PRINT,
        RECORD,
        CHECK
    }

    /// Who talks to whom.
    enum Kind {
        /// Rooms of two.
        ROOMS,
        /// One sender to so many listeners.
        LISTENERS
    }

    /// @param size rooms or listeners
    record Shape(Kind kind, int size) {
        // A session has at most 58 participants.
        private static final int MAX_LISTENERS = 57;
        private static final int MAX_ROOMS = 200;

        Shape {
            int max = kind == Kind.ROOMS ? MAX_ROOMS : MAX_LISTENERS;
            if (size < 1 || size > max) {
                throw new IllegalArgumentException(kind + " must be 1 to " + max);
            }
        }

        /// As in baseline.json.
        String key() {
            return kind == Kind.ROOMS ? "rooms-" + size : "listeners-" + size;
        }

        /// Packets a second that clients would receive of senders that are never held up.
        int packetsPerSecond() {
            return Source.PACKETS_PER_SECOND * (kind == Kind.ROOMS ? 2 * size : size);
        }

        String unit() {
            return kind == Kind.ROOMS ? "room" : "listener";
        }
    }

    private static final List<Shape> BOTH =
            List.of(new Shape(Kind.ROOMS, 25), new Shape(Kind.LISTENERS, 50));

    /// Throws `IllegalArgumentException` with what is wrong.
    static Options parse(List<String> arguments) {
        Shape shape = null;
        int seconds = 0;
        int runs = 0;
        int calls = 0;
        boolean tap = false;
        boolean transcribe = false;
        Mode mode = Mode.PRINT;
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            switch (name) {
                case "--rooms" -> shape = new Shape(Kind.ROOMS, number(arguments, ++i, 200));
                case "--listeners" ->
                        shape = new Shape(Kind.LISTENERS, number(arguments, ++i, 200));
                case "--seconds" -> seconds = number(arguments, ++i, MAX_SECONDS);
                case "--runs" -> runs = number(arguments, ++i, MAX_RUNS);
                case "--calls" -> calls = number(arguments, ++i, MAX_CALLS);
                case "--tap" -> tap = true;
                case "--transcribe" -> transcribe = true;
                case "--record" -> mode = Mode.RECORD;
                case "--check" -> mode = Mode.CHECK;
                default -> throw new IllegalArgumentException("there is no argument " + name);
            }
        }
        if (transcribe && shape != null && shape.kind() != Kind.ROOMS) {
            throw new IllegalArgumentException("--transcribe is about rooms");
        }
        boolean brief = mode == Mode.CHECK;
        List<Shape> shapes =
                shape != null ? List.of(shape) : mode == Mode.PRINT ? BOTH.subList(0, 1) : BOTH;
        return new Options(
                shapes,
                seconds > 0 ? seconds : brief ? 5 : 20,
                runs > 0 ? runs : brief ? 3 : 5,
                calls,
                tap,
                transcribe,
                mode);
    }

    private static int number(List<String> arguments, int at, int max) {
        try {
            int number = Integer.parseInt(arguments.get(at));
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            // Told below.
        }
        throw new IllegalArgumentException(
                arguments.get(at - 1) + " wants a number from 1 to " + max);
    }
}
