package io.github.faxnummer.jenkins.config;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Item;
import hudson.model.ItemGroup;
import io.github.faxnummer.policy.PolicyParameters;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Where the groups that jobs are in, such as folders, have policies of their own. */
public abstract class PolicySource implements ExtensionPoint {

    /**
     * What a group allows.
     *
     * @param group its full name, for messages
     */
    public record GroupPolicy(String group, PolicyParameters parameters) {}

    /** The policy of a group; empty if it has none. */
    protected abstract Optional<FaxPolicy> policy(ItemGroup<?> group);

    /** The policies of all groups that an item is in, the outermost first. */
    static List<GroupPolicy> around(Item item) {
        Deque<GroupPolicy> policies = new ArrayDeque<>();
        ItemGroup<?> group = item.getParent();
        while (group != null) {
            for (PolicySource source : ExtensionList.lookup(PolicySource.class)) {
                Optional<FaxPolicy> policy = source.policy(group);
                if (policy.isPresent()) {
                    policies.addFirst(
                            new GroupPolicy(group.getFullName(), policy.get().parameters()));
                }
            }
            group = group instanceof Item outer ? outer.getParent() : null;
        }
        return List.copyOf(policies);
    }
}
