package live.lyceum.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.Fingerprint;
import live.lyceum.media.wire.SrtpKeys;
import live.lyceum.media.wire.SrtpProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DtlsHandshakeTest {
    private DtlsTestPair pair = new DtlsTestPair();

    @AfterEach
    void end() {
        pair.server.close();
        pair.client.abandon();
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesHaveTheSameKeys(SrtpProfile profile) throws Exception {
        pair.connect(profile);

        SrtpKeys server = Objects.requireNonNull(pair.serverKeys);
        SrtpKeys client = pair.client.keys().get();
        assertThat(server).usingRecursiveComparison().isEqualTo(client);
        assertThat(server.profile()).isEqualTo(profile);
        assertThat(server.clientKey()).hasSize(profile.keyLength());
        assertThat(server.serverKey())
                .hasSize(profile.keyLength())
                .isNotEqualTo(server.clientKey());
        assertThat(server.clientSalt()).hasSize(profile.saltLength());
        assertThat(server.serverSalt())
                .hasSize(profile.saltLength())
                .isNotEqualTo(server.clientSalt());
        assertThat(pair.closed).isEmpty();
        assertThat(pair.drops.count(DropReason.DTLS_UNEXPECTED)).isZero();
    }

    /// Chromium's order, in which the one we like best is not the first.
    @Test
    void serverPrefersGcmWithShortKeys() throws Exception {
        pair.connect(
                SrtpProfile.AES128_CM_HMAC_SHA1_80,
                SrtpProfile.AEAD_AES_256_GCM,
                SrtpProfile.AEAD_AES_128_GCM);

        assertThat(Objects.requireNonNull(pair.serverKeys).profile())
                .isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
    }

    @Test
    void clientWithoutSrtpGetsNoKeys() throws Exception {
        pair.start();

        pair.loop.runUntil("end", () -> !pair.closed.isEmpty());

        assertThat(pair.closed).containsExactly("handshake_failure(40)");
        assertThat(pair.serverKeys).isNull();
    }

    @Test
    void anotherCertificateThanOfferedEndsWithoutKeys() throws Exception {
        pair = new DtlsTestPair(new DtlsTestLoop(), DtlsTestPair.SERVER.fingerprint());
        pair.start(SrtpProfile.AEAD_AES_128_GCM);

        pair.loop.runUntil(
                "both ends", () -> !pair.closed.isEmpty() && pair.client.ended().isDone());

        assertThat(pair.closed).containsExactly("bad_certificate(42)");
        assertThat(pair.serverKeys).isNull();
        assertThat(pair.client.keys()).isCompletedExceptionally();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha-384", "sha-512"})
    void longerFingerprintsAreTaken(String hash) throws Exception {
        Fingerprint expected =
                Objects.requireNonNull(
                        CertificateFingerprint.of(hash, DtlsTestPair.CLIENT.certificate()));
        pair = new DtlsTestPair(new DtlsTestLoop(), expected);

        pair.connect(SrtpProfile.AEAD_AES_128_GCM);

        assertThat(pair.serverKeys).isNotNull();
    }

    @Test
    void fingerprintOfAnUnknownHashFitsNoCertificate() throws Exception {
        pair = new DtlsTestPair(new DtlsTestLoop(), new Fingerprint("sha-1", "AB"));
        pair.start(SrtpProfile.AEAD_AES_128_GCM);

        pair.loop.runUntil("end", () -> !pair.closed.isEmpty());

        assertThat(pair.serverKeys).isNull();
    }

    @Test
    void lostLastFlightIsSentAgain() throws Exception {
        int[] lost = {0};
        pair.toClient =
                datagram -> {
                    // Finished is the first record of epoch 1.
                    boolean finished = datagram[4] == 1 && lost[0]++ == 0;
                    return finished ? List.of() : List.of(datagram);
                };

        pair.connect(SrtpProfile.AEAD_AES_128_GCM);

        assertThat(lost[0]).isGreaterThan(1);
    }

    @Test
    void closeNotifyOfTheClientIsTold() throws Exception {
        pair.connect(SrtpProfile.AEAD_AES_128_GCM);

        pair.client.sayGoodbye();
        pair.loop.runUntil("end", () -> !pair.closed.isEmpty());

        assertThat(pair.closed).containsExactly("closed by peer");
        pair.server.close();
        assertThat(pair.closed).hasSize(1);
    }

    @Test
    void closingSaysCloseNotifyAtOnceAndNothingAfter() throws Exception {
        pair.connect(SrtpProfile.AEAD_AES_128_GCM);
        int before = pair.fromServer.size();

        pair.server.close();

        assertThat(pair.fromServer).hasSize(before + 1);
        pair.loop.runUntil("end of the client", () -> pair.client.ended().isDone());
        long dropped = pair.drops.count(DropReason.DTLS_UNEXPECTED);
        pair.server.close();
        pair.deliver(pair.fromServer.getLast());
        assertThat(pair.fromServer).hasSize(before + 1);
        assertThat(pair.closed).isEmpty();
        assertThat(pair.drops.count(DropReason.DTLS_UNEXPECTED)).isEqualTo(dropped + 1);
    }

    @Test
    void handshakesAtOnceAreLimited() throws Exception {
        var drops = new DropCounters();
        var loop = new DtlsTestLoop();
        var factory = new BcDtlsFactory(DtlsTestPair.SERVER, DtlsTestPair.RANDOM, loop, drops, 1);
        pair = new DtlsTestPair(loop, factory);
        pair.toClient = _ -> List.of();
        pair.start(SrtpProfile.AEAD_AES_128_GCM);
        loop.runUntil("the first to begin", () -> !pair.fromServer.isEmpty());

        var second = new DtlsTestPair(loop, factory);
        second.start(SrtpProfile.AEAD_AES_128_GCM);
        loop.runUntil("refusal", () -> drops.count(DropReason.DTLS_LIMIT) > 0);
        assertThat(second.fromServer).isEmpty();

        pair.server.close();
        loop.runUntil("the second's keys, after it has tried again", second::connected);
        var third = new DtlsTestPair(loop, factory);
        third.connect(SrtpProfile.AEAD_AES_128_GCM);
        for (DtlsTestPair other : List.of(second, third)) {
            other.server.close();
            other.client.abandon();
        }
    }

    @Test
    void identityIsSelfSignedForThirtyDays() throws Exception {
        long wallMs = 1_800_000_000_000L;
        DtlsIdentity identity = DtlsIdentity.create(new SecureRandom(), wallMs);
        var certificate = new org.bouncycastle.cert.X509CertificateHolder(identity.certificate());

        assertThat(certificate.getIssuer()).isEqualTo(certificate.getSubject());
        assertThat(certificate.getNotBefore()).hasTime(wallMs - 86_400_000L);
        assertThat(certificate.getNotAfter()).hasTime(wallMs + 30 * 86_400_000L);
        assertThat(identity.fingerprint().hash()).isEqualTo("sha-256");
        assertThat(identity.fingerprint().value()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(Arrays.equals(DtlsTestPair.SERVER.certificate(), identity.certificate()))
                .isFalse();
    }

    @Test
    void warmUpIsComplete() throws Exception {
        assertThat(DtlsWarmUp.run(DtlsTestPair.SERVER, DtlsTestPair.RANDOM)).isEqualTo(20);
    }
}
