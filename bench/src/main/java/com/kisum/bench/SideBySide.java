package com.kisum.bench;

import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.kisum.policy.Decision;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does the same question cost others? 101 policies, one permission each, and a member who holds twenty; everyone
 * walks the same working set. The denied caller holds nothing.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SideBySide {
    static final int POLICIES = 101;
    private static final String MEMBER = "alice";
    private static final String STRANGER = "mallory";

    /** Who asks for what; each engine's state checks its answers once. */
    @State(Scope.Thread)
    public static class Questions {
        @Param({"allowed", "denied"})
        String verdict = "allowed";

        final Platform platform = Platform.withPlainRoutes(POLICIES);
        final List<Request> requests = Traffic.workingSet(platform,
                IntStream.range(0, platform.resources().size()).boxed().toList());
        private int next;

        boolean allowed() {
            return verdict.equals("allowed");
        }

        String user() {
            return allowed() ? MEMBER : STRANGER;
        }

        int advance() {
            int now = next;
            next = now + 1 == requests.size() ? 0 : now + 1;
            return now;
        }

        void check(boolean answer, Request request) {
            if (answer != allowed()) {
                throw new IllegalStateException(request.method() + " " + request.target() + " should be " + verdict);
            }
        }
    }

    @State(Scope.Thread)
    public static class Ours {
        @SuppressWarnings("NullAway.Init") // JMH sets it up
        private Traffic traffic;

        @Setup(Level.Trial)
        public void setUp(Questions questions) {
            Platform platform = questions.platform;
            List<Resource> held = questions.allowed() ? platform.resources() : List.of();
            traffic = new Traffic(platform, Member.of(platform, held, 0), questions.requests, questions.allowed());
        }
    }

    @State(Scope.Thread)
    public static class Casbin {
        @SuppressWarnings("NullAway.Init") // JMH sets it up
        private CasbinPeer peer;

        @Setup(Level.Trial)
        public void setUp(Questions questions) {
            peer = new CasbinPeer(questions.platform, MEMBER);
            questions.requests.forEach(request -> questions.check(peer.allows(questions.user(), request), request));
        }
    }

    @State(Scope.Thread)
    public static class Cedar {
        @Param({"once", "each time"})
        String parsed = "once";

        @SuppressWarnings("NullAway.Init") // JMH sets it up
        private CedarPeer peer;

        @SuppressWarnings("NullAway.Init") // JMH sets it up
        private List<AuthorizationRequest> asked;

        @Setup(Level.Trial)
        public void setUp(Questions questions) throws CacheException, AuthException {
            peer = new CedarPeer(questions.platform, MEMBER, parsed.equals("once"));
            asked = questions.requests.stream().map(request -> CedarPeer.question(questions.user(), request)).toList();
            for (int i = 0; i < asked.size(); i++) {
                questions.check(peer.allows(asked.get(i)), questions.requests.get(i));
            }
        }
    }

    @Benchmark
    @Fork(2)
    public Decision ours(Ours ours) {
        return ours.traffic.decideNext();
    }

    @Benchmark
    @Fork(1)
    public boolean jcasbin(Questions questions, Casbin casbin) {
        return casbin.peer.allows(questions.user(), questions.requests.get(questions.advance()));
    }

    @Benchmark
    @Fork(1)
    public boolean cedar(Questions questions, Cedar cedar) throws AuthException {
        return cedar.peer.allows(cedar.asked.get(questions.advance()));
    }
}
