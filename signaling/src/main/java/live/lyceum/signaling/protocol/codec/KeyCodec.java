package live.lyceum.signaling.protocol.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import live.lyceum.signaling.protocol.AccessKey;
import live.lyceum.signaling.protocol.KeyDraft;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.Scope;
import live.lyceum.signaling.protocol.TenantId;
import org.jspecify.annotations.Nullable;

/// The bodies of the REST API about its keys.
public final class KeyCodec {
    private static final int MAX_NAME = 80;
    private static final int MAX_TENANT = 40;
    private static final int MAX_SCOPE = 32;

    private KeyCodec() {}

    /// The body of `POST /keys`.
    ///
    /// @param own the tenant that is meant when none is named
    public static KeyDraft draft(String body, TenantId own) throws ProblemException {
        Fields fields = SessionCodec.read(body);
        String name = fields.line("name", MAX_NAME);
        TenantId tenant = fields.has("tenant") ? tenant(fields) : own;
        Set<Scope> scopes = EnumSet.complementOf(EnumSet.of(Scope.ADMIN));
        if (fields.has("scopes")) {
            scopes = EnumSet.noneOf(Scope.class);
            scopes.addAll(fields.list("scopes", Scope.values().length, KeyCodec::scope));
            if (scopes.isEmpty()) {
                fields.wrong("scopes", "is empty");
            }
        }
        SessionCodec.refuseIfWrong(fields);
        return new KeyDraft(name, tenant, scopes);
    }

    private static TenantId tenant(Fields fields) {
        String written = fields.text("tenant", MAX_TENANT);
        if (!TenantId.valid(written)) {
            fields.wrong("tenant", "is not 1 to 40 characters of [a-z0-9-]");
            return TenantId.MAIN;
        }
        return new TenantId(written);
    }

    private static Scope scope(Fields fields, String name) {
        Scope scope = Scope.of(fields.text(name, MAX_SCOPE));
        if (scope == null) {
            fields.wrong(name, "is not sessions.read, sessions.write, webhooks or admin");
            return Scope.SESSIONS_READ;
        }
        return scope;
    }

    /// A new key with its secret.
    ///
    /// @param written `rk_<id>_<secret>`
    public static byte[] made(AccessKey key, String written) {
        ObjectNode tree = Json.object();
        put(key, tree);
        return Json.bytes(tree.put("key", written));
    }

    /// A page of keys; `next` is what to ask for the page after it, or null at the end.
    public static byte[] page(List<AccessKey> keys, @Nullable String next) {
        return Json.page(keys, KeyCodec::put, next);
    }

    private static void put(AccessKey key, ObjectNode tree) {
        tree.put("id", key.id()).put("name", key.name()).put("tenant", key.tenant().value());
        var scopes = tree.putArray("scopes");
        key.scopes().stream().sorted().forEach(each -> scopes.add(each.written()));
        tree.put("createdAt", Json.time(key.createdAtMs()));
    }
}
