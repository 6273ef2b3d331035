package live.lyceum.signaling.http;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Reading;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.auth.FileUrls;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Recording;
import live.lyceum.signaling.protocol.codec.RecordingCodec;
import live.lyceum.signaling.shell.Recordings;
import live.lyceum.signaling.shell.Sessions;
import live.lyceum.signaling.shell.Transcripts;
import live.lyceum.signaling.upload.Uploads;
import org.jspecify.annotations.Nullable;

/// Hands out the files of recordings, and what was said in them, to who has a signed address, or
/// says where else they are.
final class FileApi {
    private static final String PRIVATE = "private, max-age=3600";

    /// What a recording's file may be called; nothing that leads elsewhere.
    private static final Pattern OF_RECORDING =
            Pattern.compile("([A-Za-z0-9_-]{1,64})\\.([A-Za-z0-9_-]{1,64}\\.(?:webm|mp4|jpg|vtt))");

    /// What was said in a film: no file of it, for words may be erased, or become better, later.
    private static final Pattern TRANSCRIPT =
            Pattern.compile(
                    "([A-Za-z0-9_-]{1,64})\\."
                            + Pattern.quote(RecordingCodec.TRANSCRIPT)
                            + "([a-z]{3,4})");

    private static final Map<String, String> TYPES =
            Map.of(
                    "webm", "video/webm",
                    "mp4", "video/mp4",
                    "jpg", "image/jpeg",
                    "vtt", "text/vtt; charset=utf-8");

    /// What is played for as long as it is looked at. Browsers ask for its later ranges where they
    /// were once sent, not here (https://github.com/whatwg/fetch/issues/145).
    private static final Set<String> PLAYED = Set.of("webm", "mp4");

    /// For what is read at once.
    private static final Duration AT_ONCE = Duration.ofMinutes(5);

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final FileUrls urls;
    private final Uploads uploads;
    private final Recordings recordings;
    private final Transcripts transcripts;
    private final Sessions sessions;
    private final LongSupplier clock;

    FileApi(HttpParts parts) {
        urls = parts.fileUrls();
        uploads = parts.uploads();
        recordings = parts.recordings();
        transcripts = parts.transcripts();
        sessions = parts.sessions();
        clock = parts.clock();
    }

    Map<Operation, Call.Handler> handlers() {
        return Map.of(Operation.GET_RECORDED_FILE, this::get);
    }

    private CompletionStage<HttpReply> get(Call call) throws ProblemException {
        ApiRequest request = call.request();
        String session = call.parameter("session");
        String file = call.parameter("file");
        String reader = request.parameter("for");
        boolean good =
                urls.isGood(
                        session, file, request.parameter("exp"), reader, request.parameter("sig"));
        if (!good) {
            throw new ProblemException(
                    Problem.Code.FORBIDDEN, "The address is not one of ours, or has expired");
        }
        if (reader != null) {
            Callers.requireNotPutOut(sessions, new RoomId(session), new ParticipantId(reader));
        }
        Matcher words = TRANSCRIPT.matcher(file);
        if (words.matches() && Ids.valid(session)) {
            return transcript(request, new RoomId(session), words);
        }
        Path path = Ids.valid(session) ? path(new RoomId(session), file) : null;
        Version version = path == null ? null : version(path);
        URI elsewhere = path != null && version == null ? elsewhere(request, session, file) : null;
        if (elsewhere != null) {
            return CompletableFuture.completedStage(
                    HttpReply.empty(302)
                            .with("Location", elsewhere.toString())
                            .with("Cache-Control", "no-store"));
        }
        if (path == null || version == null) {
            throw unknown();
        }
        return CompletableFuture.completedStage(
                reply(request, path, version)
                        .with("ETag", version.etag())
                        .with("Last-Modified", version.lastModified())
                        .with("Accept-Ranges", "bytes")
                        .with("Cache-Control", PRIVATE));
    }

    private static ProblemException unknown() {
        return new ProblemException(Problem.Code.NOT_FOUND, "There is no such file");
    }

    /// As long as there is the film. It is made anew each time.
    private CompletionStage<HttpReply> transcript(ApiRequest request, RoomId session, Matcher name)
            throws ProblemException {
        TranscriptFormat format = TranscriptFormat.of(name.group(2));
        if (format == null) {
            throw unknown();
        }
        return recordings
                .get(session, new RecordingId(name.group(1)))
                .thenCompose(known ->
                        known.recording().state() == Recording.State.READY
                                ? transcripts
                                        .of(session)
                                        .thenApply(all -> all.saidDuring(known.recording()))
                                : CompletableFuture.failedStage(unknown()))
                .thenApply(said -> words(request, name.group(), format.whole(said)));
    }

    private static HttpReply words(ApiRequest request, String name, HttpReply all) {
        String tag = StaticSite.etag(all.body());
        HttpReply reply =
                isKnown(request, tag)
                        ? HttpReply.empty(304)
                        : all.with("Content-Disposition", disposition(request, name));
        return reply.with("ETag", tag)
                .with("Accept-Ranges", "none")
                .with("Cache-Control", "private, no-cache");
    }

    private static boolean isKnown(ApiRequest request, String tag) {
        String known = request.ifNoneMatch();
        return known != null && (known.contains(tag) || known.strip().equals("*"));
    }

    private @Nullable Path path(RoomId session, String file) {
        Matcher recorded = OF_RECORDING.matcher(file);
        return recorded.matches()
                ? recordings.file(session, new RecordingId(recorded.group(1)), recorded.group(2))
                : uploads.file(session, file);
    }

    /// An address good for as long as ours is, if it is for a player; else for five minutes.
    private @Nullable URI elsewhere(ApiRequest request, String session, String file) {
        Matcher recorded = OF_RECORDING.matcher(file);
        if (!recorded.matches()) {
            return null;
        }
        String name = recorded.group(2);
        boolean save = "1".equals(request.parameter("download"));
        boolean played = !save && PLAYED.contains(ending(name));
        long endS = Long.parseLong(Objects.requireNonNull(request.parameter("exp")));
        var rest =
                Duration.between(
                        Instant.ofEpochMilli(clock.getAsLong()), Instant.ofEpochSecond(endS));
        return recordings.elsewhere(
                new Reading(
                        new RoomId(session),
                        new RecordingId(recorded.group(1)),
                        name,
                        request.method().equals("HEAD"),
                        save,
                        played ? rest.plusSeconds(1).truncatedTo(ChronoUnit.SECONDS) : AT_ONCE));
    }

    /// What tells one content of a file from another: recorded files are replaced as a whole, and
    /// uploads only grow.
    private record Version(long size, long modifiedNs) {
        String etag() {
            return "\"%x-%x\"".formatted(size, modifiedNs);
        }

        String lastModified() {
            return HTTP_DATE.format(
                    Instant.ofEpochSecond(TimeUnit.NANOSECONDS.toSeconds(modifiedNs)));
        }
    }

    private static @Nullable Version version(Path path) {
        try {
            var attributes =
                    Files.readAttributes(
                            path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile()
                    ? new Version(
                            attributes.size(),
                            attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS))
                    : null;
        } catch (IOException notThere) {
            return null;
        }
    }

    private static HttpReply reply(ApiRequest request, Path path, Version version) {
        if (isKnown(request, version.etag())) {
            return HttpReply.empty(304);
        }
        ByteRange range =
                isRanged(request, version)
                        ? ByteRange.of(request.transfer().range(), version.size())
                        : null;
        if (range != null && range.length() == 0) {
            return HttpReply.empty(416).with("Content-Range", "bytes */" + version.size());
        }
        HttpReply reply =
                range == null
                        ? HttpReply.file(200, new FilePart(path, 0, version.size()))
                        : HttpReply.file(206, new FilePart(path, range.first(), range.length()))
                                .with(
                                        "Content-Range",
                                        "bytes %d-%d/%d"
                                                .formatted(
                                                        range.first(),
                                                        range.last(),
                                                        version.size()));
        String name = String.valueOf(path.getFileName());
        return reply.with("Content-Type", type(name))
                .with("Content-Disposition", disposition(request, name));
    }

    private static String disposition(ApiRequest request, String name) {
        boolean download = "1".equals(request.parameter("download"));
        return "%s; filename=\"%s\"".formatted(download ? "attachment" : "inline", name);
    }

    /// RFC 9110 section 13.1.5: a range of another version would not fit to what the client has.
    private static boolean isRanged(ApiRequest request, Version version) {
        String wanted = request.transfer().ifRange();
        return wanted == null
                || wanted.strip().equals(version.etag())
                || wanted.strip().equals(version.lastModified());
    }

    private static String type(String name) {
        return TYPES.getOrDefault(ending(name), "application/octet-stream");
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
