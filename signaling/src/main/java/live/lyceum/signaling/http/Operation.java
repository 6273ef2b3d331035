package live.lyceum.signaling.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import live.lyceum.signaling.protocol.Scope;
import org.jspecify.annotations.Nullable;

/// Everything the REST API can do, and who may: the one table that requests are matched with, that
/// callers are let in by, and that `openapi.yaml` is checked against (there, the constant in camel
/// case is the `operationId`).
enum Operation {
    CREATE_SESSION("POST", "/sessions", Access.KEY, Scope.SESSIONS_WRITE),
    LIST_SESSIONS("GET", "/sessions", Access.KEY, Scope.SESSIONS_READ),
    GET_SESSION("GET", "/sessions/{id}", Access.KEY, Scope.SESSIONS_READ),
    CHANGE_SESSION("PATCH", "/sessions/{id}", Access.KEY, Scope.SESSIONS_WRITE),
    CANCEL_SESSION("DELETE", "/sessions/{id}", Access.KEY, Scope.SESSIONS_WRITE),
    CREATE_TOKEN("POST", "/sessions/{id}/tokens", Access.KEY, Scope.SESSIONS_WRITE),
    END_SESSION("POST", "/sessions/{id}/end", Access.KEY_OR_MENTOR, Scope.SESSIONS_WRITE),
    SAY_BYE("POST", "/sessions/{id}/bye", Access.SEAT, null),
    LIST_PARTICIPANTS("GET", "/sessions/{id}/participants", Access.KEY, Scope.SESSIONS_READ),
    REMOVE_PARTICIPANT(
            "DELETE", "/sessions/{id}/participants/{pid}", Access.KEY, Scope.SESSIONS_WRITE),
    REPLACE_TOPICS("PUT", "/sessions/{id}/topics", Access.KEY_OR_MENTOR, Scope.SESSIONS_WRITE),
    MARK_TOPIC(
            "POST", "/sessions/{id}/topics/{tid}/done", Access.KEY_OR_MENTOR, Scope.SESSIONS_WRITE),
    LIST_CHAT("GET", "/sessions/{id}/chat", Access.KEY_OR_SEAT, Scope.SESSIONS_READ),
    GET_TRANSCRIPT("GET", "/sessions/{id}/transcript", Access.KEY_OR_SEAT, Scope.SESSIONS_READ),
    SEARCH_TRANSCRIPTS("GET", "/transcripts", Access.KEY, Scope.SESSIONS_READ),
    GET_SUMMARY("GET", "/sessions/{id}/summary", Access.KEY_OR_SEAT, Scope.SESSIONS_READ),
    EDIT_SUMMARY("PUT", "/sessions/{id}/summary", Access.KEY_OR_MENTOR, Scope.SESSIONS_WRITE),
    MAKE_SUMMARY("POST", "/sessions/{id}/summary", Access.KEY_OR_MENTOR, Scope.SESSIONS_WRITE),
    LIST_EVENTS("GET", "/sessions/{id}/events", Access.KEY, Scope.SESSIONS_READ),
    START_RECORDING(
            "POST", "/sessions/{id}/recordings", Access.KEY_OR_MENTOR, Scope.SESSIONS_WRITE),
    LIST_RECORDINGS("GET", "/sessions/{id}/recordings", Access.KEY_OR_MENTOR, Scope.SESSIONS_READ),
    GET_RECORDING("GET", "/recordings/{rid}", Access.KEY_OR_MENTOR, Scope.SESSIONS_READ),
    DELETE_RECORDING("DELETE", "/recordings/{rid}", Access.KEY_OR_MENTOR, Scope.SESSIONS_WRITE),
    STOP_RECORDING("POST", "/recordings/{rid}/stop", Access.KEY_OR_MENTOR, Scope.SESSIONS_WRITE),
    GET_RECEIPT("GET", "/sessions/{id}/receipt", Access.KEY_OR_SEAT, Scope.SESSIONS_READ),
    GET_RECEIPT_KEY("GET", "/receipt-key", Access.ANYBODY, null),
    GIVE_FEEDBACK("POST", "/sessions/{id}/feedback", Access.SEAT, null),
    LIST_FEEDBACK("GET", "/sessions/{id}/feedback", Access.KEY, Scope.SESSIONS_READ),
    LIST_MY_SESSIONS("GET", "/me/sessions", Access.PERSON, null),
    GET_MY_SESSION("GET", "/me/sessions/{id}", Access.PERSON, null),
    SEARCH_MY_TRANSCRIPTS("GET", "/me/transcripts", Access.PERSON, null),
    LIST_MY_RECORDINGS("GET", "/me/sessions/{id}/recordings", Access.PERSON, null),
    GET_MY_SUMMARY("GET", "/me/sessions/{id}/summary", Access.PERSON, null),
    EDIT_MY_SUMMARY("PUT", "/me/sessions/{id}/summary", Access.PERSON, null),
    MAKE_MY_SUMMARY("POST", "/me/sessions/{id}/summary", Access.PERSON, null),
    CREATE_DASHBOARD_TOKEN("POST", "/tokens/dashboard", Access.KEY, Scope.SESSIONS_WRITE),
    CREATE_KEY("POST", "/keys", Access.KEY, Scope.ADMIN),
    LIST_KEYS("GET", "/keys", Access.KEY, Scope.ADMIN),
    DELETE_KEY("DELETE", "/keys/{kid}", Access.KEY, Scope.ADMIN),
    CREATE_WEBHOOK("POST", "/webhooks", Access.KEY, Scope.WEBHOOKS),
    LIST_WEBHOOKS("GET", "/webhooks", Access.KEY, Scope.WEBHOOKS),
    DELETE_WEBHOOK("DELETE", "/webhooks/{wid}", Access.KEY, Scope.WEBHOOKS),
    TEST_WEBHOOK("POST", "/webhooks/{wid}/test", Access.KEY, Scope.WEBHOOKS),
    LIST_DELIVERIES("GET", "/webhooks/{wid}/deliveries", Access.KEY, Scope.WEBHOOKS),
    RESEND_DELIVERY("POST", "/webhooks/{wid}/deliveries/{did}/resend", Access.KEY, Scope.WEBHOOKS),
    PUBLISH("POST", "/whip/{id}", Access.SEAT, null),
    CHANGE_PUBLISHER("PATCH", "/whip/{id}/{resource}", Access.SEAT, null),
    END_PUBLISHER("DELETE", "/whip/{id}/{resource}", Access.SEAT, null),
    VIEW("POST", "/whep/{id}", Access.SEAT, null),
    CHANGE_VIEWER("PATCH", "/whep/{id}/{resource}", Access.SEAT, null),
    END_VIEWER("DELETE", "/whep/{id}/{resource}", Access.SEAT, null),
    CREATE_UPLOAD("POST", "/media/recordings", Access.RECORDER, null),
    GET_UPLOAD("GET", "/media/recordings/{id}", Access.RECORDER, null),
    PUT_CHUNK("PUT", "/media/recordings/{id}/chunks/{n}", Access.RECORDER, null),
    COMPLETE_UPLOAD("POST", "/media/recordings/{id}/complete", Access.RECORDER, null),
    /// The address is signed.
    GET_RECORDED_FILE("GET", "/media/recordings/{session}/{file}", Access.ANYBODY, null),
    GET_OPENAPI("GET", "/openapi.json", Access.ANYBODY, null),
    /// Answered on the connection's own thread, as pages ask it while they look for a way to us.
    PING("GET", "/ping", Access.ANYBODY, null);

    /// By what a caller is let in.
    enum Access {
        ANYBODY,
        KEY,
        /// Or a mentor's join token of this session.
        KEY_OR_MENTOR,
        /// Or any join token of this session.
        KEY_OR_SEAT,
        /// A join token of this session.
        SEAT,
        /// A join token, also one that ended lately, whose owner may record on their own device.
        RECORDER,
        /// A dashboard token, or any join token.
        PERSON
    }

    private final String method;
    private final String template;
    private final Access access;
    private final @Nullable Scope scope;

    @SuppressWarnings("ImmutableEnumChecker") // nobody writes into it
    private final String[] segments;

    Operation(String method, String template, Access access, @Nullable Scope scope) {
        this.method = method;
        this.template = template;
        this.access = access;
        this.scope = scope;
        segments = template.split("/", -1);
    }

    /// An operation at a path, with what the path says.
    record Match(Operation operation, Map<String, String> parameters) {}

    /// Those at this path, which is as on the wire; empty if there is nothing. A segment that is
    /// written out goes before a parameter.
    static List<Match> at(String path) {
        var found = new ArrayList<Match>();
        int fewest = Integer.MAX_VALUE;
        for (Operation each : values()) {
            if (!path.startsWith(each.prefix() + "/")) {
                continue;
            }
            String[] asked = path.substring(each.prefix().length()).split("/", -1);
            Map<String, String> parameters = each.parameters(asked);
            if (parameters != null && parameters.size() <= fewest) {
                if (parameters.size() < fewest) {
                    found.clear();
                }
                fewest = parameters.size();
                found.add(new Match(each, parameters));
            }
        }
        return found;
    }

    private String prefix() {
        return template.startsWith(Api.MEDIA) ? "" : Api.PREFIX;
    }

    /// As on the wire, parameters in braces.
    String path() {
        return prefix() + template;
    }

    private @Nullable Map<String, String> parameters(String[] asked) {
        if (asked.length != segments.length) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < segments.length; i++) {
            if (segments[i].startsWith("{")) {
                parameters.put(segments[i].substring(1, segments[i].length() - 1), asked[i]);
            } else if (!segments[i].equals(asked[i])) {
                return null;
            }
        }
        return parameters;
    }

    String method() {
        return method;
    }

    /// Below `/api/v1` but for recorded files, parameters in braces.
    String template() {
        return template;
    }

    Access access() {
        return access;
    }

    /// What a key needs for it; null where no key is asked for.
    @Nullable Scope scope() {
        return scope;
    }

    /// Whether it is about one session of the API, which has to be the caller's.
    boolean ofSession() {
        return template.startsWith("/sessions/{id}");
    }

    /// Whether pages of every origin may use it: who may is in the token alone (RFC 9725 section
    /// 4.2).
    boolean ofMedia() {
        return template.startsWith("/whip/") || template.startsWith("/whep/");
    }
}
