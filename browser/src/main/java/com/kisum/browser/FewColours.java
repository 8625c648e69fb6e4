package com.kisum.browser;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** How does a picture of a page become small? It keeps 256 colours; the others become the nearest of them. */
final class FewColours {
    private static final int COLOURS = 256;
    private static final int KIND = 0xf0f0f0;

    private FewColours() {}

    static void write(byte[] png, Path file) throws IOException {
        BufferedImage from = ImageIO.read(new ByteArrayInputStream(png));
        Map<Integer, Integer> often = new HashMap<>();
        for (int pixel : pixels(from)) {
            often.merge(pixel, 1, Integer::sum);
        }
        List<Integer> kept = kept(often);
        BufferedImage to = new BufferedImage(from.getWidth(), from.getHeight(), BufferedImage.TYPE_BYTE_INDEXED,
                palette(kept));
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int y = 0; y < from.getHeight(); y++) {
            for (int x = 0; x < from.getWidth(); x++) {
                int place = nearest.computeIfAbsent(from.getRGB(x, y) & 0xffffff, colour -> nearest(colour, kept));
                to.getRaster().setSample(x, y, 0, place);
            }
        }
        ImageIO.write(to, "png", file.toFile());
    }

    /** The most frequent of each kind of colour: what is rare and unlike the others is what one ought to see. */
    private static List<Integer> kept(Map<Integer, Integer> often) {
        Map<Integer, Integer> byKind = new HashMap<>();
        often.forEach((colour, count) -> byKind.merge(colour & KIND, colour,
                (one, other) -> often.getOrDefault(one, 0) >= often.getOrDefault(other, 0) ? one : other));
        return byKind.values().stream()
                .sorted(Comparator.comparing((Integer colour) -> often.getOrDefault(colour, 0)).reversed())
                .limit(COLOURS).toList();
    }

    private static int[] pixels(BufferedImage image) {
        int[] all = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (int i = 0; i < all.length; i++) {
            all[i] &= 0xffffff;
        }
        return all;
    }

    private static IndexColorModel palette(List<Integer> colours) {
        byte[][] parts = new byte[3][colours.size()];
        for (int i = 0; i < colours.size(); i++) {
            for (int part = 0; part < 3; part++) {
                parts[part][i] = (byte) (colours.get(i) >> (16 - 8 * part));
            }
        }
        return new IndexColorModel(8, colours.size(), parts[0], parts[1], parts[2]);
    }

    private static int nearest(int colour, List<Integer> among) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < among.size(); i++) {
            int distance = 0;
            for (int shift = 0; shift <= 16; shift += 8) {
                int difference = (colour >> shift & 0xff) - (among.get(i) >> shift & 0xff);
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }
}
