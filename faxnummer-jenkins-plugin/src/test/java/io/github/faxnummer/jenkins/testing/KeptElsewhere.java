package io.github.faxnummer.jenkins.testing;

import com.cloudbees.plugins.credentials.CredentialsDescriptor;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsUnavailableException;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.util.Secret;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** Credentials as of a plugin that keeps passwords in a vault. */
public final class KeptElsewhere extends UsernamePasswordCredentialsImpl {

    private static final long serialVersionUID = 1;
    private static final Logger LOGGER = Logger.getLogger(KeptElsewhere.class.getName());

    private volatile boolean isReachable = true;
    private final transient AtomicInteger asked = new AtomicInteger();
    private transient volatile CountDownLatch answer = new CountDownLatch(0);

    public KeptElsewhere(String id, String login, String password) throws Exception {
        super(CredentialsScope.GLOBAL, id, "in a vault", login, password);
    }

    public void setReachable(boolean reachable) {
        isReachable = reachable;
    }

    /** From now on it does not answer. */
    public void hang() {
        answer = new CountDownLatch(1);
    }

    /** Answers all that wait. */
    public void answer() {
        answer.countDown();
    }

    /** How often it was asked. */
    public int asked() {
        return asked.get();
    }

    @Override
    public Secret getPassword() {
        asked.incrementAndGet();
        if (!isReachable) {
            throw new CredentialsUnavailableException("password");
        }
        // As a connection does, it does not heed interrupts.
        boolean isOpen = false;
        while (!isOpen) {
            try {
                answer.await();
                isOpen = true;
            } catch (InterruptedException e) {
                LOGGER.log(Level.FINE, "Not heeded", e);
            }
        }
        return super.getPassword();
    }

    @Override
    public CredentialsDescriptor getDescriptor() {
        return (CredentialsDescriptor) Jenkins.get().getDescriptorOrDie(UsernamePasswordCredentialsImpl.class);
    }
}
