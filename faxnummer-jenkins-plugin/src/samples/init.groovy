/*
 * A Jenkins for trying the plugin out, see "A Jenkins with samples" in the project's CONTRIBUTING.md. At each start of
 * Jenkins, this script starts a sandbox, configures its account and creates the sample jobs that do not exist yet.
 */

import hudson.model.FreeStyleProject
import hudson.plugins.git.BranchSpec
import hudson.plugins.git.GitSCM
import io.github.faxnummer.jenkins.step.FaxBuildStep
import io.github.faxnummer.jenkins.step.FaxPublisher
import io.jenkins.plugins.casc.ConfigurationAsCode
import jenkins.branch.BranchSource
import jenkins.model.Jenkins
import jenkins.plugins.git.GitSCMSource
import jenkins.plugins.git.traits.BranchDiscoveryTrait
import jenkins.util.groovy.GroovyHookScript
import org.eclipse.jgit.api.Git
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition
import org.jenkinsci.plugins.workflow.job.WorkflowJob
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject

def samples = new File(System.getProperty(GroovyHookScript.name + '.ROOT_PATH'))
def jenkins = Jenkins.get()

// The sandbox ends with this JVM. It is not part of the plugin, so it has its own class loader, for its threads as well.
def jars = new File(System.getProperty('sandbox.classpath')).text.trim().split(File.pathSeparator)
def loader = new URLClassLoader(jars.collect { new File(it).toURI().toURL() } as URL[], ClassLoader.platformClassLoader)
def thread = Thread.currentThread()
def contextLoader = thread.contextClassLoader
thread.contextClassLoader = loader
def sandbox
try {
    sandbox = loader.loadClass('io.github.faxnummer.sandbox.FaxnummerSandbox').builder().speed(60).start()
} finally {
    thread.contextClassLoader = contextLoader
}
['endpoint', 'page', 'login', 'password'].each { System.setProperty("sandbox.$it", sandbox."$it"().toString()) }
ConfigurationAsCode.get().configure(new File(samples, 'jenkins.yaml').path)

def repository = new File(jenkins.rootDir, 'sample-repository')
if (!repository.exists()) {
    def git = Git.init().setDirectory(repository).setInitialBranch('main').call()
    new File(samples, 'repository').eachFile { new File(repository, it.name).bytes = it.bytes }
    git.add().addFilepattern('.').call()
    git.commit().setMessage('Add sample').setCommitter('Sample', 'sample@example.com').setSign(false).call()
    git.branchCreate().setName('draft').call()
    git.close()
}
// Git sources on the controller's disk are forbidden by default.
GitSCM.ALLOW_LOCAL_CHECKOUT = true

if (jenkins.getItem('pipeline') == null) {
    def job = jenkins.createProject(WorkflowJob, 'pipeline')
    job.definition = new CpsFlowDefinition(new File(samples, 'pipeline.groovy').text, true)
    job.save()
}
if (jenkins.getItem('freestyle') == null) {
    def fax = new FaxBuildStep()
    fax.documents = 'report.pdf'
    fax.recipients = '+49 30 23125-016'
    fax.reference = '${BUILD_TAG}'
    def job = jenkins.createProject(FreeStyleProject, 'freestyle')
    job.scm = new GitSCM(GitSCM.createRepoList(repository.path, null), [new BranchSpec('main')], null, null, [])
    job.publishersList.add(new FaxPublisher(fax))
    job.save()
}
if (jenkins.getItem('multibranch') == null) {
    def source = new GitSCMSource(repository.path)
    source.traits = [new BranchDiscoveryTrait()]
    def job = jenkins.createProject(WorkflowMultiBranchProject, 'multibranch')
    job.sourcesList.add(new BranchSource(source))
    job.save()
    job.scheduleBuild()
}
