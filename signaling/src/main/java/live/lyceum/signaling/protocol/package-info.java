/// The messages of the signaling protocol as values, with its error codes; knows no JSON.
@NullMarked
package live.lyceum.signaling.protocol;

import org.jspecify.annotations.NullMarked;
