package com.kisum.sandbox;

import com.kisum.browser.Browser;
import com.kisum.browser.Tab;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What does a page see that comes from a server of its own, and whose script calls the gateway as a frontend's does? */
final class VisitingPage implements AutoCloseable {
    private final HttpServer server;
    private final String html;

    private VisitingPage(String gateway) throws IOException {
        html = """
                <!doctype html><title>A page of another origin</title><script>
                async function told(path, options) {
                  try {
                    const answer = await fetch('%s' + path, options);
                    return { status: answer.status, id: answer.headers.get('X-Request-Id'),
                      authenticate: answer.headers.get('WWW-Authenticate'), body: await answer.json() };
                  } catch (refused) {
                    return { refused: refused.name };
                  }
                }
                async function all() {
                  const json = { 'Content-Type': 'application/json' };
                  const login = await told('/auth/login', { method: 'POST', headers: json,
                    body: JSON.stringify({ email: 'cleo@acme.test', password: 'sandbox' }) });
                  const headers = { Authorization: 'Bearer ' + login.body?.accessToken, 'x-org': 'acme' };
                  return {
                    login,
                    read: await told('/api/finance/expenses/7', { headers }),
                    written: await told('/api/finance/expenses', { method: 'POST', headers: { ...headers, ...json },
                      body: '{"amount":7}' }),
                    nobody: await told('/auth/me'),
                  };
                }
                </script>
                """.formatted(gateway);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    static VisitingPage calling(String gateway) throws IOException {
        return new VisitingPage(gateway);
    }

    /** To a browser these are two: {@code 127.0.0.1} and {@code localhost}. */
    String origin(String host) {
        return "http://" + host + ":" + server.getAddress().getPort();
    }

    /** In Chromium, which keeps from the script what the gateway does not let it read. */
    Seen seenFrom(String host, Path profile) throws IOException, InterruptedException {
        try (Browser browser = Browser.start(profile); Tab tab = browser.tab().open(origin(host) + "/")) {
            JsonNode answers = tab.until("typeof all === 'function'").value("all()");
            return new Seen(answers, tab.complaints());
        }
    }

    /**
     * @param answers to its requests, by their names
     * @param complaints what stands in the browser's console
     */
    record Seen(JsonNode answers, List<String> complaints) {
        String text(String request, String name) {
            return answers.path(request).path(name).asString("");
        }

        String inBody(String request, String name) {
            return answers.path(request).path("body").path(name).asString("");
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
