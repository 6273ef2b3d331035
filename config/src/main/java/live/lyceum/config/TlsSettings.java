package live.lyceum.config;

import java.nio.file.Path;

/// The two PEM files of our TLS identity; both could be read when the settings were loaded.
///
/// @param certificate the chain, our own certificate first
/// @param key the private key that belongs to it
public record TlsSettings(Path certificate, Path key) {}
