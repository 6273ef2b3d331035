package live.lyceum.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A store that speaks S3's protocol, where the files of recordings are kept.
///
/// @param endpoint `http(s)://host[:port]` of the store, which has its buckets in the path then;
///   null for AWS
/// @param prefix what all names of objects begin with; may be empty
/// @param keys null for what the SDK finds itself
public record ObjectStoreSettings(
        String bucket, @Nullable URI endpoint, String region, String prefix, @Nullable Keys keys) {
    /// Who we are to the store.
    public record Keys(String access, String secret) {
        /// Leaves out both.
        @Override
        public String toString() {
            return "Keys[(secret)]";
        }
    }
}
