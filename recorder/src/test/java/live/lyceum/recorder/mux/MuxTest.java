package live.lyceum.recorder.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import live.lyceum.recorder.film.FilmFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MuxTest {
    private static final FilmFormat FORMAT = new FilmFormat(64, 48, 40, 1_000, 100_000);

    @TempDir Path folder;

    @BeforeAll
    static void load() {
        Native.load();
    }

    private static List<byte[]> pictures(int count) throws IOException {
        var frames = new ArrayList<byte[]>();
        try (var encoder = Encoder.vp8(FORMAT);
                var picture = new Picture(64, 48)) {
            for (int i = 0; i < count; i++) {
                picture.planes().y().put(i, (byte) (7 * i));
                encoder.picture(picture, 40L * i, i == 0, (_, _, data) -> frames.add(data));
            }
        }
        return frames;
    }

    @Test
    void eachPictureComesOutOfTheEncoderAtOnce() throws IOException {
        assertThat(pictures(30)).hasSize(30);
    }

    @Test
    void damagedFramesMakeNoPictureAndNoHarm() throws IOException {
        List<byte[]> frames = pictures(20);
        var random = new Random(20_261_126);
        for (String codec : List.of("VP8", "VP9", "H264", "AV1")) {
            try (var decoder = new VideoDecoder(codec)) {
                for (int i = 0; i < 500; i++) {
                    byte[] frame = frames.get(random.nextInt(frames.size())).clone();
                    for (int flip = random.nextInt(20); flip >= 0; flip--) {
                        frame[random.nextInt(frame.length)] = (byte) random.nextInt();
                    }
                    decoder.decode(frame, i, random.nextBoolean());
                }
            }
        }
        assertThatThrownBy(() -> new VideoDecoder("H265")).isInstanceOf(NativeException.class);
    }

    @Test
    void damagedSoundIsSilentAndGoesOn() throws IOException {
        var voice = new ConcentusVoice(1);
        var random = new Random(20_261_126);
        short[] out = new short[5_760];
        for (int i = 0; i < 5_000; i++) {
            byte[] packet = new byte[random.nextInt(200)];
            random.nextBytes(packet);
            if (voice.samples(packet) > 0) {
                assertThat(voice.decode(packet, out)).isBetween(0, 5_760);
            }
            assertThat(voice.conceal(960, out)).isBetween(0, 960);
        }
        var packets = new ArrayList<byte[]>();
        try (var encoder = Encoder.opus()) {
            encoder.sound(new float[1_920], 0, (_, _, data) -> packets.add(data));
        }
        assertThat(voice.decode(packets.getFirst(), out)).isEqualTo(960);
    }

    @Test
    void aFullDiskIsSaidToBeFull() throws IOException {
        List<byte[]> frames = pictures(200);
        try (var muxer = new Muxer(Path.of("/dev/full"), "webm")) {
            int stream = muxer.video("VP8", 64, 48, 1_000, new byte[0]);
            assertThatThrownBy(
                            () -> {
                                muxer.begin(Map.of());
                                for (int i = 0; i < frames.size(); i++) {
                                    muxer.write(stream, 40L * i, 40, i == 0, frames.get(i));
                                }
                                muxer.end();
                            })
                    .isInstanceOfSatisfying(
                            NativeException.class, each -> assertThat(each.noSpace()).isTrue());
        }
    }

    @Test
    void aFileThatIsNotEndedIsLeftAndFreed() throws IOException {
        Path file = folder.resolve("a.webm");
        try (var muxer = new Muxer(file, "webm")) {
            muxer.video("VP8", 64, 48, 1_000, new byte[0]);
        }
        assertThat(file).exists();
        assertThatThrownBy(() -> new Muxer(folder.resolve("none/a.webm"), "webm"))
                .isInstanceOf(NativeException.class);
    }

    @Test
    void headersComeFromFirstFrames() {
        byte[] h264 = {0, 0, 0, 1, 0x67, 1, 2, 0, 0, 1, 0x68, 3, 0, 0, 0, 1, 0x65, 4, 5};
        assertThat(Bitstream.header("H264", h264))
                .containsExactly(0, 0, 0, 1, 0x67, 1, 2, 0, 0, 0, 1, 0x68, 3);
        byte[] av1 = {0x12, 0, 0x0a, 2, 7, 8, 0x32, 1, 9};
        assertThat(Bitstream.header("AV1", av1)).containsExactly(0x0a, 2, 7, 8);
        assertThat(Bitstream.header("VP8", av1)).isEmpty();
        for (int length = 0; length < h264.length; length++) {
            byte[] prefix = Arrays.copyOf(h264, length);
            assertThat(Bitstream.header("H264", prefix).length).isLessThanOrEqualTo(length + 1);
        }
        for (int length = 0; length < av1.length; length++) {
            var _ = Bitstream.header("AV1", Arrays.copyOf(av1, length));
        }
        assertThat(Bitstream.opusChannels(new byte[] {(byte) 0xfc})).isEqualTo(2);
        assertThat(Bitstream.opusChannels(new byte[] {(byte) 0xf8})).isEqualTo(1);
    }
}
