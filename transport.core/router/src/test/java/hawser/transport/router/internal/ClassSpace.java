// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Classes that only one bundle would see: each space compiles its own. */
final class ClassSpace extends ClassLoader {
    private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

    /** The source declares classes of the package {@code sample}. */
    ClassSpace(String source) {
        super(ClassSpace.class.getClassLoader());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileManager files = new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind,
                    FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/')), kind) {
                    @Override
                    public OutputStream openOutputStream() throws IOException {
                        return classes.computeIfAbsent(name, unused -> new ByteArrayOutputStream());
                    }
                };
            }
        };
        JavaFileObject text = new SimpleJavaFileObject(URI.create("memory:///sample/Source.java"),
                JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return "package sample; import java.util.*; class Source { } " + source;
            }
        };
        if (!compiler.getTask(null, files, null, List.of("-proc:none"), null, List.of(text)).call()) {
            throw new IllegalArgumentException("the source must compile: " + source);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        ByteArrayOutputStream bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes.toByteArray(), 0, bytes.size());
    }

    /** The class of that name, unchecked as to its type: no test could name it. */
    @SuppressWarnings("unchecked")
    Class<Object> type(String name) {
        try {
            return (Class<Object>) loadClass("sample." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A new object of the class, which has one constructor. */
    Object make(String name, Object... arguments) {
        try {
            var constructor = type(name).getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
