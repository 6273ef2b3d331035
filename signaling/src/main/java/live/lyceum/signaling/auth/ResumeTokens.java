package live.lyceum.signaling.auth;

import java.nio.charset.StandardCharsets;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import org.jspecify.annotations.Nullable;

/// Lets a page prove that it is the one that was greeted before: its name and a signature over
/// that, the room and the seat. Kept nowhere, so it outlives a restart. Safe to call from any
/// thread.
public final class ResumeTokens {
    private static final int PAGE_BYTES = 9;
    private static final String PURPOSE = "resume";

    private final byte[] key;

    public ResumeTokens(SigningKey key) {
        this.key = key.derived(PURPOSE);
    }

    /// A name for a new page, which nobody can guess.
    public String newPage() {
        return Secrets.text(PAGE_BYTES);
    }

    /// The page's token.
    public String issue(RoomId room, ParticipantId who, String page) {
        return page + "." + signature(room, who, page);
    }

    private String signature(RoomId room, ParticipantId who, String page) {
        return Secrets.base64(Secrets.hmac(key, "%s|%s|%s".formatted(room, who, page)));
    }

    /// The page that the token was made for, or null if it is not one of ours for this seat.
    public @Nullable String page(RoomId room, ParticipantId who, String token) {
        int dot = token.indexOf('.');
        if (dot <= 0) {
            return null;
        }
        String page = token.substring(0, dot);
        byte[] expected = signature(room, who, page).getBytes(StandardCharsets.UTF_8);
        byte[] given = token.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
        return Secrets.same(expected, given) ? page : null;
    }
}
