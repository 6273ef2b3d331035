package live.lyceum.media.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import live.lyceum.media.testkit.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Whole payloads of each codec: where a receiver may begin, and what is no payload at all.
class VideoPayloadTest {
    private final VideoPayload payload = new VideoPayload();

    /// RFC 6184 section 5.2, Table 1, and ITU-T H.264 Table 7-1 for the types of NAL units.
    @ParameterizedTest
    @CsvSource({
        "67 42e01f,                        true,  SPS alone",
        "27 42e01f,                        true,  of another nal_ref_idc",
        "68 ce,                            false, PPS alone",
        "65 88,                            false, IDR without its parameters",
        "41 9a,                            false, non-IDR",
        "78 0004 6742e01f 0002 68ce,       true,  STAP-A: SPS and PPS",
        "78 0002 68ce 0004 6742e01f,       true,  STAP-A: SPS second",
        "78 0002 68ce 0002 6588,           false, STAP-A without SPS",
        "78 0002 68ce 0002 0967 0002 6588, false, a byte like SPS within a unit",
        "7c 87 42,                         true,  FU-A: start of an SPS",
        "7c 07 42,                         false, FU-A: its middle",
        "7c 85 88,                         false, FU-A: start of an IDR",
        "7c 45 88,                         false, FU-A: its end",
    })
    void h264BeginsWithASequenceParameterSet(String bytes, boolean start, String what) {
        assertThat(parse(Codec.H264, bytes)).as(what).isTrue();
        assertThat(payload.keyframeStart()).as(what).isEqualTo(start);
        assertThat(payload.numbers()).isSameAs(PictureNumbers.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "60,                    type 0",
        "7e 01,                 type 30",
        "7f 01,                 type 31",
        "79 0000 0002 68ce,     STAP-B is of another mode",
        "7d 85 0000 88,         FU-B is of another mode",
        "7a 00,                 MTAP16 is of another mode",
        "78,                    an empty STAP-A",
        "78 00,                 half a size",
        "78 0000,               an empty unit",
        "78 0002 68ce 0000,     an empty unit behind one",
        "78 0002 68,            a unit longer than the packet",
        "78 ffff 68ce,          a unit much longer than the packet",
        "78 0002 78ce,          a STAP-A within a STAP-A",
        "7c,                    FU-A without a header",
        "7c 85,                 an empty fragment",
        "7c c5 88,              start and end in one",
        "7c 98 88,              a fragment of a STAP-A",
    })
    void h264OfAnotherModeOrCutShortIsRefused(String bytes, String why) {
        assertThat(parse(Codec.H264, bytes)).as(why).isFalse();
        assertThat(payload.keyframeStart()).isFalse();
    }

    /// The AV1 RTP specification, section 4.4: |Z|Y|W W|N|-|-|-|.
    @ParameterizedTest
    @CsvSource({
        "08 0a, true",
        "18 0a, true",
        "58 0a, true",
        "10 32, false",
        "90 32, false",
        "50 32, false",
        "17 32, false",
    })
    void av1BeginsWhereTheNBitIs(String bytes, boolean start) {
        assertThat(parse(Codec.AV1, bytes)).isTrue();
        assertThat(payload.keyframeStart()).isEqualTo(start);
        assertThat(payload.numbers()).isSameAs(PictureNumbers.NONE);
    }

    @ParameterizedTest
    @CsvSource({"08", "98 0a", "88 0a"})
    void av1WithoutAnObuOrThatBeginsAndContinuesIsRefused(String bytes) {
        assertThat(parse(Codec.AV1, bytes)).isFalse();
        assertThat(payload.keyframeStart()).isFalse();
    }

    @Test
    void vp8AndVp9HaveNumbers() {
        assertThat(parse(Codec.VP8, "90e0 9234 07 40 00")).isTrue();
        assertThat(payload.keyframeStart()).isTrue();
        assertThat(payload.numbers().pictureId()).isEqualTo(0x1234);
        assertThat(parse(Codec.VP9, "a8 9235 00 08 00")).isTrue();
        assertThat(payload.keyframeStart()).isTrue();
        assertThat(payload.numbers().pictureId()).isEqualTo(0x1235);
        assertThat(payload.numbers().tl0PicIdx()).isEqualTo(8);
        assertThat(parse(Codec.VP9, "a8 92")).isFalse();
        assertThat(payload.numbers()).isSameAs(PictureNumbers.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsNoPayload(Codec codec) {
        assertThat(payload.parse(codec, new byte[0], 0, 0)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void bearsEveryPrefixAndMutations(Codec codec) {
        List<byte[]> good =
                List.of(
                        hex("78 0004 6742e01f 0002 68ce 0003 658801"),
                        hex("7c 85 88 01 02 03"),
                        hex("90f0 9234 56 60 b0a201 9d012a 8002 e001 0000"),
                        hex("ae 9234 00 56 18 0280 0168 02 0401 5401 82"),
                        hex("18 0a 0b 00 00 00"));
        for (byte[] each : good) {
            Mutations.everyPrefix(each, bytes -> payload.parse(codec, bytes, 0, bytes.length));
        }
        Mutations.mutated(4, 10_000, good, bytes -> payload.parse(codec, bytes, 0, bytes.length));
    }

    private boolean parse(Codec codec, String text) {
        byte[] bytes = hex(text);
        return payload.parse(codec, bytes, 0, bytes.length);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
