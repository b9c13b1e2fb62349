// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/** The live view of channels and plugins at a terminal, until its user quits it. */
final class TopScreen {
    private static final String LINE_END = "\u001b[K\r\n";
    private static final String REST = "\u001b[J";
    private static final String HOME = "\u001b[H";
    private static final int CTRL_C = 3;
    /** What is left out on a screen that is narrower. */
    private static final NavigableMap<Integer, List<String>> SPARED = new TreeMap<>(Map.of(
            140, List.of("state", "backPressured", "p50Us"), 112, List.of("waiting", "restarts", "memoryMb"),
            80, List.of("megabytesPerSecond", "cpuPercent"), 60, List.of("lost", "trend")));

    private final Terminal terminal;
    private final Supplier<ChannelRates.View> view;
    private final boolean color;
    private final ChannelRates rates = new ChannelRates();
    private ChannelRates.Order order;

    TopScreen(Terminal terminal, Supplier<ChannelRates.View> view, boolean color, ChannelRates.Order order) {
        this.terminal = terminal;
        this.view = view;
        this.color = color;
        this.order = order;
    }

    /** Shows it, and leaves the terminal as it was. */
    void run(long intervalMs) throws IOException {
        Attributes former = terminal.enterRawMode();
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        try {
            rates.look(view.get(), System.nanoTime());
            boolean goesOn = true;
            while (goesOn) {
                draw();
                goesOn = awaitKey(intervalMs);
            }
        } finally {
            terminal.puts(Capability.cursor_normal);
            terminal.puts(Capability.exit_ca_mode);
            terminal.setAttributes(former);
            terminal.flush();
        }
    }

    /** {@return whether it goes on}; a key other than those to quit takes effect at once */
    private boolean awaitKey(long intervalMs) throws IOException {
        int key = terminal.reader().read(intervalMs);
        if (key == NonBlockingReader.READ_EXPIRED) {
            rates.look(view.get(), System.nanoTime());
            return true;
        }
        Stream.of(ChannelRates.Order.values()).filter(known -> known.key() == key).findFirst()
                .ifPresent(chosen -> order = chosen);
        return key != 'q' && key != 'Q' && key != CTRL_C && key != NonBlockingReader.EOF
                && !Thread.currentThread().isInterrupted();
    }

    private void draw() {
        Screen screen = new Screen(terminal.getWidth(), color);
        List<String> lines = Stream.concat(Stream.of(keys(terminal.getWidth())),
                shown(screen.columns()).toTable(screen).lines()).toList();
        terminal.writer().print(HOME + lines.stream().limit(Math.max(1, terminal.getHeight() - 1))
                .collect(Collectors.joining(LINE_END)) + LINE_END + REST);
        terminal.flush();
    }

    /** Where not all columns fit, those that can best be spared are left out. */
    private Listing shown(int width) {
        List<String> spared = SPARED.tailMap(width, false).values().stream().flatMap(List::stream).toList();
        return new Listing("channels", rates.listing(order).stream().map(row -> {
            Map<String, Object> fewer = new LinkedHashMap<>(row);
            fewer.keySet().removeAll(spared);
            return fewer;
        }).toList());
    }

    private String keys(int width) {
        String begin = "channels by " + order.text() + "   q quit   sort: ";
        String text = begin + keys(", ", known -> known.key() + " " + known.text());
        String brief = text.length() <= width ? text : begin + keys(" ", known -> String.valueOf(known.key()));
        return brief.length() <= width ? brief : brief.substring(0, Math.max(0, width));
    }

    private static String keys(String between, Function<ChannelRates.Order, String> words) {
        return Stream.of(ChannelRates.Order.values()).map(words).collect(Collectors.joining(between));
    }
}
