package live.lyceum.recorder.gemini;

import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import live.lyceum.recorder.adapter.Turns;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.jspecify.annotations.Nullable;

/// One connection to Gemini Live: the setup, then utterances. Its state is owned by its turns;
/// calls of any thread and of the WebSocket become turns. One message is under way at a time, since
/// the service must get them in order. The WebSocket gives its next piece only when the one before
/// is dealt with, so what comes does not pile up.
final class LiveConnection implements SpeechRecognizer.Connection {
    /// What a connection needs to know of the client it belongs to.
    interface Owner {
        /// Counts and logs an end, once for each connection.
        ///
        /// @param reason in words for people, without keys; may be empty
        void ended(LiveConnection which, SpeechRecognizer.End why, String reason);

        /// Counts that audio could not wait any more.
        void overflowed();
    }

    static final int MAX_TEXT = 16_000;
    private static final String TOO_LONG_A_TEXT = "a text is longer than 16,000 characters";

    private static final long CLOSE_WITHIN_S = 2;
    private static final String TOO_MUCH_WAITS = "more than 30 s of audio wait";

    private final Owner owner;
    private final SpeechRecognizer.Listener listener;
    private final Turns turns = new Turns("gemini-connection");
    private final Outgoing outgoing = new Outgoing();

    /// Of what was given and is not sent, in [Outgoing]'s measure. Counted where it is given, for
    /// turns may be late.
    private final AtomicInteger waitingBytes = new AtomicInteger();

    private @Nullable WebSocket socket;
    private boolean ready;
    private boolean sending;
    private boolean goingAway;

    /// Utterances whose end was sent, with which the service is not done.
    private int undone;

    /// Whether it has told what it recognised of the first of them, and whether it has begun to
    /// tell more.
    private boolean resultCame;

    private boolean resultToCome;
    private volatile boolean ended;

    LiveConnection(Owner owner, SpeechRecognizer.Listener listener) {
        this.owner = owner;
        this.listener = listener;
    }

    /// Goes on with a handshake.
    ///
    /// @param setup the first message
    void connect(CompletionStage<WebSocket> handshake, String setup) {
        handshake.whenComplete(
                (opened, error) -> turns.execute(() -> connected(opened, error, setup)));
    }

    /// Ends it, or tells that there is none.
    void fail(SpeechRecognizer.End why, String reason) {
        turns.execute(() -> end(why, reason));
    }

    /// What the WebSocket tells.
    WebSocket.Listener incoming() {
        return new FromService();
    }

    private void connected(@Nullable WebSocket opened, @Nullable Throwable error, String setup) {
        if (opened == null) {
            end(handshakeEnd(error), handshakeReason(error));
        } else if (ended) {
            opened.abort();
        } else {
            socket = opened;
            send(opened, new Outgoing.Message(setup, 0));
        }
    }

    // --- Out ---

    @Override
    public void begin() {
        give(Outgoing.MARK_BYTES, outgoing::begin);
    }

    @Override
    public void audio(short[] samples) {
        give(samples.length * Short.BYTES, () -> outgoing.audio(samples));
    }

    @Override
    public void end() {
        give(Outgoing.MARK_BYTES, outgoing::end);
    }

    @Override
    public void close() {
        if (!ended) {
            turns.execute(() -> end(SpeechRecognizer.End.CLOSED, ""));
        }
    }

    private void give(int bytes, BooleanSupplier taken) {
        if (ended) {
            return;
        }
        if (waitingBytes.addAndGet(bytes) > Outgoing.MAX_BYTES) {
            waitingBytes.addAndGet(-bytes);
            turns.execute(this::overflow);
            return;
        }
        turns.execute(() -> {
            if (ended || !taken.getAsBoolean()) {
                waitingBytes.addAndGet(-bytes);
            } else {
                sendNext();
            }
        });
    }

    private void overflow() {
        if (!ended) {
            owner.overflowed();
            end(SpeechRecognizer.End.BROKEN, TOO_MUCH_WAITS);
        }
    }

    private void sendNext() {
        WebSocket to = socket;
        if (to == null || !ready || sending || ended) {
            return;
        }
        Outgoing.Message next = outgoing.next();
        if (next != null) {
            send(to, next);
        }
    }

    private void send(WebSocket to, Outgoing.Message message) {
        sending = true;
        if (message.text().equals(LiveCodec.ACTIVITY_END)) {
            undone++;
        }
        var _ =
                to.sendText(message.text(), true)
                        .whenComplete((sent, error) -> turns.execute(() -> sent(message, error)));
    }

    private void sent(Outgoing.Message message, @Nullable Throwable error) {
        sending = false;
        waitingBytes.addAndGet(-message.bytes());
        if (error == null) {
            sendNext();
        } else {
            end(SpeechRecognizer.End.BROKEN, name(error));
        }
    }

    // --- In ---

    /// Owned by the WebSocket, which calls one method after another.
    private final class FromService implements WebSocket.Listener {
        private final Incoming incoming = new Incoming();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence piece, boolean last) {
            heard(from, incoming.add(piece, last));
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(
                WebSocket from, ByteBuffer piece, boolean last) {
            heard(from, incoming.add(piece, last));
            return null;
        }

        private void heard(WebSocket from, @Nullable String message) {
            if (incoming.tooLong()) {
                fail(SpeechRecognizer.End.BROKEN, "a message is longer than 1 MiB");
            } else if (message == null) {
                from.request(1);
            } else {
                turns.execute(() -> {
                    try {
                        read(message);
                    } finally {
                        from.request(1);
                    }
                });
            }
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            turns.execute(() -> closed(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            fail(SpeechRecognizer.End.BROKEN, name(error));
        }
    }

    private void read(String message) {
        List<LiveAnswer> answers = LiveCodec.read(message);
        if (answers == null) {
            end(SpeechRecognizer.End.BROKEN, "what the service says is not its protocol");
            return;
        }
        for (LiveAnswer each : answers) {
            if (!ended) {
                tell(each);
            }
        }
    }

    private void tell(LiveAnswer answer) {
        switch (answer) {
            case LiveAnswer.Ready _ -> {
                if (!ready) {
                    ready = true;
                    listener.ready();
                    sendNext();
                }
            }
            case LiveAnswer.Interim interim -> {
                if (fits(interim.text())) {
                    resultToCome = true;
                    listener.interim(interim.text());
                }
            }
            case LiveAnswer.Result result -> {
                if (fits(result.text())) {
                    resultToCome = false;
                    resultCame = true;
                    listener.result(result.text(), result.language());
                }
            }
            case LiveAnswer.Done _ -> done();
            case LiveAnswer.GoAway goAway -> {
                goingAway = true;
                listener.goAway(goAway.leftMs());
            }
        }
    }

    /// The service says nothing else of an utterance without words; without this the text of the
    /// next would be taken for that of it.
    private void done() {
        if (undone == 0) {
            return;
        }
        undone--;
        if (!resultCame && !resultToCome) {
            listener.result("", null);
        }
        resultCame = false;
    }

    /// A longer text ends it: nobody says so much in an utterance.
    private boolean fits(String text) {
        if (text.length() > MAX_TEXT) {
            end(SpeechRecognizer.End.BROKEN, TOO_LONG_A_TEXT);
            return false;
        }
        return true;
    }

    // --- Ends ---

    private void closed(int code, String reason) {
        end(Ends.ofClose(code, reason, ready, goingAway), "%d %s".formatted(code, reason));
    }

    private static SpeechRecognizer.End handshakeEnd(@Nullable Throwable error) {
        return cause(error) instanceof WebSocketHandshakeException answered
                ? Ends.ofHandshake(answered.getResponse().statusCode())
                : SpeechRecognizer.End.BROKEN;
    }

    private static String handshakeReason(@Nullable Throwable error) {
        return cause(error) instanceof WebSocketHandshakeException answered
                ? "HTTP " + answered.getResponse().statusCode()
                : name(error);
    }

    private static @Nullable Throwable cause(@Nullable Throwable error) {
        return error instanceof CompletionException ? error.getCause() : error;
    }

    /// Its class alone: what it says may have what was asked in it.
    private static String name(@Nullable Throwable error) {
        Throwable cause = cause(error);
        return cause == null ? "" : cause.getClass().getSimpleName();
    }

    private void end(SpeechRecognizer.End why, String reason) {
        if (ended) {
            return;
        }
        ended = true;
        WebSocket gone = socket;
        socket = null;
        if (gone != null) {
            if (why == SpeechRecognizer.End.CLOSED && !sending) {
                var _ =
                        gone.sendClose(WebSocket.NORMAL_CLOSURE, "")
                                .orTimeout(CLOSE_WITHIN_S, TimeUnit.SECONDS)
                                .whenComplete((sent, error) -> gone.abort());
            } else {
                gone.abort();
            }
        }
        owner.ended(this, why, reason);
        listener.closed(why);
    }
}
