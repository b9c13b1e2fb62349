// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.unpack;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where {@code java -jar hawser-VERSION.jar} arrives: unpacks the distribution that the jar holds, unless it was
 * before, and does there what {@code bin/hawser} does with the same arguments.
 */
public final class Main {
    private static final int NOT_STARTED = 3;

    private Main() {
    }

    /**
     * Does it, and ends with the same exit code.
     *
     * @param arguments those of {@code bin/hawser}
     */
    public static void main(String[] arguments) {
        PrintStream error = System.err;
        int code = NOT_STARTED;
        try {
            code = run(ownJar(), System.getenv(), error, List.of(arguments));
        } catch (UnpackException e) {
            error.println("hawser: " + e.getMessage());
        } catch (IOException | URISyntaxException | ReflectiveOperationException e) {
            error.println("hawser: unexpected failure: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.exit(code);
    }

    private static Path ownJar() throws URISyntaxException {
        return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    static int run(Path jar, Map<String, String> environment, PrintStream error, List<String> arguments)
            throws IOException, InterruptedException, ReflectiveOperationException {
        Path home;
        try (Content content = Content.of(jar)) {
            home = Place.of(environment, content).ready(error);
        }
        List<String> command = new ArrayList<>(arguments);
        command.add(0, home.resolve("bin/hawser").toString());
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
        leaveInterruptsToTheOther();
        return follow(builder.start());
    }

    /** Whoever ends this process means the other. */
    private static int follow(Process process) throws InterruptedException {
        Thread end = new Thread(() -> {
            process.destroy();
            process.onExit().join();
        });
        Runtime.getRuntime().addShutdownHook(end);
        int code = process.waitFor();
        forget(end);
        return code;
    }

    private static void forget(Thread end) {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            return; // this process is being ended, and with it the other: that is what the hook is for
        }
    }

    /**
     * Ctrl-C reaches both processes, and to a shell it means the command that runs. By reflection, since the compiler
     * warns of {@code sun.misc}; a handler that does nothing rather than {@code SIG_IGN}, which the other would
     * inherit.
     */
    private static void leaveInterruptsToTheOther() throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object nothing = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler},
                (proxy, method, given) -> null);
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance("INT"), nothing);
    }
}
