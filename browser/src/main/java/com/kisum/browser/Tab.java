package com.kisum.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What does one page show, and what does it complain of? */
public final class Tab implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, Integer> CODES = Map.of("Enter", 13, "Escape", 27, "ArrowRight", 39, "ArrowLeft",
            37, "Tab", 9);

    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final AtomicInteger last = new AtomicInteger();
    private final WebSocket socket;

    private Tab(HttpClient client, URI address) {
        socket = client.newWebSocketBuilder().buildAsync(address, new Reader()).orTimeout(30, TimeUnit.SECONDS).join();
    }

    static Tab at(HttpClient client, URI address) {
        Tab tab = new Tab(client, address);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            tab.call(domain + ".enable", Map.of());
        }
        return tab;
    }

    private final class Reader implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean whole) {
            text.append(part);
            if (whole) {
                heard(JsonMapper.shared().readTree(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    private void heard(JsonNode message) {
        CompletableFuture<JsonNode> waiting = asked.remove(message.path("id").asInt(0));
        if (waiting != null) {
            waiting.complete(message);
            return;
        }
        JsonNode about = message.path("params");
        switch (message.path("method").asString("")) {
            case "Runtime.exceptionThrown" -> complaints.add(about.toString());
            case "Log.entryAdded" -> {
                JsonNode entry = about.path("entry");
                // That an answer was a 401 is the test's doing.
                if (entry.path("level").asString("").equals("error")
                        && !entry.path("source").asString("").equals("network")) {
                    complaints.add(entry.path("text").asString(""));
                }
            }
            default -> {
            }
        }
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
        int id = last.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        socket.sendText(JsonMapper.shared().writeValueAsString(
                Map.of("id", id, "method", method, "params", parameters)), true).join();
        JsonNode said = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        assertThat(said.path("error").isMissingNode()).as(method + ": " + said.path("error")).isTrue();
        return said.path("result");
    }

    public Tab open(String address) {
        call("Page.navigate", Map.of("url", address));
        return this;
    }

    /** What this expression comes to, as a value. */
    public JsonNode value(String expression) {
        JsonNode said = call("Runtime.evaluate",
                Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        assertThat(said.path("exceptionDetails").isMissingNode()).as(expression + ": " + said).isTrue();
        return said.path("result").path("value");
    }

    public String text(String selector) {
        return value("document.querySelector(" + quoted(selector) + ")?.innerText ?? ''").asString("");
    }

    public int count(String selector) {
        return value("document.querySelectorAll(" + quoted(selector) + ").length").asInt(0);
    }

    public Tab until(String expression) {
        await(expression).atMost(PATIENCE).pollInterval(Duration.ofMillis(50))
                .until(() -> value("!!(" + expression + ")").asBoolean(false));
        return this;
    }

    public Tab untilText(String selector, String part) {
        return until("(document.querySelector(" + quoted(selector) + ")?.innerText ?? '').includes(" + quoted(part)
                + ")");
    }

    /** As {@link #untilText}, by someone who does not wait until the page asks again by itself. */
    public Tab askingUntilText(String selector, String part) {
        await(part).atMost(PATIENCE).pollInterval(Duration.ofMillis(200))
                .until(() -> press("r").text(selector).contains(part));
        return this;
    }

    public Tab click(String selector) {
        until("document.querySelector(" + quoted(selector) + ")");
        value("document.querySelector(" + quoted(selector) + ").click()");
        return this;
    }

    public Tab focus(String selector) {
        until("document.querySelector(" + quoted(selector) + ")");
        value("document.querySelector(" + quoted(selector) + ").focus()");
        return this;
    }

    /** Into what has the focus. */
    public Tab type(String text) {
        call("Input.insertText", Map.of("text", text));
        return this;
    }

    public Tab press(String key) {
        int code = CODES.getOrDefault(key, (int) key.toUpperCase(Locale.ROOT).charAt(0));
        String text = key.equals("Enter") ? "\r" : key.length() == 1 ? key : "";
        call("Input.dispatchKeyEvent", Map.of("type", text.isEmpty() ? "rawKeyDown" : "keyDown", "key", key,
                "windowsVirtualKeyCode", code, "text", text));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
        return this;
    }

    public Tab size(int width, int height, boolean phone) {
        call("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
        return this;
    }

    public Tab prefers(String scheme) {
        call("Emulation.setEmulatedMedia", Map.of("features",
                List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        return this;
    }

    /** With as few colours as the format knows a short form for: half the size, and no difference to the eye. */
    public void photograph(Path file) throws IOException {
        String picture = call("Page.captureScreenshot", Map.of("format", "png", "optimizeForSpeed", false))
                .path("data").asString("");
        FewColours.write(Base64.getDecoder().decode(picture), file);
    }

    /** Mistakes of its scripts, and what its policy kept it from. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    public static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    @Override
    public void close() {
        call("Page.close", Map.of());
        socket.abort();
    }
}
