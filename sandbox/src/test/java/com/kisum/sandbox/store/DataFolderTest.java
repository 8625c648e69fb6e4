package com.kisum.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
    @TempDir
    private Path root;

    /** What does somebody else see who asks for the same folder? */
    static final class Stranger {
        private Stranger() {}

        static void main(String[] lock) throws Exception {
            try (FileChannel channel = FileChannel.open(Path.of(lock[0]), StandardOpenOption.WRITE)) {
                System.out.print(channel.tryLock() == null ? "taken" : "free");
            }
        }
    }

    @Test
    void aFolderStaysTakenWhenThisProcessTakesAnother() throws Exception {
        DataFolder one = DataFolder.claim(root, 0);
        DataFolder other = DataFolder.claim(root, 0);
        assertThat(other.path()).isNotEqualTo(one.path());
        assertThat(seen(one)).isEqualTo("taken");
        assertThat(seen(other)).isEqualTo("taken");

        other.close();
        assertThat(seen(one)).isEqualTo("taken");
        assertThat(seen(other)).isEqualTo("free");

        one.close();
        assertThat(seen(one)).isEqualTo("free");
        DataFolder again = DataFolder.claim(root, 0);
        assertThat(again.path()).isEqualTo(one.path());
        again.close();
    }

    private static String seen(DataFolder folder) throws Exception {
        Process stranger = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp",
                System.getProperty("java.class.path"), Stranger.class.getName(), folder.path() + ".lock")
                .redirectErrorStream(true).start();
        String said = new String(stranger.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(stranger.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
