package com.kisum.gateway.wiring;

import com.kisum.gateway.answer.ProblemWriter;
import com.kisum.gateway.client.Origins;
import com.kisum.gateway.client.TrustedProxies;
import com.kisum.gateway.cors.Cors;
import com.kisum.gateway.door.Door;
import com.kisum.gateway.door.Doorway;
import com.kisum.gateway.door.Draining;
import com.kisum.gateway.door.Entrance;
import com.kisum.gateway.door.Preflights;
import com.kisum.gateway.record.Refusals;
import com.kisum.gateway.tls.Certificates;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.unit.DataSize;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

/** The server that clients see: its bounds, and the door before everything else. */
@Configuration(proxyBeanMethods = false)
class ServerWiring {
    /** Over twice of what may be, nobody is told in words any more. */
    private static final int HEAD_ROOM = 2;
    private static final int MOST_RESETS = 200;
    private static final int RESET_WINDOW_SECONDS = 30;

    @Bean
    static BoundsCheck boundsCheck() {
        return new BoundsCheck();
    }

    @Bean
    static StrayVariables strayVariables(ConfigurableEnvironment environment) {
        return new StrayVariables(environment);
    }

    @Bean
    Draining draining() {
        return new Draining();
    }

    @Bean
    Entrance entrance(GatewaySettings settings, ProblemWriter problems, Refusals refusals) {
        GatewaySettings.Door bounds = settings.door();
        return new Entrance(new Entrance.Bounds(bytes(bounds.requestLine()), bytes(bounds.oneHeader()),
                bytes(bounds.allHeaders()), bounds.headTimeout(), bounds.idleTimeout(), bounds.bodyRate().toBytes(),
                bounds.bodySpan(), bounds.stallTimeout(), settings.http2().maxStreams()), problems, refusals);
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> clientsServer(GatewaySettings settings,
            Entrance entrance, ProblemWriter problems, Refusals refusals, Cors cors, Draining draining,
            ObjectProvider<Certificates> certificates) {
        GatewaySettings.Door bounds = settings.door();
        Doorway doorway = new Doorway(new Door(bytes(bounds.oneHeader()), origins(bounds)), entrance, problems,
                refusals,
                new Preflights(cors, refusals, draining));
        return factory -> {
            unguarded(factory);
            factory.addRouteProviders(doorway::before);
            factory.addServerCustomizers(server -> spoken(server, settings, certificates.getIfAvailable())
                    .idleTimeout(bounds.idleTimeout())
                    // On some platforms Spring would have everybody's word taken for where they are.
                    .forwarded(false)
                    .doOnChannelInit((observer, channel, address) -> entrance.guard(channel.pipeline())));
        };
    }

    /** What the frame would do by itself, it would do without the door. */
    private static void unguarded(NettyReactiveWebServerFactory factory) {
        if (Ssl.isEnabled(factory.getSsl())) {
            throw new SettingMistake(
                    "server.ssl is not read here; write gateway.tls.certificate=… and gateway.tls.key=…");
        }
        if (factory.getHttp2() != null && factory.getHttp2().isEnabled()) {
            throw new SettingMistake("server.http2 is not read here; write gateway.http2.cleartext=true, or nothing: "
                    + "over TLS HTTP/2 is spoken unless gateway.http2.enabled=false");
        }
    }

    private static Origins origins(GatewaySettings.Door bounds) {
        return new Origins(TrustedProxies.of(bounds.trustedProxies()), bounds.forwardedBy());
    }

    private static HttpServer spoken(HttpServer server, GatewaySettings settings, @Nullable Certificates certificates) {
        GatewaySettings.Http2 http2 = settings.http2();
        HttpServer bounded = server.http2Settings(limits -> limits.maxConcurrentStreams(http2.maxStreams())
                .maxHeaderListSize(HEAD_ROOM * (settings.door().requestLine().toBytes()
                        + settings.door().allHeaders().toBytes()))
                .maxDecodedRstFramesPerWindow(MOST_RESETS, RESET_WINDOW_SECONDS)
                // The codec's count of our own would be of frames that cross with a reset, too; the entrance has a better one.
                .maxEncodedRstFramesPerWindow(0, 0));
        if (certificates == null) {
            return http2.cleartext() ? bounded.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C) : bounded;
        }
        HttpServer secured = bounded.secure(tls -> tls.sslContext(certificates.context())
                .handshakeTimeout(settings.door().headTimeout()));
        return http2.enabled() ? secured.protocol(HttpProtocol.H2, HttpProtocol.HTTP11) : secured;
    }

    private static int bytes(DataSize size) {
        return Math.toIntExact(size.toBytes());
    }
}
