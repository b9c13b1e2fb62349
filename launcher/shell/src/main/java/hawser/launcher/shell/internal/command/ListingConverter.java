// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import org.apache.felix.service.command.Converter;
import org.osgi.service.component.annotations.Component;

/** Shows listings as tables, in the shell and in pipes. */
@Component(property = Converter.CONVERTER_CLASSES + "=hawser.launcher.shell.internal.command.Listing")
public final class ListingConverter implements Converter {
    @Override
    public Object convert(Class<?> type, Object value) {
        return value instanceof Listing listing && type == String.class ? listing.toTable() : null;
    }

    @Override
    public CharSequence format(Object value, int level, Converter escape) {
        return value instanceof Listing listing ? listing.toTable() : null;
    }
}
