package com.kisum.gateway.wiring;

import com.kisum.gateway.answer.ProblemWriter;
import com.kisum.gateway.cors.Cors;
import com.kisum.gateway.door.Door;
import com.kisum.gateway.door.Doorway;
import com.kisum.gateway.door.Draining;
import com.kisum.gateway.door.NextRequest;
import com.kisum.gateway.door.Preflights;
import com.kisum.gateway.door.SlowClients;
import com.kisum.gateway.door.UndecodableRequests;
import com.kisum.gateway.record.Refusals;
import io.netty.channel.ChannelPipeline;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** The server that clients see: its bounds, and the door before everything else. */
@Configuration(proxyBeanMethods = false)
class ServerWiring {
    @Bean
    static BoundsCheck boundsCheck() {
        return new BoundsCheck();
    }

    @Bean
    Draining draining() {
        return new Draining();
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> clientsServer(GatewaySettings settings,
            ProblemWriter problems, Refusals refusals, Cors cors, Draining draining) {
        GatewaySettings.Door bounds = settings.door();
        Doorway doorway = new Doorway(new Door(Math.toIntExact(bounds.oneHeader().toBytes())), problems, refusals,
                new Preflights(cors, refusals, draining));
        return factory -> {
            factory.addRouteProviders(doorway::before);
            factory.addServerCustomizers(server -> bounded(server, bounds)
                    .doOnChannelInit((observer, channel, address) -> {
                        if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
                            guard(channel.pipeline(), bounds, new UndecodableRequests(problems, refusals));
                        }
                    }));
        };
    }

    private static void guard(ChannelPipeline pipeline, GatewaySettings.Door bounds, UndecodableRequests undecodable) {
        SlowClients slow = new SlowClients(bounds.headTimeout(), bounds.idleTimeout());
        pipeline.addBefore(NettyPipeline.HttpCodec, "slow-clients-bytes", slow.bytes())
                .addAfter(NettyPipeline.HttpCodec, "next-request", new NextRequest())
                .addAfter(NettyPipeline.HttpCodec, "undecodable-requests", undecodable)
                .addAfter(NettyPipeline.HttpCodec, "slow-clients-messages", slow.messages());
    }

    private static HttpServer bounded(HttpServer server, GatewaySettings.Door bounds) {
        return server.idleTimeout(bounds.idleTimeout())
                .httpRequestDecoder(spec -> spec.maxInitialLineLength(bytes(bounds.requestLine()))
                        .maxHeaderSize(bytes(bounds.allHeaders())).validateHeaders(true));
    }

    private static int bytes(DataSize size) {
        return Math.toIntExact(size.toBytes());
    }
}
