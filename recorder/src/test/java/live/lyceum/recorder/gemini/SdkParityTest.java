package live.lyceum.recorder.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.genai.AsyncSession;
import com.google.genai.Client;
import com.google.genai.types.ActivityEnd;
import com.google.genai.types.ActivityStart;
import com.google.genai.types.AudioTranscriptionConfig;
import com.google.genai.types.AutomaticActivityDetection;
import com.google.genai.types.Blob;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.LiveConnectConfig;
import com.google.genai.types.LiveSendRealtimeInputParameters;
import com.google.genai.types.Modality;
import com.google.genai.types.RealtimeInputConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import live.lyceum.recorder.testkit.GeminiService;
import live.lyceum.recorder.testkit.Told;
import live.lyceum.recorder.testkit.Transcribing;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import live.lyceum.recorder.transcribe.SpeechRecognizer.Hints;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

/// What we send is what Google's SDK sends for the same calls: the same address, the same frames,
/// the same text in them.
class SdkParityTest {
    private static final String KEY = "hidden-key";
    private static final String MODEL = "gemini-3.5-transcribe-live";
    private static final int FRAMES = 5;

    private static final short[] SAMPLES = samples();

    private static short[] samples() {
        var samples = new short[2_000];
        var random = new Random(25);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) random.nextInt();
        }
        return samples;
    }

    @Test
    void withHints() throws Exception {
        same(
                new Hints(
                        List.of("en-US", "de-DE"),
                        List.of("Quarkus", "Ünïcödé 日本 😀", "\"quoted\" \\ </x> & 'y'\n")),
                AudioTranscriptionConfig.builder()
                        .languageCodes("en-US", "de-DE")
                        .customVocabulary("Quarkus", "Ünïcödé 日本 😀", "\"quoted\" \\ </x> & 'y'\n")
                        .build());
    }

    @Test
    void withoutHints() throws Exception {
        same(new Hints(List.of(), List.of()), AudioTranscriptionConfig.builder().build());
    }

    private static void same(Hints hints, AudioTranscriptionConfig transcription) throws Exception {
        try (GeminiService ofOurs = GeminiService.start();
                GeminiService ofTheSdk = GeminiService.start()) {
            ours(ofOurs, hints);
            sdk(ofTheSdk, transcription);

            assertThat(ofTheSdk.frames()).hasSize(FRAMES);
            assertThat(ofOurs.frames()).isEqualTo(ofTheSdk.frames());
            assertThat(ofOurs.handshakes()).isEqualTo(ofTheSdk.handshakes());
        }
    }

    private static void ours(GeminiService service, Hints hints) {
        try (GeminiLive gemini =
                GeminiLive.open(
                        Transcribing.byGemini(service.address(), KEY).model(MODEL).settings())) {
            SpeechRecognizer.Connection connection = gemini.open(hints, new Told());
            connection.begin();
            connection.audio(SAMPLES);
            connection.end();
            await().until(() -> service.frames().size() == FRAMES);
        }
    }

    private static void sdk(GeminiService service, AudioTranscriptionConfig transcription)
            throws Exception {
        var config =
                LiveConnectConfig.builder()
                        .responseModalities(Modality.Known.TEXT)
                        .inputAudioTranscription(transcription)
                        .realtimeInputConfig(
                                RealtimeInputConfig.builder()
                                        .automaticActivityDetection(
                                                AutomaticActivityDetection.builder()
                                                        .disabled(true)
                                                        .build())
                                        .build())
                        .build();
        try (Client client = client(service.port())) {
            AsyncSession session = client.async.live.connect(MODEL, config).get();
            session.sendRealtimeInput(
                            input().activityStart(ActivityStart.builder().build()).build())
                    .get();
            session.sendRealtimeInput(input().audio(blob(0, 1_600)).build()).get();
            session.sendRealtimeInput(input().audio(blob(1_600, 2_000)).build()).get();
            session.sendRealtimeInput(input().activityEnd(ActivityEnd.builder().build()).build())
                    .get();
            await().until(() -> service.frames().size() == FRAMES);
            session.close().get();
        }
    }

    /// The SDK knows wss only; the test service has no TLS.
    private static Client client(int port) {
        OkHttpClient http =
                new OkHttpClient.Builder()
                        .addInterceptor(chain -> {
                            Request asked = chain.request();
                            return chain.proceed(
                                    asked.newBuilder()
                                            .url(asked.url().newBuilder().scheme("http").build())
                                            .build());
                        })
                        .build();
        return Client.builder()
                .apiKey(KEY)
                .httpOptions(HttpOptions.builder().baseUrl("https://127.0.0.1:" + port).build())
                .clientOptions(ClientOptions.builder().customHttpClient(http).build())
                .build();
    }

    private static LiveSendRealtimeInputParameters.Builder input() {
        return LiveSendRealtimeInputParameters.builder();
    }

    private static Blob blob(int from, int to) {
        ByteBuffer bytes =
                ByteBuffer.allocate((to - from) * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(SAMPLES, from, to - from);
        return Blob.builder().data(bytes.array()).mimeType("audio/pcm;rate=16000").build();
    }
}
