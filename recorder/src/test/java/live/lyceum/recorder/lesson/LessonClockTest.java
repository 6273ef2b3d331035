package live.lyceum.recorder.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import live.lyceum.media.api.Source;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.recorder.testkit.Network;
import live.lyceum.recorder.testkit.VirtualLesson;
import live.lyceum.recorder.testkit.VirtualSender;
import live.lyceum.recorder.testkit.VirtualStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where frames are placed, against the truth.
class LessonClockTest {
    private static final long S = 1_000_000;
    private static final long MINUTE = 60 * S;
    private static final Network WIFI = new Network(35_000, 60_000, 0.03, 150_000, 0.1, 0.01);
    private static final Network CABLE = new Network(8_000, 10_000, 0.03, 40_000, 0.1, 0.002);

    @TempDir Path folder;

    private long late;

    /// Reads the folder; `pairs` has for each track the one of the same sender.
    private Skew read(Map<Integer, Integer> pairs) throws IOException {
        var skew = new Skew();
        try (LessonReader reader = LessonReader.open(folder)) {
            reader.finish();
            for (LessonEvent next = reader.next(); next != null; next = reader.next()) {
                if (next instanceof LessonEvent.Frame frame) {
                    skew.frame(frame, pairs.getOrDefault(frame.track(), 0));
                }
            }
            assertThat(reader.damaged()).isEmpty();
            late = reader.counts().late();
        }
        return skew;
    }

    private static Map<Integer, Integer> pairs(VirtualStream... streams) {
        var pairs = new HashMap<Integer, Integer>();
        for (int i = 0; i < streams.length; i += 2) {
            pairs.put(streams[i].track(), streams[i + 1].track());
            pairs.put(streams[i + 1].track(), streams[i].track());
        }
        return pairs;
    }

    private static VirtualStream cam(VirtualSender of) {
        return of.stream(Source.CAM, Codec.VP8).pictureBytes(150);
    }

    @Test
    void twoHoursOfDriftJitterAndLossKeepLipsAndVoicesTogether() throws IOException {
        Map<Integer, Integer> pairs;
        try (var lesson = new VirtualLesson(folder, 42)) {
            VirtualSender ann = lesson.join("ann").clock(123 * S, 100).network(WIFI);
            VirtualStream annMic = ann.stream(Source.MIC, Codec.OPUS).clock(60);
            VirtualStream annCam = cam(ann);
            lesson.talk(MINUTE);
            VirtualSender ben = lesson.join("ben").clock(-77 * S, -100).network(CABLE);
            VirtualStream benMic = ben.stream(Source.MIC, Codec.OPUS).clock(-60);
            VirtualStream benCam = cam(ben);
            ann.gate(Source.MIC, false, 10 * MINUTE);
            ann.gate(Source.MIC, true, 35 * MINUTE);
            ben.gate(Source.CAM, false, 40 * MINUTE);
            ben.gate(Source.CAM, true, 41 * MINUTE);
            lesson.talk(60 * MINUTE);
            ben.leave(60 * MINUTE);
            lesson.talk(61 * MINUTE);
            VirtualSender again = lesson.join("ben").clock(4_000 * S, -100).network(WIFI);
            VirtualStream againMic = again.stream(Source.MIC, Codec.OPUS);
            VirtualStream againCam = cam(again);
            lesson.talk(120 * MINUTE);
            pairs = pairs(annMic, annCam, benMic, benCam, againMic, againCam);
            lesson.runTo(lesson.nowUs() + S);
        }
        Skew skew = read(pairs);

        assertThat(pairs).hasSize(6);
        assertThat(skew.apartUs()).as(skew.toString()).isLessThan(5_000);
        assertThat(skew.mostOffUs() - skew.leastOffUs()).as(skew.toString()).isLessThan(40_000);
        assertThat(late).isZero();
        assertThat(skew.mostOffUs()).as(skew.toString()).isLessThan(60_000);
        assertThat(skew.backwards()).isZero();
        assertThat(skew.largestStepUs()).isLessThan(5_000);
        pairs.keySet().forEach(track -> assertThat(skew.frames(track)).isPositive());
    }

    @Test
    void withoutSenderReportsArrivalsTell() throws IOException {
        Map<Integer, Integer> pairs;
        try (var lesson = new VirtualLesson(folder, 2)) {
            VirtualSender ann = lesson.join("ann").clock(S, -300).network(WIFI).reports(0, 0);
            VirtualStream mic = ann.stream(Source.MIC, Codec.OPUS);
            VirtualStream cam = cam(ann);
            lesson.talk(5 * MINUTE);
            pairs = pairs(mic, cam);
        }
        Skew skew = read(pairs);

        assertThat(skew.apartUs()).as(skew.toString()).isLessThan(30_000);
        assertThat(skew.mostOffUs()).as(skew.toString()).isLessThan(90_000);
        assertThat(skew.largestStepUs()).as(skew.toString()).isLessThan(5_000);
    }

    @Test
    void aReportThatIsNonsenseMovesNothing() throws IOException {
        Map<Integer, Integer> pairs;
        try (var lesson = new VirtualLesson(folder, 3)) {
            VirtualSender ann = lesson.join("ann").clock(S, 100).network(Network.GOOD);
            VirtualStream mic = ann.stream(Source.MIC, Codec.OPUS);
            VirtualStream cam = cam(ann);
            lesson.talk(2 * S);
            // Also as the first of all that the microphone's clock hears.
            for (long atUs : new long[] {2 * S + 1_000, 20 * S, 40 * S, 60 * S}) {
                mic.report(atUs, 0, 5);
                mic.report(atUs + 1, 0xee00_0000_0000_0000L, mic.timestampAt(atUs));
                cam.report(atUs + 2, cam.ntpAt(atUs), 1_234_567);
            }
            lesson.talk(2 * MINUTE);
            pairs = pairs(mic, cam);
        }
        Skew skew = read(pairs);

        // What no other report speaks against, arrivals speak against.
        assertThat(skew.apartUs()).as(skew.toString()).isLessThan(25_000);
        assertThat(skew.largestStepUs()).as(skew.toString()).isLessThan(3_000);
    }

    @Test
    void aSenderWhoseComputerSleptIsFoundAgain() throws IOException {
        for (long sleepUs : new long[] {3 * S, 90 * S}) {
            Map<Integer, Integer> pairs;
            try (var lesson = new VirtualLesson(folder, sleepUs)) {
                VirtualSender ann = lesson.join("ann").clock(S, 100).network(Network.GOOD);
                VirtualStream mic = ann.stream(Source.MIC, Codec.OPUS);
                VirtualStream cam = cam(ann);
                lesson.talk(30 * S);
                lesson.runTo(30 * S + sleepUs);
                ann.sleep(sleepUs);
                lesson.talk(60 * S + sleepUs);
                pairs = pairs(mic, cam);
            }
            Skew skew = read(pairs);

            assertThat(skew.frames(1)).isGreaterThan(2_950);
            assertThat(skew.apartUs()).as(skew.toString()).isLessThan(5_000);
            assertThat(skew.mostOffUs()).as(skew.toString()).isLessThan(70_000);
            for (int track = 1; track <= 2; track++) {
                Files.delete(folder.resolve("000" + track + ".journal"));
            }
        }
    }

    @Test
    void aClockThatIsSetIsFollowedWithoutAJump() throws IOException {
        for (long byUs : new long[] {30_000, -3_000_000, 3_000_000}) {
            Map<Integer, Integer> pairs;
            try (var lesson = new VirtualLesson(folder, byUs)) {
                VirtualSender ann = lesson.join("ann").clock(S, 100).network(Network.GOOD);
                VirtualStream mic = ann.stream(Source.MIC, Codec.OPUS);
                VirtualStream cam = cam(ann);
                lesson.talk(30 * S);
                ann.setClock(byUs);
                lesson.talk(80 * S);
                pairs = pairs(mic, cam);
            }
            Skew skew = read(pairs);

            assertThat(late).isZero();
            assertThat(skew.largestStepUs()).as(skew.toString()).isLessThan(3_000);
            assertThat(skew.apartUs()).as(skew.toString()).isLessThan(40_000);
            for (int track = 1; track <= 2; track++) {
                Files.delete(folder.resolve("000" + track + ".journal"));
            }
        }
    }

    @Test
    void anotherWayThroughTheNetworkIsNoJump() throws IOException {
        Map<Integer, Integer> pairs;
        try (var lesson = new VirtualLesson(folder, 6)) {
            VirtualSender ann = lesson.join("ann").clock(S, 100).network(CABLE);
            VirtualStream mic = ann.stream(Source.MIC, Codec.OPUS);
            VirtualStream cam = cam(ann);
            lesson.talk(30 * S);
            ann.network(new Network(150_000, 40_000, 0.02, 150_000, 0, 0.01));
            lesson.talk(90 * S);
            ann.network(CABLE);
            lesson.talk(150 * S);
            pairs = pairs(mic, cam);
        }
        Skew skew = read(pairs);

        assertThat(skew.apartUs()).as(skew.toString()).isLessThan(5_000);
        assertThat(skew.largestStepUs()).as(skew.toString()).isLessThan(3_000);
        assertThat(skew.backwards()).isZero();
    }

    @Test
    void timestampsThatWrapGoOn() throws IOException {
        Map<Integer, Integer> pairs;
        try (var lesson = new VirtualLesson(folder, 7)) {
            VirtualSender ann = lesson.join("ann").clock(0, 0).network(Network.GOOD);
            VirtualStream mic = ann.stream(Source.MIC, Codec.OPUS).firstTimestamp(-480_000);
            VirtualStream cam = cam(ann).firstTimestamp(-990_000);
            lesson.talk(MINUTE);
            lesson.runTo(MINUTE + S);
            pairs = pairs(mic, cam);
        }
        Skew skew = read(pairs);

        assertThat(skew.frames(1)).isEqualTo(3_000);
        assertThat(skew.apartUs()).as(skew.toString()).isLessThan(5_000);
    }

    @Test
    void aTimestampFromNowhereHarmsItsOwnFrameAlone() throws IOException {
        Map<Integer, Integer> pairs;
        try (var lesson = new VirtualLesson(folder, 8)) {
            VirtualSender ann = lesson.join("ann").clock(0, 0).network(Network.GOOD);
            VirtualStream mic = ann.stream(Source.MIC, Codec.OPUS);
            VirtualStream cam = cam(ann);
            var random = new Random(9);
            for (int second = 1; second <= 60; second++) {
                lesson.talk(second * S);
                mic.nextTimestamp(random.nextInt());
                cam.nextTimestamp(random.nextInt());
            }
            pairs = pairs(mic, cam);
        }
        Skew skew = read(pairs);

        assertThat(late).isBetween(100L, 118L);
        assertThat(skew.frames(1) + skew.frames(2) + late).isGreaterThan(4_790);
        assertThat(skew.mostOffUs()).as(skew.toString()).isLessThan(70_000);
        assertThat(skew.apartUs()).as(skew.toString()).isLessThan(5_000);
    }

    @Test
    void whatWasHeldUpForASecondHasItsTime() throws IOException {
        Map<Integer, Integer> pairs;
        try (var lesson = new VirtualLesson(folder, 10)) {
            VirtualSender ann = lesson.join("ann").clock(S, 100).network(Network.GOOD);
            VirtualStream mic = ann.stream(Source.MIC, Codec.OPUS);
            VirtualStream cam = cam(ann);
            for (int i = 1; i <= 6; i++) {
                lesson.talk(i * 10L * S);
                ann.stall(1_100_000);
            }
            lesson.talk(70 * S);
            lesson.runTo(71 * S);
            pairs = pairs(mic, cam);
        }
        Skew skew = read(pairs);

        assertThat(late).isZero();
        assertThat(skew.frames(1)).isEqualTo(3_500);
        assertThat(skew.apartUs()).as(skew.toString()).isLessThan(5_000);
        assertThat(skew.mostOffUs()).as(skew.toString()).isLessThan(60_000);
    }

    @Test
    void timestampsThatGoBackAreNoTimesThatGoBack() throws IOException {
        Map<Integer, Integer> pairs;
        try (var lesson = new VirtualLesson(folder, 11)) {
            VirtualSender ann = lesson.join("ann").clock(0, 0).network(Network.GOOD);
            VirtualStream mic = ann.stream(Source.MIC, Codec.OPUS);
            VirtualStream cam = cam(ann);
            for (int second = 1; second <= 10; second++) {
                lesson.talk(second * S);
                mic.nextTimestamp(mic.timestampAt(second * S - 100_000));
                cam.nextTimestamp(cam.timestampAt(second * S - 100_000));
            }
            lesson.runTo(11 * S);
            pairs = pairs(mic, cam);
        }
        Skew skew = read(pairs);

        assertThat(skew.frames(1)).isEqualTo(500);
        assertThat(skew.backwards()).isZero();
    }
}
