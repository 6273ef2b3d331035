package live.lyceum.signaling.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.ChatMessage;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.room.Digest;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import org.jspecify.annotations.Nullable;

/// A row of a log as one JSON text, and as nothing else: what somebody wrote is a digest in it and
/// goes beside it. A new fact is one case in each of the two switches; one that carries a text
/// writes it by [Texts#digest] and reads it by [Texts#read].
final class RowCodec {
    /// Grows when older code could not read, or would misread, what is written.
    static final int VERSION = 1;

    private static final int SALT_BYTES = 16;

    private final RandomGenerator random;

    /// @param random makes salts, which nobody may guess
    RowCodec(RandomGenerator random) {
        this.random = random;
    }

    /// A row as it is kept.
    ///
    /// @param text what the row has a digest of, or null
    record Encoded(String json, @Nullable ErasableText text) {}

    /// The one text of a row, on its way in or out.
    private final class Texts {
        private @Nullable ErasableText text;

        String digest(String written) {
            byte[] salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            var kept = new ErasableText(HexFormat.of().formatHex(salt), written);
            text = kept;
            return kept.digest();
        }

        String read(String digest) {
            return ErasableText.of(digest, text);
        }
    }

    Encoded encode(RoomEvent.Logged event) {
        var texts = new Texts();
        ObjectNode row =
                StoredJson.object()
                        .put("v", VERSION)
                        .put("seq", event.seq())
                        .put("wallMs", event.wallMs());
        RoomEvent.Origin origin = event.origin();
        if (origin == null) {
            row.putNull("origin");
        } else {
            ObjectNode written =
                    row.putObject("origin")
                            .put("who", origin.who().value())
                            .put("op", origin.op().value());
            if (!(event.fact() instanceof RoomFact.Said)) {
                written.put("digest", origin.digest());
            }
        }
        row.set("fact", fact(event.fact(), texts));
        return new Encoded(row.toString(), texts.text);
    }

    private static ObjectNode fact(RoomFact fact, Texts texts) {
        return switch (fact) {
            case RoomFact.Opened opened ->
                    kind("opened")
                            .put("epoch", opened.epoch())
                            .set("plan", PlanCodec.encode(opened.plan()));
            case RoomFact.PlanChanged changed ->
                    kind("plan_changed").set("plan", PlanCodec.encode(changed.plan()));
            case RoomFact.Joined joined -> {
                Participant who = joined.participant();
                yield kind("joined")
                        .put("who", who.id().value())
                        .put("nameDigest", texts.digest(who.name()))
                        .put("role", StoredJson.word(who.role()))
                        .put("status", StoredJson.word(who.status()))
                        .put("holder", joined.holder())
                        .set("media", media(who.media()));
            }
            case RoomFact.Rejoined again ->
                    kind("rejoined")
                            .put("who", again.who().value())
                            .put("holder", again.holder())
                            .put("status", StoredJson.word(again.status()))
                            .set("media", media(again.media()));
            case RoomFact.Left left -> kind("left").put("who", left.who().value());
            case RoomFact.MediaSet set ->
                    kind("media_set")
                            .put("who", set.who().value())
                            .set("media", media(set.media()));
            case RoomFact.Transported transported ->
                    kind("transported")
                            .put("who", transported.who().value())
                            .put("status", StoredJson.word(transported.status()))
                            .put("sinceMs", transported.sinceMs());
            case RoomFact.Said said -> LessonCodec.encode(said.message(), texts::digest);
            case RoomFact.HandSet set ->
                    kind("hand_set").put("who", set.who().value()).put("raised", set.raised());
            case RoomFact.TopicsSet set -> {
                ObjectNode row = kind("topics_set");
                StoredJson.put(row, "topics", set.topics(), PlanCodec::put);
                yield row;
            }
            case RoomFact.Muted muted ->
                    kind("muted")
                            .put("who", muted.who().value())
                            .put("by", muted.by().value())
                            .set("media", media(muted.media()));
            case RoomFact.Removed removed ->
                    kind("removed").put("who", removed.who().value()).put("by", word(removed.by()));
            case RoomFact.TimerSet set -> LessonCodec.encode(set.timer());
            case RoomFact.TimeWarned warned -> kind("time_warned").put("leftMs", warned.leftMs());
            case RoomFact.RecordingStarted started ->
                    kind("recording_started")
                            .put("id", started.id().value())
                            .put("by", word(started.by()));
            case RoomFact.RecordingStopped stopped ->
                    kind("recording_stopped")
                            .put("id", stopped.id().value())
                            .put("reason", StoredJson.word(stopped.reason()))
                            .put("by", word(stopped.by()));
            case RoomFact.LocalRecordingSet set ->
                    kind("local_recording_set").put("who", set.who().value()).put("on", set.on());
            case RoomFact.Transcribed said -> LessonCodec.encode(said.line(), texts::digest);
            case RoomFact.Ended ended -> LessonCodec.encode(ended);
        };
    }

    static ObjectNode kind(String kind) {
        return StoredJson.object().put("kind", kind);
    }

    private static ObjectNode media(MediaIntent media) {
        return StoredJson.object()
                .put("mic", media.mic())
                .put("cam", media.cam())
                .put("screen", media.screen());
    }

    /// The row that was encoded. Fails with [UnreadableRowException].
    ///
    /// @param text what is kept beside it, or null when it has none or it was erased
    RoomEvent.Logged decode(String json, @Nullable ErasableText text) {
        var texts = new Texts();
        texts.text = text;
        return StoredJson.read(json, row -> row(row, texts));
    }

    private static RoomEvent.Logged row(StoredJson row, Texts texts) {
        long version = row.number("v");
        if (version != VERSION) {
            throw new UnreadableRowException(
                    "it has version %d, and %d is known here".formatted(version, VERSION));
        }
        RoomFact fact = row.object("fact", json -> fact(json, texts));
        return new RoomEvent.Logged(
                row.number("seq"),
                row.number("wallMs"),
                row.objectOrNull("origin", json -> origin(json, fact)),
                fact);
    }

    private static RoomEvent.Origin origin(StoredJson json, RoomFact fact) {
        return new RoomEvent.Origin(
                who(json), new OperationId(json.text("op")), digest(json, fact));
    }

    /// Of what somebody said the digest is made anew, for it would outlive the text.
    private static String digest(StoredJson json, RoomFact fact) {
        if (fact instanceof RoomFact.Said(ChatMessage message)) {
            String text = message.text();
            return text == null ? "" : Digest.ofText(text);
        }
        return json.text("digest");
    }

    private static RoomFact fact(StoredJson fact, Texts texts) {
        String kind = fact.text("kind");
        return switch (kind) {
            case "opened" ->
                    new RoomFact.Opened(fact.object("plan", PlanCodec::decode), fact.text("epoch"));
            case "plan_changed" -> new RoomFact.PlanChanged(fact.object("plan", PlanCodec::decode));
            case "joined" ->
                    new RoomFact.Joined(
                            new Participant(
                                    who(fact),
                                    texts.read(fact.text("nameDigest")),
                                    fact.word("role", Role.class),
                                    status(fact),
                                    media(fact)),
                            fact.text("holder"));
            case "rejoined" ->
                    new RoomFact.Rejoined(
                            who(fact), fact.text("holder"), media(fact), status(fact));
            case "left" -> new RoomFact.Left(who(fact));
            case "media_set" -> new RoomFact.MediaSet(who(fact), media(fact));
            case "transported" ->
                    new RoomFact.Transported(who(fact), status(fact), fact.number("sinceMs"));
            case "said" -> new RoomFact.Said(LessonCodec.message(fact, texts::read));
            case "hand_set" -> new RoomFact.HandSet(who(fact), fact.flag("raised"));
            case "topics_set" -> new RoomFact.TopicsSet(fact.objects("topics", PlanCodec::topic));
            case "muted" -> new RoomFact.Muted(who(fact), by(fact), media(fact));
            case "removed" -> new RoomFact.Removed(who(fact), byOrNull(fact));
            case "timer_set" -> new RoomFact.TimerSet(LessonCodec.timer(fact));
            case "time_warned" -> new RoomFact.TimeWarned(fact.number("leftMs"));
            case "recording_started" ->
                    new RoomFact.RecordingStarted(recording(fact), byOrNull(fact));
            case "recording_stopped" ->
                    new RoomFact.RecordingStopped(
                            recording(fact),
                            fact.word("reason", LiveRecording.Stop.class),
                            byOrNull(fact));
            case "local_recording_set" ->
                    new RoomFact.LocalRecordingSet(who(fact), fact.flag("on"));
            case "transcribed" -> new RoomFact.Transcribed(LessonCodec.line(fact, texts::read));
            case "ended" -> LessonCodec.ended(fact);
            default -> throw new UnreadableRowException("no fact is called " + kind);
        };
    }

    private static @Nullable String word(@Nullable ParticipantId who) {
        return who == null ? null : who.value();
    }

    private static RecordingId recording(StoredJson json) {
        return new RecordingId(json.text("id"));
    }

    static ParticipantId who(StoredJson json) {
        return new ParticipantId(json.text("who"));
    }

    private static ParticipantId by(StoredJson json) {
        return new ParticipantId(json.text("by"));
    }

    private static @Nullable ParticipantId byOrNull(StoredJson json) {
        String by = json.textOrNull("by");
        return by == null ? null : new ParticipantId(by);
    }

    private static ParticipantStatus status(StoredJson json) {
        return json.word("status", ParticipantStatus.class);
    }

    private static MediaIntent media(StoredJson json) {
        return json.object(
                "media",
                media ->
                        new MediaIntent(
                                media.flag("mic"), media.flag("cam"), media.flag("screen")));
    }
}
