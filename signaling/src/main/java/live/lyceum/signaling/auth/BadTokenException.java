package live.lyceum.signaling.auth;

/// A join token that is not good. Says no more, for whoever forges one learns from reasons.
public final class BadTokenException extends Exception {
    BadTokenException() {
        super("bad token");
    }
}
