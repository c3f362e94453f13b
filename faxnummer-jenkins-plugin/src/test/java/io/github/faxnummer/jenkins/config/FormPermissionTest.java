package io.github.faxnummer.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.github.faxnummer.jenkins.step.FaxBuildStep;
import io.github.faxnummer.jenkins.step.FaxSendStep;
import io.github.faxnummer.jenkins.step.FaxStatusStep;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.kohsuke.stapler.verb.POST;

/** Every form method of every form over HTTP: only by POST, and who may not configure learns nothing. */
class FormPermissionTest extends SharedJenkinsTestBase {

    private static final List<Class<?>> OF_JOBS = List.of(
            FaxSendStep.DescriptorImpl.class, FaxStatusStep.DescriptorImpl.class, FaxBuildStep.DescriptorImpl.class);
    private static final String NOTHING = "<div/>";

    private FreeStyleProject job;

    @BeforeEach
    void configure() throws Exception {
        job = jenkins.createFreeStyleProject("job");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("stranger", "reader", "author")
                .grant(Item.READ)
                .everywhere()
                .to("reader", "author")
                .grant(Item.CONFIGURE, Item.EXTENDED_READ)
                .everywhere()
                .to("author"));
    }

    @Test
    void requiresPostForEveryMethod() {
        Stream.concat(OF_JOBS.stream(), Stream.of(FaxnummerConfiguration.class))
                .flatMap(it -> methods(it).stream())
                .forEach(it -> assertThat(it.isAnnotationPresent(POST.class))
                        .as(it.toString())
                        .isTrue());
    }

    @Test
    void jobFormsAnswerAuthorsOnlyAndByPostOnly() throws Exception {
        for (Class<?> form : OF_JOBS) {
            List<Method> methods = methods(form);
            assertThat(methods).hasSizeGreaterThanOrEqualTo(4);
            for (Method method : methods) {
                String path = "job/job/" + path(form, method);
                assertThat(get("author", path).getStatusCode()).as(path).isIn(404, 405);
                WebResponse reported = post("author", path);
                assertThat(reported.getStatusCode()).as(path).isEqualTo(200);
                WebResponse withheld = post("reader", path);
                assertThat(withheld.getStatusCode()).as(path).isEqualTo(200);
                assertThat(post("stranger", path).getStatusCode()).as(path).isEqualTo(404);
                if (method.getName().startsWith("doFill")) {
                    assertThat(reported.getContentAsString()).contains("the fax account");
                    assertThat(withheld.getContentAsString()).doesNotContain("the fax account", "acc12345");
                } else {
                    assertThat(reported.getContentAsString()).as(path).contains("class=\"error\"");
                    assertThat(withheld.getContentAsString()).as(path).isEqualTo(NOTHING);
                }
            }
        }
    }

    @Test
    void globalFormsAnswerAdministratorsOnly() throws Exception {
        for (Class<?> form : OF_JOBS) {
            for (Method method : methods(form)) {
                String path = path(form, method);
                WebResponse withheld = post("author", path);
                assertThat(withheld.getContentAsString())
                        .as(path)
                        .doesNotContain("the fax account", "acc12345", "class=\"error\"");
            }
        }
    }

    private WebResponse get(String user, String path) throws Exception {
        return client(user).getPage(new URL(jenkins.getURL(), path)).getWebResponse();
    }

    private WebResponse post(String user, String path) throws Exception {
        JenkinsRule.WebClient client = client(user);
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.POST);
        return client.getPage(client.addCrumb(request)).getWebResponse();
    }

    private JenkinsRule.WebClient client(String user) throws Exception {
        return browser()
                .withJavaScriptEnabled(false)
                .withThrowExceptionOnFailingStatusCode(false)
                .withBasicApiToken(user);
    }

    /** With a value that is wrong in every field. */
    private static String path(Class<?> form, Method method) {
        String name = method.getName().substring(2);
        String value = name.equals("CheckDocuments") ? "a.pdf,,b.pdf" : "%C3%A4%07-not-known";
        return "descriptorByName/" + form.getEnclosingClass().getName() + "/"
                + name.substring(0, 1).toLowerCase() + name.substring(1) + "?value=" + value + "&credentialsId=";
    }

    private static List<Method> methods(Class<?> form) {
        return Arrays.stream(form.getMethods())
                .filter(it -> it.getDeclaringClass().getName().startsWith("io.github.faxnummer.jenkins."))
                .filter(it -> it.getName().startsWith("do") && !it.isSynthetic())
                .toList();
    }
}
