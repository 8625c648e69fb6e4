package com.kisum.gateway.wiring;

import com.kisum.policy.file.Suggestion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Which variables may have been meant for us, and do nothing? A key that is none stops the start where it stands in a file or on the
 * command line. The environment belongs to everybody, so there it is a line in the log for each: its name and the nearest that does
 * something; never its value, which may be a secret. Said as soon as the settings are bound, since a start that fails for want of
 * the right one fails afterwards.
 */
final class StrayVariables implements BeanPostProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(StrayVariables.class);
    private static final String OURS = "GATEWAY_";

    /** As routes.yml names them, wherever: who writes one into a comment knows about it, too. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)");

    /** What Kubernetes tells every container of a Service of which the name begins with {@code gateway}. */
    private static final Pattern OF_A_SERVICE = Pattern
            .compile("GATEWAY(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?"
                    + "|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");
    private static final String PORT = "_PORT";

    private final ConfigurableEnvironment environment;

    StrayVariables(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof GatewaySettings settings) {
            mistakes(variables(), named(settings.routes())).forEach(LOG::warn);
        }
        return bean;
    }

    /**
     * @param variables the names of all there are
     * @param elsewhere the names of those that something else of ours reads
     */
    static List<String> mistakes(Set<String> variables, Set<String> elsewhere) {
        return variables.stream().filter(name -> name.toUpperCase(Locale.ROOT).startsWith(OURS))
                .filter(name -> !KnownSettings.isVariable(name) && !elsewhere.contains(name)
                        && !isOfAService(name, variables))
                .sorted().map(StrayVariables::mistake).toList();
    }

    private static boolean isOfAService(String name, Set<String> variables) {
        String service = name.endsWith(PORT) ? name.substring(0, name.length() - PORT.length()) : "";
        // Of a setting one would say no port alone; but a misspelt one may end like this, too.
        return OF_A_SERVICE.matcher(name).matches() || service.equals("GATEWAY")
                || variables.contains(service + "_SERVICE_HOST");
    }

    private static String mistake(String name) {
        return "%s is in the environment, is no setting and does nothing; %s".formatted(name, instead(name));
    }

    /** Most of those that are wrong have an underscore too many or too few. */
    private static String instead(String name) {
        List<String> all = KnownSettings.variables();
        String letters = letters(name);
        List<String> sameButForUnderscores = all.stream().filter(known -> letters(known).equals(letters)).toList();
        if (!sameButForUnderscores.isEmpty()) {
            return "write " + String.join(" or ", sameButForUnderscores);
        }
        int end = name.indexOf('_', OURS.length()) + 1;
        String section = name.substring(0, Math.max(OURS.length(), end)).toUpperCase(Locale.ROOT);
        List<String> near = all.stream().filter(known -> known.startsWith(section)).toList();
        return Suggestion.among(name, near.isEmpty() ? all : near);
    }

    private static String letters(String name) {
        return name.replace("_", "").toUpperCase(Locale.ROOT);
    }

    private Set<String> variables() {
        return environment.getPropertySources()
                .get(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME) instanceof EnumerablePropertySource<?> all
                        ? Set.of(all.getPropertyNames())
                        : Set.of();
    }

    /** A file that cannot be read stops the start a moment later, in words of its own. */
    private static Set<String> named(Path routes) {
        try {
            Matcher names = PLACEHOLDER.matcher(Files.readString(routes, StandardCharsets.ISO_8859_1));
            return names.results().map(found -> found.group(1)).collect(Collectors.toSet());
        } catch (IOException unreadable) {
            return new HashSet<>();
        }
    }
}
