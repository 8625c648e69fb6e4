package com.kisum.policy.diff;

import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.Holdings;
import com.kisum.policy.route.LeastHoldings;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.Mode;
import com.kisum.policy.route.OnOutage;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Route;
import com.kisum.policy.words.SettingWords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who gets through to the backend? Of one route and one method; no route lets nobody through. Shadow mode counts as what
 * it does: whoever has a token passes.
 *
 * @param requirement of level {@link Level#REQUIREMENT} only
 * @param graceCounts whether it is met by subscriptions in grace, too
 * @param stale how long facts that cannot be refreshed still let someone through
 */
record Passage(Level level, @Nullable Requirement requirement, boolean graceCounts, Duration stale) {
    private static final int LISTED = 8;
    private static final Passage CLOSED = new Passage(Level.NOBODY, null, false, Duration.ZERO);

    /** From closed to open; each holds everyone of those before it. */
    enum Level {
        NOBODY, REQUIREMENT, MEMBERS, SIGNED_IN, EVERYONE
    }

    static Passage of(@Nullable Route route, Method method) {
        if (route == null) {
            return CLOSED;
        }
        return switch (route.access()) {
            case PUBLIC -> new Passage(Level.EVERYONE, null, false, Duration.ZERO);
            case AUTHENTICATED -> new Passage(Level.SIGNED_IN, null, false, stale(route, method));
            case MEMBER -> {
                Requirement requirement = route.requirement();
                if (route.options().mode() == Mode.SHADOW) {
                    yield new Passage(Level.SIGNED_IN, null, false, stale(route, method));
                }
                yield requirement == null
                        ? new Passage(Level.MEMBERS, null, false, stale(route, method))
                        : new Passage(Level.REQUIREMENT, requirement, route.options().grace().countsFor(method),
                                stale(route, method));
            }
        };
    }

    /** Only GET and HEAD go on with facts that cannot be refreshed, and only a route that reads a token has such facts. */
    static boolean readsStaleFacts(Route route, Method method) {
        return route.access() != AccessLevel.PUBLIC && (method == Method.GET || method == Method.HEAD);
    }

    private static Duration stale(Route route, Method method) {
        return readsStaleFacts(route, method) && route.options().onOutage() instanceof OnOutage.Stale stale
                ? stale.atMost()
                : Duration.ZERO;
    }

    /** Those who pass here and do not pass there, each as a noun phrase. */
    List<String> beyond(Passage there, LeastHoldings least) {
        List<String> gains = new ArrayList<>(peopleBeyond(there, least));
        if (readsFacts() && there.readsFacts() && stale.compareTo(there.stale) > 0) {
            gains.add("callers whose facts cannot be refreshed during an outage of Auth or Core, for up to "
                    + SettingWords.of(stale) + " instead of "
                    + (there.stale.isZero() ? "not at all" : SettingWords.of(there.stale)));
        }
        return gains;
    }

    private boolean readsFacts() {
        return level != Level.NOBODY && level != Level.EVERYONE;
    }

    private List<String> peopleBeyond(Passage there, LeastHoldings least) {
        Requirement required = requirement;
        if (required != null) {
            return switch (there.level) {
                case NOBODY -> membersWith(required, least.of(required));
                case REQUIREMENT -> membersBeyond(required, there, least);
                case MEMBERS, SIGNED_IN, EVERYONE -> List.of();
            };
        }
        if (level.compareTo(there.level) <= 0) {
            return List.of();
        }
        return List.of(switch (there.level) {
            case NOBODY -> switch (level) {
                case EVERYONE -> "everyone, signed in or not";
                case SIGNED_IN -> "everyone who is signed in, member or not";
                default -> "every member of the company";
            };
            case REQUIREMENT -> switch (level) {
                case EVERYONE -> "callers without a token, and everyone who is signed in without " + there.requirement;
                case SIGNED_IN -> "everyone who is signed in without " + there.requirement + ", member or not";
                default -> "members without " + there.requirement;
            };
            case MEMBERS -> level == Level.EVERYONE
                    ? "callers without a token, and those signed in who are not members of the company"
                    : "those signed in who are not members of the company";
            case SIGNED_IN, EVERYONE -> "callers without a token";
        });
    }

    private List<String> membersBeyond(Requirement required, Passage there, LeastHoldings least) {
        Requirement requiredThere = there.requirement;
        List<String> gains = new ArrayList<>();
        if (requiredThere != null && !required.equals(requiredThere)) {
            List<Holdings> ways = least.of(required);
            List<Holdings> more = ways.stream().filter(holdings -> !holdings.meet(requiredThere)).toList();
            if (ways.isEmpty()) {
                gains.add("perhaps members with " + required + ": these are too many ways to compare");
            } else if (!more.isEmpty()) {
                gains.addAll(membersWith(required, more));
            }
        }
        if (graceCounts && !there.graceCounts) {
            gains.add("members of companies in grace, with " + required);
        }
        return gains;
    }

    /** The alternatives one by one; the requirement as written where they are too many to tell. */
    private static List<String> membersWith(Requirement required, List<Holdings> alternatives) {
        if (alternatives.isEmpty()) {
            return List.of("members with " + required);
        }
        List<String> words = new ArrayList<>();
        alternatives.stream().limit(LISTED).forEach(holdings -> words.add("members with " + holdings));
        if (alternatives.size() > LISTED) {
            words.add("members with one of " + (alternatives.size() - LISTED) + " more combinations");
        }
        return words;
    }
}
