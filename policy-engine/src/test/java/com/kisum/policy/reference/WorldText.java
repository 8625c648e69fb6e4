package com.kisum.policy.reference;

import com.kisum.policy.access.Subscription;
import com.kisum.policy.route.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A world as a person would tell it. */
final class WorldText {
    private final StringBuilder text = new StringBuilder();

    private WorldText() {}

    static String of(World world) {
        WorldText text = new WorldText();
        text.tell(world);
        return text.text.toString();
    }

    private void tell(World world) {
        world.catalog().forEach(module -> line("module  " + module.key() + " " + module.type()
                + (module.aliases().isEmpty() ? "" : ", once called " + module.aliases())));
        world.routes().forEach(this::tell);
        World.Facts facts = world.facts();
        line("base    " + told(facts.base(), facts.now()));
        facts.addons().forEach(addon -> line("addon   " + told(addon, facts.now())));
        line("granted modules " + facts.moduleRows() + ", permissions " + facts.permissionRows());
        World.Question question = world.question();
        line("asked   " + question.method() + " " + question.target() + known(question));
    }

    private void tell(Route route) {
        String matches = route.matches().stream().map(Object::toString).collect(Collectors.joining(", "));
        String required = route.requirement() == null ? "" : " requires " + route.requirement();
        line("route   " + route.id() + ": " + matches + " " + route.access() + required + ", grace "
                + route.options().grace() + ", strips " + route.options().stripPrefix() + ", "
                + route.options().mode());
    }

    private static String known(World.Question question) {
        Object problem = question.tokenProblem() != null
                ? question.tokenProblem()
                : question.companyProblem() != null ? question.companyProblem() : question.unknown();
        return problem == null ? " by a member" : ", not known: " + problem;
    }

    private static String told(@Nullable Subscription subscription, Instant now) {
        return subscription == null
                ? "none"
                : subscription.status() + " " + subscription.modules() + " from " + told(subscription.startsAt(), now)
                        + " to " + told(subscription.endsAt(), now);
    }

    private static String told(@Nullable Instant date, Instant now) {
        return date == null ? "ever" : "now + " + Duration.between(now, date);
    }

    private void line(String line) {
        text.append("  ").append(line).append('\n');
    }
}
