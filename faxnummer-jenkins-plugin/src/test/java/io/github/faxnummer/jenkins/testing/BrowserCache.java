package io.github.faxnummer.jenkins.testing;

import java.util.regex.Pattern;
import org.htmlunit.Cache;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;

/** What the browsers of several tests keep of Jenkins' own files: to compile its scripts takes longer than most tests. */
final class BrowserCache extends Cache {

    private static final long serialVersionUID = 1;

    private static final Pattern FILES_OF_JENKINS = Pattern.compile(".*/(static|adjuncts)/.*");
    private static final int MOST_FILES = 200;

    BrowserCache() {
        setMaxSize(MOST_FILES);
    }

    @Override
    protected boolean isCacheable(WebRequest request, WebResponse response) {
        return FILES_OF_JENKINS.matcher(request.getUrl().getPath()).matches() && super.isCacheable(request, response);
    }

    /** A browser that is closed would clear the cache of the next one. */
    @Override
    public void clear() {}
}
