package com.kisum.bench.traffic;

import java.util.Arrays;
import java.util.List;

/**
 * Which end of the comparison is this process? {@code backend PORT}, or
 * {@code compare BACKEND-PORT ROUNDS SECONDS NAME=PID:PORT...}.
 */
public final class Traffic {
    private Traffic() {}

    public static void main(String[] arguments) throws Exception {
        List<String> words = Arrays.asList(arguments);
        if (words.size() == 2 && words.getFirst().equals("backend")) {
            Backend.serve(Integer.parseInt(words.get(1)));
        } else if (words.size() >= 5 && words.getFirst().equals("compare")) {
            List<Proxy> proxies = words.subList(4, words.size()).stream().map(Proxy::parsed).toList();
            System.exit(new Comparison(Integer.parseInt(words.get(1)), Integer.parseInt(words.get(2)),
                    Integer.parseInt(words.get(3)),
                    proxies).run());
        } else {
            System.err.println("usage: backend PORT | compare BACKEND-PORT ROUNDS SECONDS NAME=PID:PORT...");
            System.exit(2);
        }
    }
}
