/// A lite ICE agent: answers checks, follows nominations, watches consent (RFC 8445 section 2.5).
@NullMarked
package live.lyceum.media.ice;

import org.jspecify.annotations.NullMarked;
