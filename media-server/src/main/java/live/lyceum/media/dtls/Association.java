package live.lyceum.media.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.Supplier;
import live.lyceum.media.wire.SrtpKeys;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;

/// The half of an association that blocks: does the handshake, then answers retransmissions and
/// waits for close_notify. Runs on a virtual thread of its own, and ends when its queue is closed.
final class Association implements Runnable {
    // How often a misshapen ClientHello is forgiven.
    private static final int MAX_ATTEMPTS = 8;

    private final Supplier<SrtpTlsServer> servers;
    private final DatagramQueue queue;
    private final Events events;

    /// Told on the association's thread.
    interface Events {
        void onConnected(SrtpKeys keys, DTLSTransport transport);

        void onEnded(String why);
    }

    /// `servers` makes the choices for one attempt each.
    Association(Supplier<SrtpTlsServer> servers, DatagramQueue queue, Events events) {
        this.servers = servers;
        this.queue = queue;
        this.events = events;
    }

    @Override
    public void run() {
        events.onEnded(live());
    }

    private String live() {
        try {
            drain(accept());
            return "closed by peer";
        } catch (TlsFatalAlertReceived e) {
            return "peer says " + AlertDescription.getText(e.getAlertDescription());
        } catch (TlsFatalAlert e) {
            return AlertDescription.getText(e.getAlertDescription());
        } catch (TlsTimeoutException e) {
            return "handshake timed out";
        } catch (InterruptedIOException e) {
            // Bouncy Castle closes the queue when it has read close_notify.
            return "closed by peer";
        } catch (IOException e) {
            return "failed: " + e.getMessage();
        }
    }

    private DTLSTransport accept() throws IOException {
        for (int attempt = 1; ; attempt++) {
            SrtpTlsServer server = servers.get();
            try {
                DTLSTransport transport = new DTLSServerProtocol().accept(server, queue);
                SrtpKeys keys = server.keys();
                if (keys == null) {
                    throw new TlsFatalAlert(AlertDescription.internal_error);
                }
                events.onConnected(keys, transport);
                return transport;
            } catch (TlsFatalAlert e) {
                if (attempt == MAX_ATTEMPTS || server.helloAccepted() || !isMisshapen(e)) {
                    throw e;
                }
                // Nothing was sent yet: the peer's own ClientHello will find us as if nothing had
                // been.
                queue.reopen();
            }
        }
    }

    private static boolean isMisshapen(TlsFatalAlert alert) {
        return switch (alert.getAlertDescription()) {
            case AlertDescription.decode_error,
                    AlertDescription.illegal_parameter,
                    AlertDescription.internal_error,
                    AlertDescription.protocol_version,
                    AlertDescription.unexpected_message ->
                    true;
            default -> false;
        };
    }

    /// There is no application data in DTLS-SRTP; what comes is thrown away.
    private static void drain(DTLSTransport transport) throws IOException {
        byte[] nobody = new byte[transport.getReceiveLimit()];
        while (true) {
            transport.receive(nobody, 0, nobody.length, 0);
        }
    }
}
