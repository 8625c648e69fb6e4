package com.kisum.sandbox.store;

import com.kisum.sandbox.fault.Fault;
import com.kisum.sandbox.fault.Faulty;
import com.kisum.sandbox.fault.HeldPort;
import com.kisum.sandbox.run.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How is one client cut off from a store that everyone else still reaches? The gateway knows the store by the relay's port,
 * Auth and Core by its own. A fault here is a fault of the network between, which is what a gateway meets in the wild.
 *
 * <p>Each connection has two virtual threads, one per direction; only answers are tampered with. Whatever changes, connections
 * are cut, because a client must not go on in the middle of a conversation that made no sense. Slowness is the exception: it
 * keeps connections, and what it holds back is let go when it ends.
 */
public final class Relay implements Faulty, Part {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final byte NOISE = 0x55;
    private static final Duration LEAVING = Duration.ofSeconds(2);

    private final int target;
    private final int port;
    private final byte[] refusal;
    private final Set<Socket> connected = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile @Nullable Fault fault;
    private @Nullable ServerSocket listening;
    private @Nullable Thread accepting;
    private @Nullable HeldPort held;

    private Relay(int target, byte[] refusal) {
        this.target = target;
        this.refusal = refusal;
        this.port = listen(0);
    }

    /**
     * @param target a port of this machine
     * @param refusal what the store would say to refuse whatever it is asked
     */
    public static Relay to(int target, byte[] refusal) {
        return new Relay(target, refusal);
    }

    /** Where the relay listens. */
    public int port() {
        return port;
    }

    @Override
    public void inflict(Fault wanted) {
        become(wanted);
    }

    @Override
    public void heal() {
        become(null);
    }

    @Override
    public Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            stopListening();
            if (held != null) {
                held.close();
                held = null;
            }
            cutAll();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void become(@Nullable Fault wanted) {
        lock.lock();
        try {
            Fault before = fault;
            fault = wanted;
            if (wanted == Fault.DOWN && held == null) {
                stopListening();
                held = HeldPort.hold(port);
            } else if (wanted != Fault.DOWN && held != null) {
                held.close();
                held = null;
                listen(port);
            }
            boolean onlySpeed = (before == null || before == Fault.SLOW) && (wanted == null || wanted == Fault.SLOW);
            if (!onlySpeed) {
                cutAll();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private int listen(int wanted) {
        try {
            ServerSocket server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            listening = server;
            accepting = Thread.ofVirtual().name("relay-to-" + target).start(() -> accept(server));
            return server.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("The relay to port " + target + " cannot listen", e);
        }
    }

    private void stopListening() {
        if (listening == null || accepting == null) {
            return;
        }
        close(listening);
        listening = null;
        try {
            // The port is free once the thread that waits there has left, not before.
            accepting.join(LEAVING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().name("relay-for-" + client.getPort()).start(() -> serve(client));
            } catch (IOException e) {
                // Closed under us, which ends the loop; anything else concerns the one connection that was not accepted.
            }
        }
    }

    private void serve(Socket client) {
        connected.add(client);
        try (client) {
            Fault now = fault;
            if (now == Fault.DOWN) {
                return;
            }
            if (now == Fault.ERROR) {
                refuse(client);
            } else {
                connect(client);
            }
        } catch (IOException e) {
            // One side went away, or was cut. The other notices, because its socket is closed now.
        } finally {
            connected.remove(client);
        }
    }

    private void refuse(Socket client) throws IOException {
        if (client.getInputStream().read(new byte[BUFFER_BYTES]) > 0) {
            client.getOutputStream().write(refusal);
        }
    }

    private void connect(Socket client) throws IOException {
        try (Socket store = new Socket(InetAddress.getLoopbackAddress(), target)) {
            client.setTcpNoDelay(true);
            store.setTcpNoDelay(true);
            Thread.ofVirtual().name("relay-questions").start(() -> questions(client, store));
            answers(store.getInputStream(), client.getOutputStream());
        }
    }

    private static void questions(Socket client, Socket store) {
        try (client; store) {
            client.getInputStream().transferTo(store.getOutputStream());
        } catch (IOException e) {
            // As in serve: closing both is the answer.
        }
    }

    private void answers(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
            if (fault == Fault.SLOW) {
                holdBack();
            }
            if (fault == Fault.GARBAGE) {
                garble(buffer, length);
            }
            to.write(buffer, 0, length);
        }
    }

    private void holdBack() throws IOException {
        lock.lock();
        try {
            long left = LATENESS.toNanos();
            while (fault == Fault.SLOW && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while holding an answer back", e);
        } finally {
            lock.unlock();
        }
    }

    private static void garble(byte[] buffer, int length) {
        for (int at = 0; at < length; at++) {
            buffer[at] ^= NOISE;
        }
    }

    private void cutAll() {
        connected.forEach(Relay::close);
    }

    private static void close(AutoCloseable socket) {
        try {
            if (socket instanceof Socket connection) {
                // No farewell: a cable does not say goodbye either.
                connection.setSoLinger(true, 0);
                connection.close();
            } else if (socket instanceof ServerSocket server) {
                server.close();
            }
        } catch (IOException e) {
            // It is closed, one way or another.
        }
    }
}
