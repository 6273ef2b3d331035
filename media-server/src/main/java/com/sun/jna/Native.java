package com.sun.jna;

import java.io.File;
import java.io.IOException;

/// Takes native libraries out of jars, as jitsi-utils calls it.
public final class Native {
    private Native() {}

    /// Never finds one.
    @SuppressWarnings("DoNotCallSuggester") // only jitsi-utils calls it
    public static File extractFromResourcePath(String name, ClassLoader loader) throws IOException {
        throw new IOException("no native code: " + name);
    }
}
