package com.kisum.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kisum.policy.file.YamlFile;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When does an edit of routes.yml take over? */
class PoliciesTest {
    private static final String HEAD = "version: 1\nmodules: { promoter: { type: base } }\n"
            + "backends: { raw: { url: \"http://127.0.0.1:1\" } }\nroutes:\n";
    private static final String ONE = HEAD + "  - { id: one, match: GET /a/**, backend: raw, access: public }\n";
    private static final String TWO = ONE + "  - { id: two, match: GET /a/b, backend: raw, access: authenticated }\n";

    @TempDir
    private Path folder;

    private Path file;
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<CurrentPolicy> replaced = new ArrayList<>();

    @BeforeEach
    void one() throws IOException {
        file = Files.writeString(folder.resolve("routes.yml"), ONE);
    }

    private Policies begin() {
        return Policies.begin(new PolicySource(file, name -> null), new PolicyMeters(meters),
                InstantSource.system(), replaced::add);
    }

    private static int routes(Policies policies) {
        return policies.get().table().routes().size();
    }

    /** Half of it would compile, and would let through what the other half forbids. */
    @Test
    void aFileThatIsBeingWrittenIsNotTakenOver() throws IOException {
        Files.writeString(file, TWO);
        Policies policies = begin();
        Files.writeString(file, ONE);
        policies.look();
        assertThat(routes(policies)).isEqualTo(2);
        Files.writeString(file, TWO + "# and a remark\n");
        policies.look();
        assertThat(policies.lastReload()).isEmpty();
        policies.look();
        assertThat(policies.lastReload()).get().isInstanceOf(Reload.Succeeded.class);
        assertThat(routes(policies)).isEqualTo(2);
        assertThat(replaced).containsExactly(policies.get());
    }

    @Test
    void whatWasJudgedIsNotJudgedAgain() throws IOException {
        Policies policies = begin();
        Files.writeString(file, "version: 2");
        policies.look();
        policies.look();
        Reload failed = policies.lastReload().orElseThrow();
        policies.look();
        policies.look();
        assertThat(policies.lastReload()).containsSame(failed);
        assertThat(replaced).isEmpty();
    }

    /** A counter would say that it failed once; somebody has to know that it is still so. */
    @Test
    void aReloadThatFailedIsShownUntilTheFileIsGoodAgain() throws IOException {
        Policies policies = begin();
        assertThat(failing()).isZero();
        Files.writeString(file, "version: 2");
        policies.look();
        policies.look();
        assertThat(failing()).isOne();
        Files.writeString(file, ONE);
        policies.look();
        policies.look();
        assertThat(failing()).as("the edit was undone").isZero();
    }

    private double failing() {
        return meters.get("gateway.policy.reload.failing").gauge().value();
    }

    @Test
    void aFileThatIsTooLargeIsNotEvenReadToItsEnd() throws IOException {
        Policies policies = begin();
        Files.writeString(file, "#".repeat(YamlFile.MAX_BYTES + 100));
        policies.look();
        policies.look();
        assertThat(policies.lastReload()).get().isInstanceOfSatisfying(Reload.Failed.class,
                failed -> assertThat(failed.problems()).singleElement().asString().contains("at most"));
    }

    @Test
    void aFirstStartWithABadFileFailsWithTheMessageOfLint() throws IOException {
        Files.writeString(file, ONE.replace("access: public", "acess: public"));
        assertThatThrownBy(this::begin).isInstanceOf(PolicyNotLoaded.class).hasMessageContaining(file + ":5:")
                .hasMessageContaining("acess");
    }
}
