package com.kisum.sandbox;

import com.kisum.sandbox.run.Progress;
import com.kisum.sandbox.run.StartFailure;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** How do tests get a platform of real processes without starting one each? The first asks for it, the last ends it. */
public final class RunningPlatform implements ParameterResolver {
    static final Path DATA = Path.of("target", "sandbox-data");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
        return parameter.getParameter().getType() == Platform.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
        return extension.getRoot()
                .getStore(Namespace.create(RunningPlatform.class))
                .computeIfAbsent(Platform.class, key -> start(), Platform.class);
    }

    private static Platform start() {
        try {
            return Platform.start(Ports.free(), DATA, Progress.SILENT);
        } catch (StartFailure | IOException e) {
            throw new AssertionError("The platform did not start", e);
        }
    }
}
