import java.io.*;
import java.nio.file.*;

/** Reads a PBM (P4) and prints one line for each row: row number, black dots. With "total": size and share of black. */
class Ink {
    public static void main(String[] args) throws IOException {
        var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(Path.of(args[0]))));
        if (!token(in).equals("P4")) throw new IOException("no P4");
        int width = Integer.parseInt(token(in)), height = Integer.parseInt(token(in));
        long total = 0;
        for (int y = 0; y < height; y++) {
            int black = 0;
            for (int i = 0; i < (width + 7) / 8; i++) black += Integer.bitCount(in.readUnsignedByte());
            total += black;
            if (args.length == 1) System.out.println(y + " " + black);
        }
        if (args.length > 1) System.out.printf("%dx%d %.0f%%%n", width, height, 100.0 * total / width / height);
    }

    private static String token(DataInputStream in) throws IOException {
        var word = new StringBuilder();
        for (int c = in.read(); ; c = in.read()) {
            if (c == '#') while (in.read() != '\n');
            else if (!Character.isWhitespace(c)) word.append((char) c);
            else if (word.length() > 0) return word.toString();
        }
    }
}
