package io.github.faxnummer.jenkins.config;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Item;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import io.github.faxnummer.jenkins.Messages;

/** The permissions of this plugin. Who may send is decided by credentials and policy. */
public final class FaxPermissions {

    public static final PermissionGroup GROUP =
            new PermissionGroup(FaxPermissions.class, Messages._FaxPermissions_group());

    /**
     * Shows complete numbers and serves reports. Implied by the permission to configure the job, whose holders know its
     * recipients; other readers of the job see masked numbers.
     */
    public static final Permission VIEW =
            new Permission(GROUP, "View", Messages._FaxPermissions_view(), Item.CONFIGURE, PermissionScope.RUN);

    private FaxPermissions() {}

    /** An authorization strategy that grants a permission is loaded after it. */
    @Initializer(after = InitMilestone.PLUGINS_STARTED, before = InitMilestone.SYSTEM_CONFIG_LOADED)
    public static void register() {
        // Loading this class registers it.
    }
}
