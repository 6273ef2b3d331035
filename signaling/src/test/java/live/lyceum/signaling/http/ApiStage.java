package live.lyceum.signaling.http;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.TransportState;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.UploadId;
import live.lyceum.signaling.protocol.UploadType;
import live.lyceum.signaling.testkit.HookReceiver;
import live.lyceum.signaling.testkit.ScriptedTranscriber;
import live.lyceum.signaling.testkit.TestNode;
import live.lyceum.signaling.testkit.TestSocket;
import live.lyceum.signaling.upload.UploadLimits;
import live.lyceum.signaling.upload.Uploads;
import org.awaitility.Awaitility;

/// The servers that all cases of the REST API are played on, and who plays them.
final class ApiStage implements AutoCloseable {
    static final String OFFER = "v=0\r\n";
    static final String RESTART = "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n";

    private static final HttpLimits SHORT = new HttpLimits(200, 5_000, 100, 10_000);

    /// A test asks more in a second than a key may.
    private static final HttpLimits GENEROUS = new HttpLimits(10_000, 30_000, 10_000, 10_000);

    private static final long DAY_MS = 86_400_000;
    private static final UploadLimits NO_ROOM =
            new UploadLimits(1_000_000, 1_000_000, 1_000_000, 4, Long.MAX_VALUE, DAY_MS, DAY_MS);

    /// An integrator's server.
    final HookReceiver receiver = HookReceiver.start();

    private final Path fullFolder;
    private final AtomicInteger tenants = new AtomicInteger();

    /// As in production.
    final TestNode usual;

    /// Waits for a request 200 ms only.
    final TestNode hasty;

    /// Has the keys of the usual one, and no session.
    final TestNode stranger;

    /// Has no room for recordings.
    final TestNode full;

    /// Turns an address away after one failed attempt, which there was.
    final TestNode wary;

    ApiStage(Path folder) throws IOException, InterruptedException {
        Path own = Files.createDirectories(folder.resolve("usual"));
        usual = TestNode.startSummarizing(own, GENEROUS, 10_000);
        hasty =
                TestNode.start(
                        copied(own, folder.resolve("hasty")), TestNode.PATIENT, SHORT, 1_000);
        stranger = TestNode.start(copied(own, folder.resolve("stranger")));
        fullFolder = folder.resolve("full/uploads");
        full = TestNode.start(copied(own, folder.resolve("full")), NO_ROOM);
        wary =
                TestNode.start(
                        copied(own, folder.resolve("wary")),
                        TestNode.PATIENT,
                        HttpLimits.DEFAULT,
                        1);
        wary.send(wary.request("/api/v1/sessions").method("GET", noBody()));
    }

    private static HttpRequest.BodyPublisher noBody() {
        return HttpRequest.BodyPublishers.noBody();
    }

    /// The secrets of a data folder without its database.
    private static Path copied(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().contains(".db")) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
        return to;
    }

    /// A session with two topics, and the join tokens of its people.
    record Lesson(String id, List<String> tokens) {
        String mentor() {
            return tokens.get(0);
        }

        String learner() {
            return tokens.get(1);
        }

        String observer() {
            return tokens.get(2);
        }
    }

    /// A recording that goes on, of a session of its own.
    String recorded() throws IOException, InterruptedException {
        return recorded(lesson());
    }

    String recorded(Lesson lesson) throws IOException, InterruptedException {
        Answer started = new Ask(Operation.START_RECORDING).at("id", lesson.id()).key().to(usual);
        return started.json().get("id").asText();
    }

    /// A recording that was stopped, and whose film is made.
    String made(Lesson lesson) throws IOException, InterruptedException {
        String recording = recorded(lesson);
        new Ask(Operation.STOP_RECORDING).at("rid", recording).key().to(usual);
        usual.recorder.ready(lesson.id(), recording);
        return recording;
    }

    /// Nobody has been to it.
    Lesson lesson() throws IOException, InterruptedException {
        var made =
                new Ask(Operation.CREATE_SESSION)
                        .key()
                        .json(
                                """
                                {'title':'Graphs','plannedMs':3600000,'topics':['One','Two'],
                                 'participants':[
                                  {'id':'ann','name':'Ann','role':'mentor',
                                   'mayRecord':true},
                                  {'id':'ben','name':'Ben','role':'learner'},
                                  {'id':'olga','name':'Olga','role':'observer'}]}
                                """)
                        .to(usual)
                        .json();
        return new Lesson(
                made.get("id").asText(),
                made.get("participants")
                        .valueStream()
                        .map(each -> each.get("token").asText())
                        .toList());
    }

    /// Somebody in the room.
    TestSocket join(String token) {
        return usual.join(token);
    }

    /// Both sides are active together from now on.
    void start(Lesson lesson) {
        TestSocket ann = present(lesson, "ann", lesson.mentor());
        present(lesson, "ben", lesson.learner());
        ann.await(each -> each.at("/d/state").asText().equals("running"));
    }

    private TestSocket present(Lesson lesson, String who, String token) {
        TestSocket page = join(token);
        page.ask("media.offer", TestSocket.op(), "{'gen':1,'sdp':'v=0'}");
        usual.news.transport(
                new RoomId(lesson.id()), new ParticipantId(who), 1, TransportState.ACTIVE, 0);
        return page;
    }

    /// A new key with these scopes, or with all but `admin`.
    String key(String tenant, String... scopes) throws IOException, InterruptedException {
        String some =
                scopes.length == 0 ? "" : ",'scopes':['%s']".formatted(String.join("','", scopes));
        return new Ask(Operation.CREATE_KEY)
                .key()
                .json("{'name':'Test','tenant':'%s'%s}".formatted(tenant, some))
                .to(usual)
                .json()
                .get("key")
                .asText();
    }

    String freshTenant() {
        return "tenant-" + tenants.incrementAndGet();
    }

    /// A new webhook of the key's tenant, at the receiver.
    String webhook(String key) throws IOException, InterruptedException {
        return new Ask(Operation.CREATE_WEBHOOK)
                .bearer(key)
                .json("{'url':'%s'}".formatted(receiver.url()))
                .to(usual)
                .json()
                .get("id")
                .asText();
    }

    /// Waits until nothing is to be sent to a webhook any more.
    void awaitSent(String webhook, String key) {
        Ask list = new Ask(Operation.LIST_DELIVERIES).at("wid", webhook).bearer(key);
        Awaitility.await()
                .until(() ->
                        list.to(usual)
                                .json()
                                .get("items")
                                .valueStream()
                                .noneMatch(each -> each.get("state").asText().equals("waiting")));
    }

    /// Somebody who may record, in a session of the server that has no room for it, with an upload
    /// from when it had.
    TestNode.Invited onFullDisk(UploadId upload)
            throws IOException, InterruptedException, ProblemException {
        TestNode.Invited ann =
                full.session(body ->
                        body.withArray("participants")
                                .addObject()
                                .put("id", "ann")
                                .put("name", "Ann")
                                .put("role", "mentor")
                                .put("mayRecord", true));
        new Uploads(fullFolder, TestNode.SMALL_DISK, System::currentTimeMillis)
                .create(
                        new Uploads.New(
                                upload,
                                new RoomId(ann.id()),
                                new ParticipantId("ann"),
                                "Ann",
                                UploadType.MP4,
                                null));
        return ann;
    }

    /// One that is over.
    Lesson ended() throws IOException, InterruptedException {
        Lesson lesson = lesson();
        new Ask(Operation.END_SESSION).at("id", lesson.id()).key().to(usual);
        return lesson;
    }

    /// One that is over and summed up.
    Lesson summed() throws IOException, InterruptedException {
        Lesson lesson = lesson();
        join(lesson.mentor());
        var room = new RoomId(lesson.id());
        var news = usual.transcriber.listener();
        String text = "word ".repeat(20).strip();
        news.line(room, ScriptedTranscriber.line("l_1", "ann", 1_000, text, 0));
        new Ask(Operation.END_SESSION).at("id", lesson.id()).key().to(usual);
        news.ended(room);
        Ask summary = new Ask(Operation.GET_SUMMARY).at("id", lesson.id()).key();
        Awaitility.await()
                .until(() -> summary.to(usual).json().get("state").asText().equals("ready"));
        return lesson;
    }

    /// Where somebody publishes.
    String published(Lesson lesson) throws IOException, InterruptedException {
        return resource(
                new Ask(Operation.PUBLISH)
                        .at("id", lesson.id())
                        .bearer(lesson.mentor())
                        .body("application/sdp", OFFER));
    }

    /// Where somebody views.
    String viewed(Lesson lesson) throws IOException, InterruptedException {
        return resource(
                new Ask(Operation.VIEW)
                        .at("id", lesson.id())
                        .query("participant", "ben")
                        .bearer(lesson.mentor())
                        .body("application/sdp", OFFER));
    }

    private String resource(Ask ask) throws IOException, InterruptedException {
        String location = ask.to(usual).header("Location");
        if (location == null) {
            throw new AssertionError("there is no resource");
        }
        return location.substring(location.lastIndexOf('/') + 1);
    }

    @Override
    public void close() {
        usual.close();
        hasty.close();
        stranger.close();
        full.close();
        wary.close();
        receiver.close();
    }
}
