import java.io.File;
import javax.imageio.ImageIO;

/** Says whether a dot of a picture is dark ("drawn") or not ("hidden"). */
class Dark {
    public static void main(String[] args) throws Exception {
        int colour = ImageIO.read(new File(args[0])).getRGB(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        System.out.println((colour & 0xff) < 128 ? "drawn" : "hidden");
    }
}
