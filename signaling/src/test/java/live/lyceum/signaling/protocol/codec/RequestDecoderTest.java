package live.lyceum.signaling.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import live.lyceum.signaling.protocol.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDecoderTest {
    private static final String JOIN =
            "{\"t\":\"join\",\"id\":2,\"op\":\"01JD0000000000000000000001\","
                    + "\"d\":{\"media\":{\"mic\":true,\"cam\":true,\"screen\":false}}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "\"hello\"",
                "{}",
                "{\"t\":\"ping\"}",
                "{\"t\":\"ping\",\"id\":0,\"d\":{\"ack\":1}}",
                "{\"t\":\"ping\",\"id\":-1,\"d\":{\"ack\":1}}",
                "{\"t\":\"ping\",\"id\":1.5,\"d\":{\"ack\":1}}",
                "{\"t\":\"ping\",\"id\":\"1\",\"d\":{\"ack\":1}}",
                "{\"t\":\"ping\",\"id\":9007199254740992,\"d\":{\"ack\":1}}",
                "{\"t\":\"ping\",\"id\":1,\"id\":2,\"d\":{\"ack\":1}}",
                "{\"t\":\"ping\",\"id\":1,\"d\":{\"ack\":1}} {}",
                "{\"t\":\"ping\",\"id\":1,\"d\":{\"ack\":NaN}}",
            })
    void whatHasNoNumberToAnswerToIsUnreadable(String text) {
        assertThat(RequestDecoder.decode(text)).isInstanceOf(Decoded.Unreadable.class);
    }

    @Test
    void sixteenLevelsAreReadAndSeventeenAreNot() {
        assertThat(RequestDecoder.decode(nested(16))).isInstanceOf(Decoded.Good.class);
        assertThat(RequestDecoder.decode(nested(17))).isInstanceOf(Decoded.Unreadable.class);
        assertThat(RequestDecoder.decode("[".repeat(100_000)))
                .isInstanceOf(Decoded.Unreadable.class);
    }

    /// A ping with an unknown member that is as deep as needed.
    private static String nested(int levels) {
        int inner = levels - 2;
        return "{\"t\":\"ping\",\"id\":1,\"d\":{\"ack\":1,\"x\":"
                + "[".repeat(inner)
                + "]".repeat(inner)
                + "}}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'id':1,'d':{}}                                    | BAD_REQUEST  | t is not a text",
                "{'t':'dance','id':1,'d':{}}                        | UNKNOWN_TYPE | There is no such type",
                "{'t':'ping','id':1}                                | BAD_REQUEST  | d is not an object",
                "{'t':'ping','id':1,'d':{'ack':-1}}                 | BAD_REQUEST  | d.ack is not a whole number from 0 to 9007199254740991",
                "{'t':'leave','id':1,'d':{}}                        | BAD_REQUEST  | op is not 26 characters of Crockford base 32",
                "{'t':'leave','id':1,'op':'short','d':{}}           | BAD_REQUEST  | op is not 26 characters of Crockford base 32",
                "{'t':'hello','id':1,'d':{'v':[1]}}                 | BAD_REQUEST  | d.token is not a text",
                "{'t':'hello','id':1,'d':{'v':1,'token':'x'}}       | BAD_REQUEST  | d.v is not a list",
                "{'t':'hello','id':1,'d':{'v':['1'],'token':'x'}}   | BAD_REQUEST  | d.v.0 is not a whole number from 0 to 2147483647",
                "{'t':'media.ice','id':1,'d':{'gen':1,'candidates':[3]}} | BAD_REQUEST | d.candidates.0 is not a text",
                "{'t':'media.ice','id':1,'d':{'gen':0,'candidates':[]}}  | BAD_REQUEST | d.gen is not a whole number from 1 to 2147483647",
            })
    void whatIsMissingOrMistypedIsNamed(String text, ErrorCode code, String message) {
        Decoded decoded = RequestDecoder.decode(text.replace('\'', '"'));

        assertThat(decoded)
                .isInstanceOfSatisfying(
                        Decoded.Refused.class,
                        refused -> {
                            assertThat(refused.id()).isEqualTo(1);
                            assertThat(refused.refusal().code()).isEqualTo(code);
                            assertThat(refused.refusal().message()).isEqualTo(message);
                        });
    }

    @Test
    void unknownMembersAreLeftOut() {
        String more = JOIN.replace("\"mic\":", "\"hologram\":true,\"mic\":");

        assertThat(RequestDecoder.decode(more)).isEqualTo(RequestDecoder.decode(JOIN));
    }

    @Test
    void noFlippedCharacterThrows() {
        var random = new Random(20_260_101);
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(JOIN);
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x2100));
            }
            assertThat(RequestDecoder.decode(text.toString())).isNotNull();
        }
    }

    @Test
    void secretsAreNotInTexts() {
        var hello =
                RequestDecoder.decode(
                        "{\"t\":\"hello\",\"id\":1,\"d\":{\"v\":[1],\"token\":\"canary1\","
                                + "\"resume\":{\"token\":\"canary2\",\"epoch\":\"e\",\"lastSeq\":1}}}");
        var offer =
                RequestDecoder.decode(
                        "{\"t\":\"media.offer\",\"id\":1,\"op\":\"01JD0000000000000000000001\","
                                + "\"d\":{\"gen\":1,\"sdp\":\"canary3\"}}");

        assertThat(hello.toString() + offer).doesNotContain("canary").contains("resume=true");
    }
}
