package live.lyceum.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln is bad | token (token) is bad",
                "key rk_ops_0123456789abcdef here      | key rk_ops_(secret) here",
                "webhook whsec_aB+/9= here | webhook whsec_(secret) here",
                "Authorization: Bearer abc.def         | Authorization: Bearer(secret)",
                "GET /session/x/#t=abcdef              | GET /session/x/#t=(secret)",
                "a=ice-pwd:aBcD1234 and               | a=ice-pwd:(secret) and",
                "a=candidate:1 1 udp 1 192.0.2.7 5 typ host | a=(candidate)",
                "from 192.0.2.7:5000                   | from (address):5000",
                "from 2001:db8:0:0:0:0:0:1             | from (address)",
                "from 2001:db8::1 again                | from (address) again",
                "bound with port=8080 and start=1           | bound with port=8080 and start=1",
                "from [2001:db8::1]:443 or fe80::1%eth0 | from [(address)]:443 or (address)%eth0",
                "from ::1                              | from (address)",
                "at 12:34:56 in version 1.2.3          | at 12:34:56 in version 1.2.3",
                "live.lyceum.app.Main::call ses_1      | live.lyceum.app.Main::call ses_1",
                "java.lang.String.valueOf(String.java:4)    | java.lang.String.valueOf(String.java:4)",
            })
    void secretsAndAddressesAreTakenOutAndNothingElse(String line, String redacted) {
        assertThat(Redaction.of(line)).isEqualTo(redacted);
    }
}
