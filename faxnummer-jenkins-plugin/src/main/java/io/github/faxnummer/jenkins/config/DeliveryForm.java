package io.github.faxnummer.jenkins.config;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Form methods of the fields that all steps have. */
public interface DeliveryForm {

    @POST
    default ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath @Nullable Item item, @QueryParameter String credentialsId) {
        return FormFields.credentials(item, credentialsId);
    }

    @POST
    default FormValidation doCheckCredentialsId(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
        return FormFields.of(item).credentialsId(value);
    }

    @POST
    default FormValidation doCheckTimeout(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
        return FormFields.of(item).timeout(value);
    }
}
