package com.kisum.gateway.replicas;

import com.kisum.gateway.redis.RedisProcess;
import com.kisum.gateway.redis.RedisRelay;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Two replicas on one Redis, each by a wire of its own. Started once for all tests of a class: a start takes longer than they do. Not for
 * more: what one class leaves behind must not be what another finds.
 */
final class OneRedis implements AutoCloseable {
    final RedisProcess redis = RedisProcess.start();
    final RedisRelay wireOfOne = new RedisRelay(redis.port());
    final RedisRelay wireOfOther = new RedisRelay(redis.port());
    final TwoReplicas replicas = new TwoReplicas(wireOfOne.uri(), wireOfOther.uri(), TwoReplicas.SHORT_TIMES);

    /** As each test finds it. */
    void isWell() {
        wireOfOne.isWell();
        wireOfOther.isWell();
        for (Replica replica : replicas.both()) {
            replica.neighbours.auth.isWell();
            replica.neighbours.core.isWell();
        }
        replicas.awaitTold();
    }

    @Override
    public void close() {
        replicas.close();
        wireOfOne.close();
        wireOfOther.close();
        redis.close();
    }

    /** Gives it to the constructors of tests. */
    static final class Shared implements ParameterResolver {
        private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(Shared.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == OneRedis.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return ofClass(context).getStore(OURS).computeIfAbsent(OneRedis.class, _ -> new OneRedis());
        }

        private static ExtensionContext ofClass(ExtensionContext context) {
            return context.getParent().filter(parent -> parent.getTestClass().isPresent()).map(Shared::ofClass)
                    .orElse(context);
        }
    }
}
