package com.kisum.gateway.fact;

import org.jspecify.annotations.Nullable;

/**
 * How did a change come to be enforced here? All instants are of the monotonic clock.
 *
 * @param from the version that was held
 * @param to the version that took its place; {@link Long#MAX_VALUE} where nothing did, because there is none any more
 * @param pushed whether anything said that it changed, before the new version itself was met
 * @param barred since when what was held does not decide
 * @param met when the first request came that would have been decided otherwise; nothing where none came before it was replaced
 * @param replaced when the new version was held
 */
public record Enforced(Pointer pointer, long from, long to, boolean pushed, long barred, @Nullable Long met,
        long replaced) {}
