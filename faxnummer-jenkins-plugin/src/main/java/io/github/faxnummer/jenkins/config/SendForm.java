package io.github.faxnummer.jenkins.config;

import hudson.model.Item;
import hudson.util.FormValidation;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Form methods of the fields of a step that sends. */
public interface SendForm extends DeliveryForm {

    /** What is in force for fields that are left empty, for their placeholders. */
    default FormDefaults getDefaults() {
        return FormDefaults.current();
    }

    @POST
    default FormValidation doCheckDocuments(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
        return FormFields.of(item).documents(value);
    }

    @POST
    default FormValidation doCheckRecipients(
            @AncestorInPath @Nullable Item item, @QueryParameter String value, @QueryParameter String recipientsFile) {
        return FormFields.of(item).recipients(value, recipientsFile);
    }

    @POST
    default FormValidation doCheckEmail(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
        return FormFields.of(item).email(value);
    }

    @POST
    default FormValidation doCheckSender(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
        return FormFields.of(item).sender(value);
    }

    @POST
    default FormValidation doCheckSource(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
        return FormFields.of(item).source(value);
    }

    @POST
    default FormValidation doCheckReference(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
        return FormFields.of(item).reference(value);
    }
}
