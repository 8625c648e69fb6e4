package com.kisum.policy.diff;

import com.kisum.policy.access.ModuleKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** One thing that the new policy changes for requests. */
public sealed interface Change {
    Effect effect();

    /** What it is about, in one line. */
    String subject();

    /** Who passes now and did not before, each as a noun phrase. */
    List<String> gains();

    /** Who passed before and does not now, each as a noun phrase. */
    List<String> loses();

    /** What else is different for those who pass, as {@code timeout 10s → 30s}. */
    List<String> settings();

    /** The whole change as lines for a person: the effect and the subject, then what belongs to it, indented. */
    default List<String> words() {
        List<String> lines = new ArrayList<>();
        lines.add(effect() + ": " + subject());
        if (this instanceof OfRequests requests) {
            lines.add("  for example: " + requests.example());
            if (requests.handovers().size() == 1) {
                lines.add("  before: " + requests.handovers().getFirst().wordsBefore());
                lines.add("  after: " + requests.handovers().getFirst().wordsAfter());
            } else {
                lines.add("  routes: " + requests.routesText());
            }
        }
        gains().forEach(gain -> lines.add("  gains: " + gain));
        loses().forEach(loss -> lines.add("  loses: " + loss));
        settings().forEach(setting -> lines.add("  changed: " + setting));
        return List.copyOf(lines);
    }

    /**
     * Requests that are answered differently.
     *
     * @param shapes which requests, as {@code GET|HEAD /api/finance/expenses/{id}}; the first few
     * @param moreShapes how many shapes are not listed
     * @param example one of the requests
     * @param handovers the routes that answered before and after; more than one only where nobody gains or loses
     */
    record OfRequests(Effect effect, List<String> shapes, int moreShapes, String example, List<Handover> handovers,
            List<String> gains, List<String> loses, List<String> settings) implements Change {
        private static final int ROUTES_LISTED = 8;

        public OfRequests {
            shapes = List.copyOf(shapes);
            handovers = List.copyOf(handovers);
            gains = List.copyOf(gains);
            loses = List.copyOf(loses);
            settings = List.copyOf(settings);
        }

        @Override
        public String subject() {
            return String.join(", ", shapes) + (moreShapes == 0 ? "" : " and " + moreShapes + " more");
        }

        /** The routes after the change, by id; the first few. */
        public String routesText() {
            List<String> ids = handovers.stream()
                    .map(handover -> handover.after() == null ? handover.before() : handover.after())
                    .map(route -> route == null ? "no route" : route.id().value()).distinct().toList();
            int listed = Math.min(ids.size(), ROUTES_LISTED);
            String text = String.join(", ", ids.subList(0, listed));
            return listed == ids.size() ? text : text + " and " + (ids.size() - listed) + " more";
        }
    }

    /**
     * A backend that has moved, for every route that sends requests to it.
     *
     * @param routes how many routes that is now
     */
    record OfBackend(String backend, URI before, URI after, int routes) implements Change {
        @Override
        public Effect effect() {
            return Effect.NEITHER;
        }

        @Override
        public String subject() {
            return "backend " + backend + " of " + routes + (routes == 1 ? " route" : " routes");
        }

        @Override
        public List<String> gains() {
            return List.of();
        }

        @Override
        public List<String> loses() {
            return List.of();
        }

        @Override
        public List<String> settings() {
            return List.of("url " + before + " → " + after);
        }
    }

    /**
     * What a name in Auth's and Core's facts counts as, where some route asks for it.
     *
     * @param name the module's name, current or old
     */
    record OfModule(Effect effect, ModuleKey name, List<String> gains, List<String> loses) implements Change {
        public OfModule {
            gains = List.copyOf(gains);
            loses = List.copyOf(loses);
        }

        @Override
        public String subject() {
            return "facts that name the module " + name;
        }

        @Override
        public List<String> settings() {
            return List.of();
        }
    }
}
