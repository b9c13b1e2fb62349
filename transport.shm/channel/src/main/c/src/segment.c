/* SPDX-License-Identifier: Apache-2.0 */
/* The header of a segment: written once by format, checked by attach. */
#include "hawser/channel.h"
#include "hawser/memory.h"

static const int32_t VERSION = HAWSER_CHANNEL_VERSION_MAJOR << 16 | HAWSER_CHANNEL_VERSION_MINOR;

static int32_t get_int32(const uint8_t *base, int32_t offset) {
    return __atomic_load_n((const int32_t *)(const void *)(base + offset), __ATOMIC_ACQUIRE);
}

static int64_t get_int64(const uint8_t *base, int32_t offset) {
    return __atomic_load_n((const int64_t *)(const void *)(base + offset), __ATOMIC_RELAXED);
}

static void put_int32(uint8_t *base, int32_t offset, int32_t value) {
    __atomic_store_n((int32_t *)(void *)(base + offset), value, __ATOMIC_RELEASE);
}

static void put_int64(uint8_t *base, int32_t offset, int64_t value) {
    __atomic_store_n((int64_t *)(void *)(base + offset), value, __ATOMIC_RELAXED);
}

static int32_t check_capacity(const char *direction, int64_t capacity) {
    if (capacity < HAWSER_CAPACITY_MIN || capacity > HAWSER_CAPACITY_MAX || capacity % HAWSER_RECORD_ALIGNMENT != 0) {
        return hawser_fail("a ring's capacity must be a multiple of %d from %d to %d: direction=%s, capacity=%lld",
                           HAWSER_RECORD_ALIGNMENT, HAWSER_CAPACITY_MIN, HAWSER_CAPACITY_MAX, direction,
                           (long long)capacity);
    }
    return HAWSER_OK;
}

static int32_t check_sizes(const hawser_segment_t *segment) {
    if (check_capacity("to-native", segment->to_native_capacity) != HAWSER_OK
        || check_capacity("to-renderer", segment->to_renderer_capacity) != HAWSER_OK
        || check_capacity("side", segment->side_capacity) != HAWSER_OK) {
        return -1;
    }
    const int64_t needed = hawser_segment_length(segment->to_native_capacity, segment->to_renderer_capacity,
                                                 segment->side_capacity);
    if (segment->length < needed) {
        return hawser_fail("a segment must hold its header and its rings: needed=%lld, length=%lld", (long long)needed,
                           (long long)segment->length);
    }
    return HAWSER_OK;
}

int64_t hawser_segment_length(int64_t to_native_capacity, int64_t to_renderer_capacity, int64_t side_capacity) {
    return HAWSER_DATA_OFFSET + to_native_capacity + to_renderer_capacity + side_capacity;
}

static void put_kind(uint8_t *base, int32_t state_offset, int32_t producers) {
    put_int32(base, state_offset + HAWSER_PRODUCERS_OFFSET, producers);
}

int32_t hawser_segment_format(uint8_t *base, int64_t length, int64_t to_native_capacity, int64_t to_renderer_capacity,
                              int64_t side_capacity) {
    const hawser_segment_t segment = {base, length, to_native_capacity, to_renderer_capacity, side_capacity, -1};
    if (check_sizes(&segment) != HAWSER_OK) {
        return -1;
    }
    put_int32(base, HAWSER_VERSION_OFFSET, VERSION);
    put_int64(base, HAWSER_LENGTH_OFFSET, length);
    put_int64(base, HAWSER_TO_NATIVE_CAPACITY_OFFSET, to_native_capacity);
    put_int64(base, HAWSER_TO_RENDERER_CAPACITY_OFFSET, to_renderer_capacity);
    put_int64(base, HAWSER_SIDE_CAPACITY_OFFSET, side_capacity);
    put_kind(base, HAWSER_TO_NATIVE_STATE_OFFSET, HAWSER_PRODUCERS_MANY);
    put_kind(base, HAWSER_TO_RENDERER_STATE_OFFSET, HAWSER_PRODUCERS_ONE);
    put_kind(base, HAWSER_SIDE_STATE_OFFSET, HAWSER_PRODUCERS_MANY);
    put_int32(base, HAWSER_MAGIC_OFFSET, HAWSER_CHANNEL_MAGIC); /* release: whoever sees it sees the whole header */
    return HAWSER_OK;
}

static int32_t check_kind(const uint8_t *base, int64_t length) {
    if (length < HAWSER_LENGTH_OFFSET) {
        return hawser_fail("a segment must hold its magic and version, %d bytes: length=%lld", HAWSER_LENGTH_OFFSET,
                           (long long)length);
    }
    const int32_t magic = get_int32(base, HAWSER_MAGIC_OFFSET);
    if (magic != HAWSER_CHANNEL_MAGIC) {
        return hawser_fail("a segment must begin with magic 0x%08x: magic=0x%08x", (unsigned)HAWSER_CHANNEL_MAGIC,
                           (unsigned)magic);
    }
    const int32_t version = get_int32(base, HAWSER_VERSION_OFFSET);
    if (version >> 16 != HAWSER_CHANNEL_VERSION_MAJOR) {
        return hawser_fail("a segment must have the layout of version %d: version=%d.%d; update both of its ends",
                           HAWSER_CHANNEL_VERSION_MAJOR, version >> 16, version & 0xffff);
    }
    if (length < HAWSER_DATA_OFFSET) { /* after the version: another one's header may be shorter */
        return hawser_fail("a segment must hold a header of %d bytes: length=%lld", HAWSER_DATA_OFFSET,
                           (long long)length);
    }
    return HAWSER_OK;
}

int32_t hawser_segment_attach(hawser_segment_t *segment, uint8_t *base, int64_t length) {
    if (check_kind(base, length) != HAWSER_OK) {
        return -1;
    }
    const int64_t claimed = get_int64(base, HAWSER_LENGTH_OFFSET);
    if (claimed != length) {
        return hawser_fail("a segment's header must give its length: header=%lld, length=%lld", (long long)claimed,
                           (long long)length);
    }
    const hawser_segment_t found = {
        base, length, get_int64(base, HAWSER_TO_NATIVE_CAPACITY_OFFSET),
        get_int64(base, HAWSER_TO_RENDERER_CAPACITY_OFFSET), get_int64(base, HAWSER_SIDE_CAPACITY_OFFSET),
        -1,
    };
    if (check_sizes(&found) != HAWSER_OK) {
        return -1;
    }
    *segment = found;
    return HAWSER_OK;
}
