package live.lyceum.signaling.room;

import java.util.Arrays;
import java.util.Base64;
import live.lyceum.signaling.protocol.Digests;

/// Tells one body of an operation from another without keeping it.
public final class Digest {
    private static final int BYTES = 12;
    private static final String SAY = "chat.send ";

    private Digest() {}

    static String of(RoomCommand.Operation command) {
        String body =
                switch (command) {
                    case RoomCommand.Join join -> "join " + join.media();
                    case RoomCommand.Leave leave -> "leave";
                    case RoomCommand.SetMedia set -> "media.state " + set.media();
                    case RoomCommand.Say say -> SAY + say.text();
                    case RoomCommand.SetHand set -> "hand.set " + set.whose() + set.raised();
                    case RoomCommand.MarkTopic mark -> "topic.done " + mark.topic() + mark.done();
                    case RoomCommand.Mute mute -> "moderation.mute " + mute.whom();
                    case RoomCommand.Remove remove -> "moderation.remove " + remove.whom();
                    case RoomCommand.SetRecording set -> "recording.set " + set.on();
                    case RoomCommand.SetLocalRecording set -> "recording.local " + set.on();
                    case RoomCommand.End end -> "session.end";
                };
        return of(body);
    }

    /// That of the operation by which somebody wrote `text`: whoever keeps it apart from the text
    /// gives away what the text may have been.
    public static String ofText(String text) {
        return of(SAY + text);
    }

    private static String of(String body) {
        byte[] hash = Digests.sha256(body);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
    }
}
