package live.lyceum.media.testkit;

import java.nio.charset.StandardCharsets;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;
import org.ice4j.security.CredentialsAuthority;
import org.ice4j.stack.StunStack;
import org.ice4j.stack.TransactionID;

/// Writes the checks of a controlling agent (RFC 8445 section 7.2.2).
public final class StunClient {
    static {
        System.setProperty("ice4j.harvest.mapping.aws.enabled", "false");
        System.setProperty("ice4j.software", "");
    }

    private final StunStack stack = new StunStack();
    private String password = "";

    public StunClient() {
        stack.getCredentialsManager().registerAuthority(new Key());
    }

    /// A check for the server's credentials, with USE-CANDIDATE when it is to `nominate`.
    public byte[] check(
            String serverUfrag, String serverPassword, String ownUfrag, boolean nominate) {
        password = serverPassword;
        try {
            String username = serverUfrag + ":" + ownUfrag;
            Request request = MessageFactory.createBindingRequest(1_845_501_695L);
            if (nominate) {
                request.putAttribute(AttributeFactory.createUseCandidateAttribute());
            }
            request.putAttribute(AttributeFactory.createIceControllingAttribute(7));
            request.setTransactionID(TransactionID.createNewTransactionID().getBytes());
            request.putAttribute(AttributeFactory.createUsernameAttribute(username));
            request.putAttribute(AttributeFactory.createMessageIntegrityAttribute(username));
            request.putAttribute(AttributeFactory.createFingerprintAttribute());
            return request.encode(stack);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Key implements CredentialsAuthority {
        @Override
        public byte[] getLocalKey(String username) {
            return password.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public byte[] getRemoteKey(String username, String media) {
            return password.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public boolean checkLocalUserName(String username) {
            return true;
        }
    }
}
