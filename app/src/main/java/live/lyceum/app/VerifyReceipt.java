package live.lyceum.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import live.lyceum.signaling.protocol.ReceiptSigner;
import live.lyceum.signaling.protocol.codec.ReceiptCodec;
import live.lyceum.signaling.receipt.ReceiptCheck;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Checks a receipt without the server that signed it.
@Command(
        name = "verify",
        description = "Checks a session's receipt, and with --events the log it follows from.")
final class VerifyReceipt implements Callable<Integer> {
    private static final long MAX_BYTES = 256 * 1024 * 1024L;

    @CommandLine.Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RECEIPT", description = "From GET .../receipt.")
    private Path receipt;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "The server's public key, from GET /api/v1/receipt-key.")
    private Path key;

    @Option(
            names = "--events",
            arity = "1..*",
            paramLabel = "FILE",
            description = "All pages from GET .../events, in their order.")
    private List<Path> events = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // picocli sets them
    VerifyReceipt() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ReceiptSigner signer = ReceiptCodec.readSigner(read(key));
        if (signer == null) {
            throw new IOException(key + " is no public key of a server");
        }
        try {
            String signed =
                    events.isEmpty()
                            ? ReceiptCheck.signature(read(receipt), signer)
                            : ReceiptCheck.withLog(read(receipt), signer, readAll());
            out.println(signed);
            out.println(
                    events.isEmpty()
                            ? "good: signed by " + signer.kid()
                            : "good: signed by %s, and it follows from its log"
                                    .formatted(signer.kid()));
            return ExitCode.OK;
        } catch (ReceiptCheck.Refused refused) {
            spec.commandLine().getErr().println("bad: " + refused.getMessage());
            return ExitCode.SOFTWARE;
        } finally {
            out.flush();
        }
    }

    private List<byte[]> readAll() throws IOException {
        List<byte[]> pages = new ArrayList<>();
        for (Path page : events) {
            pages.add(read(page));
        }
        return pages;
    }

    private static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no file " + file);
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is larger than any receipt or page");
        }
        return Files.readAllBytes(file);
    }
}
