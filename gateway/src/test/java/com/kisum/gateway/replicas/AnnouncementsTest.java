package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.replicas.Truth.Person;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is Auth or Core answered that announces something at the management port? */
@ExtendWith(OneRedis.Shared.class)
class AnnouncementsTest {
    private final OneRedis world;
    private final TwoReplicas replicas;

    AnnouncementsTest(OneRedis world) {
        this.world = world;
        this.replicas = world.replicas;
    }

    @BeforeEach
    void allIsWell() {
        world.isWell();
    }

    @ParameterizedTest
    @EnumSource(Changed.class)
    void whatIsSaidTwiceChangesNothing(Changed changed) {
        Person person = replicas.known();
        changed.happen(replicas.truth, person);
        for (Replica replica : replicas.both()) {
            Told told = replica.announce(changed.said(person));
            assertThat(told.status()).isEqualTo(204);
            assertThat(told.body()).isEmpty();
        }
        replicas.both().forEach(replica -> replicas.becomes(replica, person, changed.answer));
        assertThat(replicas.one.announce(changed.said(person)).status()).isEqualTo(204);
        replicas.both().forEach(
                replica -> assertThat(replica.get(person, "/events/1").answer()).isEqualTo(changed.answer));
    }

    @Test
    void whatIsOlderChangesNothingEither() {
        Person person = replicas.known();
        Changed.COMPANY.happen(replicas.truth, person);
        assertThat(replicas.one.announce(Changed.COMPANY.said(person)).status()).isEqualTo(204);
        assertThat(replicas.one.announce(Changed.COMPANY.said(person).replace(":2}", ":1}")).status()).isEqualTo(204);
        replicas.both().forEach(replica -> replicas.becomes(replica, person, Changed.COMPANY.answer));
        String pointer = world.redis.said("GET access-version:company:" + person.company());
        assertThat(pointer).contains("\r\n2\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            ''                                                                 | not one JSON object
            nonsense                                                           | not one JSON object
            []                                                                 | not one JSON object
            17                                                                 | not one JSON object
            {}                                                                 | none of the four
            {"company":"acme","entitlementVersion":1} {}                       | not one JSON object
            {"company":"acme","company":"lumen","entitlementVersion":1}        | not one JSON object
            {"company":"acme","entitlementversion":1}                          | none of the four
            {"company":"acme","entitlementVersion":1,"user":"ada"}             | none of the four
            {"company":"acme","user":"ada","grantsVersion":1}                  | none of the four
            {"company":"","entitlementVersion":1}                              | company must be an id
            {"company":"a:b","entitlementVersion":1}                           | company must be an id
            {"company":7,"entitlementVersion":1}                               | company must be an id
            {"company":"acme","user":"_","membership":"m","grantsVersion":1}   | user must be an id
            {"company":"acme","user":"u","membership":null,"grantsVersion":1}  | membership must be an id
            {"company":"acme","entitlementVersion":"1"}                        | entitlementVersion must be an integer
            {"company":"acme","entitlementVersion":1.5}                        | entitlementVersion must be an integer
            {"company":"acme","entitlementVersion":-1}                         | entitlementVersion must be an integer
            {"company":"acme","entitlementVersion":9007199254740992}           | entitlementVersion must be an integer
            {"user":"ada","tokenVersion":null}                                 | tokenVersion must be an integer
            {"session":"s-1","revoked":false}                                  | revoked must be true
            {"session":"s-1","revoked":"true"}                                 | revoked must be true
            {"session":"s 1","revoked":true}                                   | session must be an id
            """)
    void aMistakeIsExplained(String said, String explained) {
        Told told = replicas.one.announce(said);
        assertThat(told.status()).isEqualTo(400);
        assertThat(told.body()).contains(explained).contains("\"status\":400");
        assertThat(told.retryAfter()).as("saying it again does not help").isNull();
    }

    @Test
    void whoDoesNotKnowTheSecretIsNotHeard() {
        Person person = replicas.known();
        assertThat(replicas.one.announce(Changed.SESSION.said(person), null).status()).isEqualTo(401);
        assertThat(replicas.one.announce(Changed.SESSION.said(person), "guessed").status()).isEqualTo(401);
        assertThat(replicas.one.announce("nonsense", null).status()).isEqualTo(401);
        assertThat(world.redis.said("GET access-version:session:" + person.session())).doesNotContain("revoked");
    }

    @Test
    void whatCannotBeStoredIsToBeSaidAgain() {
        Person person = replicas.known();
        world.wireOfOne.goesDown();
        Changed.GRANT.happen(replicas.truth, person);
        Told told = replicas.one.announce(Changed.GRANT.said(person));
        assertThat(told.status()).isEqualTo(503);
        assertThat(told.retryAfter()).isNotNull();
        assertThat(told.body()).contains("say it again");
        world.wireOfOne.isWell();
        await().atMost(TwoReplicas.PATIENCE)
                .until(() -> replicas.one.announce(Changed.GRANT.said(person)).status() == 204);
        replicas.both().forEach(replica -> replicas.becomes(replica, person, Changed.GRANT.answer));
    }

    @ParameterizedTest
    @CsvSource({"POST, application/json, 300000, 413", "POST, text/plain, 2, 415", "POST, '', 2, 415",
            "POST, application/, 2, 415", "POST, application/json; charset=utf-8, 2, 400",
            "GET, application/json, 0, 405",
            "PUT, application/json, 2, 405"})
    void whatIsNoAnnouncementIsToldSo(String method, String type, int length, int status) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), replicas.one.managementPort())) {
            socket.setSoTimeout((int) TwoReplicas.PATIENCE.toMillis());
            socket.getOutputStream()
                    .write((method + " /internal/access/changes HTTP/1.1\r\nHost: g\r\nAuthorization: bearer "
                            + Replica.SECRET + "\r\nContent-Type: " + type + "\r\nContent-Length: " + length
                            + "\r\n\r\n" + " ".repeat(length)).getBytes(StandardCharsets.ISO_8859_1));
            assertThat(head(socket)).startsWith("HTTP/1.1 " + status).contains("application/problem+json");
        }
    }

    /** Three requests in one packet: who waits for Redis, who is refused at once, and whoever comes later. */
    @Test
    void aConnectionThatAnnouncesMuchStaysUsable() throws IOException {
        String body = "{\"company\":\"any\",\"entitlementVersion\":0}";
        String announced = "POST /internal/access/changes HTTP/1.1\r\nHost: g\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\nAuthorization: Bearer " + Replica.SECRET + "\r\n\r\n"
                + body;
        String refused = "GET /policy HTTP/1.1\r\nHost: g\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), replicas.one.managementPort())) {
            socket.setSoTimeout((int) TwoReplicas.PATIENCE.toMillis());
            for (int i = 0; i < 5; i++) {
                socket.getOutputStream().write((announced + refused).getBytes(StandardCharsets.ISO_8859_1));
                assertThat(head(socket)).startsWith("HTTP/1.1 204");
                assertThat(head(socket)).startsWith("HTTP/1.1 401");
            }
        }
    }

    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("closed after " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
