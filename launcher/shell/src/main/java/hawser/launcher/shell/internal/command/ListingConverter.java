// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import org.apache.felix.service.command.Converter;
import org.osgi.service.component.annotations.Component;

/** Shows listings and details to people: as wide as their terminal, and in pipes each row in one line. */
@Component(property = {Converter.CONVERTER_CLASSES + "=hawser.launcher.shell.internal.command.Listing",
    Converter.CONVERTER_CLASSES + "=hawser.launcher.shell.internal.command.Details"})
public final class ListingConverter implements Converter {
    @Override
    public Object convert(Class<?> type, Object value) {
        return type == String.class || type == CharSequence.class ? text(value, Screen.NONE) : null;
    }

    @Override
    public CharSequence format(Object value, int level, Converter session) {
        return text(value, Screen.of(session));
    }

    private static String text(Object value, Screen screen) {
        if (value instanceof Listing listing) {
            return listing.toTable(screen);
        }
        return value instanceof Details details ? details.toTable(screen) : null;
    }
}
