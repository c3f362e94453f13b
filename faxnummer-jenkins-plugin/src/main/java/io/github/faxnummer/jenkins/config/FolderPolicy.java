package io.github.faxnummer.jenkins.config;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import hudson.Extension;
import hudson.model.ItemGroup;
import io.github.faxnummer.jenkins.Messages;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;

/** Narrows, for all jobs in a folder, which numbers may be dialled and how much a build may send. */
public final class FolderPolicy extends AbstractFolderProperty<AbstractFolder<?>> {

    private final @Nullable FaxPolicy policy;

    @DataBoundConstructor
    public FolderPolicy(@Nullable FaxPolicy policy) {
        this.policy = FaxPolicy.orNull(policy);
    }

    public @Nullable FaxPolicy getPolicy() {
        return policy;
    }

    /** Its form. */
    @Extension(optional = true)
    @Symbol("faxPolicy")
    public static final class DescriptorImpl extends AbstractFolderPropertyDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.FolderPolicy_displayName();
        }
    }

    /** Finds the policies of folders. */
    @Extension(optional = true)
    public static final class Source extends PolicySource {

        @Override
        protected Optional<FaxPolicy> policy(ItemGroup<?> group) {
            return group instanceof AbstractFolder<?> folder
                    ? Optional.ofNullable(folder.getProperties().get(FolderPolicy.class))
                            .map(FolderPolicy::getPolicy)
                    : Optional.empty();
        }
    }
}
