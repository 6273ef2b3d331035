/// Who may do what: join tokens, resume tokens, API keys, and the files that hold their secrets.
@NullMarked
package live.lyceum.signaling.auth;

import org.jspecify.annotations.NullMarked;
