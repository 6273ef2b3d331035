package live.lyceum.media.ice;

import java.net.InetSocketAddress;
import java.util.function.Function;
import live.lyceum.media.wire.stun.BindingRequest;
import org.ice4j.StunException;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.attribute.ErrorCodeAttribute;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;
import org.ice4j.message.Response;
import org.ice4j.security.CredentialsAuthority;
import org.ice4j.stack.RawMessage;
import org.ice4j.stack.StunStack;
import org.jspecify.annotations.Nullable;

/// ice4j's STUN messages with our keys: checks requests and writes their answers. Owned by its
/// agent.
final class StunCodec {
    static {
        // Before ice4j reads its settings: no probe of a cloud's metadata address, no SOFTWARE
        // attribute in answers.
        System.setProperty("ice4j.harvest.mapping.aws.enabled", "false");
        System.setProperty("ice4j.software", "");
    }

    // Only a holder of keys for ice4j's encoder: it has no socket and starts no thread.
    private final StunStack stack = new StunStack();

    /// `keyOf` tells the key of one of our user fragments, null if there is none.
    StunCodec(Function<String, byte @Nullable []> keyOf) {
        stack.getCredentialsManager().registerAuthority(new Keys(keyOf));
    }

    /// The message in ice4j's form; null if ice4j cannot read it or its FINGERPRINT is wrong.
    static @Nullable Request decode(byte[] datagram) {
        try {
            // `length` is an end index to ice4j: the array must hold one message and nothing else.
            return Message.decode(datagram, 0, datagram.length) instanceof Request request
                    ? request
                    : null;
        } catch (StunException | RuntimeException e) {
            // Its parser runs past short attributes; what it cannot read is malformed, whatever it
            // throws.
            return null;
        }
    }

    /// Whether MESSAGE-INTEGRITY (RFC 8489 section 14.5) was made with our key for the name in
    /// `check`.
    boolean isAuthentic(
            Request request, BindingRequest check, byte[] datagram, InetSocketAddress remote) {
        var address = new TransportAddress(remote, Transport.UDP);
        return request.getAttribute(Attribute.MESSAGE_INTEGRITY)
                        instanceof MessageIntegrityAttribute integrity
                // Two parsers read the message: both must mean the same bytes.
                && integrity.getLocationInMessage() == check.integrityOffset()
                && stack.validateMessageIntegrity(
                        integrity,
                        check.username(),
                        true,
                        RawMessage.build(datagram, datagram.length, address, address));
    }

    /// The answer to a good check: who asked, as seen from here (RFC 8445 section 7.3.1.2).
    byte[] success(Request request, String username, InetSocketAddress remote) {
        var address = new TransportAddress(remote, Transport.UDP);
        return sign(MessageFactory.createBindingResponse(request, address), request, username);
    }

    /// RFC 8489 section 6.3.1: attributes that had to be understood were not. The reason is short:
    /// an answer is at most 1.3 times its question.
    byte[] unknownAttributes(Request request, String username, char[] types) {
        return sign(
                MessageFactory.createBindingErrorResponse(
                        ErrorCodeAttribute.UNKNOWN_ATTRIBUTE, "Unknown", types),
                request,
                username);
    }

    /// RFC 8445 section 7.3.1.1: the peer must take the controlling role.
    byte[] roleConflict(Request request, String username) {
        return sign(
                MessageFactory.createBindingErrorResponse(
                        ErrorCodeAttribute.ROLE_CONFLICT, "Role Conflict"),
                request,
                username);
    }

    private byte[] sign(Response response, Request request, String username) {
        try {
            response.setTransactionID(request.getTransactionID());
        } catch (StunException e) {
            throw new IllegalStateException("a transaction id that was just read", e);
        }
        response.putAttribute(AttributeFactory.createMessageIntegrityAttribute(username));
        response.putAttribute(AttributeFactory.createFingerprintAttribute());
        return response.encode(stack);
    }

    private record Keys(Function<String, byte @Nullable []> keyOf) implements CredentialsAuthority {
        @Override
        public byte @Nullable [] getLocalKey(String username) {
            int colon = username.indexOf(':');
            return keyOf.apply(colon < 0 ? username : username.substring(0, colon));
        }

        @Override
        public byte @Nullable [] getRemoteKey(String username, String media) {
            return null;
        }

        @Override
        public boolean checkLocalUserName(String username) {
            return getLocalKey(username) != null;
        }
    }
}
