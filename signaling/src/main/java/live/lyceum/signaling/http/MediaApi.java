package live.lyceum.signaling.http;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.ViewOffer;
import live.lyceum.signaling.auth.JoinClaims;
import live.lyceum.signaling.auth.ResumeTokens;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.shell.MediaAnswer;
import live.lyceum.signaling.shell.MediaResource;
import live.lyceum.signaling.shell.Publisher;
import live.lyceum.signaling.shell.Rooms;
import org.jspecify.annotations.Nullable;

/// WHIP (RFC 9725) and WHEP under `/api/v1/whip` and `/api/v1/whep`: media for programs that are no
/// page.
final class MediaApi {
    private static final String SDP = "application/sdp";
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";
    private static final String DAY_S = "86400";

    private final Rooms rooms;
    private final ResumeTokens names;
    private final Callers callers;

    MediaApi(Rooms rooms, ResumeTokens names, Callers callers) {
        this.rooms = rooms;
        this.names = names;
        this.callers = callers;
    }

    /// Whether `path`, split below the prefix, is one of ours.
    static boolean isFor(String[] path) {
        return path.length > 1 && (path[1].equals("whip") || path[1].equals("whep"));
    }

    /// Any page may use these (RFC 9725 section 4.2): who may is in the token alone.
    static HttpReply withCors(HttpReply reply) {
        return reply.with("Access-Control-Allow-Origin", "*")
                .with(
                        "Access-Control-Expose-Headers",
                        "Location, ETag, Link, Accept-Patch, Accept-Post, Retry-After");
    }

    CompletionStage<HttpReply> route(ApiRequest request, String[] path) throws ProblemException {
        boolean endpoint = path.length == 3;
        if ((!endpoint && path.length != 4) || !Ids.valid(path[2])) {
            throw Requests.nothingHere();
        }
        if (request.method().equals("OPTIONS")) {
            return CompletableFuture.completedStage(preflight(endpoint));
        }
        var room = new RoomId(path[2]);
        var kind = path[1].equals("whip") ? MediaResource.Kind.WHIP : MediaResource.Kind.WHEP;
        if (endpoint) {
            if (!request.method().equals("POST")) {
                throw Requests.notWith(request.method());
            }
            return create(request, room, kind);
        }
        return switch (request.method()) {
            case "PATCH" -> patch(request, resource(request, room, kind, path[3]));
            case "DELETE" ->
                    rooms.end(resource(request, room, kind, path[3]))
                            .thenApply(ended -> HttpReply.empty(200));
            default -> throw Requests.notWith(request.method());
        };
    }

    private static HttpReply preflight(boolean endpoint) {
        return HttpReply.empty(204)
                .with("Access-Control-Allow-Methods", endpoint ? "POST" : "PATCH, DELETE")
                .with("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match")
                .with("Access-Control-Max-Age", DAY_S)
                .with(endpoint ? "Accept-Post" : "Accept-Patch", endpoint ? SDP : FRAGMENT);
    }

    private MediaResource resource(
            ApiRequest request, RoomId room, MediaResource.Kind kind, String id)
            throws ProblemException {
        JoinClaims claims = callers.claims(request, room);
        if (!Ids.valid(id)) {
            throw new ProblemException(Problem.Code.NOT_FOUND, "There is no such resource");
        }
        return new MediaResource(room, claims.who(), kind, id);
    }

    private CompletionStage<HttpReply> create(
            ApiRequest request, RoomId room, MediaResource.Kind kind) throws ProblemException {
        JoinClaims claims = callers.claims(request, room);
        requireType(request, SDP);
        var resource = new MediaResource(room, claims.who(), kind, names.newPage());
        return answer(request, resource, claims)
                .thenApply(answer ->
                        HttpReply.text(201, SDP, answer.sdp())
                                .with("Location", location(resource))
                                .with("ETag", quoted(answer.tag()))
                                .with("Accept-Patch", FRAGMENT)
                                .with("Cache-Control", "no-store"))
                .thenApply(reply -> withLinks(reply, rooms.iceServers(claims.who())));
    }

    private CompletionStage<MediaAnswer> answer(
            ApiRequest request, MediaResource resource, JoinClaims claims) throws ProblemException {
        return switch (resource.kind()) {
            case WHIP -> {
                if (!claims.role().sends()) {
                    throw new ProblemException(
                            Problem.Code.FORBIDDEN, "An observer publishes nothing");
                }
                yield rooms.publish(
                        new Publisher(resource, claims.name(), claims.role(), request.body()));
            }
            case WHEP -> rooms.view(resource, wanted(request));
        };
    }

    private static ViewOffer wanted(ApiRequest request) throws ProblemException {
        String participant = request.parameter("participant");
        String source = request.parameter("source");
        if (participant == null || !Ids.valid(participant)) {
            throw new ProblemException(
                    Problem.Code.BAD_REQUEST, "participant has to be a participant's id");
        }
        if (source != null && !source.equals("cam") && !source.equals("screen")) {
            throw new ProblemException(Problem.Code.BAD_REQUEST, "source is cam or screen");
        }
        return new ViewOffer(
                request.body(), new ParticipantId(participant), "screen".equals(source));
    }

    private static String location(MediaResource resource) {
        return "%s/%s/%s/%s"
                .formatted(
                        Api.PREFIX,
                        resource.kind().name().toLowerCase(Locale.ROOT),
                        resource.room(),
                        resource.id());
    }

    private CompletionStage<HttpReply> patch(ApiRequest request, MediaResource resource)
            throws ProblemException {
        requireType(request, FRAGMENT);
        String tag = request.ifMatch();
        if (tag == null) {
            throw new ProblemException(
                    Problem.Code.PRECONDITION_REQUIRED, "Send If-Match with the ETag, or \"*\"");
        }
        var fragment = IceFragment.read(request.body());
        if (unquoted(tag).equals("*")) {
            if (!fragment.hasCredentials()) {
                throw new ProblemException(
                        Problem.Code.BAD_REQUEST,
                        "An ICE restart brings a new a=ice-ufrag and a=ice-pwd");
            }
            return rooms.restart(resource)
                    .thenApply(answer ->
                            HttpReply.text(200, FRAGMENT, IceFragment.of(answer.sdp()))
                                    .with("ETag", quoted(answer.tag()))
                                    .with("Cache-Control", "no-store"));
        }
        return rooms.trickle(resource, unquoted(tag)).thenApply(noted -> HttpReply.empty(204));
    }

    private static String quoted(String tag) {
        return '"' + tag + '"';
    }

    private static String unquoted(String tag) {
        String text = tag.strip();
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static void requireType(ApiRequest request, String wanted) throws ProblemException {
        String type = request.contentType();
        String sent = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!sent.equals(wanted)) {
            throw new ProblemException(Problem.Code.UNSUPPORTED_MEDIA_TYPE, "Send " + wanted);
        }
    }

    /// RFC 9725 section 4.6.
    private static HttpReply withLinks(HttpReply reply, List<ServerEvent.IceServer> servers) {
        String links =
                servers.stream()
                        .flatMap(server -> server.urls().stream().map(url -> link(url, server)))
                        .collect(Collectors.joining(", "));
        return links.isEmpty() ? reply : reply.with("Link", links);
    }

    private static String link(String url, ServerEvent.IceServer server) {
        String link = "<%s>; rel=\"ice-server\"".formatted(url);
        @Nullable String username = server.username();
        return username == null
                ? link
                : "%s; username=\"%s\"; credential=\"%s\"; credential-type=\"password\""
                        .formatted(link, username, server.credential());
    }
}
