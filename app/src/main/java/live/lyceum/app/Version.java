package live.lyceum.app;

import picocli.CommandLine.IVersionProvider;

/// Which build this is, from the jar's manifest.
final class Version implements IVersionProvider {
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(from classes)" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"lyceum " + text()};
    }
}
