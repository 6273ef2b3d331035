package live.lyceum.signaling.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.auth.FileUrls;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.Upload;
import live.lyceum.signaling.protocol.codec.RecordingCodec;
import live.lyceum.signaling.protocol.codec.RecordingCodec.Part;
import live.lyceum.signaling.shell.Recordings;
import live.lyceum.signaling.shell.Sessions;
import live.lyceum.signaling.upload.Uploads;
import org.jspecify.annotations.Nullable;

/// Recordings of sessions.
final class RecordingApi {
    private final Sessions sessions;
    private final Recordings recordings;
    private final FileUrls files;
    private final Uploads uploads;

    RecordingApi(HttpParts parts) {
        sessions = parts.sessions();
        recordings = parts.recordings();
        files = parts.fileUrls();
        uploads = parts.uploads();
    }

    Map<Operation, Call.Handler> handlers() {
        return Map.of(
                Operation.START_RECORDING, this::start,
                Operation.LIST_RECORDINGS, this::list,
                Operation.LIST_MY_RECORDINGS, this::mine,
                Operation.GET_RECORDING, this::get,
                Operation.STOP_RECORDING, this::stop,
                Operation.DELETE_RECORDING, this::delete);
    }

    private CompletionStage<HttpReply> start(Call call) throws ProblemException {
        return recordings
                .start(call.room(), call.again())
                .thenCompose(known -> shown(known, call.caller()))
                .thenApply(shown ->
                        HttpReply.json(201, RecordingCodec.one(shown))
                                .with(
                                        "Location",
                                        Api.PREFIX + "/recordings/" + shown.recording().id()));
    }

    private CompletionStage<HttpReply> list(Call call) throws ProblemException {
        RoomId room = call.room();
        List<Upload> local = uploads.ofSession(room);
        ParticipantId reader = reader(call.caller());
        return sessions.get(room)
                .thenCombine(
                        recordings.of(room),
                        (session, all) ->
                                HttpReply.json(
                                        200,
                                        RecordingCodec.all(
                                                all.stream()
                                                        .map(each -> shown(each, session, reader))
                                                        .toList(),
                                                local,
                                                file -> files.path(room, file, reader))));
    }

    /// Who was in a session sees its film, and not what each of them sent; who was put out reads
    /// nothing of what was said, also at addresses that they were given before.
    private CompletionStage<HttpReply> mine(Call call) throws ProblemException {
        Caller.Person person = call.person();
        return sessions.of(person.tenant(), person.who(), call.room())
                .thenCompose(seated -> {
                    SessionPlan plan = seated.session().plan();
                    List<String> words = seated.putOut() ? List.of() : words(plan);
                    var access = new Access(Part.FILM, words, null, person.who());
                    return recordings
                            .of(plan.id())
                            .thenApply(all ->
                                    RecordingCodec.all(
                                            all.stream()
                                                    .map(each -> shown(each, access))
                                                    .toList()));
                })
                .thenApply(body -> HttpReply.json(200, body));
    }

    private CompletionStage<HttpReply> get(Call call) throws ProblemException {
        return own(call).thenCompose(known -> reply(known, call.caller()));
    }

    private CompletionStage<HttpReply> reply(Recordings.Known known, Caller caller) {
        return shown(known, caller)
                .thenApply(shown -> HttpReply.json(200, RecordingCodec.one(shown)));
    }

    private CompletionStage<HttpReply> stop(Call call) throws ProblemException {
        return own(call)
                .thenCompose(known -> recordings.stop(known.recording().id()))
                .thenCompose(known -> reply(known, call.caller()));
    }

    private CompletionStage<HttpReply> delete(Call call) throws ProblemException {
        return own(call)
                .thenCompose(known -> recordings.delete(known.recording().id()))
                .thenApply(done -> HttpReply.empty(204));
    }

    /// The recording that the path names; one of somebody else is one that is not there.
    private CompletionStage<Recordings.Known> own(Call call) throws ProblemException {
        String id = call.parameter("rid");
        if (!Ids.valid(id)) {
            throw Recordings.unknown();
        }
        return recordings
                .get(new RecordingId(id))
                .thenCompose(known ->
                        sessions.find(known.recording().session())
                                .thenCompose(found ->
                                        found.isPresent() && isOf(call.caller(), found.get().plan())
                                                ? CompletableFuture.completedStage(known)
                                                : CompletableFuture.failedStage(
                                                        Recordings.unknown())));
    }

    private static boolean isOf(Caller caller, SessionPlan session) {
        return switch (caller) {
            case Caller.Key key -> key.key().tenant().equals(session.tenant());
            case Caller.Seat seat -> seat.claims().room().equals(session.id());
            case Caller.Person _, Caller.Nobody _ -> false;
        };
    }

    /// Whose right to read a session's files ends when they are put out; null: nobody's.
    private static @Nullable ParticipantId reader(Caller caller) {
        return caller instanceof Caller.Seat seat ? seat.claims().who() : null;
    }

    private CompletionStage<RecordingCodec.Shown> shown(Recordings.Known known, Caller caller) {
        return sessions.get(known.recording().session())
                .thenApply(session -> shown(known, session, reader(caller)));
    }

    private RecordingCodec.Shown shown(
            Recordings.Known known, SessionRecord session, @Nullable ParticipantId reader) {
        return shown(known, new Access(Part.ALL, words(session.plan()), reader, reader));
    }

    /// The transcripts of a session's films.
    private static List<String> words(SessionPlan plan) {
        return plan.saving().transcribe() && plan.saving().transcript()
                ? TranscriptFormat.WORDS
                : List.of();
    }

    /// What somebody gets of a recording.
    ///
    /// @param words as what its transcript can be read
    /// @param reader whom the addresses of its files are given to ([FileUrls#path])
    /// @param wordsReader the same of its transcript
    private record Access(
            Part part,
            List<String> words,
            @Nullable ParticipantId reader,
            @Nullable ParticipantId wordsReader) {}

    private RecordingCodec.Shown shown(Recordings.Known known, Access access) {
        var recording = known.recording();
        return new RecordingCodec.Shown(
                recording,
                known.progress(),
                access.part(),
                access.words(),
                file ->
                        files.path(
                                recording.session(),
                                "%s.%s".formatted(recording.id(), file),
                                file.startsWith(RecordingCodec.TRANSCRIPT)
                                        ? access.wordsReader()
                                        : access.reader()));
    }
}
