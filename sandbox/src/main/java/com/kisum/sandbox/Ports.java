package com.kisum.sandbox;

import com.kisum.sandbox.run.FreePort;
import com.kisum.sandbox.run.StartFailure;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Who listens where? Each port has a variable that moves it. */
public final class Ports {
    private final Map<Place, Integer> numbers;

    private Ports(Map<Place, Integer> numbers) {
        this.numbers = numbers;
    }

    /** What people reach. */
    public enum Place {
        GATEWAY("Gateway", "the gateway", 8080), MANAGEMENT("Management", "the gateway's management", 8081), AUTH(
                "Auth", "Auth", 8090), CORE("Core", "Core", 8091), BACKEND("Backend", "the backend",
                        8092), CONTROL("Control", "the sandbox's control", 8093);

        private final String title;
        private final String words;
        private final int usual;

        Place(String title, String words, int usual) {
            this.title = title;
            this.words = words;
            this.usual = usual;
        }

        /** At the head of a line. */
        String title() {
            return title;
        }

        /** Within a sentence. */
        String words() {
            return words;
        }

        String variable() {
            return name() + "_PORT";
        }
    }

    /** As the environment says, and the usual ones where it is silent. */
    public static Ports of(Map<String, String> environment) throws StartFailure {
        Map<Place, Integer> numbers = new EnumMap<>(Place.class);
        Map<Integer, Place> taken = new HashMap<>();
        for (Place place : Place.values()) {
            int number = number(place, environment);
            Place other = taken.put(number, place);
            if (other != null) {
                throw new StartFailure("Port " + number + " cannot be " + other.words() + " and " + place.words()
                        + ". Choose another one with " + place.variable() + ".");
            }
            numbers.put(place, number);
        }
        return new Ports(numbers);
    }

    /** Ports that nobody uses, for a platform beside others. */
    public static Ports free() throws IOException {
        Map<Place, Integer> numbers = new EnumMap<>(Place.class);
        for (Place place : Place.values()) {
            int number = FreePort.find();
            while (numbers.containsValue(number)) {
                number = FreePort.find();
            }
            numbers.put(place, number);
        }
        return new Ports(numbers);
    }

    public int of(Place place) {
        return Objects.requireNonNull(numbers.get(place));
    }

    public String url(Place place) {
        return "http://127.0.0.1:" + of(place);
    }

    /** Says which port is in use, before anything takes time to start. */
    void mustBeFree() throws StartFailure {
        for (Place place : Place.values()) {
            if (!FreePort.isFree(of(place))) {
                throw new StartFailure("Port " + of(place) + " (" + place.words()
                        + ") is in use. Choose another one with " + place.variable() + ".");
            }
        }
    }

    private static int number(Place place, Map<String, String> environment) throws StartFailure {
        String text = environment.getOrDefault(place.variable(), "");
        if (text.isBlank()) {
            return place.usual;
        }
        if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > 0xFFFF) {
            throw new StartFailure(place.variable() + "=" + text + " is no port. Choose a number from 1 to 65535.");
        }
        return Integer.parseInt(text);
    }
}
