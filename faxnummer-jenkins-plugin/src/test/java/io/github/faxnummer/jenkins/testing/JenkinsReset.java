package io.github.faxnummer.jenkins.testing;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.ExtensionList;
import hudson.Util;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Node;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TopLevelItem;
import hudson.model.User;
import hudson.security.ACL;
import io.github.faxnummer.jenkins.config.ClientPool;
import io.github.faxnummer.jenkins.config.CredentialsReader;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.ServiceHealth;
import io.github.faxnummer.jenkins.delivery.SpendingCounter;
import io.github.faxnummer.jenkins.ledger.SharedLedger;
import io.github.faxnummer.jenkins.report.ReportArchiving;
import io.github.faxnummer.jenkins.report.ReportChecks;
import io.github.faxnummer.jenkins.report.ReportSigning;
import io.github.faxnummer.jenkins.report.UnarchivedBuilds;
import io.github.faxnummer.jenkins.report.UnconfirmedFaxes;
import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadPoolExecutor;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.MetaClass;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Puts a Jenkins back into the state in which it started, as far as tests change it: whatever a test changes beyond this is
 * added here, or the test takes a Jenkins of its own.
 */
final class JenkinsReset {

    private static final int LONGEST_MILLIS = 60_000;

    private final JenkinsRule rule;
    private final Jenkins jenkins;
    private final int executors;
    private final BrowserCache browserCache = new BrowserCache();
    private final Locale locale = Locale.getDefault();
    private final LocaleProvider localeProvider = LocaleProvider.getProvider();

    /** @param rule whose Jenkins has just started */
    JenkinsReset(JenkinsRule rule) {
        this.rule = rule;
        jenkins = rule.jenkins;
        executors = jenkins.getNumExecutors();
        // The harness lets every request compile its views, and every browser load all scripts, anew.
        MetaClass.NO_CACHE = false;
    }

    JenkinsRule rule() {
        return rule;
    }

    BrowserCache browserCache() {
        return browserCache;
    }

    /** Fails if one does not end. */
    void endBuilds() throws Exception {
        jenkins.getQueue().clear();
        for (Computer computer : jenkins.getComputers()) {
            for (Executor executor : computer.getAllExecutors()) {
                if (executor.getCurrentExecutable() instanceof Run) {
                    executor.interrupt(Result.ABORTED);
                }
            }
        }
        rule.waitUntilNoActivityUpTo(LONGEST_MILLIS);
        Fixture.await("no step waits for a fax", () -> DeliveryService.get().waiting() == 0);
        for (String name : List.of("ends", "signatures", "laterSignatures")) {
            ThreadPoolExecutor threads = threads(name);
            Fixture.await(
                    "no report is written or signed: " + name,
                    () -> threads.getActiveCount() == 0 && threads.getQueue().isEmpty());
        }
    }

    private static ThreadPoolExecutor threads(String name) throws ReflectiveOperationException {
        Field field = DeliveryService.class.getDeclaredField(name);
        field.setAccessible(true);
        return (ThreadPoolExecutor) field.get(DeliveryService.get());
    }

    void reset() throws Exception {
        SecurityContextHolder.getContext().setAuthentication(ACL.SYSTEM2);
        Locale.setDefault(locale);
        LocaleProvider.setProvider(localeProvider);
        System.getProperties().keySet().removeIf(it -> it.toString().startsWith("io.github.faxnummer.jenkins."));
        closeBrowsers();
        deleteItemsAndAgents();
        resetSettings();
        SharedLedger.closeAll();
        ClientPool.get().clean(true);
        deleteFiles();
        // Each reads its file, which is gone. DeliveryService has none and no work left.
        renew(FaxnummerConfiguration.class);
        renew(SpendingCounter.class);
        renew(UnconfirmedFaxes.class);
        renew(UnarchivedBuilds.class);
        renew(ServiceHealth.class);
        renew(ReportSigning.class);
        renew(ReportArchiving.class);
        renew(ReportChecks.class);
        renew(SharedLedger.class);
        // Forgets which stores did not answer, and leaves threads that still wait for them.
        renew(CredentialsReader.class);
    }

    /** Their pages would go on asking for news. */
    private void closeBrowsers() throws ReflectiveOperationException {
        Field clients = JenkinsRule.class.getDeclaredField("clients");
        clients.setAccessible(true);
        List<?> open = (List<?>) clients.get(rule);
        open.forEach(it -> ((JenkinsRule.WebClient) it).close());
        open.clear();
    }

    private void deleteItemsAndAgents() throws Exception {
        for (TopLevelItem item : List.copyOf(jenkins.getItems())) {
            item.delete();
        }
        for (Node agent : List.copyOf(jenkins.getNodes())) {
            Computer computer = agent.toComputer();
            jenkins.removeNode(agent);
            Fixture.await("the agent is gone", () -> computer == null || computer.getChannel() == null);
        }
    }

    private void resetSettings() throws Exception {
        jenkins.disableSecurity();
        for (User user : List.copyOf(User.getAll())) {
            user.delete();
        }
        QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.setDomainCredentialsMap(Map.of(Domain.global(), new ArrayList<>()));
        credentials.save();
        jenkins.setProxy(null);
        jenkins.setNumExecutors(executors);
        jenkins.getGlobalNodeProperties().clear();
    }

    private void deleteFiles() throws Exception {
        File home = jenkins.getRootDir();
        for (String folder : List.of("jobs", "workspace", "agent-work-dirs")) {
            File files = new File(home, folder);
            if (files.exists()) {
                Util.deleteContentsRecursive(files);
            }
        }
        File[] ours = home.listFiles((folder, name) -> name.matches("(faxnummer|io\\.github\\.faxnummer\\.).*"));
        for (File file : ours == null ? new File[0] : ours) {
            Util.deleteRecursive(file);
        }
    }

    /** Gives an extension, which others may hold, the state of a new one. */
    private static <T> void renew(Class<T> type) throws ReflectiveOperationException {
        T used = ExtensionList.lookupSingleton(type);
        T fresh = type.getConstructor().newInstance();
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                field.set(used, field.get(fresh));
            }
        }
    }
}
