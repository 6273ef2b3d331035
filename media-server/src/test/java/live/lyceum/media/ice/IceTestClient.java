package live.lyceum.media.ice;

import java.util.random.RandomGenerator;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.attribute.DataAttribute;
import org.ice4j.message.Request;

/// A controlling agent's checks, good ones and others.
public final class IceTestClient {
    private final CheckWriter writer;

    /// Checks under the credentials of the agent asked.
    public IceTestClient(RandomGenerator random, IceCredentials remote) {
        writer = new CheckWriter(random, remote, "peer");
    }

    public byte[] check() {
        return writer.check(false);
    }

    public byte[] nomination() {
        return writer.check(true);
    }

    /// From a peer that believes to be controlled.
    public byte[] controlled() {
        Request request = writer.request();
        request.putAttribute(AttributeFactory.createIceControlledAttribute(7));
        return writer.signed(request);
    }

    /// With an attribute that must be understood and is not one of ICE.
    public byte[] withUnknownAttribute() {
        Request request = writer.request();
        request.putAttribute(AttributeFactory.createDataAttribute(new byte[4]));
        return writer.signed(request);
    }

    /// The type of that attribute.
    public static char unknownAttribute() {
        return DataAttribute.DATA;
    }
}
