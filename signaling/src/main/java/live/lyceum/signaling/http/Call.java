package live.lyceum.signaling.http;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.auth.JoinClaims;
import live.lyceum.signaling.auth.Seeds;
import live.lyceum.signaling.protocol.AccessKey;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.TenantId;
import org.jspecify.annotations.Nullable;

/// A request whose operation and caller are known.
///
/// @param seed of an `Idempotency-Key`, or null
record Call(
        ApiRequest request,
        Operation operation,
        Map<String, String> parameters,
        Caller caller,
        @Nullable Seed seed) {
    /// What new ids are made of.
    ///
    /// @param again whether they may have been made before
    record Seed(String value, boolean again) {}

    /// Carries out an operation. What goes wrong is thrown, or fails the stage.
    interface Handler {
        CompletionStage<HttpReply> answer(Call call) throws ProblemException;
    }

    /// The same call with a seed.
    Call from(Seed given) {
        return new Call(request, operation, parameters, caller, given);
    }

    /// So many letters for a new id, the same ones when the call is carried out again.
    String letters(int length) {
        return Seeds.letters(idSeed(), length);
    }

    /// What new ids are made of, the same when the call is carried out again; null for new ones.
    @Nullable String idSeed() {
        return seed == null ? null : seed.value();
    }

    /// Whether the call may have been carried out before, but was not answered.
    boolean again() {
        return seed != null && seed.again();
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
