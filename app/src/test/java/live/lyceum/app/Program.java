package live.lyceum.app;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/// All classes of ours without their tests, imported once for all architecture tests.
final class Program {
    static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(Program::isNoTestkit)
                    .importPackages("live.lyceum");

    private Program() {}

    private static boolean isNoTestkit(Location location) {
        return !location.contains("-tests.jar");
    }
}
