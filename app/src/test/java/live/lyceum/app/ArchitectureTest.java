package live.lyceum.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import live.lyceum.config.Settings;
import live.lyceum.media.api.RoomId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may import whom: the table in docs/architecture.md, row by row.
class ArchitectureTest {
    private static final String MEDIA = "live.lyceum.media.";
    private static final String RECORDER = "live.lyceum.recorder.";
    private static final String SIGNALING = "live.lyceum.signaling.";
    private static final String CONFIG = "live.lyceum.config..";
    private static final String API = MEDIA + "api..";
    private static final String WIRE = MEDIA + "wire..";
    private static final String PROTOCOL = SIGNALING + "protocol";
    private static final String CODEC = SIGNALING + "protocol.codec..";
    private static final String SIGNALING_ALL = "live.lyceum.signaling..";
    private static final String ROOM = SIGNALING + "room..";

    /// What every package may use.
    private static final List<String> EVERYWHERE = List.of("java..", "javax..", "org.jspecify..");

    private static final String BUFFERS = "io.netty.buffer..";
    private static final String ANY_LIBRARY = "(any library)";

    /// Ids and other plain values of the media plane, but neither its server nor its listeners.
    private static final DescribedPredicate<JavaClass> MEDIA_IDS =
            valuesOf(API).or(describe("Ids", c -> c.getName().equals(MEDIA + "api.Ids")));

    /// What a recording is and has, but neither the recorder nor its listener.
    private static final DescribedPredicate<JavaClass> RECORDINGS =
            valuesOf(RECORDER + "api..")
                    .or(
                            describe(
                                    "WebVtt, Scripts",
                                    c ->
                                            Set.of("WebVtt", "Scripts").contains(c.getSimpleName())
                                                    && c.getPackageName()
                                                            .equals(RECORDER + "api")));

    /// One row: the package, which may import itself, and besides that only `ours` and `libraries`.
    record Row(String importer, DescribedPredicate<JavaClass> ours, List<String> libraries) {
        boolean allows(JavaClass target) {
            JavaClass type = target.getBaseComponentType();
            if (type.isPrimitive() || resideInAnyPackage(importer).test(type)) {
                return true;
            }
            return type.getPackageName().startsWith("live.lyceum")
                    ? ours.test(type)
                    : libraries.contains(ANY_LIBRARY) || isAllowedLibrary(type);
        }

        private boolean isAllowedLibrary(JavaClass type) {
            return Stream.of(EVERYWHERE, libraries)
                    .flatMap(List::stream)
                    .anyMatch(packages -> resideInAnyPackage(packages).test(type));
        }

        @Override
        public String toString() {
            return importer;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                row(CONFIG, in()),
                row(API, in(), BUFFERS),
                row(WIRE, in(), BUFFERS),
                row(MEDIA + "ice..", in(WIRE).or(MEDIA_IDS), BUFFERS, "org.ice4j.."),
                row(
                        MEDIA + "dtls..",
                        in(WIRE).or(MEDIA_IDS),
                        BUFFERS,
                        "org.bouncycastle..",
                        "org.slf4j.."),
                row(
                        MEDIA + "srtp..",
                        in(WIRE).or(MEDIA_IDS),
                        BUFFERS,
                        "org.jitsi.srtp..",
                        "org.jitsi.utils.."),
                row(MEDIA + "rtp..", in(WIRE).or(MEDIA_IDS), BUFFERS),
                row(MEDIA + "bwe..", in(WIRE).or(MEDIA_IDS), BUFFERS),
                row(MEDIA + "sdp..", in(WIRE, API)),
                row(MEDIA + "forward..", in(MEDIA + "rtp..", MEDIA + "bwe..", WIRE, API), BUFFERS),
                row(MEDIA + "session..", in(mediaBelowSession()), BUFFERS),
                row(MEDIA + "loop..", in("live.lyceum.media..", CONFIG), ANY_LIBRARY),
                row("live.lyceum.recorder..", in(API, WIRE, CONFIG), ANY_LIBRARY),
                row(PROTOCOL, MEDIA_IDS.or(RECORDINGS)),
                row(CODEC, in(PROTOCOL).or(MEDIA_IDS).or(RECORDINGS), "com.fasterxml.jackson.."),
                row(ROOM, in(PROTOCOL).or(MEDIA_IDS).or(RECORDINGS)),
                row(SIGNALING + "store..", storage().or(in(RECORDER + "api..")), ANY_LIBRARY),
                row(SIGNALING + "channel..", storage(), ANY_LIBRARY),
                row(
                        SIGNALING + "shell..",
                        in(
                                ROOM,
                                PROTOCOL,
                                SIGNALING + "store..",
                                SIGNALING + "channel..",
                                API,
                                RECORDER + "api..",
                                CONFIG),
                        ANY_LIBRARY),
                row(
                        SIGNALING + "auth..",
                        in(PROTOCOL, SIGNALING + "store..", CONFIG).or(MEDIA_IDS),
                        ANY_LIBRARY),
                row(
                        SIGNALING + "receipt..",
                        storage().or(in(SIGNALING + "store..", SIGNALING + "auth..")),
                        ANY_LIBRARY),
                row(
                        SIGNALING + "webhook..",
                        in(PROTOCOL, CONFIG, SIGNALING + "store..", SIGNALING + "auth.."),
                        ANY_LIBRARY),
                row(SIGNALING + "upload..", in(PROTOCOL).or(MEDIA_IDS), ANY_LIBRARY),
                row(SIGNALING + "http..", border(), ANY_LIBRARY),
                row(SIGNALING + "ws..", border(), ANY_LIBRARY),
                row(
                        SIGNALING + "node..",
                        in(SIGNALING_ALL, API, RECORDER + "api..", CONFIG),
                        ANY_LIBRARY));
    }

    private static String[] mediaBelowSession() {
        return Stream.of("api", "wire", "sdp", "ice", "dtls", "srtp", "rtp", "bwe", "forward")
                .map(name -> MEDIA + name + "..")
                .toArray(String[]::new);
    }

    private static DescribedPredicate<JavaClass> storage() {
        return in(ROOM, PROTOCOL, CODEC, CONFIG).or(MEDIA_IDS).or(RECORDINGS);
    }

    private static DescribedPredicate<JavaClass> border() {
        return in(
                        PROTOCOL,
                        CODEC,
                        SIGNALING + "auth..",
                        SIGNALING + "receipt..",
                        SIGNALING + "shell..",
                        SIGNALING + "upload..",
                        SIGNALING + "webhook..",
                        SIGNALING + "http..",
                        SIGNALING + "ws..",
                        CONFIG)
                .or(MEDIA_IDS)
                .or(RECORDINGS);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void importsOnlyWhatItsRowAllows(Row row) {
        classes()
                .that()
                .resideInAPackage(row.importer())
                .should()
                .onlyDependOnClassesThat(describe("its row allows", row::allows))
                .because("docs/architecture.md says who may import whom")
                .allowEmptyShould(true)
                .check(Program.CLASSES);
    }

    @Test
    void everyPackageHasARow() {
        var importers = rows().map(Row::importer).toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage("live.lyceum..")
                .and()
                .resideOutsideOfPackages("live.lyceum.app..", "live.lyceum.bench..")
                .should()
                .resideInAnyPackage(importers)
                .because("a package without a row in docs/architecture.md may import anything")
                .check(Program.CLASSES);
    }

    /// A wrong pointer ends the process: the server's must have none.
    @Test
    void nativeCodeIsTheRecordingWorkersAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(RECORDER + "mux..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(Program.CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        RECORDER + "mux..", RECORDER + "worker..", "live.lyceum.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(RECORDER + "mux..", RECORDER + "worker..")
                .check(Program.CLASSES);
    }

    /// So nothing of the SDK is loaded where no store is set.
    @Test
    void theSdkOfStoresIsTheArchivesAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(RECORDER + "archive..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon..")
                .check(Program.CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages(RECORDER + "archive..", "live.lyceum.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(RECORDER + "archive..")
                .check(Program.CLASSES);
    }

    /// Whose voices may not go to Google runs nothing of its ways.
    @Test
    void theServiceOfGoogleIsOneRecogniserAmongOthers() {
        noClasses()
                .that()
                .resideOutsideOfPackages(RECORDER + "gemini..", "live.lyceum.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(RECORDER + "gemini..")
                .check(Program.CLASSES);
    }

    @Test
    void nobodyImportsTheProgramItself() {
        noClasses()
                .that()
                .resideOutsideOfPackage("live.lyceum.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("live.lyceum.app..")
                .check(Program.CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("live.lyceum.(**)").should().beFreeOfCycles().check(Program.CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Manager", "Helper", "Util", "Utils", "Impl", "Base"})
    void namesSayWhatAClassIs(String suffix) {
        noClasses().should().haveSimpleNameEndingWith(suffix).check(Program.CLASSES);
    }

    /// Rules about no classes at all would hold too.
    @Test
    void seesTheClassesOfOtherModulesButNoTests() {
        assertThat(Program.CLASSES.contain(Settings.class)).isTrue();
        assertThat(Program.CLASSES.contain(RoomId.class)).isTrue();
        assertThat(Program.CLASSES.contain(ArchitectureTest.class)).isFalse();
        assertThat(Program.CLASSES.containPackage("live.lyceum.media.testkit")).isFalse();
    }

    private static Row row(
            String importer, DescribedPredicate<JavaClass> ours, String... libraries) {
        return new Row(importer, ours, List.of(libraries));
    }

    private static DescribedPredicate<JavaClass> in(String... packages) {
        return resideInAnyPackage(packages);
    }

    private static DescribedPredicate<JavaClass> valuesOf(String packages) {
        return in(packages).and(describe("are values", c -> c.isRecord() || c.isEnum()));
    }
}
