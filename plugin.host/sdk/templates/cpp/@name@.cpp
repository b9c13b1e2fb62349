// Answers each message with a greeting. Make on_message() do what your plugin is for.
#include "hawser/plugin.hpp"

#include <string>

namespace {

class Greeter : public hawser::Plugin {
public:
    using Plugin::Plugin; // made when the plugin is started, destroyed when it is stopped

    // The first message sent from here is the answer. What it throws is logged, and the caller is told NO_RESPONSE;
    // override on_request() instead to fail with a text of your own, or to answer later.
    void on_message(hawser::Bytes message) override {
        host().message("hello, " + std::string(message.text()));
    }
};

} // namespace

HAWSER_PLUGIN(Greeter, "@name@", "0.1.0");
