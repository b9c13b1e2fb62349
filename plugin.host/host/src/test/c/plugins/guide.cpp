// SPDX-License-Identifier: Apache-2.0
// A plugin as the guide's step 3 tells to write it: plain functions, one echo by message, one by buffer.
#include "plugin_interface.h"
#include <string.h>
#include <stdio.h>

static MessageCallback g_messageCallback = nullptr;
static BufferRequestCallback g_bufferRequestCallback = nullptr;
static BufferSendCallback g_bufferSendCallback = nullptr;

PluginStatus initialize(MessageCallback callback,
                        BufferRequestCallback buffer_request_callback,
                        BufferSendCallback buffer_send_callback) {
    g_messageCallback = callback;
    g_bufferRequestCallback = buffer_request_callback;
    g_bufferSendCallback = buffer_send_callback;
    return PLUGIN_SUCCESS;
}

void shutdown() {
    g_messageCallback = nullptr;
    g_bufferRequestCallback = nullptr;
    g_bufferSendCallback = nullptr;
}

void process_message(const uint8_t* data, size_t length) {
    if (g_messageCallback) {
        g_messageCallback(data, length);
    }
    if (g_bufferRequestCallback && g_bufferSendCallback) {
        uint8_t* buffer = nullptr;
        uint32_t buffer_space = 0;
        int result = g_bufferRequestCallback(1000, &buffer, &buffer_space);
        if (result == 0 && buffer && buffer_space >= length) {
            memcpy(buffer, data, length);
            g_bufferSendCallback(length);
        }
    }
}

void update() {
}

static PluginInfo g_pluginInfo = {
    "MyPlugin",
    "1.0.0",
    PLUGIN_API_VERSION
};

static PluginInterface g_interface = {
    g_pluginInfo,
    initialize,
    shutdown,
    process_message,
    update
};

#ifdef __cplusplus
extern "C" {
#endif

PLUGIN_EXPORT const PluginInterface* get_plugin_interface() {
    return &g_interface;
}

#ifdef __cplusplus
}
#endif
