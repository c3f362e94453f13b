package io.github.faxnummer.ledger;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The machine's files, through a file system that lacks or breaks some operations, as those of network shares do. */
final class FaultyFiles extends FileSystemProvider {

    /** What the file system does. */
    enum Operation {
        LINK,
        CREATE,
        OPEN,
        DELETE,
        LIST
    }

    /** Throws where an operation fails. */
    interface Fault {
        void check(Operation operation, Path path) throws IOException;
    }

    static final Fault NO_LINKS = (operation, path) -> {
        if (operation == Operation.LINK) {
            throw new UnsupportedOperationException("no links");
        }
    };

    private final Fault fault;
    private final FileSystem system = new WrappedSystem();

    private FaultyFiles(Fault fault) {
        this.fault = fault;
    }

    static Path at(Path path, Fault fault) {
        return new FaultyFiles(fault).wrap(path);
    }

    private Path wrap(Path real) {
        return (Path) Proxy.newProxyInstance(
                FaultyFiles.class.getClassLoader(), new Class<?>[] {Path.class}, new Handler(this, real));
    }

    private static Path real(Path path) {
        return Proxy.isProxyClass(path.getClass()) && Proxy.getInvocationHandler(path) instanceof Handler handler
                ? handler.real()
                : path;
    }

    private record Handler(FaultyFiles files, Path real) implements java.lang.reflect.InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
            if (method.getName().equals("getFileSystem")) {
                return files.system;
            }
            Object[] arguments = given == null ? new Object[0] : given.clone();
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i] instanceof Path path) {
                    arguments[i] = FaultyFiles.real(path);
                }
            }
            try {
                Object result = method.invoke(real, arguments);
                return result instanceof Path path ? files.wrap(path) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }
    }

    private Path checked(Operation operation, Path path) throws IOException {
        fault.check(operation, real(path));
        return real(path);
    }

    private static FileSystemProvider provider(Path path) {
        return real(path).getFileSystem().provider();
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
        provider(link).createLink(checked(Operation.LINK, link), real(existing));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        Operation operation =
                options.contains(java.nio.file.StandardOpenOption.CREATE_NEW) ? Operation.CREATE : Operation.OPEN;
        return provider(path).newByteChannel(checked(operation, path), options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return provider(path).newFileChannel(checked(Operation.OPEN, path), options, attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        provider(path).delete(checked(Operation.DELETE, path));
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> stream =
                provider(folder).newDirectoryStream(checked(Operation.LIST, folder), filter)) {
            stream.forEach(it -> found.add(wrap(it)));
        }
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return found.iterator();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        provider(folder).createDirectory(real(folder), attributes);
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        provider(source).copy(real(source), real(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        provider(source).move(real(source), real(target), options);
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return provider(path).isSameFile(real(path), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return provider(path).isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return provider(path).getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        provider(path).checkAccess(real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return provider(path).getFileAttributeView(real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return provider(path).readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return provider(path).readAttributes(real(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, @Nullable Object value, LinkOption... options)
            throws IOException {
        provider(path).setAttribute(real(path), attribute, value, options);
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public Path getPath(URI uri) {
        return wrap(Path.of(uri));
    }

    private final class WrappedSystem extends FileSystem {

        private final FileSystem real = java.nio.file.FileSystems.getDefault();

        @Override
        public FileSystemProvider provider() {
            return FaultyFiles.this;
        }

        @Override
        public Path getPath(String first, String... more) {
            return wrap(real.getPath(first, more));
        }

        @Override
        public void close() {}

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public String getSeparator() {
            return real.getSeparator();
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            return real.getRootDirectories();
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            return real.getFileStores();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return real.supportedFileAttributeViews();
        }

        @Override
        public PathMatcher getPathMatcher(String pattern) {
            return real.getPathMatcher(pattern);
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            return real.getUserPrincipalLookupService();
        }

        @Override
        public WatchService newWatchService() throws IOException {
            return real.newWatchService();
        }
    }
}
