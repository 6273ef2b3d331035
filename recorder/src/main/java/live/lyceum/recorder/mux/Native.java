package live.lyceum.recorder.mux;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_FATAL;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/// What all native calls need.
public final class Native {
    private Native() {}

    /// Loads the libraries; to be called once, before anything else of this package. What the
    /// binding would free by itself we free: its collector thread and its own idea of how much
    /// memory there is are switched off.
    public static void load() {
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
        System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        Loader.load(avformat.class);
        Loader.load(avcodec.class);
        Loader.load(swscale.class);
        // Damaged frames are counted here, not told there.
        av_log_set_level(AV_LOG_FATAL);
    }

    /// The result, if it is none of an error.
    ///
    /// @throws NativeException otherwise
    static int check(int result, String what) throws NativeException {
        if (result < 0) {
            throw new NativeException(what, result);
        }
        return result;
    }

    /// What was allocated, if it was.
    ///
    /// @throws OutOfMemoryError otherwise
    static <P extends Pointer> P made(@Nullable P pointer, String what) {
        if (pointer == null || pointer.isNull()) {
            throw new OutOfMemoryError(what);
        }
        return pointer;
    }

    /// A call with options, which the native side needs even if there are none.
    interface WithOptions {
        int call(AVDictionary options);
    }

    static int withOptions(Map<String, String> options, WithOptions call) {
        try (var dictionary = new AVDictionary(null)) {
            options.forEach((name, value) -> av_dict_set(dictionary, name, value, 0));
            try {
                return call.call(dictionary);
            } finally {
                av_dict_free(dictionary);
            }
        }
    }

    /// Gives codec parameters their extradata, with the padding that readers of it need.
    static void extradata(AVCodecParameters of, byte[] bytes) {
        int padded = bytes.length + avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
        BytePointer copy = new BytePointer(made(av_mallocz(padded), "extradata"));
        copy.put(bytes, 0, bytes.length);
        of.extradata(copy);
        of.extradata_size(bytes.length);
    }
}
