package live.lyceum.signaling.http;

import java.util.function.Supplier;
import live.lyceum.media.api.RoomId;

/// The addresses that people are given.
///
/// @param server what browsers call us, without a slash at the end
record Urls(Supplier<String> server) {
    /// The link that lets a join token's owner into the session.
    String join(RoomId session, String token) {
        return "%s/session/%s/#t=%s".formatted(server.get(), session, token);
    }

    /// The link that shows a dashboard token's owner their sessions.
    String dashboard(String token) {
        return "%s/dashboard#t=%s".formatted(server.get(), token);
    }
}
