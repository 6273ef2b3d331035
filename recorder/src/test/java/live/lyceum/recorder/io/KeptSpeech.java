package live.lyceum.recorder.io;

import java.io.IOException;
import java.util.List;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.testkit.ToneSpeaker;
import live.lyceum.recorder.testkit.ToneSpeaker.Spoken;

/// What is kept of microphones, for tests of what becomes of it.
final class KeptSpeech {
    private KeptSpeech() {}

    /// Each says one word after half a second, 42 and so on.
    ///
    /// @param startedMs when the session began, in epoch milliseconds
    static void of(SpeechFolders folders, RoomId room, List<String> names, long startedMs)
            throws IOException {
        try (var journals = new Journals(Journals.Limits.DEFAULT)) {
            SpeechJournal journal = SpeechJournal.open(folders, room, () -> startedMs, journals);
            journal.began(0);
            for (int i = 0; i < names.size(); i++) {
                var speaker = new ToneSpeaker(3 + i);
                var who = new ParticipantId(names.get(i));
                var stream =
                        new MediaTap.Stream(who, Source.MIC, 0, "opus", 48_000, speaker.ssrc());
                for (ToneSpeaker.Packet each :
                        speaker.packets(List.of(new Spoken(42 + i, 500_000)), 0, 2_000_000)) {
                    int length = each.rtp().length;
                    journal.packet(
                            stream, each.level(), each.rtp(), 0, length, each.atUs() * 1_000);
                }
            }
            journal.end().toCompletableFuture().join();
        }
        SpeechAge.set(folders.of(room), startedMs);
    }
}
