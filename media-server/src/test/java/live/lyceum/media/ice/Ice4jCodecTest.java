package live.lyceum.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.ice4j.attribute.XorMappedAddressAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;
import org.ice4j.security.CredentialsAuthority;
import org.ice4j.stack.RawMessage;
import org.ice4j.stack.StunStack;
import org.ice4j.stack.TransactionID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The build leaves several of ice4j's dependencies out: its STUN codec must work without them. */
class Ice4jCodecTest {
    private static final String USERNAME = "serverufrag:clientufrag";
    private static final byte[] KEY = "a password of the server".getBytes(StandardCharsets.UTF_8);

    private final StunStack stack = new StunStack();
    private TransportAddress client;

    @BeforeAll
    static void doNotProbeForACloud() {
        System.setProperty("ice4j.harvest.mapping.aws.enabled", "false");
        System.setProperty("ice4j.software", "");
    }

    @BeforeEach
    void setUp() throws Exception {
        client =
                new TransportAddress(
                        InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 7}),
                        40_000,
                        Transport.UDP);
        stack.getCredentialsManager().registerAuthority(new OneKey());
    }

    @Test
    void bindingRequestSurvivesTheWire() throws Exception {
        byte[] bytes = bindingRequest();

        Message decoded = Message.decode(bytes, 0, bytes.length);

        assertThat(decoded.getMessageType()).isEqualTo(Message.BINDING_REQUEST);
        assertThat(decoded.containsAttribute(Attribute.USE_CANDIDATE)).isTrue();
        assertThat(integrityHolds(decoded, bytes)).isTrue();
    }

    @Test
    void changedRequestFailsItsIntegrity() throws Exception {
        byte[] bytes = bindingRequest();
        Message decoded = Message.decode(bytes, 0, bytes.length);

        bytes[30] ^= 1;

        assertThat(integrityHolds(decoded, bytes)).isFalse();
    }

    @Test
    void bindingResponseTellsTheMappedAddress() throws Exception {
        byte[] bytes = bindingRequest();
        Request request = (Request) Message.decode(bytes, 0, bytes.length);

        Message response = MessageFactory.createBindingResponse(request, client);
        response.setTransactionID(request.getTransactionID());
        byte[] answer = response.encode(stack);

        Message decoded = Message.decode(answer, 0, answer.length);
        var mapped = (XorMappedAddressAttribute) decoded.getAttribute(Attribute.XOR_MAPPED_ADDRESS);
        assertThat(mapped.getAddress(decoded.getTransactionID())).isEqualTo(client);
    }

    private byte[] bindingRequest() throws Exception {
        Request request = MessageFactory.createBindingRequest();
        request.setTransactionID(TransactionID.createNewTransactionID().getBytes());
        request.putAttribute(AttributeFactory.createPriorityAttribute(1_862_270_975L));
        request.putAttribute(AttributeFactory.createUseCandidateAttribute());
        request.putAttribute(AttributeFactory.createUsernameAttribute(USERNAME));
        request.putAttribute(AttributeFactory.createMessageIntegrityAttribute(USERNAME));
        request.putAttribute(AttributeFactory.createFingerprintAttribute());
        return request.encode(stack);
    }

    private boolean integrityHolds(Message message, byte[] bytes) {
        var integrity =
                (MessageIntegrityAttribute) message.getAttribute(Attribute.MESSAGE_INTEGRITY);
        var raw = RawMessage.build(bytes, bytes.length, client, client);
        return stack.validateMessageIntegrity(integrity, USERNAME, true, raw);
    }

    /** Knows the same key for whoever asks: a request is signed and checked with it. */
    private static final class OneKey implements CredentialsAuthority {
        @Override
        public byte[] getLocalKey(String username) {
            return KEY;
        }

        @Override
        public byte[] getRemoteKey(String username, String media) {
            return KEY;
        }

        @Override
        public boolean checkLocalUserName(String username) {
            return true;
        }
    }
}
