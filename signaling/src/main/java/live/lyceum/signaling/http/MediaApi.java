package live.lyceum.signaling.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.ParticipantId;
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

    MediaApi(HttpParts parts) {
        rooms = parts.rooms();
        names = parts.resumeTokens();
    }

    Map<Operation, Call.Handler> handlers() {
        return Map.of(
                Operation.PUBLISH, this::create,
                Operation.VIEW, this::create,
                Operation.CHANGE_PUBLISHER, this::patch,
                Operation.CHANGE_VIEWER, this::patch,
                Operation.END_PUBLISHER, this::end,
                Operation.END_VIEWER, this::end);
    }

    /// Any page may use these (RFC 9725 section 4.2): who may is in the token alone.
    static HttpReply withCors(HttpReply reply) {
        return reply.with("Access-Control-Allow-Origin", "*")
                .with(
                        "Access-Control-Expose-Headers",
                        "Location, ETag, Link, Accept-Patch, Accept-Post, Retry-After");
    }

    /// @param allowed the methods of this path
    static HttpReply preflight(String allowed) {
        boolean endpoint = allowed.equals("POST");
        return HttpReply.empty(204)
                .with("Access-Control-Allow-Methods", allowed)
                .with("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match")
                .with("Access-Control-Max-Age", DAY_S)
                .with(endpoint ? "Accept-Post" : "Accept-Patch", endpoint ? SDP : FRAGMENT);
    }

    private static MediaResource.Kind kind(Call call) {
        return switch (call.operation()) {
            case PUBLISH, CHANGE_PUBLISHER, END_PUBLISHER -> MediaResource.Kind.WHIP;
            default -> MediaResource.Kind.WHEP;
        };
    }

    private static MediaResource resource(Call call) throws ProblemException {
        String id = call.parameter("resource");
        if (!Ids.valid(id)) {
            throw new ProblemException(Problem.Code.NOT_FOUND, "There is no such resource");
        }
        return new MediaResource(call.room(), call.claims().who(), kind(call), id);
    }

    private CompletionStage<HttpReply> create(Call call) throws ProblemException {
        JoinClaims claims = call.claims();
        Requests.requireType(call.request(), SDP);
        var resource = new MediaResource(call.room(), claims.who(), kind(call), names.newPage());
        return answer(call.request(), resource, claims)
                .thenApply(answer ->
                        HttpReply.text(201, SDP, answer.sdp())
                                .with("Location", location(resource))
                                .with("ETag", quoted(answer.tag()))
                                .with("Accept-Patch", FRAGMENT)
                                .with("Cache-Control", "no-store"))
                .thenApply(reply -> withLinks(reply, rooms.iceServers(claims.who())));
    }

    private CompletionStage<HttpReply> end(Call call) throws ProblemException {
        return rooms.end(resource(call)).thenApply(ended -> HttpReply.empty(200));
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

    private CompletionStage<HttpReply> patch(Call call) throws ProblemException {
        ApiRequest request = call.request();
        MediaResource resource = resource(call);
        Requests.requireType(request, FRAGMENT);
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
