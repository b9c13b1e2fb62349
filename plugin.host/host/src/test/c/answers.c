/* SPDX-License-Identifier: Apache-2.0 */
/* `answers FOLDER FILE`: whether that plugin answers a message with its own bytes. Used on what the SDK built. */
#include "harness.h"

int main(int count, char **arguments) {
    CHECK(count == 3);
    plugin_folder = arguments[1];
    hawser_plugin_t *plugin = load(arguments[2]);
    open_channel(CAPACITY);
    CHECK(start(plugin, 0, SECOND) == 0);
    ask(1, "hello");
    expect(HAWSER_RECORD_RESPONSE, 1, "hello");
    end(plugin);
    close_channel();
    return 0;
}
