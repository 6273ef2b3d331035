package live.lyceum.signaling.webhook;

import java.net.UnknownHostException;

/// So much is looked up just now that a name was not; it says nothing about the name.
final class NoPlaceException extends UnknownHostException {
    NoPlaceException() {
        super("too many names are looked up");
    }
}
