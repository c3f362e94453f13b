package io.github.faxnummer.maven;

import java.util.Arrays;
import javax.imageio.ImageIO;
import org.apache.maven.plugin.AbstractMojo;

/** The goal of another plugin that looks at ImageIO's formats, so that the JVM finds those of this plugin only. */
public final class ImageIoMojo extends AbstractMojo {

    @Override
    public void execute() {
        boolean readsScans = Arrays.asList(ImageIO.getReaderFormatNames()).contains("JBIG2");
        getLog().info("process " + ProcessHandle.current().pid() + " reads scans: " + readsScans);
    }
}
