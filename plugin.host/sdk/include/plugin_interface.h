/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interface of a native plugin, version 1. A library exports one symbol, get_plugin_interface; everything else is
 * reached through the table that it returns.
 *
 * Threads: initialize, process_message, update and shutdown never overlap. The three callbacks may be called from any
 * thread, from initialize on until shutdown returns; later calls are counted and do nothing.
 * Memory: the table and its strings belong to the plugin and live as long as the library.
 */
#ifndef PLUGIN_INTERFACE_H
#define PLUGIN_INTERFACE_H

#include <stddef.h>
#include <stdint.h>

#define PLUGIN_API_VERSION 1

#if defined(_WIN32)
#define PLUGIN_EXPORT __declspec(dllexport)
#elif defined(__GNUC__)
#define PLUGIN_EXPORT __attribute__((visibility("default")))
#else
#define PLUGIN_EXPORT
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* What initialize reports; anything but PLUGIN_SUCCESS ends the start, and the plugin is shown as FAILED with it. */
typedef enum {
    PLUGIN_SUCCESS = 0,
    PLUGIN_ERROR_INVALID_VERSION = -1,
    PLUGIN_ERROR_INITIALIZATION = -2
} PluginStatus;

typedef struct {
    const char* name;     /* UTF-8, not empty */
    const char* version;  /* UTF-8, for people */
    uint32_t api_version; /* PLUGIN_API_VERSION */
} PluginInfo;

/*
 * Sends `length` bytes; they are copied before the call returns. The first message sent from inside process_message, on
 * its thread, answers the message being processed; any other is unsolicited. Where there is no room it waits, up to the
 * host's send.timeout; then the message is counted as lost and the open request fails with BACK_PRESSURED.
 * [any thread, active]
 */
typedef void (*MessageCallback)(const uint8_t* data, size_t length);

/*
 * Lends memory to write a message in place, waiting up to wait_ms for room (0 = do not wait). *buffer_space is what was
 * lent, a quarter of the channel's buffer. The loan ends with buffer_send or with the next request; on the thread that
 * the host calls the plugin on, also with a MessageCallback (the loan is void, the message is sent) and when the call
 * returns. There it lies in the channel itself, and messages of other threads wait for its end; to a plugin's own
 * threads private memory is lent, which buffer_send copies.
 * 0 = lent, -1 = invalid (an argument is NULL, or the plugin is not active), -2 = no room in time.
 * [any thread, active]
 */
typedef int (*BufferRequestCallback)(uint32_t wait_ms, uint8_t** buffer, uint32_t* buffer_space);

/*
 * Sends the first data_length bytes of the loan and returns the rest.
 * 0 = sent, -1 = invalid (nothing lent, 0 or more than was lent), -2 = timed out. After an error the loan is over. As
 * with MessageCallback, the first message sent from inside process_message is the answer.
 * [the thread that requested]
 */
typedef int (*BufferSendCallback)(uint32_t data_length);

typedef struct {
    PluginInfo info;

    /* Prepares for messages; keep the callbacks. [once, before all else] */
    PluginStatus (*initialize)(MessageCallback callback, BufferRequestCallback buffer_request_callback,
                               BufferSendCallback buffer_send_callback);

    /* Undoes initialize. Join your own threads here: the library is unmapped afterwards. [once, after all else] */
    void (*shutdown)(void);

    /* Handles one message. `data` is the host's, valid until this call returns, and may have length 0. [active] */
    void (*process_message)(const uint8_t* data, size_t length);

    /* Called each update.interval (100 ms unless configured), whether or not messages come. [active] */
    void (*update)(void);
} PluginInterface;

/* The one symbol that a plugin exports. The table is the plugin's and is read while the library is loaded. */
PLUGIN_EXPORT const PluginInterface* get_plugin_interface(void);

#ifdef __cplusplus
}
#endif
#endif
