// Calls the plugin as the host does, without a host: give it to a debugger or to valgrind as it is.
#include "plugin_interface.h"

#include <iostream>
#include <string>

namespace {

std::string received;

void keep(const uint8_t *data, size_t length) {
    received.assign(reinterpret_cast<const char *>(data), length);
}

int lend(uint32_t, uint8_t **, uint32_t *) {
    return -2; // no room: a plugin must cope with that
}

int send_loan(uint32_t) {
    return -1;
}

int expect(const std::string &message, const std::string &expected) {
    get_plugin_interface()->process_message(reinterpret_cast<const uint8_t *>(message.data()), message.size());
    if (received == expected) {
        return 0;
    }
    std::cerr << "required: " << expected << "; found: " << received << '\n';
    return 1;
}

} // namespace

int main() {
    const PluginInterface *plugin = get_plugin_interface();
    int failures = plugin->initialize(keep, lend, send_loan) != PLUGIN_SUCCESS;
    failures += expect("world", "hello, world");
    failures += expect("", "hello, ");
    plugin->shutdown();
    return failures;
}
