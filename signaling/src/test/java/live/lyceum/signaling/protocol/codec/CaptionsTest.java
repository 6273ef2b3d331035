package live.lyceum.signaling.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.Transcript;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A transcript as files for people and players.
class CaptionsTest {
    private static final ParticipantId ANN = new ParticipantId("ann");
    private static final long ZERO_MS = 1_000_000;

    private static SpokenLine line(String id, String name, @Nullable String text, long atMs) {
        return new SpokenLine(id, ANN, name, text, ZERO_MS + atMs, ZERO_MS + atMs + 1_500, "en", 0);
    }

    private static Transcript of(SpokenLine... lines) {
        return new Transcript(List.of(lines), Map.of(ANN, Role.MENTOR));
    }

    private static final Transcript TWO =
            of(line("l_1", "Ann", "Hello", 62_007), line("l_2", "Ann", "Bye", 3_600_000));

    @Test
    void vtt() {
        assertThat(Captions.vtt(TWO, ZERO_MS))
                .isEqualTo(
                        """
                        WEBVTT

                        l_1
                        00:01:02.007 --> 00:01:03.507
                        <v Ann (mentor)>Hello

                        l_2
                        01:00:00.000 --> 01:00:01.500
                        <v Ann (mentor)>Bye
                        """);
        assertThat(Captions.vtt(of(), ZERO_MS)).isEqualTo("WEBVTT\n");
    }

    @Test
    void srt() {
        assertThat(Captions.srt(TWO, ZERO_MS))
                .isEqualTo(
                        """
                        1
                        00:01:02,007 --> 00:01:03,507
                        Ann: Hello

                        2
                        01:00:00,000 --> 01:00:01,500
                        Ann: Bye

                        """);
        assertThat(Captions.srt(of(), ZERO_MS)).isEmpty();
    }

    @Test
    void txt() {
        assertThat(Captions.text(TWO, ZERO_MS))
                .isEqualTo("[00:01:02] Ann: Hello\n[01:00:00] Ann: Bye\n");
    }

    @Test
    void nothingThatSomebodySaysOrIsCalledMakesACue() {
        var odd =
                of(
                        line(
                                "l_1",
                                "\"A\" <b> & 'n' -->",
                                "a --> b\n\n1 < 2 & 3 > 2\r\n<v X>\u2028",
                                0));

        assertThat(Captions.vtt(odd, ZERO_MS))
                .endsWith(
                        "\n<v \"A\" &lt;b&gt; &amp; 'n' --&gt; (mentor)>"
                                + "a --&gt; b  1 &lt; 2 &amp; 3 &gt; 2 &lt;v X&gt; \n");
        assertThat(Captions.srt(odd, ZERO_MS))
                .endsWith("\n\"A\" <b> & 'n' →: a → b  1 < 2 & 3 > 2 <v X> \n\n");
        assertThat(Captions.text(odd, ZERO_MS).lines()).hasSize(1);
    }

    /// Its texts and the times at which they are shown, by WebVTT.
    private static List<String> cues(SpokenLine line) {
        return Captions.vtt(of(line), ZERO_MS)
                .lines()
                .skip(2)
                .filter(each -> !each.isEmpty())
                .map(each -> each.replace("<v Ann (mentor)>", ""))
                .toList();
    }

    @Test
    void aLongLineIsSeveralCuesOneAfterAnother() {
        String words = "word ".repeat(40).strip();
        SpokenLine line = line("l_1", "Ann", words, 10_000);

        List<String> cues = cues(line);

        assertThat(cues)
                .containsExactly(
                        "l_1",
                        "00:00:10.000 --> 00:00:10.525",
                        "word ".repeat(14).strip(),
                        "l_1.1",
                        "00:00:10.525 --> 00:00:11.050",
                        "word ".repeat(14).strip(),
                        "l_1.2",
                        "00:00:11.050 --> 00:00:11.500",
                        "word ".repeat(12).strip());
        assertThat(Captions.srt(of(line), ZERO_MS))
                .contains("\n3\n00:00:11,050 --> 00:00:11,500\nAnn: word word");
        assertThat(Captions.text(of(line), ZERO_MS))
                .isEqualTo("[00:00:10] Ann: %s\n".formatted(words));
    }

    @Test
    void aLineWithoutBlanksIsCutBetweenCharacters() {
        String smiles = "\ud83d\ude00".repeat(100);

        List<String> texts = cues(line("l_1", "Ann", smiles, 0));

        assertThat(texts.stream().filter(each -> each.startsWith("\ud83d")).toList())
                .hasSize(3)
                .allMatch(each ->
                        each.length() <= 84
                                && !Character.isHighSurrogate(each.charAt(each.length() - 1)));
        assertThat(String.join("", texts)).contains("\ud83d\ude00");
    }

    @Test
    void whatWasSaidBeforeStandsAtTheBeginning() {
        assertThat(Captions.vtt(of(line("l_1", "Ann", "Early", -5_000)), ZERO_MS))
                .contains("00:00:00.000 --> 00:00:00.001");
        assertThat(Captions.srt(of(line("l_1", "Ann", "Early", -1_000)), ZERO_MS))
                .contains("00:00:00,000 --> 00:00:00,500");
        assertThat(Captions.text(of(line("l_1", "Ann", "Early", -5_000)), ZERO_MS))
                .startsWith("[00:00:00]");
    }

    @Test
    void whatWasErasedIsLeftOutAndAStrangerHasNoRole() {
        var stranger =
                new SpokenLine(
                        "l_2", new ParticipantId("eve"), "Eve", "Hi", ZERO_MS, ZERO_MS, null, 0);
        var transcript = of(line("l_1", "", null, 0), stranger);

        assertThat(Captions.vtt(transcript, ZERO_MS)).contains("<v Eve>Hi").doesNotContain("l_1");
        assertThat(Captions.srt(transcript, ZERO_MS)).startsWith("1\n").contains("Eve: Hi");
        assertThat(Captions.text(transcript, ZERO_MS)).isEqualTo("[00:00:00] Eve: Hi\n");
        assertThat(transcript.words()).isEqualTo(1);
    }

    @Test
    void wordsAndLanguagesAreCounted() {
        var transcript = of(line("l_1", "Ann", " one  two\nthree ", 0), line("l_2", "Ann", "x", 5));

        assertThat(transcript.words()).isEqualTo(4);
        assertThat(transcript.languages()).containsExactly("en");
    }
}
