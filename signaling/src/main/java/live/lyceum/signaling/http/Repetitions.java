package live.lyceum.signaling.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import live.lyceum.signaling.auth.SealedAnswers;
import live.lyceum.signaling.auth.Seeds;
import live.lyceum.signaling.protocol.Digests;
import live.lyceum.signaling.protocol.KeptAnswer;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.shell.Told;
import org.jspecify.annotations.Nullable;

/// Gives a POST with an `Idempotency-Key` that comes again the answer that it got
/// (draft-ietf-httpapi-idempotency-key-header). What is refused did nothing, and leaves its key
/// free. What fails, or is cut off by the end of the process, is carried out again with the seed of
/// the first time, so that it makes the same things and no second ones. Safe to call from any
/// thread; blocks.
final class Repetitions {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,100}");

    private final SealedAnswers answers;
    private final LongSupplier clock;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    /// @param clock epoch milliseconds
    Repetitions(SealedAnswers answers, LongSupplier clock) {
        this.answers = answers;
        this.clock = clock;
    }

    /// Carries a call out, or answers as it was answered before.
    CompletionStage<HttpReply> once(Call call, String key, Call.Handler handler)
            throws ProblemException {
        if (!KEY.matcher(key).matches()) {
            throw new ProblemException(
                    Problem.Code.BAD_REQUEST,
                    "An Idempotency-Key is 1 to 100 visible characters of ASCII");
        }
        TenantId tenant = call.tenant();
        String name = tenant + "/" + key;
        if (!underWay.add(name)) {
            throw new ProblemException(
                    new Problem(
                            Problem.Code.CONFLICT,
                            "A request with this Idempotency-Key is under way",
                            List.of(),
                            1));
        }
        CompletionStage<HttpReply> answer;
        try {
            answer = alone(call, key, handler);
        } catch (ProblemException | RuntimeException failed) {
            underWay.remove(name);
            throw failed;
        }
        return answer.whenComplete((reply, error) -> underWay.remove(name));
    }

    private CompletionStage<HttpReply> alone(Call call, String key, Call.Handler handler)
            throws ProblemException {
        TenantId tenant = call.tenant();
        String digest = digest(call.request());
        KeptAnswer kept = join(answers.get(tenant, key)).orElse(null);
        if (kept != null && kept.createdAtMs() < clock.getAsLong() - SealedAnswers.KEPT_MS) {
            kept = null;
        }
        if (kept != null && !kept.digest().equals(digest)) {
            throw new ProblemException(
                    Problem.Code.IDEMPOTENCY_KEY_REUSED,
                    "It came with another body, method or path before");
        }
        KeptAnswer.Given given = kept == null ? null : kept.given();
        if (given != null) {
            return CompletableFuture.completedStage(reply(given));
        }
        boolean again = kept != null;
        KeptAnswer open =
                kept == null
                        ? new KeptAnswer(digest, Seeds.fresh(), null, clock.getAsLong())
                        : kept;
        join(answers.put(tenant, key, open));
        return carriedOut(call.from(new Call.Seed(open.seed(), again)), handler)
                .handle((reply, error) -> settle(tenant, key, open, reply, error))
                .thenCompose(settled -> settled);
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static CompletionStage<HttpReply> carriedOut(Call call, Call.Handler handler) {
        try {
            return handler.answer(call);
        } catch (ProblemException | RuntimeException refused) {
            return CompletableFuture.failedStage(refused);
        }
    }

    private CompletionStage<HttpReply> settle(
            TenantId tenant,
            String key,
            KeptAnswer open,
            @Nullable HttpReply reply,
            @Nullable Throwable error) {
        if (reply != null) {
            String body = new String(reply.body(), StandardCharsets.UTF_8);
            var given =
                    new KeptAnswer.Given(
                            reply.status(),
                            reply.headers().get("Location"),
                            reply.headers().get("ETag"),
                            body);
            return answers.put(tenant, key, open.with(given)).thenApply(kept -> reply);
        }
        CompletionStage<HttpReply> failed =
                CompletableFuture.failedStage(error == null ? new IllegalStateException() : error);
        return error != null && Told.isRefusal(error)
                ? answers.forget(tenant, key).thenCompose(forgotten -> failed)
                : failed;
    }

    private static HttpReply reply(KeptAnswer.Given given) {
        byte[] body = given.body().getBytes(StandardCharsets.UTF_8);
        HttpReply reply =
                body.length == 0
                        ? HttpReply.empty(given.status())
                        : HttpReply.json(given.status(), body);
        if (given.location() != null) {
            reply.with("Location", given.location());
        }
        if (given.etag() != null) {
            reply.with("ETag", given.etag());
        }
        return reply.with("Idempotency-Replayed", "true");
    }

    private static String digest(ApiRequest request) {
        MessageDigest digest = Digests.sha256();
        for (String each : List.of(request.method(), request.path(), request.body())) {
            digest.update(each.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
