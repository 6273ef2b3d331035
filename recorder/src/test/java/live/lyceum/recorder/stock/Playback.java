package live.lyceum.recorder.stock;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import live.lyceum.recorder.film.Box;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/// A file as a player plays it: what is to be seen in some boxes of each picture, and all of its
/// sound on the file's clock.
public final class Playback {
    /// What is to be seen from a time on: for each box the middle's mean Y, U and V.
    public record Look(double ms, int width, int height, List<int[]> colours) {}

    private static final int RATE = 48_000;
    private static final int MAX_SAMPLES = 5 * 60 * RATE;

    /// The pictures, in order.
    public final List<Look> looks = new ArrayList<>();

    /// The left channel, its first sample at time 0, of the first minutes.
    public short[] sound = new short[RATE];

    /// How loud it is at most in each millisecond, of 32768.
    public short[] peaks = new short[60_000];

    /// How many samples there are.
    public int samples;

    /// What the container says of its length.
    public double durationMs;

    private final List<Box> boxes;

    /// Plays a file.
    ///
    /// @param boxes which parts of a picture to look at; none: its middle
    public static Playback of(Path file, List<Box> boxes) throws IOException {
        var playback = new Playback(boxes);
        playback.play(file);
        return playback;
    }

    private Playback(List<Box> boxes) {
        this.boxes = boxes;
    }

    private static void check(int result, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": " + result);
        }
    }

    private void play(Path file) throws IOException {
        var input = new AVFormatContext(null);
        try (var none = new AVDictionary(null)) {
            check(avformat_open_input(input, file.toString(), null, none), file.toString());
        }
        // One set of options for each stream, or none at all.
        check(avformat_find_stream_info(input, (AVDictionary) null), file.toString());
        durationMs = input.duration() / 1_000.0;
        List<@Nullable AVCodecContext> decoders = new ArrayList<>();
        for (int i = 0; i < input.nb_streams(); i++) {
            decoders.add(decoder(input.streams(i)));
        }
        AVPacket packet = av_packet_alloc();
        AVFrame frame = av_frame_alloc();
        while (av_read_frame(input, packet) >= 0) {
            int number = packet.stream_index();
            AVCodecContext decoder = decoders.get(number);
            if (decoder != null) {
                check(avcodec_send_packet(decoder, packet), "a packet of " + file);
                drain(decoder, input.streams(number), frame);
            }
            av_packet_unref(packet);
        }
        av_packet_free(packet);
        for (AVCodecContext each : decoders) {
            avcodec_free_context(each);
        }
        av_frame_free(frame);
        avformat_close_input(input);
    }

    private static @Nullable AVCodecContext decoder(AVStream stream) throws IOException {
        int type = stream.codecpar().codec_type();
        if (type != AVMEDIA_TYPE_AUDIO && type != AVMEDIA_TYPE_VIDEO) {
            return null;
        }
        AVCodec codec =
                type == AVMEDIA_TYPE_AUDIO
                        ? avcodec_find_decoder_by_name("libopus")
                        : avcodec_find_decoder(stream.codecpar().codec_id());
        AVCodecContext context = avcodec_alloc_context3(codec);
        check(avcodec_parameters_to_context(context, stream.codecpar()), "parameters");
        context.thread_count(1);
        context.pkt_timebase(stream.time_base());
        context.request_sample_fmt(AV_SAMPLE_FMT_S16);
        try (var none = new AVDictionary(null)) {
            check(avcodec_open2(context, codec, none), "a decoder");
        }
        return context;
    }

    private void drain(AVCodecContext decoder, AVStream stream, AVFrame frame) {
        while (avcodec_receive_frame(decoder, frame) >= 0) {
            long pts = frame.pts() == AV_NOPTS_VALUE ? 0 : frame.pts();
            double ms = 1_000.0 * pts * stream.time_base().num() / stream.time_base().den();
            if (frame.width() > 0) {
                looks.add(look(frame, ms));
            } else {
                hear(frame, ms);
            }
            av_frame_unref(frame);
        }
    }

    private Look look(AVFrame frame, double ms) {
        List<Box> where =
                boxes.isEmpty() ? List.of(new Box(0, 0, frame.width(), frame.height())) : boxes;
        var colours = new ArrayList<int[]>();
        for (Box box : where) {
            colours.add(new int[] {mean(frame, 0, box), mean(frame, 1, box), mean(frame, 2, box)});
        }
        return new Look(ms, frame.width(), frame.height(), colours);
    }

    /// The mean of a plane in the middle of a box: above its label, within its corners.
    private static int mean(AVFrame frame, int plane, Box box) {
        int half = plane == 0 ? 1 : 2;
        int stride = frame.linesize(plane);
        int rows = (frame.height() + half - 1) / half;
        ByteBuffer bytes = frame.data(plane).capacity((long) stride * rows).asByteBuffer();
        int left = (box.left() + box.width() / 3) / half;
        int right = Math.max(left + 1, (box.left() + box.width() * 2 / 3) / half);
        int top = (box.top() + box.height() / 4) / half;
        int bottom = Math.max(top + 1, (box.top() + box.height() / 2) / half);
        long sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += bytes.get(y * stride + x) & 255;
            }
        }
        return (int) (sum / ((long) (right - left) * (bottom - top)));
    }

    private void hear(AVFrame frame, double ms) {
        int channels = frame.ch_layout().nb_channels();
        int count = frame.nb_samples();
        ShortBuffer pcm =
                frame.data(0)
                        .capacity(2L * count * channels)
                        .asByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asShortBuffer();
        int from = (int) Math.round(ms * 48);
        for (int i = 0; i < count; i++) {
            if (from + i >= 0) {
                hear(from + i, pcm.get(i * channels));
            }
        }
    }

    private void hear(int at, short value) {
        if (at < MAX_SAMPLES) {
            if (at >= sound.length) {
                sound = Arrays.copyOf(sound, 2 * sound.length);
            }
            sound[at] = value;
        }
        int ms = at / 48;
        if (ms >= peaks.length) {
            peaks = Arrays.copyOf(peaks, 2 * peaks.length);
        }
        peaks[ms] = (short) Math.max(peaks[ms], Math.min(Math.abs(value), Short.MAX_VALUE));
        samples = Math.max(samples, at + 1);
    }

    /// What is to be seen at a time.
    public Look at(double ms) {
        Look shown = looks.getFirst();
        for (Look each : looks) {
            if (each.ms() > ms) {
                break;
            }
            shown = each;
        }
        return shown;
    }

    /// When a box is first brighter than `luma` after a time; NaN if never.
    public double brightAfter(double ms, int box, int luma) {
        for (Look each : looks) {
            if (each.ms() >= ms && each.colours().get(box)[0] > luma) {
                return each.ms();
            }
        }
        return Double.NaN;
    }

    /// How strong a tone is in 40 ms from a time on, 0 to 1.
    public double tone(double ms, double hz) {
        int from = (int) (ms * 48);
        int count = 1_920;
        double re = 0;
        double im = 0;
        for (int i = 0; i < count; i++) {
            double value = from + i < sound.length ? sound[from + i] / 32_768.0 : 0;
            double angle = 2 * Math.PI * hz * i / RATE;
            re += value * Math.cos(angle);
            im += value * Math.sin(angle);
        }
        return 2 * Math.hypot(re, im) / count;
    }

    /// When it is first louder than `level` (0 to 1) after a time; NaN if never.
    public double loudAfter(double ms, double level) {
        for (int i = Math.max(0, (int) ms); i < Math.min(peaks.length, samples / 48); i++) {
            if (peaks[i] > level * 32_768) {
                return i;
            }
        }
        return Double.NaN;
    }
}
