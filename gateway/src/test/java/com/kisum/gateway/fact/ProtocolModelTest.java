package com.kisum.gateway.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProtocolModelTest {
    private static final int WALKS = Integer.getInteger("kisum.model.walks", 3000);

    static Stream<Scenario> worlds() {
        return Worlds.all();
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void keepsEveryPromise(Scenario scenario) {
        Explorer explorer = new Explorer(scenario);
        long begun = System.nanoTime();
        Explorer.Found found = explorer.walks(WALKS, 1);
        System.out.println("MODEL " + explorer + " " + (System.nanoTime() - begun) / 1000000 + " ms"
                + (found == null ? "" : "\nMODELFOUND " + found));
        assertThat(found).isNull();
    }
}
