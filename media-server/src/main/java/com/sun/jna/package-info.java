/// Stands in for the two classes of JNA that jitsi-utils looks up when jitsi-srtp asks it for
/// native OpenSSL. The build leaves JNA out, and without them no SRTP context can be made; with
/// them the answer is "there is none", which jitsi-srtp takes as a reason to use the JDK's ciphers.
/// That is what we want anyway.
@NullMarked
package com.sun.jna;

import org.jspecify.annotations.NullMarked;
