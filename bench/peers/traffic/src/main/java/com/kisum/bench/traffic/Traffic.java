package com.kisum.bench.traffic;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Which end of the comparison is this process? {@code backend PORT}, or
 * {@code compare ROUNDS SECONDS NAME=PID:PORT...} with the token that callers show in the environment, as {@code TOKEN}.
 */
public final class Traffic {
    private Traffic() {}

    public static void main(String[] arguments) throws Exception {
        List<String> words = Arrays.asList(arguments);
        if (words.size() == 2 && words.getFirst().equals("backend")) {
            Backend.serve(Integer.parseInt(words.get(1)));
        } else if (words.size() >= 4 && words.getFirst().equals("compare")) {
            List<Proxy> proxies = words.subList(3, words.size()).stream().map(Proxy::parsed).toList();
            System.exit(new Comparison(token(), Integer.parseInt(words.get(1)), Integer.parseInt(words.get(2)), proxies)
                    .run());
        } else {
            System.err.println("usage: backend PORT | compare ROUNDS SECONDS NAME=PID:PORT...");
            System.exit(2);
        }
    }

    private static String token() {
        return Objects.requireNonNull(System.getenv("TOKEN"), "TOKEN must be in the environment");
    }
}
