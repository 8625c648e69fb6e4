package com.kisum.gateway.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What runs inside Redis, in one step? Sent by its digest; in full where Redis does not know it any more. */
enum Script {
    FORWARD("forward.lua"), FOLLOW_DOWN("follow-down.lua"), NAME_MEMBERSHIP("name-membership.lua"), TAKE("take.lua");

    private final String text;
    private final String digest;

    Script(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing");
            }
            byte[] bytes = in.readAllBytes();
            text = new String(bytes, StandardCharsets.UTF_8);
            // Redis knows scripts by this; nothing is secured by it.
            digest = Base16.digest(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    CompletionStage<Object> run(RedisAsyncCommands<String, String> redis, ScriptOutputType answer, String key,
            String... arguments) {
        return this.<Object>byDigest(redis, answer, key, arguments)
                .exceptionallyCompose(
                        failure -> isUnknown(failure) ? inFull(redis, answer, key, arguments) : failed(failure));
    }

    <T> CompletionStage<T> byDigest(RedisAsyncCommands<String, String> redis, ScriptOutputType answer, String key,
            String... arguments) {
        return redis.evalsha(digest, answer, new String[]{key}, arguments);
    }

    <T> CompletionStage<T> inFull(RedisAsyncCommands<String, String> redis, ScriptOutputType answer, String key,
            String... arguments) {
        return redis.eval(text, answer, new String[]{key}, arguments);
    }

    static boolean isUnknown(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return cause instanceof RedisNoScriptException;
    }

    private static <T> CompletionStage<T> failed(Throwable failure) {
        return CompletableFuture.failedFuture(failure);
    }
}
