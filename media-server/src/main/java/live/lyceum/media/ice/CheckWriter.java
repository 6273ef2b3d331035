package live.lyceum.media.ice;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.ice4j.StunException;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;
import org.ice4j.security.CredentialsAuthority;
import org.ice4j.stack.StunStack;

/// Writes checks as a controlling agent sends them (RFC 8445 section 7.1); the server needs them
/// for its warm-up only.
final class CheckWriter {
    private static final long HOST_PRIORITY = 2_130_706_431L;

    private final StunStack stack = new StunStack();
    private final RandomGenerator random;
    private final String username;

    /// Checks of an agent with the fragment `ufrag` to the one with the credentials `remote`.
    CheckWriter(RandomGenerator random, IceCredentials remote, String ufrag) {
        this.random = random;
        this.username = remote.ufrag() + ":" + ufrag;
        byte[] key = remote.password().getBytes(StandardCharsets.US_ASCII);
        stack.getCredentialsManager().registerAuthority(new OneKey(key));
    }

    /// A check of its own transaction.
    byte[] check(boolean useCandidate) {
        Request request = request();
        request.putAttribute(AttributeFactory.createIceControllingAttribute(random.nextLong()));
        if (useCandidate) {
            request.putAttribute(AttributeFactory.createUseCandidateAttribute());
        }
        return signed(request);
    }

    /// What all checks begin with.
    Request request() {
        Request request = MessageFactory.createBindingRequest();
        byte[] transaction = new byte[Message.TRANSACTION_ID_LENGTH];
        random.nextBytes(transaction);
        try {
            request.setTransactionID(transaction);
        } catch (StunException e) {
            throw new IllegalStateException("a transaction id of the right length", e);
        }
        request.putAttribute(AttributeFactory.createUsernameAttribute(username));
        request.putAttribute(AttributeFactory.createPriorityAttribute(HOST_PRIORITY));
        return request;
    }

    /// With MESSAGE-INTEGRITY and FINGERPRINT.
    byte[] signed(Request request) {
        request.putAttribute(AttributeFactory.createMessageIntegrityAttribute(username));
        request.putAttribute(AttributeFactory.createFingerprintAttribute());
        return request.encode(stack);
    }

    /// The peer's key, with which requests are signed.
    private static final class OneKey implements CredentialsAuthority {
        private final byte[] key;

        OneKey(byte[] key) {
            this.key = key;
        }

        @Override
        public byte[] getLocalKey(String username) {
            return key;
        }

        @Override
        public byte[] getRemoteKey(String username, String media) {
            return key;
        }

        @Override
        public boolean checkLocalUserName(String username) {
            return true;
        }
    }
}
