package live.lyceum.signaling.http;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.auth.JoinClaims;
import live.lyceum.signaling.protocol.AccessKey;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.TenantId;

/// A request whose operation and caller are known.
record Call(
        ApiRequest request, Operation operation, Map<String, String> parameters, Caller caller) {
    /// Carries out an operation. What goes wrong is thrown, or fails the stage.
    interface Handler {
        CompletionStage<HttpReply> answer(Call call) throws ProblemException;
    }

    /// What the path says; the operation's template has such a parameter.
    String parameter(String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    /// The session that the path names.
    RoomId room() throws ProblemException {
        return Requests.room(parameter("id"));
    }

    /// The join token's claims, where the operation asks for one.
    JoinClaims claims() {
        return ((Caller.Seat) caller).claims();
    }

    /// Who asks, where the operation asks for a person.
    Caller.Person person() {
        return (Caller.Person) caller;
    }

    /// The key, where the operation asks for one.
    AccessKey key() {
        return ((Caller.Key) caller).key();
    }

    /// Whose sessions the call is about, where the operation asks for a key.
    TenantId tenant() {
        return key().tenant();
    }
}
