package live.lyceum.signaling.receipt;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.auth.ReceiptKey;
import live.lyceum.signaling.protocol.OutcomeClaims;
import live.lyceum.signaling.protocol.Receipt;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.protocol.WebOrigin;
import live.lyceum.signaling.protocol.codec.ReceiptCodec;

/// Where people go back to from a session, with what it came to, signed by the receipt key: their
/// browser carries it, and whoever it is for needs to ask nobody. Safe to call from any thread;
/// nothing here blocks.
public final class WayBack {
    private static final String PARAMETER = "lyceum_outcome";
    private static final String TYPE = "lyceum-outcome+jwt";

    private final Receipts receipts;
    private final ReceiptKey key;
    private final LongSupplier clock;

    /// @param clock epoch milliseconds
    public WayBack(Receipts receipts, ReceiptKey key, LongSupplier clock) {
        this.receipts = receipts;
        this.key = key;
        this.clock = clock;
    }

    /// The return URL of a session for somebody in it: as it was given while the session is not
    /// over, or was cancelled, and with its outcome once it has ended; empty without one. Fails
    /// with what the store failed with.
    ///
    /// @param issuer the server's public URL
    public CompletionStage<Optional<String>> of(
            SessionRecord session, ParticipantId who, String issuer) {
        URI url = session.plan().returnUrl();
        if (url == null || session.state() != SessionState.ENDED) {
            return CompletableFuture.completedStage(Optional.ofNullable(url).map(URI::toString));
        }
        return receipts.unsigned(session.plan().id(), issuer)
                .thenApply(found ->
                        Optional.of(
                                found.map(receipt -> with(url, signed(receipt, url, who)))
                                        .orElseGet(url::toString)));
    }

    private String signed(Receipt receipt, URI url, ParticipantId who) {
        long attendedMs =
                receipt.attendance().stream()
                        .filter(each -> each.who().equals(who))
                        .mapToLong(Receipt.Attendance::activeMs)
                        .sum();
        var claims =
                new OutcomeClaims(
                        receipt.issuer(),
                        WebOrigin.of(url),
                        who,
                        receipt.session().plan().id(),
                        receipt.end(),
                        attendedMs,
                        clock.getAsLong());
        return key.token(TYPE, ReceiptCodec.outcome(claims));
    }

    /// The address with the token at the end of its query; a JWS needs no escaping there.
    static String with(URI url, String token) {
        String text = url.toString();
        int hash = text.indexOf('#');
        String address = hash < 0 ? text : text.substring(0, hash);
        String fragment = hash < 0 ? "" : text.substring(hash);
        String between = !address.contains("?") ? "?" : address.matches(".*[?&]") ? "" : "&";
        return address + between + PARAMETER + "=" + token + fragment;
    }
}
