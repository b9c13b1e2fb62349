// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a command knows of one thing: a map for scripts, a line for each value for people, one object for programs. */
public final class Details extends AbstractMap<String, Object> {
    private final Map<String, Object> values;

    /**
     * Keeps values.
     *
     * @param values by their names in camel case, in their order; the first is {@code name}
     */
    public Details(Map<String, Object> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return values.entrySet();
    }

    /** {@return what a command returns: this, which is shown in lines, or its JSON} */
    public Object as(boolean json) {
        return json ? Json.text(values) : this;
    }

    String toTable(Screen screen) {
        List<String> titles = values.keySet().stream().map(Cells::title).toList();
        return new TableLayout(titles, List.of(values.values().stream().map(Cells::text).toList()),
                Collections.nCopies(titles.size(), false), screen).blocks();
    }

    /** In lines, for Gogo's own conversions. */
    @Override
    public String toString() {
        return toTable(Screen.NONE);
    }
}
