package com.kisum.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kisum.gateway.FakePorts;
import com.kisum.gateway.RunningGateway;
import com.kisum.policy.file.PolicyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stops a start? */
final class StartTest {
    @TempDir
    private Path folder;

    @Test
    void anUnknownKeyStopsTheStartAndIsNamed() {
        assertThatThrownBy(() -> RunningGateway.start(AnswerTable.file("routes.yml"), FakePorts.create(),
                "--gateway.environment[BACKEND_URL]=http://127.0.0.1:1", "--gateway.door.one-headr=1KB"))
                .rootCause().hasMessageContaining("one-headr");
    }

    @Test
    void aBadPolicyStopsTheStartWithWhatLintSays() throws Exception {
        Path file = folder.resolve("routes.yml");
        byte[] content = "version: 1\nroutez: []\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Files.write(file, content);
        PolicyFile.Rejected rejected = (PolicyFile.Rejected) PolicyFile.compile(file.toString(), content, _ -> null);
        String lint = rejected.diagnostics().stream().map(Object::toString).collect(Collectors.joining("\n"));
        assertThat(lint).contains("routes.yml:2:1").contains("routes");
        assertThatThrownBy(() -> RunningGateway.start(file, FakePorts.create())).rootCause().hasMessage(lint);
    }
}
