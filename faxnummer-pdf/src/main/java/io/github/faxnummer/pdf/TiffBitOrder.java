package io.github.faxnummer.pdf;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * TIFF files whose bytes begin with their lowest bit, as some fax software writes them. The JDK turns the bits round
 * for most compressions, but reads PackBits as noise and Deflate not at all.
 */
final class TiffBitOrder {

    private static final int COMPRESSION = 259;
    private static final int FILL_ORDER = 266;
    private static final int STRIP_OFFSETS = 273;
    private static final int STRIP_BYTES = 279;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTES = 325;
    private static final int LOWEST_FIRST = 2;
    private static final int SHORT = 3;
    private static final Set<Integer> NOT_TURNED_BY_READER = Set.of(8, 32946, 32773);

    private final ByteBuffer buffer;
    private final ResourceBudget budget;
    private final Set<Integer> turned = new HashSet<>();

    private TiffBitOrder(ByteBuffer buffer, ResourceBudget budget) {
        this.buffer = buffer;
        this.budget = budget;
    }

    /** The same file with the highest bit first, as far as it is needed; what is damaged is left to the reader. */
    static byte[] usual(byte[] file, ResourceBudget budget) {
        byte[] copy = file.clone();
        ByteBuffer buffer = TiffTags.buffer(copy);
        TiffBitOrder order = new TiffBitOrder(buffer, budget);
        try {
            TiffTags.eachDirectory(buffer, (same, start, entries) -> order.turn(start, entries));
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            return file;
        }
        return order.turned.isEmpty() ? file : copy;
    }

    private void turn(int start, int entries) {
        int compression = 0;
        int fillOrder = -1;
        int offsets = -1;
        int lengths = -1;
        for (int i = 0; i < entries; i++) {
            int entry = start + i * TiffTags.ENTRY_BYTES;
            switch (Short.toUnsignedInt(buffer.getShort(entry))) {
                case COMPRESSION -> compression = Short.toUnsignedInt(buffer.getShort(entry + 8));
                case FILL_ORDER -> fillOrder = entry + 8;
                case STRIP_OFFSETS, TILE_OFFSETS -> offsets = entry;
                case STRIP_BYTES, TILE_BYTES -> lengths = entry;
                default -> {}
            }
        }
        if (fillOrder < 0
                || offsets < 0
                || lengths < 0
                || buffer.getShort(fillOrder) != LOWEST_FIRST
                || !NOT_TURNED_BY_READER.contains(compression)) {
            return;
        }
        for (int i = 0; i < buffer.getInt(offsets + 4); i++) {
            turnBytes(value(offsets, i), value(lengths, i));
        }
        buffer.putShort(fillOrder, (short) 1);
    }

    private void turnBytes(int start, int length) {
        budget.check();
        if (turned.add(start)) {
            for (int at = start; at < start + length; at++) {
                buffer.put(at, (byte) (Integer.reverse(buffer.get(at)) >>> 24));
            }
        }
    }

    /** One of the numbers of an entry. */
    private int value(int entry, int index) {
        boolean isShort = buffer.getShort(entry + 2) == SHORT;
        int size = isShort ? Short.BYTES : Integer.BYTES;
        boolean isInline = buffer.getInt(entry + 4) <= Integer.BYTES / size;
        int at = (isInline ? entry + 8 : buffer.getInt(entry + 8)) + index * size;
        return isShort ? Short.toUnsignedInt(buffer.getShort(at)) : buffer.getInt(at);
    }
}
