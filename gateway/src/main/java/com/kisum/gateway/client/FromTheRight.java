package com.kisum.gateway.client;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * What stands in a list, the last first? Several lines of a header are one list. Reads no further than it is asked, because what
 * stands on the left was written by whoever liked to.
 */
final class FromTheRight implements Iterator<String> {
    private final List<String> lines;
    private int line;
    private int end;

    FromTheRight(List<String> lines) {
        this.lines = lines;
        this.line = lines.size();
        this.end = -1;
    }

    @Override
    public boolean hasNext() {
        return end >= 0 || line > 0;
    }

    @Override
    public String next() {
        if (end < 0) {
            if (line == 0) {
                throw new NoSuchElementException();
            }
            line--;
            end = lines.get(line).length();
        }
        String text = lines.get(line);
        int comma = end == 0 ? -1 : text.lastIndexOf(',', end - 1);
        String element = text.substring(comma + 1, end).strip();
        end = comma;
        return element;
    }
}
