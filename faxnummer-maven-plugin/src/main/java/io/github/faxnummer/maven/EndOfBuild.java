package io.github.faxnummer.maven;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.maven.execution.BuildFailure;
import org.apache.maven.execution.BuildSuccess;
import org.apache.maven.execution.BuildSummary;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.ExecutionListener;
import org.apache.maven.execution.MavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutionException;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.SessionData;
import org.jspecify.annotations.Nullable;

/**
 * Postpones what executions of a build do until its last module has ended. A failure then fails the module that the
 * execution belongs to, and the build, as if the goal had failed in its place.
 *
 * <p>It stands in front of the session's {@link ExecutionListener}, because that one prints the result of the build when the
 * session ends. A user needs no {@code <extensions>} for it.
 */
final class EndOfBuild {

    /** What an execution has postponed. */
    interface Postponed {

        /** Every module of the build succeeded. */
        void buildSucceeded() throws MojoExecutionException, MojoFailureException;

        /** A module failed, or was not built. */
        void buildFailed() throws MojoExecutionException, MojoFailureException;
    }

    private record Entry(MavenProject project, MojoExecution execution, Postponed postponed) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    private EndOfBuild() {}

    /** Registers what is done when the session of an execution ends: in the order of the modules, then of the calls. */
    static void postpone(MavenSession session, MojoExecution execution, Postponed postponed) {
        // By class: the same plugin can be loaded more than once in a build.
        SessionData data = session.getRepositorySession().getData();
        EndOfBuild created = new EndOfBuild();
        if (data.set(EndOfBuild.class, null, created)) {
            created.listenTo(session);
        }
        ((EndOfBuild) data.get(EndOfBuild.class))
                .entries.add(new Entry(session.getCurrentProject(), execution, postponed));
    }

    /** Modules other than the current one that have not ended yet. The command line asks for a goal in the first module alone. */
    static List<MavenProject> unfinishedModules(MavenSession session, MojoExecution execution) {
        if (execution.getSource() == MojoExecution.Source.CLI) {
            return List.of();
        }
        return session.getProjects().stream()
                .filter(it -> !it.equals(session.getCurrentProject()))
                .filter(it -> session.getResult().getBuildSummary(it) == null)
                .toList();
    }

    /** A dynamic proxy also passes on the events that a later Maven adds to the interface. */
    private void listenTo(MavenSession session) {
        Optional<ExecutionListener> next =
                Optional.ofNullable(session.getRequest().getExecutionListener());
        session.getRequest().setExecutionListener((ExecutionListener) Proxy.newProxyInstance(
                ExecutionListener.class.getClassLoader(),
                new Class<?>[] {ExecutionListener.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("sessionEnded")) {
                        end(((ExecutionEvent) arguments[0]).getSession());
                    }
                    return method.getDeclaringClass() == Object.class
                            ? ofObject(method, proxy, arguments)
                            : passOn(next, method, arguments);
                }));
    }

    private void end(MavenSession session) {
        List<Entry> inOrder = entries.stream()
                .sorted(Comparator.comparingInt(it -> session.getProjects().indexOf(it.project())))
                .toList();
        entries.clear();
        boolean succeeded = succeeded(session, false);
        boolean goalsSucceeded = succeeded(session, true);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(EndOfBuild.class.getClassLoader());
        try {
            for (Entry entry : inOrder) {
                boolean isGoal = entry.execution().getSource() == MojoExecution.Source.CLI;
                end(entry, isGoal ? goalsSucceeded : succeeded, session.getResult());
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void end(Entry entry, boolean succeeded, MavenExecutionResult result) {
        long start = System.nanoTime();
        try {
            if (succeeded) {
                entry.postponed().buildSucceeded();
            } else {
                entry.postponed().buildFailed();
            }
        } catch (Exception | Error e) {
            // An error must not keep the next entry from its turn, either.
            Exception failure = new LifecycleExecutionException(entry.execution(), entry.project(), e);
            BuildSummary summary = result.getBuildSummary(entry.project());
            long time = summary == null ? 0 : summary.getTime();
            result.addException(failure);
            result.addBuildSummary(
                    new BuildFailure(entry.project(), time + (System.nanoTime() - start) / 1_000_000, failure));
        }
    }

    /**
     * Not only without exceptions: a build can also stop before its last module.
     *
     * @param isGoal whether a goal of the command line is concerned, for which modules other than the first one are not built
     */
    private static boolean succeeded(MavenSession session, boolean isGoal) {
        MavenExecutionResult result = session.getResult();
        return !result.hasExceptions()
                && session.getProjects().stream()
                        .map(result::getBuildSummary)
                        .allMatch(it -> it instanceof BuildSuccess || (isGoal && it == null));
    }

    private static @Nullable Object passOn(
            Optional<ExecutionListener> next, Method method, @Nullable Object[] arguments) throws Throwable {
        if (next.isEmpty()) {
            return null;
        }
        try {
            return method.invoke(next.get(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static @Nullable Object ofObject(Method method, Object proxy, @Nullable Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> EndOfBuild.class.getName();
        };
    }
}
