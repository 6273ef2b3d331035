package live.lyceum.signaling.http;

import live.lyceum.signaling.protocol.ProblemException;

/// How many requests a second somebody may send, by the key or token they come with. Safe to call
/// from any thread.
final class CallRates {
    private static final int PER_TOKEN = 10;
    private static final int TOKEN_BURST = 40;

    private final KeyedRate keys;
    private final KeyedRate tokens = KeyedRate.perSecond(PER_TOKEN, TOKEN_BURST, System::nanoTime);

    CallRates(HttpLimits limits) {
        int perSecond = limits.requestsPerSecond();
        keys = KeyedRate.perSecond(perSecond, 2 * perSecond, System::nanoTime);
    }

    void charge(Call call) throws ProblemException {
        switch (call.caller()) {
            case Caller.Key key ->
                    Requests.charge(keys, key.key().id(), "Too many requests with this key");
            case Caller.Seat seat ->
                    charge("%s %s".formatted(seat.claims().room(), seat.claims().who()));
            case Caller.Person person -> charge("%s %s".formatted(person.tenant(), person.who()));
            case Caller.Nobody nobody -> {}
        }
    }

    private void charge(String who) throws ProblemException {
        Requests.charge(tokens, who, "Too many requests with this token");
    }
}
