/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin's ends of its channel: from before it is started until it is over. */
#define _GNU_SOURCE
#include "plugin.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

int32_t hawser_plugin_set_grant(hawser_plugin_t *plugin, int32_t length) {
    if (plugin->slot >= 0 || length < 0) {
        return hawser_fail("a grant must not be negative, and is set before the start: length=%d", length);
    }
    plugin->grant = length;
    return 0;
}

static int32_t open_ends(hawser_plugin_t *plugin, const hawser_manner_t *manner) {
    hawser_segment_t segment;
    if (hawser_segment_attach(&segment, plugin->base, plugin->length) != HAWSER_OK) {
        return -1;
    }
    segment.descriptor = plugin->descriptor;
    if (hawser_ring_consume_to_native(&plugin->input, &segment) != HAWSER_OK
        || hawser_sender_init(&plugin->sender, &segment, manner) != 0) {
        return -1;
    }
    plugin->control = plugin->input;
    plugin->sender.pulse = plugin->pulse;
    plugin->sender.hears_answers = plugin->library.request.answered != NULL;
    plugin->sender.takes_items = plugin->library.subscribe.item != NULL;
    int32_t *pid = (int32_t *)(void *)(segment.base + HAWSER_NATIVE_PID_OFFSET);
    __atomic_store_n(pid, (int32_t)getpid(), __ATOMIC_RELAXED);
    return 0;
}

static void unmap(hawser_plugin_t *plugin) {
    (void)hawser_memory_unmap(plugin->base, plugin->length);
    (void)close(plugin->descriptor);
    plugin->base = NULL;
    plugin->descriptor = -1;
}

static int32_t map(hawser_plugin_t *plugin, int32_t channel, int64_t channel_length) {
    plugin->base = hawser_memory_map(channel, channel_length);
    if (plugin->base == NULL) {
        return -1;
    }
    plugin->length = channel_length;
    plugin->descriptor = fcntl(channel, F_DUPFD_CLOEXEC, 0); /* to reserve memory by; the other may be closed */
    if (plugin->descriptor < 0) {
        (void)hawser_fail("a channel's descriptor could not be duplicated: %s", strerror(errno));
        unmap(plugin);
        return -1;
    }
    return 0;
}

/* Maps the channel, opens its ends and a slot. Undo with let_go(). */
int32_t hawser_plugin_open(hawser_plugin_t *plugin, int32_t channel, int64_t channel_length,
                           const hawser_manner_t *manner) {
    if (plugin->slot >= 0) {
        return hawser_fail("a plugin is started once: load %s again", plugin->library.file);
    }
    if (map(plugin, channel, channel_length) != 0) {
        return -1;
    }
    if (open_ends(plugin, manner) != 0) {
        unmap(plugin);
        return -1;
    }
    plugin->slot = hawser_slot_open(&plugin->sender);
    if (plugin->slot < 0) {
        hawser_sender_destroy(&plugin->sender);
        unmap(plugin);
        return -1;
    }
    return 0;
}

void hawser_plugin_close_callbacks(hawser_plugin_t *plugin) {
    hawser_sender_close(&plugin->sender);
    hawser_slot_close(plugin->slot);
}

/* After the pump is gone: waits for the plugin's own threads to leave the callbacks, then lets go of the channel. */
void hawser_plugin_let_go(hawser_plugin_t *plugin) {
    hawser_plugin_close_callbacks(plugin);
    hawser_slot_quiesce(plugin->slot);
    hawser_sender_destroy(&plugin->sender);
    unmap(plugin);
}
