package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.kisum.sandbox.run.Progress;
import com.kisum.sandbox.store.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is somebody told for whom the sandbox does not start? One line that says what to do. */
class StartMistakesTest {
    private static final Path ROOT = Path.of("target", "mistakes").toAbsolutePath();
    private static final String BEGINNING = "The sandbox starts: real stores, stand-ins for Auth, Core and the backends, and the gateway.";

    @TempDir
    private Path folder;

    @Test
    void aFolderWithSomethingElseInItIsLeftAlone() throws Exception {
        Path photo = Files.writeString(folder.resolve("photo.jpg"), "a photo");
        assertThat(started(Map.of("SANDBOX_DATA", folder.toString()))).isEqualTo("In " + folder
                + " lies something that is not of a sandbox. Name an empty folder with SANDBOX_DATA, or one that a sandbox made.");
        assertThat(folder).isDirectoryContaining(photo::equals);
        assertThat(photo).hasContent("a photo");
    }

    @Test
    void aFileIsNoFolder() throws Exception {
        Path file = Files.writeString(folder.resolve("data"), "");
        assertThat(started(Map.of("SANDBOX_DATA", file.toString())))
                .isEqualTo(file + " is no folder. Name one with SANDBOX_DATA.");
    }

    @Test
    void aFolderThatAnotherSandboxRunsOnIsInUse() throws Exception {
        try (DataFolder held = DataFolder.keep(folder, ROOT)) {
            assertThat(held.isKept()).isTrue();
            assertThat(started(Map.of("SANDBOX_DATA", folder.toString())))
                    .isEqualTo("Another sandbox runs on the data in "
                            + folder + ". End it, or name another folder with SANDBOX_DATA.");
        }
    }

    @Test
    void aPolicyWithAMistakeIsExplainedBeforeAnythingStarts() throws Exception {
        Path routes = WholePlatform.routes().resolveSibling("docs").resolve("mistakes.yml");
        try (StartedSandbox sandbox = StartedSandbox.in(ROOT, Ports.free(),
                Map.of("GATEWAY_ROUTES", routes.toString()))) {
            assertThat(sandbox.ended(1)).contains("    did you mean 'finance.expenses.read'?",
                    "No gateway starts with this file. Correct it, and start again.")
                    .filteredOn(line -> line.contains("UNKNOWN_PERMISSION"))
                    .singleElement().asString().startsWith(routes + ":7:87: ");
        }
        assertThat(started(Map.of("GATEWAY_ROUTES", "/nowhere/routes.yml"))).isEqualTo("There is no /nowhere/routes.yml"
                + " that can be read. Start from the project's root, or name a file with GATEWAY_ROUTES.");
    }

    @Test
    void rootWithoutUnshareIsToldWhatToDo() throws Exception {
        assumeTrue(isRoot(), "only root needs it");
        // No command is there, so that one is not either.
        assertThat(started(Map.of("PATH", folder.toString()))).isEqualTo("PostgreSQL refuses to run as root,"
                + " and `unshare -U`, which would hide that, does not work here. Start the sandbox as another user, or install"
                + " util-linux and allow user namespaces.");
    }

    @Test
    void tooLittleDiskIsSaidBeforeItIsFull() throws Exception {
        // A disk of 20 MB that is there for this one process.
        List<String> onSmallDisk = List.of("unshare", "-m", "sh", "-c",
                "mount -t tmpfs -o size=20m tmpfs '" + folder + "' && exec \"$@\"", "sh");
        assumeTrue(isRoot() && works(onSmallDisk), "nobody may make a small disk here");
        try (StartedSandbox sandbox = StartedSandbox.run(ROOT, Ports.free(), Map.of("SANDBOX_DATA", folder.toString()),
                onSmallDisk)) {
            assertThat(sandbox.ended(1)).containsExactly(BEGINNING, "There is too little space in " + folder
                    + ": the sandbox needs 256 MB there, and 20 MB are left. Make room on that disk.");
        }
    }

    @Test
    @ExtendWith(RunningPlatform.class)
    void twoSandboxesRunBesideEachOther(Platform one) throws Exception {
        try (Platform other = Platform.start(Ports.free(), RunningPlatform.DATA, Progress.SILENT)) {
            assertThat(other.log()).isNotEqualTo(one.log());
            for (Platform platform : List.of(one, other)) {
                assertThat(Asking.at(platform, Ports.Place.AUTH).send("POST", "/auth/login",
                        Map.of("email", "ada@acme.test", "password", "sandbox")).status()).isEqualTo(200);
            }
        }
    }

    /** The one line that stands below the beginning. */
    private static String started(Map<String, String> environment) throws Exception {
        try (StartedSandbox sandbox = StartedSandbox.in(ROOT, Ports.free(), environment)) {
            List<String> said = sandbox.ended(1);
            assertThat(said).hasSize(2).startsWith(BEGINNING);
            return said.getLast();
        }
    }

    private static boolean isRoot() throws IOException {
        return Files.exists(Path.of("/proc/self")) && Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private static boolean works(List<String> before) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(before, List.of("true")).stream().flatMap(List::stream).toList())
                .redirectErrorStream(true).start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
