package live.lyceum.signaling.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Digests;
import org.jspecify.annotations.Nullable;

/// The page and its assets, read into memory at the start. Only what was there then is served, by
/// its exact path, so there is no path that leads elsewhere. Immutable.
public final class StaticSite {
    static final String BUNDLE = "live/lyceum/web";

    private static final String OWN = "/live/lyceum/signaling/pages/";
    private static final String INDEX = "index.html";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SESSION = "/session/";

    /// What a session has pages for, and its room.
    private static final List<String> PAGES = List.of("/", "/feedback", "/recording");

    private static final String DASHBOARD = "/dashboard";
    private static final String REVALIDATE = "no-cache";
    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final Pattern HASHED =
            Pattern.compile("assets/.*[-.][A-Za-z0-9_-]{8,}\\.[a-z0-9]+");
    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("html", HTML),
                    Map.entry("js", "text/javascript; charset=utf-8"),
                    Map.entry("mjs", "text/javascript; charset=utf-8"),
                    Map.entry("css", "text/css; charset=utf-8"),
                    Map.entry("json", "application/json"),
                    Map.entry("webmanifest", "application/manifest+json"),
                    Map.entry("map", "application/json"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("ico", "image/x-icon"),
                    Map.entry("woff2", "font/woff2"),
                    Map.entry("wasm", "application/wasm"),
                    Map.entry("mp3", "audio/mpeg"),
                    Map.entry("txt", "text/plain; charset=utf-8"));

    private static final class Asset {
        private final byte[] plain;
        private final byte @Nullable [] gzip;
        private final byte @Nullable [] brotli;
        private final String type;
        private final String etag;
        private final String caching;

        private Asset(String path, byte[] plain, Map<String, byte[]> files) {
            this.plain = plain;
            gzip = files.get(path + ".gz");
            brotli = files.get(path + ".br");
            type = type(path);
            etag = etag(plain);
            caching = HASHED.matcher(path).matches() ? FOREVER : REVALIDATE;
        }
    }

    private final Map<String, Asset> assets = new HashMap<>();
    private final Asset home;
    private final Asset notFound;
    private final @Nullable Asset page;

    private StaticSite(Map<String, byte[]> bundle, Map<String, byte[]> own) {
        bundle.forEach((path, bytes) -> {
            boolean compressed = path.endsWith(".gz") || path.endsWith(".br");
            if (!compressed && !path.equals(INDEX)) {
                assets.put("/" + path, new Asset(path, bytes, bundle));
            }
        });
        own.forEach((path, bytes) -> assets.putIfAbsent("/" + path, new Asset(path, bytes, own)));
        home = needed("/home.html");
        notFound = needed("/not-found.html");
        byte[] index = bundle.get(INDEX);
        page = index == null ? null : new Asset(INDEX, index, bundle);
    }

    private Asset needed(String path) {
        Asset asset = assets.remove(path);
        if (asset == null) {
            throw new IllegalStateException("the resource " + path + " is missing");
        }
        return asset;
    }

    /// The site on this class path. Blocks.
    ///
    /// @throws IOException if a resource cannot be read
    public static StaticSite load(ClassLoader resources) throws IOException {
        var own = new TreeMap<String, byte[]>();
        for (String name : new String[] {"home.html", "not-found.html", "pages.css"}) {
            try (InputStream in = StaticSite.class.getResourceAsStream(OWN + name)) {
                if (in != null) {
                    own.put(name, in.readAllBytes());
                }
            }
        }
        return new StaticSite(bundle(resources.getResource(BUNDLE + "/" + INDEX)), own);
    }

    private static Map<String, byte[]> bundle(@Nullable URL index) throws IOException {
        if (index == null) {
            return Map.of();
        }
        try {
            URI uri = index.toURI();
            if (!uri.getScheme().equals("jar")) {
                return files(Path.of(uri).toAbsolutePath().getParent());
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return files(jar.getPath(BUNDLE));
            } catch (FileSystemAlreadyExistsException open) {
                return files(FileSystems.getFileSystem(uri).getPath(BUNDLE));
            }
        } catch (URISyntaxException broken) {
            throw new IOException("the bundle's place cannot be read", broken);
        }
    }

    private static Map<String, byte[]> files(@Nullable Path root) throws IOException {
        var files = new TreeMap<String, byte[]>();
        if (root == null) {
            return files;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString().replace('\\', '/');
                files.put(name, Files.readAllBytes(file));
            }
        }
        return files;
    }

    /// Answers a request for anything that is not the API.
    ///
    /// @param path as on the wire, without the query
    /// @param origins whose pages may frame the page of the session at `path`
    HttpReply handle(
            String method,
            String path,
            @Nullable String acceptEncoding,
            @Nullable String ifNoneMatch,
            List<String> origins) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return HttpReply.empty(405).with("Allow", "GET, HEAD");
        }
        if (path.startsWith(SESSION)) {
            return session(path, acceptEncoding, ifNoneMatch, origins);
        }
        if (path.equals(DASHBOARD)) {
            return page(acceptEncoding, ifNoneMatch);
        }
        Asset asset = path.equals("/") ? home : assets.get(path);
        return asset == null
                ? notFound()
                : reply(200, asset, asset.caching, acceptEncoding, ifNoneMatch);
    }

    /// The session whose page is at this path; null for what is no such page.
    static @Nullable RoomId sessionAt(String path) {
        if (!path.startsWith(SESSION)) {
            return null;
        }
        String rest = path.substring(SESSION.length());
        for (String page : PAGES) {
            String id = rest.endsWith(page) ? rest.substring(0, rest.length() - page.length()) : "";
            if (Ids.valid(id)) {
                return new RoomId(id);
            }
        }
        return null;
    }

    /// The page is the same for every id: whether there is such a session, a token tells.
    private HttpReply session(
            String path,
            @Nullable String acceptEncoding,
            @Nullable String ifNoneMatch,
            List<String> origins) {
        if (page != null && sessionAt(path) != null) {
            return origins.isEmpty()
                    ? page(acceptEncoding, ifNoneMatch)
                    : framed(page, acceptEncoding, origins);
        }
        boolean unfinished = page != null && Ids.valid(path.substring(SESSION.length()));
        return unfinished ? HttpReply.empty(308).with("Location", path + "/") : notFound();
    }

    /// Never kept: a browser that finds its copy good still would go by the copy's origins.
    private static HttpReply framed(
            Asset page, @Nullable String acceptEncoding, List<String> origins) {
        HttpReply reply = reply(200, page, "no-store", acceptEncoding, null);
        return SecurityHeaders.framedBy(origins, reply);
    }

    private HttpReply page(@Nullable String acceptEncoding, @Nullable String ifNoneMatch) {
        return page == null
                ? notFound()
                : reply(200, page, REVALIDATE, acceptEncoding, ifNoneMatch);
    }

    private HttpReply notFound() {
        return reply(404, notFound, "no-store", null, null);
    }

    private static HttpReply reply(
            int status,
            Asset asset,
            String caching,
            @Nullable String acceptEncoding,
            @Nullable String ifNoneMatch) {
        if (status == 200 && ifNoneMatch != null && ifNoneMatch.contains(asset.etag)) {
            return HttpReply.empty(304).with("ETag", asset.etag).with("Cache-Control", caching);
        }
        byte[] body = asset.plain;
        String encoding = null;
        if (asset.brotli != null && accepts(acceptEncoding, "br")) {
            body = asset.brotli;
            encoding = "br";
        } else if (asset.gzip != null && accepts(acceptEncoding, "gzip")) {
            body = asset.gzip;
            encoding = "gzip";
        }
        HttpReply reply =
                HttpReply.of(status, asset.type, body)
                        .with("ETag", asset.etag)
                        .with("Cache-Control", caching);
        if (asset.gzip != null || asset.brotli != null) {
            reply.with("Vary", "Accept-Encoding");
        }
        return encoding == null ? reply : reply.with("Content-Encoding", encoding);
    }

    private static boolean accepts(@Nullable String acceptEncoding, String encoding) {
        return acceptEncoding != null
                && Arrays.stream(acceptEncoding.split(",", -1))
                        .map(each -> each.replace(" ", ""))
                        .anyMatch(each ->
                                each.equals(encoding)
                                        || (each.startsWith(encoding + ";q=")
                                                && !each.matches(".*;q=0(\\.0*)?")));
    }

    private static String type(String path) {
        String ending = path.substring(path.lastIndexOf('.') + 1);
        return TYPES.getOrDefault(ending, "application/octet-stream");
    }

    /// The entity tag of these bytes, in its quotes.
    static String etag(byte[] bytes) {
        byte[] hash = Digests.sha256().digest(bytes);
        String digest =
                Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 15));
        return '"' + digest + '"';
    }
}
