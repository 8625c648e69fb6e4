package com.kisum.gateway.access;

import com.kisum.gateway.fact.FactCache;
import com.kisum.gateway.fact.Outcome;
import com.kisum.gateway.fact.Usable;
import java.util.ArrayList;
import java.util.List;

/** Who is told what an answer rests on? A request tells nobody, and pays for nothing; an inquiry takes notes. */
interface Witness {
    Witness NOBODY = new Witness() {};

    default <K, V> void found(Evidence.Fact fact, FactCache<K, V> where, Usable<V> what) {}

    default void missing(Evidence.Fact fact, Outcome<?> outcome) {}

    /** One inquiry's. */
    final class Notes implements Witness {
        private final List<Evidence> evidence = new ArrayList<>(2);

        List<Evidence> taken() {
            return List.copyOf(evidence);
        }

        @Override
        public <K, V> void found(Evidence.Fact fact, FactCache<K, V> where, Usable<V> what) {
            FactCache.Ages ages = where.ages(what.held());
            evidence.add(new Evidence.Found(fact, CachedAccess.from(what.origin()), what.held().version(),
                    ages.sinceLoaded(), ages.sinceConfirmed()));
        }

        @Override
        public void missing(Evidence.Fact fact, Outcome<?> outcome) {
            missing(fact, switch (outcome) {
                case Outcome.None<?> _ -> "none";
                case Outcome.Overloaded<?> _ -> "not asked for: too much is being asked for already";
                case Outcome.Outage<?>(String cause, var _) -> "unavailable: " + cause;
                case Outcome.Current<?> _,Outcome.Unconfirmed<?> _ ->
                    throw new IllegalStateException("these facts may decide");
            });
        }

        void missing(Evidence.Fact fact, String why) {
            evidence.add(new Evidence.Missing(fact, why));
        }
    }
}
