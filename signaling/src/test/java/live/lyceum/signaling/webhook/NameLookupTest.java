package live.lyceum.signaling.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import live.lyceum.signaling.protocol.TenantId;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Names whose owner never answers.
@Timeout(20)
class NameLookupTest {
    private static final TenantId BAD = new TenantId("bad");
    private static final TenantId WORSE = new TenantId("worse");
    private static final TenantId GOOD = new TenantId("good");
    private static final InetAddress FOUND = InetAddress.ofLiteral("1.1.1.1");

    private final CountDownLatch answer = new CountDownLatch(1);
    private final NameLookup names =
            new NameLookup(new NameLookup.Limits(4, 2, 50), this::addresses);

    private InetAddress[] addresses(String host) throws UnknownHostException {
        if (host.equals("none.test")) {
            throw new UnknownHostException(host);
        }
        if (host.endsWith(".evil.test")) {
            try {
                answer.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
        return new InetAddress[] {FOUND};
    }

    @AfterEach
    void close() {
        answer.countDown();
        names.close();
    }

    private void hang(TenantId tenant) {
        for (int i = 0; i < 2; i++) {
            String name = "a%d.evil.test".formatted(i);
            assertThatThrownBy(() -> names.of(tenant, name))
                    .isInstanceOf(UnknownHostException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void whoseNamesHangHasAPartOfThePlacesAlsoWhenNobodyWaitsForThemAnyMore()
            throws UnknownHostException {
        hang(BAD);

        assertThatThrownBy(() -> names.of(BAD, "fine.test")).isInstanceOf(NoPlaceException.class);
        assertThat(names.of(GOOD, "fine.test")).containsExactly(FOUND);
    }

    @Test
    void inAllThereAreSoManyPlacesAndThoseThatAreGivenBackCanBeHadAgain() {
        hang(BAD);
        hang(WORSE);
        assertThatThrownBy(() -> names.of(GOOD, "fine.test")).isInstanceOf(NoPlaceException.class);

        answer.countDown();

        Awaitility.await()
                .ignoreExceptionsInstanceOf(NoPlaceException.class)
                .until(() -> names.of(BAD, "fine.test").contains(FOUND));
    }

    @Test
    void aNameThatIsNoneGivesItsPlaceBackToo() {
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> names.of(GOOD, "none.test"))
                    .isInstanceOf(UnknownHostException.class)
                    .isNotInstanceOf(NoPlaceException.class);
        }
    }

    @Test
    void anAddressInDigitsNeedsNoPlace() throws UnknownHostException {
        hang(BAD);
        hang(WORSE);

        assertThat(names.of(BAD, "1.2.3.4")).containsExactly(InetAddress.ofLiteral("1.2.3.4"));
        assertThat(names.of(BAD, "[2606:4700::1]"))
                .containsExactly(InetAddress.ofLiteral("2606:4700::1"));
    }
}
