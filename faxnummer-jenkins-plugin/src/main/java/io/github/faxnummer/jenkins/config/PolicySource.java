package io.github.faxnummer.jenkins.config;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.policy.PolicyParameters;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;

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

    /** The policies of all groups that an item is in, the outermost first; a problem if these groups are not known. */
    static Validated<List<GroupPolicy>> around(Item item) {
        Deque<GroupPolicy> policies = new ArrayDeque<>();
        ItemGroup<?> group = item.getParent();
        while (group != Jenkins.get()) {
            for (PolicySource source : ExtensionList.lookup(PolicySource.class)) {
                Optional<FaxPolicy> policy = source.policy(group);
                if (policy.isPresent()) {
                    policies.addFirst(
                            new GroupPolicy(group.getFullName(), policy.get().parameters()));
                }
            }
            Optional<ItemGroup<?>> outer = group instanceof Item known ? Optional.of(known.getParent()) : byName(group);
            if (outer.isEmpty()) {
                return Validated.invalid(
                        List.of(new Problem("job", item.getFullName(), Message.of("policy.groups-unknown"))));
            }
            group = outer.get();
        }
        return Validated.valid(List.copyOf(policies));
    }

    /** Not every group is an item, such as the one of promotions in a property of their job; its name leads to the job. */
    private static Optional<ItemGroup<?>> byName(ItemGroup<?> group) {
        String name = group.getFullName();
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            for (int end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
                Item outer = Jenkins.get().getItemByFullName(name.substring(0, end));
                if (outer != null) {
                    return Optional.of(outer instanceof ItemGroup<?> itself ? itself : outer.getParent());
                }
            }
        }
        return Optional.empty();
    }
}
