package com.kisum.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;

/**
 * Has the client begun to send the body that it promised? A promise costs nothing, so no backend is troubled for one: its first part
 * is asked for, held, and handed on with the rest once there is a backend that takes it. Asking for it is also what tells a client
 * to go on that waits for {@code 100 Continue}.
 *
 * <p>Parts come on the client's event loop, and whoever takes them asks from another one; all that is known here changes on the
 * client's, so nothing needs a lock. Whoever made it says when it is over ({@link #leave}), so that the part that is held is given
 * back whatever happened.
 */
final class PromisedBody implements Publisher<ByteBuf> {
    private final Flux<ByteBuf> source;
    private final long declared;
    private final Channel channel;
    private final EventLoop loop;
    private final Sinks.Empty<Void> begun = Sinks.empty();
    private volatile @Nullable Subscriber<? super ByteBuf> taker;
    private @Nullable Subscription parts;
    private @Nullable ByteBuf first;
    private @Nullable Throwable broken;
    private @Nullable Runnable whenOver;
    private boolean hasBegun;
    private boolean mayBeTold;
    private boolean ended;
    private boolean left;
    private long length;

    /**
     * @param source parts that are given back when they have been looked at
     * @param declared how long it is to be; -1 when that was not said
     * @param channel the client's
     */
    PromisedBody(Flux<ByteBuf> source, long declared, Channel channel) {
        this.source = source;
        this.declared = declared;
        this.channel = channel;
        this.loop = channel.eventLoop();
    }

    /**
     * When the first part is there, or the end, and all that came with it was read: then {@link #isWhole} tells. Fails when the body
     * breaks off before.
     */
    Mono<Void> begins() {
        return Mono.defer(() -> {
            source.subscribe(new Parts());
            return begun.asMono();
        }).then(Mono.defer(() -> loop.inEventLoop() && isWhole()
                ? Mono.empty()
                : Mono.create(sink -> loop.execute(sink::success))));
    }

    /** Whether nothing more is to come. To be asked on the client's event loop. */
    boolean isWhole() {
        return ended || (declared >= 0 && length >= declared);
    }

    /** Done once, when nothing more comes or nobody wants it. To be said on the client's event loop. */
    void whenOver(Runnable what) {
        whenOver = what;
        if (ended || left) {
            isOver();
        }
    }

    /** Nobody takes any more of it. May be said twice. */
    void leave() {
        onLoop(() -> {
            left = true;
            if (first != null) {
                first.release();
                first = null;
            }
            if (parts != null && !ended) {
                parts.cancel();
                // What is still to come is read and dropped, or the next request on this connection would stand behind it for ever.
                channel.config().setAutoRead(true);
            }
            isOver();
        });
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuf> actual) {
        if (taker != null) { // a client that tries again: what was handed on is gone
            Operators.error(actual, new IOException("the connection failed while the body was sent"));
            return;
        }
        taker = actual;
        actual.onSubscribe(new Demand());
        onLoop(() -> {
            mayBeTold = true;
            tellTheEnd();
        });
    }

    private void onLoop(Runnable what) {
        if (loop.inEventLoop()) {
            what.run();
        } else {
            loop.execute(what);
        }
    }

    private Subscriber<? super ByteBuf> taker() {
        return Objects.requireNonNull(taker, "nobody takes it yet");
    }

    private void isOver() {
        Runnable what = whenOver;
        whenOver = null;
        if (what != null) {
            what.run();
        }
    }

    private void handOn(long parts) {
        if (left || this.parts == null) {
            return;
        }
        long more = parts;
        if (first != null) {
            ByteBuf part = first;
            first = null;
            taker().onNext(part);
            more = parts == Long.MAX_VALUE ? parts : parts - 1;
        }
        if (ended) {
            tellTheEnd();
        } else if (more > 0) {
            this.parts.request(more);
        }
    }

    private void end(@Nullable Throwable error) {
        ended = true;
        broken = error;
        isOver();
        if (hasBegun) {
            tellTheEnd();
        } else {
            hasBegun = true;
            if (error == null) {
                begun.tryEmitEmpty();
            } else {
                begun.tryEmitError(error);
            }
        }
    }

    private void tellTheEnd() {
        if (!ended || !mayBeTold || first != null || left) {
            return;
        }
        mayBeTold = false;
        if (broken == null) {
            taker().onComplete();
        } else {
            taker().onError(broken);
        }
    }

    /** What comes from the client. */
    private final class Parts implements CoreSubscriber<ByteBuf> {
        @Override
        public void onSubscribe(Subscription subscription) {
            onLoop(() -> {
                parts = subscription;
                if (left) {
                    subscription.cancel();
                } else {
                    subscription.request(1);
                }
            });
        }

        @Override
        public void onNext(ByteBuf part) {
            length += part.readableBytes();
            if (left) {
                return;
            }
            if (hasBegun) {
                taker().onNext(part.retain());
            } else {
                hasBegun = true;
                first = part.retain();
                begun.tryEmitEmpty();
            }
        }

        @Override
        public void onError(Throwable error) {
            onLoop(() -> end(error));
        }

        @Override
        public void onComplete() {
            onLoop(() -> end(null));
        }
    }

    /** What is asked for by whoever takes it. */
    private final class Demand implements Subscription {
        @Override
        public void request(long parts) {
            onLoop(() -> handOn(parts));
        }

        @Override
        public void cancel() {
            leave();
        }
    }
}
