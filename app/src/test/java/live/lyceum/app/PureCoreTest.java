package live.lyceum.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.MonitorInstruction;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The core takes bytes and the time and gives bytes and events: so an hour of a bad network is a
/// unit test. Whatever would tie it to a real clock, thread or socket fails here.
class PureCoreTest {
    private static final String[] CORE = {
        "live.lyceum.media.wire..",
        "live.lyceum.media.sdp..",
        "live.lyceum.media.ice..",
        "live.lyceum.media.srtp..",
        "live.lyceum.media.rtp..",
        "live.lyceum.media.bwe..",
        "live.lyceum.media.forward..",
        "live.lyceum.media.session..",
        "live.lyceum.signaling.room..",
        "live.lyceum.signaling.protocol..",
        "live.lyceum.recorder.transcribe",
    };

    /// Has threads of its own, for a handshake takes milliseconds, but neither clock nor socket.
    private static final String DTLS = "live.lyceum.media.dtls..";

    /// Addresses are values; everything else of java.net opens or looks up something.
    private static final Set<String> VALUES_OF_JAVA_NET =
            Set.of(
                    "java.net.InetAddress",
                    "java.net.Inet4Address",
                    "java.net.Inet6Address",
                    "java.net.InetSocketAddress",
                    "java.net.SocketAddress",
                    "java.net.UnknownHostException",
                    "java.net.URI",
                    "java.net.URISyntaxException");

    private static final DescribedPredicate<JavaAccess<?>> READS_A_CLOCK =
            describe(
                    "reads a clock",
                    access ->
                            isCall(access, "java.lang.System", "nanoTime")
                                    || isCall(access, "java.lang.System", "currentTimeMillis")
                                    || isCall(access, "java.util.Date", "<init>")
                                    || isCall(access, "java.util.Calendar", "getInstance")
                                    || (access.getTarget().getName().equals("now")
                                            && access.getTargetOwner()
                                                    .getPackageName()
                                                    .startsWith("java.time")));

    @Test
    void readsNoClock() {
        noClasses()
                .that(areCoreOr(DTLS))
                .should()
                .accessTargetWhere(READS_A_CLOCK)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.InstantSource")
                .because("the time is passed in")
                .allowEmptyShould(true)
                .check(Program.CLASSES);
    }

    @Test
    void startsNoThreadAndSharesNothing() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat(describe("are for threads", PureCoreTest::isForThreads))
                .orShould()
                .accessTargetWhere(
                        describe(
                                "waits for another thread",
                                access ->
                                        isCall(access, "java.lang.Object", "wait")
                                                || isCall(access, "java.lang.Object", "notify")
                                                || isCall(access, "java.lang.Object", "notifyAll")))
                .because("each object of the core has one owner")
                .allowEmptyShould(true)
                .check(Program.CLASSES);
    }

    @Test
    void hasNoSynchronizedMethods() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(CORE)
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .because("each object of the core has one owner")
                .allowEmptyShould(true)
                .check(Program.CLASSES);
    }

    @Test
    void hasNoSynchronizedBlocks() {
        classes()
                .that()
                .resideInAnyPackage(CORE)
                .should(enterNoMonitor())
                .because("each object of the core has one owner")
                .allowEmptyShould(true)
                .check(Program.CLASSES);
    }

    @Test
    void opensNoSocketAndResolvesNoName() {
        noClasses()
                .that(areCoreOr(DTLS))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.nio.channels..", "io.netty.channel..", "io.netty.bootstrap..")
                .orShould()
                .dependOnClassesThat(
                        describe(
                                "are for the network",
                                c ->
                                        c.getPackageName().startsWith("java.net")
                                                && !VALUES_OF_JAVA_NET.contains(c.getName())))
                .orShould()
                .accessTargetWhere(
                        describe(
                                "looks up a name",
                                access ->
                                        isCall(access, "java.net.InetAddress", "getByName")
                                                || isCall(
                                                        access,
                                                        "java.net.InetAddress",
                                                        "getAllByName")
                                                || isCall(
                                                        access,
                                                        "java.net.InetAddress",
                                                        "getLocalHost")))
                .because("the loop has the sockets")
                .allowEmptyShould(true)
                .check(Program.CLASSES);
    }

    @Test
    void logsNothing() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "ch.qos.logback..", "java.util.logging..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.System\\$Logger.*")
                .because("what happened goes out as an event or a counted drop reason")
                .allowEmptyShould(true)
                .check(Program.CLASSES);
    }

    @Test
    void onlyTheSettingsReadTheEnvironment() {
        noClasses()
                .that()
                .resideOutsideOfPackage("live.lyceum.config..")
                .should()
                .accessTargetWhere(
                        describe(
                                "reads the environment",
                                access -> isCall(access, "java.lang.System", "getenv")))
                .because("a setting has one way in, where it is validated")
                .check(Program.CLASSES);
    }

    private static DescribedPredicate<JavaClass> areCoreOr(String another) {
        return resideInAnyPackage(CORE).or(resideInAnyPackage(another));
    }

    /// Atomics are left out: counters are read by the thread that serves metrics.
    private static boolean isForThreads(JavaClass type) {
        String name = type.getName();
        boolean concurrent =
                name.startsWith("java.util.concurrent.")
                        && !name.startsWith("java.util.concurrent.atomic.")
                        && !name.equals("java.util.concurrent.TimeUnit");
        return concurrent
                || name.startsWith("java.lang.Thread")
                || name.equals("java.util.Timer")
                || name.equals("java.util.TimerTask");
    }

    private static boolean isCall(JavaAccess<?> access, String owner, String name) {
        return access.getTarget().getName().equals(name)
                && access.getTargetOwner().getName().equals(owner);
    }

    /// ArchUnit sees no instructions, so this reads the class file itself.
    private static ArchCondition<JavaClass> enterNoMonitor() {
        return new ArchCondition<>("contain no synchronized block") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (MethodModel method : ClassFile.of().parse(bytesOf(type)).methods()) {
                    if (entersMonitor(method)) {
                        String where = type.getName() + "." + method.methodName().stringValue();
                        events.add(
                                SimpleConditionEvent.violated(
                                        type, where + " contains a synchronized block"));
                    }
                }
            }
        };
    }

    private static boolean entersMonitor(MethodModel method) {
        return method.code().stream()
                .flatMap(code -> code.elementStream())
                .anyMatch(element ->
                        element instanceof MonitorInstruction monitor
                                && monitor.opcode() == Opcode.MONITORENTER);
    }

    private static byte[] bytesOf(JavaClass type) {
        var uri = type.getSource().orElseThrow().getUri();
        try (var in = uri.toURL().openStream()) {
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
