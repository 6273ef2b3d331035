package live.lyceum.recorder.depacketize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.recorder.depacketize.Sent.Out;
import live.lyceum.recorder.testkit.Packetizer;
import org.junit.jupiter.api.Test;

/// What is particular of one codec's payloads.
class FormatTest {
    private static byte[] hex(String bytes) {
        return HexFormat.of().parseHex(bytes.replace(" ", ""));
    }

    private static Sent sent(Codec codec, String whole, String... payloads) {
        return add(new Sent(codec), whole, payloads);
    }

    private static Sent add(Sent sent, String whole, String... payloads) {
        return sent.payloads(hex(whole), List.of(payloads).stream().map(FormatTest::hex).toList());
    }

    private static void assertOut(Sent sent, boolean... keys) {
        List<Out> out = sent.out();
        assertThat(out).hasSize(keys.length);
        for (int i = 0; i < keys.length; i++) {
            assertThat(out.get(i).frame()).isEqualTo(i);
            assertThat(out.get(i).key()).as("frame %d", i).isEqualTo(keys[i]);
        }
    }

    /// RFC 7741 section 4.2: no X, and partitions of their own packets.
    @Test
    void vp8WithoutExtensionsAndWithPartitions() {
        Sent sent = sent(Codec.VP8, "10aabbcc", "1010aa", "00bb", "11cc");
        add(sent, "11aabbcc", "1011aa", "11bb", "12cc");
        assertOut(sent, true, false);
    }

    /// RFC 9628 section 4.2, flexible mode: I, P, F with references, and a scalability structure.
    @Test
    void vp9InFlexibleMode() {
        // I F B E V, picture id 5; N_S 0, Y 1, G 0: 320x180.
        Sent sent = sent(Codec.VP9, "82aabb", "9e 05 10 0140 00b4 82aabb");
        // I P F B E, picture id 6, P_DIFF 1.
        add(sent, "86aabbcc", "d8 06 02 86aabb", "d4 06 02 cc");
        assertOut(sent, true, false);
    }

    /// Section 4.2: E is 1 at the end of a frame.
    @Test
    void vp9WithoutTheEndOfAFrameIsNoPicture() {
        assertThat(sent(Codec.VP9, "82aa", "88 05 82aa").out()).isEmpty();
    }

    @Test
    void aPictureThatContradictsItselfIsAGap() {
        Sent sent = sent(Codec.VP8, "10aa", "90 80 8001 10aa");
        add(sent, "00", "90 80 8002 11aa", "90 80 8002 11aa");
        add(sent, "11bb", "90 80 8003 11bb");
        List<Out> out = sent.out();

        assertThat(out).extracting(Out::frame).containsExactly(0, 2);
        assertThat(out.getLast().gap()).isTrue();
    }

    /// VP9 specification, Annex B: a picture of two spatial layers is a superframe.
    @Test
    void vp9WithSpatialLayersIsASuperframe() {
        var random = new Random(1);
        byte[] low = new byte[1_500];
        byte[] high = new byte[3_000];
        random.nextBytes(low);
        random.nextBytes(high);
        byte[] index = hex("d9 dc050000 b80b0000 d9");
        byte[] whole = new byte[low.length + high.length + index.length];
        System.arraycopy(low, 0, whole, 0, low.length);
        System.arraycopy(high, 0, whole, low.length, high.length);
        System.arraycopy(index, 0, whole, low.length + high.length, index.length);

        var sent = new Sent(Codec.VP9);
        var packetizer = new Packetizer(Codec.VP9);
        sent.payloads(whole, packetizer.layers(List.of(low, high), true));
        byte[] next = whole.clone();
        low[0] ^= 1;
        next[0] = low[0];
        sent.payloads(next, packetizer.layers(List.of(low, high), false));
        assertOut(sent, true, false);

        // Without the lower layer the upper one is no picture.
        List<Sent.Packet> came = new ArrayList<>(sent.packets);
        came.removeAll(sent.of(1).subList(0, 2));
        assertThat(sent.out(came)).hasSize(1);
    }

    private static final String SPS = "00000001 6742e01f";
    private static final String PPS = "00000001 68ce3c80";

    /// RFC 6184 sections 5.6, 5.7.1 and 5.8.
    @Test
    void h264OfAllPacketTypes() {
        Sent sent =
                sent(
                        Codec.H264,
                        SPS + PPS + "00000001 6588aabbcc",
                        "78 0004 6742e01f 0004 68ce3c80",
                        "7c85 88aa",
                        "7c05 bb",
                        "7c45 cc");
        add(sent, "00000001 419aaa", "419aaa");
        // Two slices, and parameter sets in packets of their own.
        add(
                sent,
                SPS + PPS + "00000001 6588aa 00000001 6540bb",
                "6742e01f",
                "68ce3c80",
                "6588aa",
                "6540bb");
        assertOut(sent, true, false, true);
    }

    /// RFC 7742 section 6.2: parameter sets in band. Who sends them once, or apart, has them put
    /// before each IDR picture.
    @Test
    void h264HasItsParameterSetsBeforeEachIdrPicture() {
        Sent sent =
                sent(Codec.H264, SPS + PPS + "00000001 6588aa", "6742e01f", "68ce3c80", "6588aa");
        add(sent, "00000001 419aaa", "419aaa");
        add(sent, SPS + PPS + "00000001 6588bb", "6588bb");
        assertOut(sent, true, false, true);

        assertOut(sent(Codec.H264, "00000001 6588aa", "6588aa"), false);

        Sent apart = sent(Codec.H264, SPS + PPS + "00000001 6588aa", "6588aa");
        Sent before = new Sent(Codec.H264);
        before.payloads(
                hex(SPS + PPS + "00000001 6588aa"), List.of(hex("6742e01f"), hex("68ce3c80")));
        before.payloads(hex("00"), List.of(hex("6588aa")));
        assertThat(apart.out()).noneMatch(Out::key);
        assertOut(before, true);
    }

    /// After a loss a picture whose first slice is missing is not whole (ITU-T H.264 section 7.4.3,
    /// first_mb_in_slice).
    @Test
    void h264OfSeveralSlicesIsWholeOrNotThere() {
        Sent sent = sent(Codec.H264, "00000001 418800 00000001 4140bb", "418800", "4140bb");
        add(sent, "00000001 418801 00000001 4140bc", "418801", "4140bc");
        add(sent, "00000001 418802 00000001 4140bd", "418802", "4140bd");
        var came = new ArrayList<>(sent.packets);
        came.remove(sent.of(1).getFirst());

        assertThat(sent.out(came)).extracting(Out::frame).containsExactly(0, 2);
    }

    @Test
    void h264FragmentsThatDoNotFitAreNoPicture() {
        Sent sent = sent(Codec.H264, "00", "7c85 88aa", "7c05 bb");
        add(sent, "00", "7c05 bb", "7c45 cc");
        add(sent, "00", "7c85 88aa", "419a00", "4140bb");
        add(sent, "00", "7c85 88aa", "7c85 88aa", "7c45 cc");
        assertThat(sent.out()).isEmpty();
    }

    /// RTP Payload Format For AV1 section 4.3: W 0 with lengths, W 1 to 3 without the last,
    /// fragments by Z and Y; delimiters, padding and the sender's own sizes do not come through.
    @Test
    void av1OfAllPacketForms() {
        String sequence = "0a03 080001";
        Sent sent = sent(Codec.AV1, sequence + "3203 10aabb", "28 04 08080001 3010aabb");
        add(sent, "3203 30aabb", "00 04 3030aabb");
        add(sent, "3205 30aabbccdd", "50 3030", "d0 aabb", "90 ccdd");
        // Three elements: a delimiter, a sequence header with a size, a frame with an extension.
        add(sent, sequence + "3608 04 10aabbcc", "38 02 1000 05 0a03080001 3408 10aabbcc");
        assertOut(sent, true, false, false, true);
    }

    @Test
    void av1ThatDoesNotFitIsNoPicture() {
        // A continuation of nothing; a fragment without end; a length that is too long.
        Sent sent = sent(Codec.AV1, "00", "90 3030aa");
        add(sent, "00", "50 3030aa");
        add(sent, "00", "00 7f 3030");
        // A frame, and a fragment of another without end.
        add(sent, "00", "60 04 3010aabb 3030");
        // A first fragment that nothing continues.
        add(sent, "00", "50 3030aa", "10 3030aa");
        assertThat(sent.out()).isEmpty();
    }
}
