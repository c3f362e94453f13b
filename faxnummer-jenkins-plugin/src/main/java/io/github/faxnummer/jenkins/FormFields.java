package io.github.faxnummer.jenkins;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.github.faxnummer.input.Checked;
import io.github.faxnummer.input.Endpoint;
import io.github.faxnummer.input.FaxNumber;
import io.github.faxnummer.input.OrderInput;
import io.github.faxnummer.input.Problem;
import io.github.faxnummer.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;
import org.jvnet.localizer.LocaleProvider;
import org.springframework.security.core.Authentication;

/**
 * Checks the fields of forms as somebody types them, with core's own checks. Who may not configure learns nothing.
 *
 * @param item the job the form belongs to; null: none
 * @param permitted whether the user may see it
 */
record FormFields(@Nullable Item item, boolean permitted) {

    static FormFields of(@Nullable Item item) {
        return new FormFields(item, isPermitted(item));
    }

    /** The list to choose from. */
    static ListBoxModel credentials(@Nullable Item item, String current) {
        StandardListBoxModel list = new StandardListBoxModel();
        if (!isPermitted(item)) {
            return list.includeCurrentValue(current);
        }
        list.includeEmptyValue();
        if (item == null) {
            list.includeMatchingAs(
                    ACL.SYSTEM2,
                    Jenkins.get(),
                    StandardUsernamePasswordCredentials.class,
                    domain(),
                    CredentialsMatchers.withScope(CredentialsScope.GLOBAL));
        } else {
            list.includeMatchingAs(
                    authentication(item),
                    item,
                    StandardUsernamePasswordCredentials.class,
                    domain(),
                    CredentialsMatchers.always());
        }
        return list.includeCurrentValue(current);
    }

    /** Whether there are such credentials. */
    static FormValidation known(@Nullable Item item, String value) {
        if (value.isBlank() || hasVariable(value)) {
            return FormValidation.ok();
        }
        boolean known = credentials(item, "").stream().anyMatch(it -> value.equals(it.value));
        return known
                ? FormValidation.ok()
                : validation(List.of(new Problem(
                        "credentialsId",
                        value,
                        Text.of(
                                "input.credentials.not-found",
                                FaxnummerConfiguration.get().getEndpoint()))));
    }

    static FormValidation validation(Checked<?> checked) {
        return validation(checked.problems());
    }

    FormValidation credentialsId(String value) {
        if (!permitted) {
            return FormValidation.ok();
        }
        return value.isBlank()
                        && FaxnummerConfiguration.get().getCredentialsId().isEmpty()
                ? FormValidation.warning(Text.of("input.credentials.none").in(locale()))
                : known(item, value);
    }

    FormValidation documents(String value) {
        return permitted && Lists.split(value).isEmpty()
                ? FormValidation.error(Messages.FormFields_documents())
                : FormValidation.ok();
    }

    FormValidation recipients(String value) {
        if (!permitted || hasVariable(value)) {
            return FormValidation.ok();
        }
        List<Problem> problems = new ArrayList<>();
        List<String> numbers = Lists.entries(value);
        if (numbers.isEmpty()) {
            problems.add(new Problem("recipients", "", Text.of("input.recipients.none")));
        }
        // All of them, so that the same number twice is found too; of the rest nothing can be wrong.
        new OrderInput(
                        numbers,
                        "a@example.com",
                        "",
                        "",
                        "",
                        FaxnummerConfiguration.get().getRegion())
                .check(List.of())
                .problems()
                .forEach(problems::add);
        return validation(problems.stream().distinct().toList());
    }

    FormValidation email(String value) {
        if (!permitted || hasVariable(value)) {
            return FormValidation.ok();
        }
        if (value.isBlank() && !FaxnummerConfiguration.get().getEmail().isEmpty()) {
            return FormValidation.ok();
        }
        return validation(OrderInput.checkEmail(value));
    }

    FormValidation sender(String value) {
        return permitted && !hasVariable(value) ? validation(OrderInput.checkSender(value)) : FormValidation.ok();
    }

    FormValidation source(String value) {
        return permitted && !value.isBlank() && !hasVariable(value)
                ? validation(FaxNumber.check(
                        "source", value, FaxnummerConfiguration.get().getRegion()))
                : FormValidation.ok();
    }

    FormValidation reference(String value) {
        return permitted && !hasVariable(value)
                ? validation(new OrderInput(List.of("+4920269555"), "a@example.com", "", "", value, "DE")
                        .check(List.of())
                        .problems())
                : FormValidation.ok();
    }

    FormValidation jobId(String value) {
        if (!permitted || hasVariable(value)) {
            return FormValidation.ok();
        }
        List<Problem> problems = new ArrayList<>();
        StatusPlan.jobs(value, problems);
        return validation(problems);
    }

    FormValidation timeout(String value) {
        if (!permitted) {
            return FormValidation.ok();
        }
        boolean valid = value.strip().matches("[0-9]{1,6}")
                && Integer.parseInt(value.strip()) >= 1
                && Integer.parseInt(value.strip()) <= AbstractFaxStep.LONGEST_TIMEOUT;
        return valid
                ? FormValidation.ok()
                : validation(List.of(new Problem("timeout", value, Text.of("input.timeout-minutes"))));
    }

    private static boolean isPermitted(@Nullable Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }

    private static Authentication authentication(Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }

    private static List<DomainRequirement> domain() {
        return AccountCredentials.domain(
                FaxnummerConfiguration.get().endpoint().value().orElse(Endpoint.PROVIDER));
    }

    /** What a variable stands for is known only in a build. */
    private static boolean hasVariable(String value) {
        return value.contains("$");
    }

    private static FormValidation validation(List<Problem> problems) {
        return problems.isEmpty()
                ? FormValidation.ok()
                : FormValidation.error(
                        problems.stream().map(it -> it.in(locale())).collect(Collectors.joining("\n")));
    }

    private static Locale locale() {
        return LocaleProvider.getLocale();
    }
}
