package com.sun.jna;

/// Where JNA keeps native libraries in jars, as jitsi-utils reads it.
public final class Platform {
    /// Of no platform.
    public static final String RESOURCE_PREFIX = "none";

    private Platform() {}
}
