/* SPDX-License-Identifier: Apache-2.0 */
/* A channel with the test as its renderer, and plugins from the folder that the test is given. */
#ifndef HARNESS_H
#define HARNESS_H

#include "check.h"
#include "hawser/core.h"

#include <inttypes.h>

enum { KEY = 4711, CAPACITY = 64 * 1024 };

#define SECOND INT64_C(1000000000)
#define FOR_EVER INT64_C(-1)

static const char *plugin_folder;

#if defined(__SANITIZE_THREAD__)
/* Two producers write the same bytes one after the other when the consumer has let go of them: it does so by its own
 * mapping of the channel, at other addresses than theirs, and a sanitizer that goes by addresses cannot know. */
extern const char *__tsan_default_suppressions(void);
const char *__tsan_default_suppressions(void) {
    return "race:hawser_copy\n";
}
#endif

static int32_t channel;
static hawser_segment_t segment;
static hawser_ring_t to_plugin;
static hawser_ring_t from_plugin;
static hawser_ring_t from_aside; /* the side ring: what the plugin's other threads send */

static inline int32_t image_of(const char *file) {
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/%s", plugin_folder, file);
    FILE *stream = fopen(path, "rb");
    check(stream != NULL, path, __FILE__, __LINE__);
    CHECK(fseek(stream, 0, SEEK_END) == 0);
    const long length = ftell(stream);
    uint8_t *bytes = malloc((size_t)length);
    CHECK(bytes != NULL && fseek(stream, 0, SEEK_SET) == 0);
    CHECK(fread(bytes, 1, (size_t)length, stream) == (size_t)length);
    (void)fclose(stream);
    const int32_t image = hawser_image_create(file, bytes, length);
    free(bytes);
    CHECK(image >= 0);
    return image;
}

static inline hawser_plugin_t *load(const char *file) {
    hawser_plugin_t *plugin = hawser_plugin_load(image_of(file));
    check(plugin != NULL, file, __FILE__, __LINE__);
    return plugin;
}

static inline void open_channel(int64_t capacity) {
    const int64_t length = hawser_segment_length(capacity, capacity, capacity);
    channel = hawser_memory_create("channel", length);
    CHECK(channel >= 0);
    uint8_t *base = hawser_memory_map(channel, length);
    CHECK(base != NULL);
    CHECK(hawser_segment_format(base, length, capacity, capacity, capacity) == HAWSER_OK);
    CHECK(hawser_segment_attach(&segment, base, length) == HAWSER_OK);
    CHECK(hawser_ring_produce_to_native(&to_plugin, &segment) == HAWSER_OK);
    CHECK(hawser_ring_consume_to_renderer(&from_plugin, &segment) == HAWSER_OK);
    CHECK(hawser_ring_consume_side(&from_aside, &segment) == HAWSER_OK);
}

static inline void close_channel(void) {
    CHECK(hawser_memory_unmap(segment.base, segment.length) == 0);
    CHECK(hawser_memory_close(channel) == 0);
}

/* Mappings of the core's own memory files; those of the C library come and go as it likes. */
static inline int32_t memfd_mappings(void) {
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[1024];
    int32_t count = 0;
    CHECK(maps != NULL);
    while (fgets(line, sizeof line, maps) != NULL) {
        count += strstr(line, "memfd:") != NULL;
    }
    (void)fclose(maps);
    return count;
}

static inline int32_t start(hawser_plugin_t *plugin, int64_t update_ns, int64_t send_timeout_ns) {
    return hawser_plugin_start(plugin, channel, segment.length, KEY, update_ns, send_timeout_ns, FOR_EVER);
}

static inline void commit(int32_t type, int64_t correlation, int64_t deadline, const void *bytes, int32_t length) {
    uint8_t *payload;
    int32_t result;
    while ((result = hawser_ring_claim(&to_plugin, length, &payload)) == HAWSER_FULL) {
        hawser_ring_await_room(&to_plugin, FOR_EVER);
    }
    CHECK(result == HAWSER_OK);
    if (length != 0) {
        memcpy(payload, bytes, (size_t)length);
    }
    hawser_ring_commit(&to_plugin, type, correlation, deadline, KEY, length);
    hawser_ring_wake_consumer(&to_plugin);
}

static inline void ask(int64_t correlation, const char *text) {
    commit(HAWSER_RECORD_REQUEST, correlation, 0, text, (int32_t)strlen(text));
}

static inline void notify(const char *text) {
    commit(HAWSER_RECORD_NOTIFICATION, 0, 0, text, (int32_t)strlen(text));
}

/* Waits for the next record of one ring, and wakes for either. */
static inline hawser_record_t next_of(hawser_ring_t *ring) {
    hawser_record_t record;
    int32_t result;
    while ((result = hawser_ring_poll(ring, &record)) == HAWSER_EMPTY) {
        hawser_ring_await_either(&from_plugin, &from_aside, FOR_EVER);
    }
    CHECK(result == HAWSER_OK);
    return record;
}

/* The next record, all of which but the payload is checked. Release it. */
static inline hawser_record_t next(int32_t type, int64_t correlation) {
    const hawser_record_t record = next_of(&from_plugin);
    if (record.type != type || record.correlation != correlation) {
        fprintf(stderr, "expected type=%d correlation=%" PRId64 ", found type=%d correlation=%" PRId64 "\n", type,
                correlation, record.type, record.correlation);
        exit(1);
    }
    CHECK(record.key == KEY && record.deadline == 0);
    return record;
}

static inline void expect_bytes(int32_t type, int64_t correlation, const void *bytes, int32_t length) {
    const hawser_record_t record = next(type, correlation);
    CHECK(record.length == length);
    CHECK(length == 0 || memcmp(record.payload, bytes, (size_t)length) == 0);
    hawser_ring_release(&from_plugin);
}

static inline void expect(int32_t type, int64_t correlation, const char *text) {
    expect_bytes(type, correlation, text, (int32_t)strlen(text));
}

static inline void expect_aside(const char *text) {
    const hawser_record_t record = next_of(&from_aside);
    CHECK(record.type == HAWSER_RECORD_MESSAGE && record.correlation == 0 && record.key == KEY);
    CHECK(record.length == (int32_t)strlen(text) && memcmp(record.payload, text, strlen(text)) == 0);
    hawser_ring_release(&from_aside);
}

static inline void expect_nothing(void) {
    hawser_record_t record;
    CHECK(hawser_ring_poll(&from_plugin, &record) == HAWSER_EMPTY);
    CHECK(hawser_ring_poll(&from_aside, &record) == HAWSER_EMPTY);
}

/* ---- a channel of one stream's own ---- */

typedef struct own {
    int32_t channel;
    hawser_segment_t segment;
    hawser_ring_t ring;
} own_t;

/* Made and given to the plugin. */
static inline own_t give_ring(hawser_plugin_t *plugin, int64_t correlation) {
    const own_t shared = {channel, segment, from_plugin};
    const hawser_ring_t shared_to = to_plugin;
    const hawser_ring_t shared_aside = from_aside;
    open_channel(CAPACITY);
    const own_t own = {channel, segment, from_plugin};
    channel = shared.channel;
    segment = shared.segment;
    from_plugin = shared.ring;
    to_plugin = shared_to;
    from_aside = shared_aside;
    CHECK(hawser_plugin_give_ring(plugin, correlation, own.channel, own.segment.length) == 0);
    return own;
}

/* From here on this is where chunks are looked for; again: back. */
static inline void turn_to(own_t *own) {
    const hawser_ring_t other = from_plugin;
    from_plugin = own->ring;
    own->ring = other;
}

static inline void close_ring(const own_t *own) {
    CHECK(hawser_memory_unmap(own->segment.base, own->segment.length) == 0);
    CHECK(hawser_memory_close(own->channel) == 0);
}

/* Stop and unload; what the plugin said in between is still in the channel. */
static inline void end(hawser_plugin_t *plugin) {
    CHECK(hawser_plugin_stop(plugin, FOR_EVER) == 0);
    CHECK(hawser_plugin_unload(plugin) == 0);
}

#endif
