package live.lyceum.signaling.auth;

import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import org.jspecify.annotations.Nullable;

/// Signs the addresses of a session's recorded files, and checks them: who has one may read that
/// file until it ends, and no other. One that was given to somebody says so: it is of no use once
/// they were put out of the session, which whoever serves it has to look up. Kept nowhere, so it
/// outlives a restart. Safe to call from any thread.
public final class FileUrls {
    /// How long an address is good at least.
    public static final long LIFE_S = 6 * 3_600;

    private static final String PURPOSE = "files";

    /// Ends are multiples of it, so that a page that is read again has the same addresses and a
    /// browser finds what it has kept.
    private static final long STEP_S = 600;

    private static final long SECOND_MS = 1_000;
    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,11}");

    private final byte[] key;
    private final LongSupplier clock;

    /// @param clock epoch milliseconds
    public FileUrls(SigningKey key, LongSupplier clock) {
        this.key = key.derived(PURPOSE);
        this.clock = clock;
    }

    /// Where a file is, from the root of the server, for the next six hours.
    ///
    /// @param file `{recordingId}.{name}` or `{uploadId}.webm`, as in `rec_1.lesson.webm`
    /// @param reader whom it is given to, if it is good only until they are put out; else null
    public String path(RoomId session, String file, @Nullable ParticipantId reader) {
        long end = Math.ceilDiv(clock.getAsLong() / SECOND_MS + LIFE_S, STEP_S) * STEP_S;
        String who = reader == null ? null : reader.value();
        return "/media/recordings/%s/%s?exp=%d%s&sig=%s"
                .formatted(session, file, end, of(who), signature(session.value(), file, end, who));
    }

    private static String of(@Nullable String reader) {
        return reader == null ? "" : "&for=" + reader;
    }

    private String signature(String session, String file, long end, @Nullable String reader) {
        String signed = "%s/%s?%d%s".formatted(session, file, end, of(reader));
        return Secrets.base64(Secrets.hmac(key, signed));
    }

    /// Whether an address is one of ours, and good still.
    ///
    /// @param session as the path says it
    /// @param file as the path says it
    /// @param end `exp` of the query, or null
    /// @param reader `for` of the query, or null
    /// @param signature `sig` of the query, or null
    public boolean isGood(
            String session,
            String file,
            @Nullable String end,
            @Nullable String reader,
            @Nullable String signature) {
        if (end == null || signature == null || !SECONDS.matcher(end).matches()) {
            return false;
        }
        long endS = Long.parseLong(end);
        byte[] expected = signature(session, file, endS, reader).getBytes(StandardCharsets.UTF_8);
        return Secrets.same(expected, signature.getBytes(StandardCharsets.UTF_8))
                && endS * SECOND_MS > clock.getAsLong();
    }
}
