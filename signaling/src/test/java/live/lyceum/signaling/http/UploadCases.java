package live.lyceum.signaling.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import live.lyceum.signaling.protocol.UploadId;
import live.lyceum.signaling.testkit.RawSocket;
import live.lyceum.signaling.testkit.ScriptedRecorder;
import live.lyceum.signaling.testkit.UploadPage;
import org.awaitility.Awaitility;

/// What people record on their own devices, and the files of recordings.
final class UploadCases {
    private static final String FILM = "\0\0\0\u0018ftypisom0123456789";
    private static final String EARLIER = "upl_earlier";
    private static final String BYTES = "application/octet-stream";
    private static final long HUGE = 100L * 1024 * 1024;

    private UploadCases() {}

    static Ask good(Ask ask, ApiStage stage) throws IOException, InterruptedException {
        String token = stage.lesson().mentor();
        return switch (ask.operation()) {
            case CREATE_UPLOAD -> ask.bearer(token).json("{'type':'video/mp4'}");
            case GET_UPLOAD -> ask.bearer(token).at("id", created(stage, token));
            case PUT_CHUNK ->
                    ask.bearer(token)
                            .at("id", created(stage, token))
                            .at("n", "0")
                            .with("Content-Digest", digest(FILM))
                            .body(BYTES, FILM);
            case COMPLETE_UPLOAD -> ask.bearer(token).at("id", withChunk(stage, token));
            default -> file(ask, stage, token);
        };
    }

    private static String digest(String text) {
        return UploadPage.contentDigest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String created(ApiStage stage, String token)
            throws IOException, InterruptedException {
        return new Ask(Operation.CREATE_UPLOAD)
                .bearer(token)
                .json("{'type':'video/mp4'}")
                .to(stage.usual)
                .json()
                .get("id")
                .asText();
    }

    private static String withChunk(ApiStage stage, String token)
            throws IOException, InterruptedException {
        String id = created(stage, token);
        put(id, 0, FILM, token).to(stage.usual);
        return id;
    }

    private static Ask put(String id, int index, String chunk, String token) {
        return new Ask(Operation.PUT_CHUNK)
                .bearer(token)
                .at("id", id)
                .at("n", Integer.toString(index))
                .with("Content-Digest", digest(chunk))
                .body(BYTES, chunk);
    }

    private static Ask file(Ask ask, ApiStage stage, String token)
            throws IOException, InterruptedException {
        Answer done =
                new Ask(Operation.COMPLETE_UPLOAD)
                        .bearer(token)
                        .at("id", withChunk(stage, token))
                        .to(stage.usual);
        URI url = URI.create(done.json().get("url").asText());
        String[] path = url.getPath().split("/", -1);
        ask.at("session", path[3]).at("file", path[4]);
        for (String each : url.getQuery().split("&", -1)) {
            Map.Entry<String, String> pair =
                    Map.entry(each.split("=", 2)[0], each.split("=", 2)[1]);
            ask.query(pair.getKey(), pair.getValue());
        }
        return ask;
    }

    static void addTo(ApiCase.Table table) {
        addCreating(table);
        addReading(table);
        addChunks(table);
        addRefusedChunks(table);
        addCompleting(table);
        addFiles(table);
        for (Operation each : Operation.values()) {
            if (each.access() == Operation.Access.RECORDER) {
                addPutOut(table, each);
            }
        }
    }

    private static void addPutOut(ApiCase.Table table, Operation operation) {
        table.bad(
                operation,
                403,
                "forbidden",
                "of somebody who was put out",
                stage -> {
                    var lesson = stage.lesson();
                    stage.join(lesson.mentor());
                    new Ask(Operation.REMOVE_PARTICIPANT)
                            .at("id", lesson.id())
                            .at("pid", "ann")
                            .key()
                            .to(stage.usual);
                    return GoodAsks.of(operation, stage).bearer(lesson.mentor());
                });
    }

    private static void addCreating(ApiCase.Table table) {
        var create = Operation.CREATE_UPLOAD;
        table.good(create, 201, "of a film", stage -> GoodAsks.of(create, stage));
        table.good(
                create,
                201,
                "with all that may be said",
                stage ->
                        GoodAsks.of(create, stage)
                                .json(
                                        """
                                        {'type':'video/webm;codecs=vp8,opus',
                                         'startedAt':'2027-01-15T10:00:00Z',
                                         'op':'01JD0000000000000000000001'}
                                        """));
        table.good(
                create,
                201,
                "without a body",
                stage -> new Ask(create).bearer(stage.lesson().mentor()));
        table.bad(
                create,
                422,
                "invalid",
                "of a picture",
                stage -> GoodAsks.of(create, stage).json("{'type':'image/png'}").beyondSchema());
        table.bad(
                create,
                422,
                "invalid",
                "with an op that is none",
                stage -> GoodAsks.of(create, stage).json("{'op':'x'}"));
        table.add(
                create,
                404,
                "not_found",
                "in a session that is no more",
                stage -> GoodAsks.of(create, stage).to(stage.stranger));
        table.bad(
                create,
                409,
                "conflict",
                "in a session that was cancelled",
                stage -> {
                    var lesson = stage.lesson();
                    new Ask(Operation.CANCEL_SESSION).at("id", lesson.id()).key().to(stage.usual);
                    return GoodAsks.of(create, stage).bearer(lesson.mentor());
                });
        table.bad(
                create,
                429,
                "rate_limited",
                "with four that are open",
                stage -> {
                    Ask ask = GoodAsks.of(create, stage);
                    for (int i = 0; i < 4; i++) {
                        ask.to(stage.usual);
                    }
                    return ask;
                });
        table.add(
                create,
                507,
                "insufficient_storage",
                "on a full disk",
                stage -> new Ask(create).bearer(fullDisk(stage)).to(stage.full));
    }

    private static void addReading(ApiCase.Table table) {
        var get = Operation.GET_UPLOAD;
        table.good(get, 200, "an open one", stage -> GoodAsks.of(get, stage));
        table.good(
                get,
                200,
                "a complete one",
                stage -> {
                    String token = stage.lesson().mentor();
                    String id = withChunk(stage, token);
                    new Ask(Operation.COMPLETE_UPLOAD).bearer(token).at("id", id).to(stage.usual);
                    return new Ask(get).bearer(token).at("id", id);
                });
        table.bad(
                get,
                404,
                "not_found",
                "of somebody else",
                stage -> GoodAsks.of(get, stage).bearer(stage.lesson().mentor()));
    }

    private static void addChunks(ApiCase.Table table) {
        var put = Operation.PUT_CHUNK;
        table.good(put, 201, "the first", stage -> GoodAsks.of(put, stage));
        table.good(
                put,
                200,
                "once more",
                stage -> {
                    Ask ask = GoodAsks.of(put, stage);
                    ask.to(stage.usual);
                    return ask;
                });
        table.bad(
                put, 409, "conflict", "one too far", stage -> GoodAsks.of(put, stage).at("n", "1"));
        table.bad(
                put,
                409,
                "conflict",
                "another in the place of one",
                stage -> {
                    Ask ask = GoodAsks.of(put, stage);
                    ask.to(stage.usual);
                    String other = FILM + "!";
                    return ask.without("Content-Digest")
                            .with("Content-Digest", digest(other))
                            .body(BYTES, other);
                });
    }

    private static void addRefusedChunks(ApiCase.Table table) {
        var put = Operation.PUT_CHUNK;
        for (String wrong : List.of("x", digest("other"))) {
            table.bad(
                    put,
                    400,
                    "bad_request",
                    "with the digest " + wrong,
                    stage ->
                            GoodAsks.of(put, stage)
                                    .without("Content-Digest")
                                    .with("Content-Digest", wrong));
        }
        table.bad(
                put,
                400,
                "bad_request",
                "without a digest",
                stage -> GoodAsks.of(put, stage).without("Content-Digest"));
        table.bad(
                put,
                400,
                "bad_request",
                "of no number",
                stage -> GoodAsks.of(put, stage).at("n", "one"));
        table.bad(
                put,
                415,
                "unsupported_media_type",
                "of a text",
                stage ->
                        GoodAsks.of(put, stage)
                                .without("Content-Digest")
                                .with("Content-Digest", digest("text"))
                                .body(BYTES, "text"));
        addTooMuch(table);
    }

    private static void addTooMuch(ApiCase.Table table) {
        var put = Operation.PUT_CHUNK;
        table.add(
                put,
                413,
                "too_large",
                "with 100 MB, of which 8 KiB come",
                stage -> GoodAsks.of(put, stage).begin(stage.usual, HUGE, " ".repeat(8 * 1024)));
        table.add(
                put,
                413,
                "too_large",
                "with pieces without an end",
                stage ->
                        GoodAsks.of(put, stage)
                                .chunked(
                                        stage.usual,
                                        ("100000\r\n" + " ".repeat(0x100000) + "\r\n").repeat(9)));
        table.add(
                put,
                408,
                "timeout",
                "with a body that does not come",
                stage -> {
                    Ask ask = GoodAsks.of(put, stage);
                    return ask.begin(stage.hasty, 9, "x");
                });
        table.add(
                put,
                503,
                "unavailable",
                "a fifth at a time",
                stage -> {
                    Ask ask = GoodAsks.of(put, stage);
                    var open = new ArrayList<RawSocket>();
                    try {
                        for (int i = 0; i < 4; i++) {
                            open.add(ask.open(stage.usual, 9, "x"));
                        }
                        Awaitility.await()
                                .until(() -> stage.usual.metric("lyceum_http_chunks") == 4);
                        return ask.to(stage.usual);
                    } finally {
                        for (RawSocket each : open) {
                            each.close();
                        }
                    }
                });
        table.add(
                put,
                507,
                "insufficient_storage",
                "on a full disk",
                stage -> put(EARLIER, 0, FILM, fullDisk(stage)).to(stage.full));
    }

    private static String fullDisk(ApiStage stage) throws Exception {
        return stage.onFullDisk(new UploadId(EARLIER)).tokens().getFirst();
    }

    private static void addCompleting(ApiCase.Table table) {
        var complete = Operation.COMPLETE_UPLOAD;
        table.good(complete, 200, "all of it", stage -> GoodAsks.of(complete, stage));
        table.bad(
                complete,
                409,
                "conflict",
                "nothing",
                stage -> {
                    String token = stage.lesson().mentor();
                    return new Ask(complete).bearer(token).at("id", created(stage, token));
                });
    }

    private static Answer elsewhere(ApiStage stage) throws Exception {
        String id = stage.made(stage.lesson());
        Ask ask = signed(stage, id, "/files/0/url");
        ScriptedRecorder recorder = stage.usual.recorder;
        recorder.elsewhere(URI.create("https://store.example/"));
        try {
            return ask.to(stage.usual);
        } finally {
            recorder.here();
        }
    }

    /// A film of a session that is transcribed.
    private static String madeOfWords(ApiStage stage) throws Exception {
        stage.usual.transcriber.available(true);
        try {
            return stage.made(stage.lesson());
        } finally {
            stage.usual.transcriber.available(false);
        }
    }

    /// Asks at the address that a film has there.
    private static Ask signed(ApiStage stage, String recording, String pointer) throws Exception {
        Answer ready = new Ask(Operation.GET_RECORDING).at("rid", recording).key().to(stage.usual);
        URI url = URI.create(ready.json().at(pointer).asText());
        var ask = new Ask(Operation.GET_RECORDED_FILE);
        String[] segments = url.getPath().split("/", -1);
        ask.at("session", segments[3]).at("file", segments[4]);
        for (String each : url.getQuery().split("&", -1)) {
            String[] named = each.split("=", 2);
            ask.query(named[0], named[1]);
        }
        return ask;
    }

    private static void addFiles(ApiCase.Table table) {
        var get = Operation.GET_RECORDED_FILE;
        table.good(get, 200, "all of it", stage -> GoodAsks.of(get, stage));
        table.good(get, 200, "to save", stage -> GoodAsks.of(get, stage).query("download", "1"));
        table.good(get, 206, "a part", stage -> GoodAsks.of(get, stage).with("Range", "bytes=0-3"));
        table.good(
                get,
                304,
                "what is known",
                stage -> {
                    Ask ask = GoodAsks.of(get, stage);
                    String tag = String.valueOf(ask.to(stage.usual).header("ETag"));
                    return ask.with("If-None-Match", tag);
                });
        table.add(get, 302, "", "that is in a store", UploadCases::elsewhere);
        for (String format : List.of("json", "vtt", "srt", "txt")) {
            table.good(
                    get,
                    200,
                    "what was said, as " + format,
                    stage -> signed(stage, madeOfWords(stage), "/transcript/" + format));
        }
        table.bad(
                get,
                416,
                "",
                "behind the end",
                stage -> GoodAsks.of(get, stage).with("Range", "bytes=99-"));
        table.bad(
                get,
                403,
                "forbidden",
                "of another session",
                stage -> GoodAsks.of(get, stage).at("session", "ses_nope"));
        table.add(
                get,
                404,
                "not_found",
                "that is no more",
                stage -> GoodAsks.of(get, stage).to(stage.stranger));
    }
}
