package com.kisum.gateway.redis;

import static com.kisum.gateway.fact.Examples.company;
import static com.kisum.gateway.fact.Examples.membership;
import static com.kisum.gateway.fact.Examples.session;
import static com.kisum.gateway.fact.Examples.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.fact.Pointer;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.UserId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisKeysTest {
    private final RedisKeys keys = new RedisKeys("");

    @Test
    void keysAreCalledAsTheDesignSays() {
        assertThat(keys.of(company("acme"))).isEqualTo("access-version:company:acme");
        assertThat(keys.of(membership("m-1"))).isEqualTo("access-version:membership:m-1");
        assertThat(keys.of(user("ada"))).isEqualTo("access-version:user:ada");
        assertThat(keys.of(session("s_1"))).isEqualTo("access-version:session:s_1");
        assertThat(keys.member(new CompanyId("acme"), new UserId("ada"))).isEqualTo("access-member:acme:ada");
        assertThat(keys.facts(new CompanyId("acme"), new MembershipId("m-1"), 17, 3)).isEqualTo("access:acme:m-1:17.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kisum:", "x"})
    void whatIsWrittenIsRecognized(String prefix) {
        RedisKeys own = new RedisKeys(prefix);
        RedisKeys other = new RedisKeys("other:");
        for (Pointer pointer : List.of(company("acme"), membership("m-1"), user("ada"), session("s_1"))) {
            assertThat(own.pointer(own.of(pointer))).isEqualTo(pointer);
            assertThat(own.pointer(other.of(pointer))).isNull();
        }
        RedisKeys.Member member = new RedisKeys.Member(new CompanyId("acme"), new UserId("ada"));
        assertThat(own.member(own.member(member.company(), member.user()))).isEqualTo(member);
        assertThat(own.isHeartbeat(own.heartbeat("r", 3))).isTrue();
        assertThat(own.pointer(own.heartbeat("r", 3))).isNull();
    }

    @Test
    void aHeartbeatComesAfterEverythingElseThatIsTold() {
        String heartbeat = keys.heartbeat("r", 0);
        assertThat(Stream.of(company("zzz"), membership("zzz"), user("zzz"), session("zzz")).map(keys::of))
                .allMatch(key -> key.compareTo(heartbeat) < 0);
        assertThat(keys.members()).isLessThan(keys.versions());
        assertThat(keys.mark("r", 0)).as("is not told").doesNotStartWith(keys.versions())
                .doesNotStartWith(keys.members());
        assertThat(keys.facts(new CompanyId("a"), new MembershipId("b"), 1, 1)).doesNotStartWith(keys.versions())
                .doesNotStartWith(keys.members());
    }
}
