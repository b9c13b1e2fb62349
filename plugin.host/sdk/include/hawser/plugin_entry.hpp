// SPDX-License-Identifier: Apache-2.0
/* The C side of plugin.hpp, which includes it: where exceptions end. */
#ifndef HAWSER_PLUGIN_ENTRY_HPP
#define HAWSER_PLUGIN_ENTRY_HPP

#include "hawser/plugin.hpp"

namespace hawser {

/// What the library has one of; it lies in the plugin's own file, so that no symbol of it is shared.
struct Instance {
    const hawser_host_t* given = nullptr;
    std::unique_ptr<Host> host;
    std::unique_ptr<Plugin> plugin;
};

/// The functions that the host calls, for a plugin of type T and its instance.
template <typename T, Instance& instance> struct Entry {
    static_assert(std::is_base_of_v<Plugin, T>, "a plugin derives from hawser::Plugin");

    /// Runs it; an exception becomes a failure, which `failed` is told.
    template <typename Body, typename Failed> static bool guard(Body body, Failed failed) noexcept {
        try {
            try {
                body();
                return true;
            } catch (const Failure& e) {
                failed(e.code(), std::string(e.what()));
            } catch (const std::exception& e) {
                failed(HAWSER_CODE_INTERNAL_ERROR, std::string(e.what()));
            } catch (...) {
                failed(HAWSER_CODE_INTERNAL_ERROR, std::string("an exception that is no std::exception"));
            }
        } catch (...) { // even the failure could not be told: there is no memory
        }
        return false;
    }

    static void log(int32_t, const std::string& text) {
        instance.host->log(Level::error, "an exception was stopped: " + text);
    }

    static PluginStatus initialize(MessageCallback message, BufferRequestCallback, BufferSendCallback) {
        const bool made = guard([&] {
            instance.host = std::make_unique<Host>(instance.given, message);
            instance.plugin = std::make_unique<T>(*instance.host);
        }, [](int32_t code, const std::string& text) {
            if (instance.host) {
                log(code, text);
            }
        });
        return made ? PLUGIN_SUCCESS : PLUGIN_ERROR_INITIALIZATION;
    }

    static void shutdown() {
        (void)guard([] { instance.plugin.reset(); }, log);
        instance.host.reset();
    }

    static void process_message(const uint8_t* data, size_t length) {
        (void)guard([&] { instance.plugin->on_message(Bytes(data, length)); }, log);
    }

    static void update() {
        (void)guard([] { instance.plugin->update(); }, log);
    }

    /* ---- hawser.request/1 ---- */

    static void request(int64_t id, const char* event, int64_t deadline_ms, const uint8_t* data, size_t length) {
        instance.host->at_hand(id);
        (void)guard([&] {
            instance.plugin->on_request(Request(*instance.host, id, event, deadline_ms, Bytes(data, length)));
        }, [&](int32_t code, const std::string& text) {
            if (id == 0) {
                log(code, text);
            } else {
                (void)instance.host->requests()->fail(instance.given, id, code, text.c_str());
            }
        });
        instance.host->at_hand(0);
    }

    static void cancelled(int64_t id) {
        (void)guard([&] { instance.plugin->on_cancelled(id); }, log);
    }

    static void answered(int64_t token, int32_t code, const uint8_t* data, size_t length) {
        (void)guard([&] { instance.host->answered(token, Outcome(code, Bytes(data, length))); }, log);
    }

    /* ---- hawser.stream/1 ---- */

    static void open(int64_t id, const char* event, const uint8_t* data, size_t length) {
        instance.host->at_hand(id);
        (void)guard([&] {
            instance.plugin->on_stream(Stream(*instance.host, id), event, Bytes(data, length));
        }, [&](int32_t code, const std::string& text) {
            (void)instance.host->streams()->fail(instance.given, id, code, text.c_str());
        });
        instance.host->at_hand(0);
    }

    static void stream_cancelled(int64_t id) {
        (void)guard([&] { instance.plugin->on_stream_cancelled(id); }, log);
    }

    /* ---- hawser.subscribe/1 ---- */

    static void item(int64_t token, const uint8_t* data, size_t length) {
        (void)guard([&] { instance.host->subscriptions().item(token, Bytes(data, length)); },
                    [&](int32_t code, const std::string& text) {
            instance.host->subscriptions().cancel(token);
            log(code, text);
        });
    }

    static void over(int64_t token, int32_t code, const uint8_t* text, size_t length) {
        (void)guard([&] { instance.host->subscriptions().over(token, Outcome(code, Bytes(text, length))); }, log);
    }

    /* ---- hawser.state/1 ---- */

    static int32_t save(const hawser_state_sink_t* sink) {
        int32_t result = -1;
        return guard([&] {
            const std::string state = instance.plugin->save();
            result = sink->write(sink, state.data(), state.size());
        }, log) ? result : -1;
    }

    static int32_t load(const uint8_t* data, size_t length) {
        return guard([&] { instance.plugin->load(Bytes(data, length)); }, log) ? 0 : -1;
    }

    /* ---- tables ---- */

    /// Whether T has such a function of its own.
    template <typename Own, typename Base> static constexpr bool is_own(Own, Base) {
        return !std::is_same_v<Own, Base>;
    }

    static const void* extension(const char* id) {
        static constexpr bool has_request = is_own(&T::on_request, &Plugin::on_request);
        static constexpr bool has_stream = is_own(&T::on_stream, &Plugin::on_stream);
        static constexpr bool has_save = is_own(&T::save, &Plugin::save);
        static constexpr bool has_load = is_own(&T::load, &Plugin::load);
        static const hawser_plugin_request_t requests = {has_request ? request : nullptr, cancelled, answered};
        static const hawser_plugin_stream_t streams = {open, stream_cancelled};
        static const hawser_plugin_subscribe_t taken = {item, over};
        static const hawser_plugin_state_t state = {has_save ? save : nullptr, has_load ? load : nullptr};
        return std::strcmp(id, HAWSER_EXT_REQUEST) == 0                              ? static_cast<const void*>(&requests)
               : std::strcmp(id, HAWSER_EXT_SUBSCRIBE) == 0                          ? static_cast<const void*>(&taken)
               : has_stream && std::strcmp(id, HAWSER_EXT_STREAM) == 0               ? static_cast<const void*>(&streams)
               : (has_save || has_load) && std::strcmp(id, HAWSER_EXT_STATE) == 0    ? static_cast<const void*>(&state)
                                                                                     : nullptr;
    }
};

} // namespace hawser

/// The library's exports, for a plugin of that type, which is made from a hawser::Host&. A semicolon follows.
#define HAWSER_PLUGIN(type, name, version) \
    namespace { \
    ::hawser::Instance hawser_instance; \
    using HawserEntry = ::hawser::Entry<type, hawser_instance>; \
    } \
    extern "C" PLUGIN_EXPORT void hawser_plugin_set_host(const hawser_host_t* host) { \
        hawser_instance.given = host; \
    } \
    extern "C" PLUGIN_EXPORT const void* hawser_plugin_get_extension(const char* id) { \
        return HawserEntry::extension(id); \
    } \
    extern "C" PLUGIN_EXPORT const PluginInterface* get_plugin_interface() { \
        static const PluginInterface table = {{name, version, PLUGIN_API_VERSION}, HawserEntry::initialize, \
                                              HawserEntry::shutdown, HawserEntry::process_message, \
                                              HawserEntry::update}; \
        return &table; \
    } \
    static_assert(true, "a semicolon follows")

#endif
