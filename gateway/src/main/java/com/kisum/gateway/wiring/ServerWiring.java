package com.kisum.gateway.wiring;

import com.kisum.gateway.answer.ProblemWriter;
import com.kisum.gateway.client.Origins;
import com.kisum.gateway.client.TrustedProxies;
import com.kisum.gateway.cors.Cors;
import com.kisum.gateway.door.Door;
import com.kisum.gateway.door.Doorway;
import com.kisum.gateway.door.Draining;
import com.kisum.gateway.door.Preflights;
import com.kisum.gateway.door.SlowClients;
import com.kisum.gateway.door.Turns;
import com.kisum.gateway.door.UndecodableRequests;
import com.kisum.gateway.record.Refusals;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import reactor.netty.NettyPipeline;

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
        Doorway doorway = new Doorway(new Door(Math.toIntExact(bounds.oneHeader().toBytes()), origins(bounds)),
                problems, refusals, new Preflights(cors, refusals, draining));
        return factory -> {
            factory.addRouteProviders(doorway::before);
            factory.addServerCustomizers(server -> server.idleTimeout(bounds.idleTimeout())
                    // On some platforms Spring would have everybody's word taken for where they are.
                    .forwarded(false)
                    .doOnChannelInit((observer, channel, address) -> {
                        if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
                            guard(channel.pipeline(), bounds, new UndecodableRequests(problems, refusals));
                        }
                    }));
        };
    }

    private static Origins origins(GatewaySettings.Door bounds) {
        return new Origins(TrustedProxies.of(bounds.trustedProxies()), bounds.forwardedBy());
    }

    /** The server's own codec gives way to one that is as strict as the door. */
    private static void guard(ChannelPipeline pipeline, GatewaySettings.Door bounds, UndecodableRequests undecodable) {
        Turns turns = Turns.in(pipeline, new HttpDecoderConfig()
                .setMaxInitialLineLength(bytes(bounds.requestLine())).setMaxHeaderSize(bytes(bounds.allHeaders())));
        SlowClients slow = new SlowClients(bounds.headTimeout(), bounds.idleTimeout(), bounds.bodySpan(),
                bounds.bodyRate().toBytes(), turns);
        pipeline.addBefore(NettyPipeline.HttpCodec, "slow-clients-bytes", slow.bytes())
                .addAfter("answer-writer", "undecodable-requests", undecodable)
                .addAfter("answer-writer", "slow-clients-messages", slow.messages());
    }

    private static int bytes(DataSize size) {
        return Math.toIntExact(size.toBytes());
    }
}
