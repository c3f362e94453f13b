package io.github.faxnummer.jenkins.report;

import java.util.List;

/**
 * A build with unconfirmed faxes that Jenkins does not have.
 *
 * @param key takes it off the list
 * @param deleted whether Jenkins deleted it, rather than could not load its job
 * @param faxes what is known of them
 */
public record MissingBuild(String key, String build, boolean deleted, List<KeptFax> faxes) {

    public String getKey() {
        return key;
    }

    public String getBuild() {
        return build;
    }

    public boolean isDeleted() {
        return deleted;
    }

    public List<KeptFax> getFaxes() {
        return faxes;
    }
}
