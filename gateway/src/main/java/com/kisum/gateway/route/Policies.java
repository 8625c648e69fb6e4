package com.kisum.gateway.route;

import com.kisum.gateway.route.PolicySource.Content;
import com.kisum.gateway.route.PolicySource.Outcome;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which policy decides now, and when does an edit take over? When the whole file compiles. A request keeps the policy that it began
 * with; the last good one stays in force while the file is broken or away.
 *
 * <p>The content decides whether there is something new, not a date: a ConfigMap changes by a symbolic link, and dates are kept by
 * who copies. And it must be read twice alike: whoever writes a file in place has written the half of it for a moment, and half a
 * policy may well compile.
 */
public final class Policies implements Supplier<CurrentPolicy> {
    private static final Logger LOG = LoggerFactory.getLogger(Policies.class);

    private final PolicySource source;
    private final PolicyMeters meters;
    private final InstantSource clock;
    private final Consumer<CurrentPolicy> replaced;
    private Content lastRead;
    private Content judged;
    private volatile CurrentPolicy inForce;
    private volatile @Nullable CurrentPolicy before;
    private volatile @Nullable Reload lastReload;

    private Policies(PolicySource source, PolicyMeters meters, InstantSource clock, Consumer<CurrentPolicy> replaced,
            Content content, CurrentPolicy first) {
        this.source = source;
        this.meters = meters;
        this.clock = clock;
        this.replaced = replaced;
        this.lastRead = content;
        this.judged = content;
        this.inForce = first;
    }

    /**
     * @param replaced told after another policy has taken over
     * @throws PolicyNotLoaded where there is none to begin with
     */
    public static Policies begin(PolicySource source, PolicyMeters meters, InstantSource clock,
            Consumer<CurrentPolicy> replaced) {
        Content content = source.read();
        switch (source.compile(content, clock.instant())) {
            case Outcome.Rejected(List<String> problems, _) -> throw new PolicyNotLoaded(String.join("\n", problems));
            case Outcome.Compiled compiled -> {
                meters.inForce(compiled.policy());
                warn(compiled);
                return new Policies(source, meters, clock, replaced, content, compiled.policy());
            }
        }
    }

    @Override
    public CurrentPolicy get() {
        return inForce;
    }

    /** What decided before the last edit that took over; none where there was none since the start. */
    public Optional<CurrentPolicy> before() {
        return Optional.ofNullable(before);
    }

    /** None where the file was not edited since the start. */
    public Optional<Reload> lastReload() {
        return Optional.ofNullable(lastReload);
    }

    /** Looks at the file. By one thread at a time. */
    synchronized void look() {
        Content now = source.read();
        boolean settled = now.equals(lastRead);
        lastRead = now;
        if (settled && !now.equals(judged)) {
            judged = now;
            judge(now);
        }
    }

    private void judge(Content content) {
        switch (compiled(content)) {
            // Of the warnings, which may have been there for years, the one mistake would be hard to tell.
            case Outcome.Rejected(_, List<String> errors) -> {
                lastReload = new Reload.Failed(clock.instant(), errors);
                meters.reloaded(PolicyMeters.Reloaded.FAILURE);
                LOG.error("{} was edited and is not taken over; revision {} stays in force:\n{}", source.file(),
                        inForce.revision(), String.join("\n", errors));
            }
            case Outcome.Compiled compiled -> takeOver(compiled);
        }
    }

    private void takeOver(Outcome.Compiled compiled) {
        CurrentPolicy last = inForce;
        CurrentPolicy now = compiled.policy();
        // A mistake that was taken back: what is in force counts on.
        boolean isSame = now.revision().equals(last.revision());
        if (!isSame) {
            before = last;
            inForce = now;
            meters.inForce(now);
        }
        lastReload = new Reload.Succeeded(now.loadedAt(), now.revision());
        meters.reloaded(PolicyMeters.Reloaded.SUCCESS);
        warn(compiled);
        if (isSame) {
            LOG.info("{} is again what it was; revision {} stays in force", source.file(), now.revision());
            return;
        }
        LOG.info("{}: revision {} is in force, with {} routes; before it was {}", source.file(), now.revision(),
                now.table().routes().size(), last.revision());
        replaced.accept(now);
    }

    /** A file that the compiler stumbles over is a file that is not taken over: what decides now goes on deciding. */
    private Outcome compiled(Content content) {
        try {
            return source.compile(content, clock.instant());
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.error("{}: an error of ours while it was compiled", source.file(), bug);
            return Outcome.Rejected.because("an error of the gateway itself while it was compiled ("
                    + bug.getClass().getSimpleName() + "); its log says where");
        }
    }

    private static void warn(Outcome.Compiled compiled) {
        compiled.warnings().forEach(warning -> LOG.warn("{}", warning));
    }
}
