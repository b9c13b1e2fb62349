// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.help;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/**
 * One command as its methods describe it.
 *
 * @param name with its scope, such as {@code plugin:list}
 * @param methods that carry it out, the one with the fewest parameters first; none for a bare function
 */
public record CommandSpec(String name, List<Method> methods) {
    /**
     * {@return what the class says of one of its commands}
     *
     * @param name with its scope
     * @param type the class of its methods
     */
    public static CommandSpec of(String name, Class<?> type) {
        String function = name.substring(name.indexOf(':') + 1);
        return new CommandSpec(name, Stream.of(type.getMethods())
                .filter(method -> isNamed(method, function) && !method.isBridge())
                .sorted(Comparator.comparingInt(Method::getParameterCount))
                .toList());
    }

    /** Gogo takes getters for commands too, and {@code _if} where the name is a word of Java. */
    private static boolean isNamed(Method method, String function) {
        return Stream.of("", "_", "get", "is", "set")
                .anyMatch(prefix -> method.getName().equalsIgnoreCase(prefix + function));
    }

    /** {@return its scope, {@code plugin} of {@code plugin:list}} */
    public String scope() {
        return name.substring(0, name.indexOf(':'));
    }

    /** {@return what it does; empty if it does not say} */
    public String description() {
        return methods.stream().map(method -> method.getAnnotation(Descriptor.class)).filter(text -> text != null)
                .map(Descriptor::value).findFirst().orElse("");
    }

    /** {@return calls of it to learn from} */
    public List<String> examples() {
        return methods.stream().map(method -> method.getAnnotation(Example.class)).filter(found -> found != null)
                .flatMap(found -> Stream.of(found.value())).toList();
    }

    /** {@return each way to call it, such as {@code plugin:info [--json] NAME}} */
    public List<String> synopsis() {
        return methods.isEmpty() ? List.of(name)
                : methods.stream().map(method -> name + words(method)).distinct().toList();
    }

    private static String words(Method method) {
        return parameters(method).map(parameter -> parameter.isOption()
                ? " [" + parameter.word() + ']' : ' ' + parameter.word()).collect(Collectors.joining());
    }

    /** {@return its options} */
    public List<ParameterSpec> options() {
        return methods.stream().flatMap(CommandSpec::parameters).filter(ParameterSpec::isOption).distinct().toList();
    }

    /** {@return its arguments, of all ways to call it} */
    public List<ParameterSpec> arguments() {
        return methods.stream().flatMap(CommandSpec::parameters).filter(parameter -> !parameter.isOption())
                .distinct().toList();
    }

    /** {@return what stands at that place, counted without options; empty if nothing can} */
    public Optional<ParameterSpec> argument(int place) {
        return methods.stream()
                .map(method -> parameters(method).filter(parameter -> !parameter.isOption()).toList())
                .filter(arguments -> !arguments.isEmpty())
                .filter(arguments -> place < arguments.size() || arguments.get(arguments.size() - 1).isRepeated())
                .map(arguments -> arguments.get(Math.min(place, arguments.size() - 1)))
                .findFirst();
    }

    private static Stream<ParameterSpec> parameters(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.getType() != CommandSession.class)
                .map(parameter -> new ParameterSpec(parameter.getType(), parameter.getAnnotation(Parameter.class),
                        parameter.getAnnotation(Descriptor.class), parameter.getAnnotation(Candidates.class)));
    }
}
