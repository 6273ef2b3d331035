package live.lyceum.signaling.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.UploadId;
import live.lyceum.signaling.protocol.UploadType;

/// A process that takes chunks until it is killed, and prints the number of each once it is
/// acknowledged. [UploadKillTest] runs it.
final class UploadingProcess {
    static final RoomId ROOM = new RoomId("ses_1");
    static final ParticipantId WHO = new ParticipantId("ann");
    static final UploadId ID = new UploadId("upl_1");

    private static final int LONGEST = 40_000;
    private static final byte[] EBML = {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3};

    private UploadingProcess() {}

    /// What a process can take a chunk with.
    static Uploads uploads(Path folder) throws IOException {
        long day = 86_400_000;
        return new Uploads(
                folder,
                new UploadLimits(1 << 20, 1L << 40, 1L << 40, 4, 0, day, day),
                System::currentTimeMillis);
    }

    /// Of its number the same bytes.
    static byte[] chunk(int index) {
        var random = new Random(index);
        byte[] bytes = new byte[EBML.length + random.nextInt(LONGEST)];
        random.nextBytes(bytes);
        System.arraycopy(EBML, 0, bytes, 0, EBML.length);
        return bytes;
    }

    /// Runs until it is killed.
    ///
    /// @param arguments the folder
    public static void main(String[] arguments) throws IOException, ProblemException {
        Uploads uploads = uploads(Path.of(arguments[0]));
        int next =
                uploads.create(new Uploads.New(ID, ROOM, WHO, "Ann", UploadType.WEBM, null))
                        .nextIndex();
        while (true) {
            Spool spool = uploads.spool();
            spool.write(ByteBuffer.wrap(chunk(next)));
            next = uploads.append(ROOM, WHO, ID, next, spool.end()).nextIndex();
            spool.discard();
            System.out.println(next);
        }
    }
}
