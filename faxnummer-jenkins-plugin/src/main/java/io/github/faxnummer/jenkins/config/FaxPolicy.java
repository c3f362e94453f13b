package io.github.faxnummer.jenkins.config;

import static io.github.faxnummer.jenkins.config.Texts.orEmpty;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.order.Parameter;
import io.github.faxnummer.policy.PolicyParameters;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jspecify.annotations.Nullable;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.POST;

/** Which numbers may be dialled and how much may be sent: for all jobs by the administrator, narrowed by a job. */
public final class FaxPolicy extends AbstractDescribableImpl<FaxPolicy> implements Serializable {

    private static final long serialVersionUID = 1;

    private static final String NAME = "policy";
    private static final String PREFIX = NAME + ".";
    private static final Set<String> NAMES = names(it -> true);
    private static final Set<String> REQUIRING_VALUE = names(Parameter::requiresValue);
    private static final Set<String> LISTS = Set.of("allowedCountries", "allowedNumbers", "recipientsOnly");

    /** A number of Groovy has lost its plus sign or leading zeros, and the country with them. */
    private static final Set<String> FAX_NUMBERS = Set.of("allowedNumbers", "recipientsOnly", "redirectTo");

    private @Nullable String allowedCountries;
    private @Nullable String allowedNumbers;
    private @Nullable String recipientsOnly;
    private @Nullable String redirectTo;
    private @Nullable String maxFaxes;
    private @Nullable String maxTotalPages;
    private @Nullable String pricePerPage;
    private @Nullable String maxCost;

    @DataBoundConstructor
    public FaxPolicy() {}

    private static Set<String> names(Predicate<Parameter<?>> kind) {
        return PolicyParameters.ALL.stream().filter(kind).map(Parameter::name).collect(Collectors.toUnmodifiableSet());
    }

    /** What is written, for core's checks. */
    public PolicyParameters parameters() {
        return PolicyParameters.none()
                .with(PolicyParameters.ALLOWED_COUNTRIES, orEmpty(allowedCountries))
                .with(PolicyParameters.ALLOWED_NUMBERS, orEmpty(allowedNumbers))
                .with(PolicyParameters.RECIPIENTS_ONLY, orEmpty(recipientsOnly))
                .with(PolicyParameters.REDIRECT_TO, orEmpty(redirectTo))
                .with(PolicyParameters.MAX_FAXES, orEmpty(maxFaxes))
                .with(PolicyParameters.MAX_TOTAL_PAGES, orEmpty(maxTotalPages))
                .with(PolicyParameters.PRICE_PER_PAGE, orEmpty(pricePerPage))
                .with(PolicyParameters.MAX_COST, orEmpty(maxCost));
    }

    /** The policy unless it says nothing. */
    public static @Nullable FaxPolicy orNull(@Nullable FaxPolicy policy) {
        return policy == null || policy.parameters().written().values().stream().allMatch(String::isBlank)
                ? null
                : policy;
    }

    public static PolicyParameters parametersOf(@Nullable FaxPolicy policy) {
        return policy == null ? PolicyParameters.none() : policy.parameters();
    }

    /**
     * The arguments of a policy in a Pipeline as the setters expect them. Lists and numbers are accepted where their
     * meaning is clear; for the rest the message names the parameter.
     *
     * @param step that it belongs to, for messages
     */
    public static Map<String, Object> normalized(String step, Map<?, ?> arguments) {
        Arguments.requireKnown(step, PREFIX, arguments.keySet(), NAMES);
        Map<String, Object> normalized = new HashMap<>();
        arguments.forEach((field, value) -> {
            String name = String.valueOf(field);
            normalized.put(name, NAMES.contains(name) ? normalized(name, value) : value);
        });
        return normalized;
    }

    private static @Nullable String normalized(String name, @Nullable Object value) {
        if (Arguments.isBlank(value) && REQUIRING_VALUE.contains(name)) {
            throw Arguments.invalid(Messages.StepArguments_blank(PREFIX + name));
        }
        if (value == null) {
            return null;
        }
        List<?> items = LISTS.contains(name) ? Arguments.items(value) : null;
        return items == null
                ? text(name, value)
                : Lists.lines(items.stream()
                        .map(it -> it == null ? "" : text(name, it))
                        .toList());
    }

    private static String text(String name, Object value) {
        if (value instanceof Number && FAX_NUMBERS.contains(name)) {
            throw Arguments.invalid(Messages.StepArguments_number(PREFIX + name, Arguments.shown(value)));
        }
        String text = Arguments.text(value);
        if (text == null) {
            String shown = Arguments.shown(value);
            throw Arguments.invalid(
                    LISTS.contains(name)
                            ? Messages.StepArguments_list(PREFIX + name, shown)
                            : Messages.StepArguments_text(PREFIX + name, shown));
        }
        return text;
    }

    /** Blank in a script or in configuration as code is a variable that is not set: without the limit more would be sent. */
    private static @Nullable String stated(String name, @Nullable String written) {
        if (written != null && written.isBlank()) {
            throw Arguments.invalid(Messages.StepArguments_blank(PREFIX + name));
        }
        return Util.fixEmptyAndTrim(written);
    }

    /** Leaves out the fields of a form in which nothing is written. */
    static void removeBlank(JSONObject form) {
        NAMES.forEach(name -> {
            if (form.optString(name).isBlank()) {
                form.remove(name);
            }
        });
    }

    public @Nullable String getAllowedCountries() {
        return allowedCountries;
    }

    @DataBoundSetter
    public void setAllowedCountries(@Nullable String allowedCountries) {
        this.allowedCountries = stated("allowedCountries", allowedCountries);
    }

    public @Nullable String getAllowedNumbers() {
        return allowedNumbers;
    }

    @DataBoundSetter
    public void setAllowedNumbers(@Nullable String allowedNumbers) {
        this.allowedNumbers = stated("allowedNumbers", allowedNumbers);
    }

    public @Nullable String getRecipientsOnly() {
        return recipientsOnly;
    }

    @DataBoundSetter
    public void setRecipientsOnly(@Nullable String recipientsOnly) {
        this.recipientsOnly = stated("recipientsOnly", recipientsOnly);
    }

    public @Nullable String getRedirectTo() {
        return redirectTo;
    }

    @DataBoundSetter
    public void setRedirectTo(@Nullable String redirectTo) {
        this.redirectTo = stated("redirectTo", redirectTo);
    }

    public @Nullable String getMaxFaxes() {
        return maxFaxes;
    }

    @DataBoundSetter
    public void setMaxFaxes(@Nullable String maxFaxes) {
        this.maxFaxes = stated("maxFaxes", maxFaxes);
    }

    public @Nullable String getMaxTotalPages() {
        return maxTotalPages;
    }

    @DataBoundSetter
    public void setMaxTotalPages(@Nullable String maxTotalPages) {
        this.maxTotalPages = stated("maxTotalPages", maxTotalPages);
    }

    public @Nullable String getPricePerPage() {
        return pricePerPage;
    }

    @DataBoundSetter
    public void setPricePerPage(@Nullable String pricePerPage) {
        this.pricePerPage = stated("pricePerPage", pricePerPage);
    }

    public @Nullable String getMaxCost() {
        return maxCost;
    }

    @DataBoundSetter
    public void setMaxCost(@Nullable String maxCost) {
        this.maxCost = stated("maxCost", maxCost);
    }

    /** Its form; names, defaults, checks and help are those of core's parameters. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<FaxPolicy> implements CustomDescribableModel {

        @Override
        public String getDisplayName() {
            return Messages.FaxPolicy_displayName();
        }

        @Override
        public FaxPolicy newInstance(@Nullable StaplerRequest2 request, JSONObject form) throws FormException {
            removeBlank(form);
            return super.newInstance(request, form);
        }

        @Override
        public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
            return normalized(NAME, arguments);
        }

        @Override
        public @Nullable String getHelpFile(@Nullable String field) {
            return parameter(field)
                    .map(it -> "/descriptor/" + getId() + "/help/" + it.name())
                    .orElse(null);
        }

        @Override
        public void doHelp(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
            Optional<Parameter<?>> parameter = parameter(request.getRestOfPath().replaceFirst("^/", ""));
            if (parameter.isEmpty()) {
                response.sendError(StaplerResponse2.SC_NOT_FOUND);
                return;
            }
            response.setContentType("text/html;charset=UTF-8");
            String help = parameter.get().help().in(LocaleProvider.getLocale());
            response.getWriter().println("<div>" + Util.escape(help) + "</div>");
        }

        private static Optional<Parameter<?>> parameter(@Nullable String name) {
            for (Parameter<?> it : PolicyParameters.ALL) {
                if (it.name().equals(name)) {
                    return Optional.of(it);
                }
            }
            return Optional.empty();
        }

        @POST
        public FormValidation doCheckAllowedCountries(
                @AncestorInPath @Nullable Item item, @QueryParameter String value) {
            return FormFields.of(item).policy(PolicyParameters.ALLOWED_COUNTRIES, value);
        }

        @POST
        public FormValidation doCheckAllowedNumbers(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
            return FormFields.of(item).policy(PolicyParameters.ALLOWED_NUMBERS, value);
        }

        @POST
        public FormValidation doCheckRecipientsOnly(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
            return FormFields.of(item).policy(PolicyParameters.RECIPIENTS_ONLY, value);
        }

        @POST
        public FormValidation doCheckRedirectTo(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
            return FormFields.of(item).policy(PolicyParameters.REDIRECT_TO, value);
        }

        @POST
        public FormValidation doCheckMaxFaxes(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
            return FormFields.of(item).policy(PolicyParameters.MAX_FAXES, value);
        }

        @POST
        public FormValidation doCheckMaxTotalPages(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
            return FormFields.of(item).policy(PolicyParameters.MAX_TOTAL_PAGES, value);
        }

        @POST
        public FormValidation doCheckPricePerPage(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
            return FormFields.of(item).policy(PolicyParameters.PRICE_PER_PAGE, value);
        }

        @POST
        public FormValidation doCheckMaxCost(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
            return FormFields.of(item).policy(PolicyParameters.MAX_COST, value);
        }
    }
}
