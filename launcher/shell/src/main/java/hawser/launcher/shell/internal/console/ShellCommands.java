// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.console;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.felix.gogo.jline.Builtin;
import org.apache.felix.gogo.jline.Posix;
import org.apache.felix.gogo.jline.Procedural;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/**
 * Offers the shell's standard commands, such as {@code grep} and {@code each}, at a terminal and to {@code -c}. They
 * are those of Gogo's JLine bundle. Each object is made when one of its commands is first used.
 */
final class ShellCommands {
    private static final String[] BUILTIN = {"format", "getopt", "new", "set", "tac", "type", "jobs", "fg", "bg",
        "keymap", "setopt", "unsetopt", "history", "widget"};
    private static final String[] PROCEDURAL = {"each", "if", "not", "throw", "try", "until", "while", "break",
        "continue"};
    private static final String[] POSIX = {"cat", "echo", "grep", "sort", "sleep", "cd", "pwd", "ls", "less", "nano",
        "head", "tail", "clear", "wc", "date", "ttop"};

    private ShellCommands() {
    }

    /** Makes the object at the first use, and keeps it. */
    private static final class OnUse implements ServiceFactory<Object> {
        private final Supplier<Object> supplier;
        private Object made;

        OnUse(Supplier<Object> supplier) {
            this.supplier = supplier;
        }

        @Override
        public synchronized Object getService(Bundle user, ServiceRegistration<Object> registration) {
            if (made == null) {
                made = supplier.get();
            }
            return made;
        }

        @Override
        public void ungetService(Bundle user, ServiceRegistration<Object> registration, Object service) {
            // it holds nothing
        }
    }

    /**
     * Registers them, for as long as the bundle runs.
     *
     * @param context of the bundle
     * @param processor asked for when one of its commands is used
     */
    static void register(BundleContext context, Supplier<CommandProcessor> processor) {
        register(context, BUILTIN, Builtin::new);
        register(context, PROCEDURAL, Procedural::new);
        register(context, POSIX, () -> new Posix(processor.get()));
    }

    private static void register(BundleContext context, String[] functions, Supplier<Object> commands) {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of(
                CommandProcessor.COMMAND_SCOPE, "gogo", CommandProcessor.COMMAND_FUNCTION, functions));
        context.registerService(Object.class.getName(), new OnUse(commands), properties);
    }
}
