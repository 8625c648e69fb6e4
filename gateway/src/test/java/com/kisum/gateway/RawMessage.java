package com.kisum.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What stood on the wire? Read by nothing that could mend it.
 *
 * @param complete whether it ended as its framing said it would
 */
// Nobody compares messages, and twenty megabytes in boxes would be many.
@SuppressWarnings("ArrayRecordComponent")
record RawMessage(String startLine, List<Field> headers, byte[] body, boolean complete) {
    record Field(String name, String value) {}

    /** A message whose body is still to be read. */
    static Optional<RawMessage> head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last = 0;
        while (last != 0x0D0A0D0A) {
            int read = in.read();
            if (read < 0) {
                return Optional.empty();
            }
            head.write(read);
            last = last << 8 | read;
        }
        List<String> lines = head.toString(StandardCharsets.ISO_8859_1).lines().toList();
        return Optional.of(new RawMessage(lines.getFirst(),
                new ArrayList<>(lines.stream().skip(1).filter(line -> !line.isEmpty()).map(RawMessage::field).toList()),
                new byte[0],
                false));
    }

    private static Field field(String line) {
        int colon = line.indexOf(':');
        return new Field(line.substring(0, colon), line.substring(colon + 1).strip());
    }

    /** With its body, as far as it came. A request without a length has none; an answer without one ends with the connection. */
    RawMessage withBody(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean whole;
        try {
            whole = copyBody(in, body);
        } catch (SocketException broken) {
            whole = false;
        }
        return new RawMessage(startLine, headers, body.toByteArray(), whole);
    }

    private boolean copyBody(InputStream in, ByteArrayOutputStream to) throws IOException {
        if (first("transfer-encoding").isPresent()) {
            return copyChunks(in, to);
        }
        Optional<String> length = first("content-length");
        if (length.isPresent()) {
            return copy(in, to, Integer.parseInt(length.get()));
        }
        if (startLine.startsWith("HTTP/")) {
            in.transferTo(to);
        }
        return true;
    }

    private boolean copyChunks(InputStream in, ByteArrayOutputStream to) throws IOException {
        while (true) {
            String size = line(in);
            if (size.isEmpty()) {
                return false;
            }
            int bytes = Integer.parseInt(size, 16);
            if (!copy(in, to, bytes)) {
                return false;
            }
            if (bytes == 0) {
                return startLine.startsWith("HTTP/") ? trailers(in, headers) : noTrailers(in);
            }
            line(in);
        }
    }

    /** Kept among the headers, by a name that no header has. */
    private static boolean trailers(InputStream in, List<Field> to) throws IOException {
        String line = line(in);
        while (!line.isEmpty()) {
            Field trailer = field(line);
            to.add(new Field("(trailer)" + trailer.name(), trailer.value()));
            line = line(in);
        }
        return true;
    }

    /** None of a request passes, so one that came is as wrong as a message that does not end. */
    private static boolean noTrailers(InputStream in) throws IOException {
        return in.read() == '\r' && in.read() == '\n';
    }

    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return line.toString();
    }

    private static boolean copy(InputStream in, ByteArrayOutputStream to, int bytes) throws IOException {
        byte[] part = new byte[8192];
        int left = bytes;
        while (left > 0) {
            int read = in.read(part, 0, Math.min(left, part.length));
            if (read < 0) {
                return false;
            }
            to.write(part, 0, read);
            left -= read;
        }
        return true;
    }

    /** Every value of a header, in their order. */
    List<String> all(String name) {
        return headers.stream().filter(field -> field.name().equalsIgnoreCase(name)).map(Field::value).toList();
    }

    Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    List<String> names() {
        return headers.stream().map(field -> field.name().toLowerCase(Locale.ROOT)).toList();
    }

    int status() {
        return Integer.parseInt(startLine.split(" ", 3)[1]);
    }

    String target() {
        return startLine.split(" ", 3)[1];
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
