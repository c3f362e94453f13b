package io.github.faxnummer.jenkins.config;

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
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.OrderParameters;
import io.github.faxnummer.order.Parameter;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.RecipientEntry;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.policy.PolicyParameters;
import io.github.faxnummer.policy.SendingPolicy;
import io.github.faxnummer.provider.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;
import org.jvnet.localizer.LocaleProvider;
import org.springframework.security.core.Authentication;

/**
 * Validates form fields while they are edited, by core's rules. Users without permission to configure get no answer.
 *
 * @param item the job the form belongs to; null: none
 * @param permitted whether the user may see it
 */
public record FormFields(@Nullable Item item, boolean permitted) {

    private static final int LONGEST_VALUE = 100;

    public static FormFields of(@Nullable Item item) {
        return new FormFields(item, isPermitted(item));
    }

    /** The list to choose from. */
    public static ListBoxModel credentials(@Nullable Item item, String current) {
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
            Authentication builder = authentication(item);
            list.includeMatchingAs(
                    builder, item, StandardUsernamePasswordCredentials.class, domain(), CredentialsMatchers.always());
            // A build of a user who may use the job's credentials finds these too.
            if (!builder.equals(ACL.SYSTEM2) && item.hasPermission2(builder, CredentialsProvider.USE_ITEM)) {
                list.includeMatchingAs(
                        ACL.SYSTEM2,
                        item,
                        StandardUsernamePasswordCredentials.class,
                        domain(),
                        CredentialsMatchers.always());
            }
        }
        return list.includeCurrentValue(current);
    }

    /** Whether there are such credentials. */
    public static FormValidation known(@Nullable Item item, String value) {
        if (value.isBlank() || hasVariable(value)) {
            return FormValidation.ok();
        }
        boolean known = credentials(item, "").stream().anyMatch(it -> value.equals(it.value));
        return known
                ? FormValidation.ok()
                : validation(List.of(new Problem(
                        "credentialsId",
                        value,
                        Message.of(
                                item == null ? AccountCredentials.NOT_FOR_ALL : "input.credentials.not-found",
                                FaxnummerConfiguration.get().getEndpoint()))));
    }

    static FormValidation validation(Validated<?> checked) {
        return validation(checked.problems());
    }

    public FormValidation credentialsId(String value) {
        if (!permitted) {
            return FormValidation.ok();
        }
        return value.isBlank()
                        && FaxnummerConfiguration.get().getCredentialsId().isEmpty()
                ? FormValidation.warning(sentence(Message.of("input.credentials.none")))
                : known(item, value);
    }

    public FormValidation documents(String value) {
        if (!permitted) {
            return FormValidation.ok();
        }
        List<String> patterns = Lists.entries(value);
        if (patterns.isEmpty()) {
            return FormValidation.error(Messages.FormFields_documents());
        }
        return patterns.contains("")
                ? validation(List.of(new Problem(FaxParameters.DOCUMENTS.name(), "", Message.of("input.entry.blank"))))
                : FormValidation.ok();
    }

    /** @param file where others are */
    public FormValidation recipients(String value, String file) {
        if (!permitted || hasVariable(value) || (value.isBlank() && !file.isBlank())) {
            return FormValidation.ok();
        }
        List<Problem> problems = new ArrayList<>();
        List<String> numbers = Lists.entries(value);
        if (numbers.isEmpty()) {
            problems.add(new Problem("recipients", "", Message.of("input.recipients.none")));
        }
        // All of them, so that contradictions are found too; of the rest nothing can be wrong.
        new OrderParameters(
                        List.of(),
                        "a@example.com",
                        "",
                        "",
                        "",
                        FaxnummerConfiguration.get().getRegion())
                .with(RecipientEntry.parse(numbers))
                .check(
                        List.of(),
                        FaxnummerConfiguration.get().sendingPolicy().value().orElse(SendingPolicy.DEFAULT))
                .problems()
                .forEach(problems::add);
        return validation(problems.stream().distinct().toList(), numbers);
    }

    /** One parameter of a policy; what depends on the others is checked when something is sent. */
    FormValidation policy(Parameter<?> parameter, String value) {
        if (!permitted || value.isBlank() || hasVariable(value)) {
            return FormValidation.ok();
        }
        List<Problem> problems = PolicyParameters.none()
                .with(PolicyParameters.PRICE_PER_PAGE, "1")
                .with(parameter, value)
                .check(FaxnummerConfiguration.get().getRegion())
                .problems();
        return validation(problems);
    }

    public FormValidation email(String value) {
        if (!permitted || hasVariable(value)) {
            return FormValidation.ok();
        }
        if (value.isBlank() && !FaxnummerConfiguration.get().getEmail().isEmpty()) {
            return FormValidation.ok();
        }
        Validated<String> checked = OrderParameters.checkEmail(value);
        return checked.value()
                .flatMap(OrderParameters::emailWarning)
                .map(it -> FormValidation.warning(sentence(it)))
                .orElseGet(() -> validation(checked));
    }

    public FormValidation sender(String value) {
        return permitted && !hasVariable(value) ? validation(OrderParameters.checkSender(value)) : FormValidation.ok();
    }

    public FormValidation source(String value) {
        return permitted && !value.isBlank() && !hasVariable(value)
                ? validation(FaxNumber.check(
                        "source", value, FaxnummerConfiguration.get().getRegion()))
                : FormValidation.ok();
    }

    public FormValidation reference(String value) {
        return permitted && !hasVariable(value)
                ? validation(
                        new OrderParameters(RecipientEntry.numbers("+4920269555"), "a@example.com", "", "", value, "DE")
                                .check(List.of(), SendingPolicy.DEFAULT)
                                .problems())
                : FormValidation.ok();
    }

    public FormValidation jobId(String value) {
        if (!permitted || hasVariable(value)) {
            return FormValidation.ok();
        }
        List<Problem> problems = new ArrayList<>();
        problems.addAll(JobId.check(Lists.entries(value)).problems());
        return validation(problems, Lists.entries(value));
    }

    public FormValidation timeout(String value) {
        if (!permitted) {
            return FormValidation.ok();
        }
        // A number in the form: blank is none.
        return value.isBlank()
                ? validation(List.of(FaxParameters.TIMEOUT_MINUTES.blank()))
                : validation(FaxParameters.TIMEOUT_MINUTES.check(value));
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
                FaxnummerConfiguration.get().endpoint().value().orElse(ClientPool.DEFAULT_ENDPOINT));
    }

    /** What a variable stands for is known only in a build. */
    private static boolean hasVariable(String value) {
        return value.contains("$");
    }

    private static FormValidation validation(List<Problem> problems) {
        return validation(problems, List.of());
    }

    /** The field's name stands beside it; what was written is in it, unless it is one of several. */
    private static FormValidation validation(List<Problem> problems, List<String> entries) {
        return problems.isEmpty()
                ? FormValidation.ok()
                : FormValidation.error(problems.stream()
                        .map(it -> entries.size() > 1 && !it.value().isEmpty() && entries.contains(it.value())
                                ? "'" + Sanitizer.line(it.value(), LONGEST_VALUE) + "' "
                                        + it.advice().in(locale())
                                : sentence(it.advice()))
                        .collect(Collectors.joining("\n")));
    }

    private static String sentence(Message advice) {
        String text = advice.in(locale());
        return text.substring(0, 1).toUpperCase(locale()) + text.substring(1);
    }

    private static Locale locale() {
        return LocaleProvider.getLocale();
    }
}
