package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.announce.Announcements;
import com.kisum.sandbox.announce.Change;
import com.kisum.sandbox.web.WebServer;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {
    @Test
    void reachesAGatewayThatIsNotThereYet() throws Exception {
        Ports ports = Ports.free();
        try (Announcements announcements = announcements(ports)) {
            announcements.announce(new Change.OfCompany("acme", 17));
            try (Announced announced = Announced.on(ports.of(Place.MANAGEMENT))) {
                assertThat(announced.next("company").toString())
                        .isEqualTo("{\"company\":\"acme\",\"entitlementVersion\":17}");
            }
        }
    }

    @Test
    void triesAgainUntilAChangeIsStored() throws Exception {
        BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
        AtomicInteger calls = new AtomicInteger();
        Ports ports = Ports.free();
        try (WebServer busy = WebServer.start("a busy gateway", ports.of(Place.MANAGEMENT), (request, response) -> {
            int status = calls.incrementAndGet() < 3 ? 503 : 202;
            answers.add(status);
            return response.status(status).send();
        }); Announcements announcements = announcements(ports)) {
            announcements.announce(new Change.OfUser("u-ada", 2));
            assertThat(answers.poll(20, TimeUnit.SECONDS)).as("at %d", busy.port()).isEqualTo(503);
            assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(503);
            assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(202);
            assertThat(answers.poll(1, TimeUnit.SECONDS)).as("once stored, it is over").isNull();
        }
    }

    @Test
    void doesNotInsistWhenAGatewayDoesNotListen() throws Exception {
        BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        Ports ports = Ports.free();
        try (WebServer deaf = WebServer.start("a deaf gateway", ports.of(Place.MANAGEMENT), (request, response) -> {
            asked.add(request.uri());
            return response.status(404).send();
        }); Announcements announcements = announcements(ports)) {
            announcements.announce(new Change.OfSession("s-1", true));
            assertThat(asked.poll(20, TimeUnit.SECONDS)).as("at %d", deaf.port()).isEqualTo("/internal/access/changes");
            // The first pause would be over long before.
            assertThat(asked.poll(1, TimeUnit.SECONDS)).isNull();
        }
    }

    private static Announcements announcements(Ports ports) {
        return new Announcements(URI.create(ports.url(Place.MANAGEMENT) + "/internal/access/changes"), Platform.SECRET);
    }
}
