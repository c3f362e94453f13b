package io.github.faxnummer.jenkins.config;

import hudson.model.Item;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/** Values of the global configuration for users who may configure the job; empty for all others. */
public final class FormDefaults {

    private final String email;
    private final String sender;
    private final String source;

    private FormDefaults(String email, String sender, String source) {
        this.email = email;
        this.sender = sender;
        this.source = source;
    }

    static FormDefaults current() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        Item item = request == null ? null : request.findAncestorObject(Item.class);
        boolean permitted = item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : FormFields.of(item).permitted();
        FaxnummerConfiguration global = FaxnummerConfiguration.get();
        return permitted
                ? new FormDefaults(global.getEmail(), global.getSender(), global.getSource())
                : new FormDefaults("", "", "");
    }

    public String getEmail() {
        return email;
    }

    public String getSender() {
        return sender;
    }

    public String getSource() {
        return source;
    }
}
