/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

enum { CAPACITY = HAWSER_CAPACITY_MIN, LENGTH = HAWSER_DATA_OFFSET + 3 * CAPACITY };

static hawser_segment_t segment;

static void refuse(int64_t offset, int32_t value, const char *reason) {
    segment = new_segment(CAPACITY);
    hawser_segment_t other;
    memcpy(segment.base + offset, &value, sizeof value);
    CHECK(hawser_segment_attach(&other, segment.base, LENGTH) == -1);
    CHECK_CONTAINS(hawser_error(), reason);
    free(segment.base);
}

static void should_refuse_another_magic(void) {
    refuse(HAWSER_MAGIC_OFFSET, 0x12345678, "magic=0x12345678");
    refuse(HAWSER_MAGIC_OFFSET, 0, "magic 0x48575352: magic=0x00000000");
}

static void should_refuse_another_major_version(void) {
    refuse(HAWSER_VERSION_OFFSET, 3 << 16 | 3, "version 2: version=3.3; update both of its ends");
    refuse(HAWSER_VERSION_OFFSET, 1 << 16 | 3, "version 2: version=1.3; update both of its ends");
    refuse(HAWSER_VERSION_OFFSET, -1, "version=-1.65535");
}

/* Its header may have been shorter; that is not what stands against it. */
static void should_tell_the_version_of_a_segment_that_is_too_short_for_this_one(void) {
    const int32_t version = 1 << 16 | 3;
    hawser_segment_t other;
    segment = new_segment(CAPACITY);
    memcpy(segment.base + HAWSER_VERSION_OFFSET, &version, sizeof version);
    CHECK(hawser_segment_attach(&other, segment.base, 4096) == -1);
    CHECK_CONTAINS(hawser_error(), "version 2: version=1.3");
    CHECK(hawser_segment_attach(&other, segment.base, 7) == -1);
    CHECK_CONTAINS(hawser_error(), "length=7");
    free(segment.base);
}

static void should_accept_another_minor_version(void) {
    segment = new_segment(CAPACITY);
    const int32_t version = HAWSER_CHANNEL_VERSION_MAJOR << 16 | 9;
    memcpy(segment.base + HAWSER_VERSION_OFFSET, &version, sizeof version);
    CHECK(hawser_segment_attach(&segment, segment.base, LENGTH) == HAWSER_OK);
    free(segment.base);
}

static void should_refuse_sizes_that_cannot_be(void) {
    refuse(HAWSER_LENGTH_OFFSET, LENGTH + 1, "header=23553, length=23552");
    refuse(HAWSER_TO_NATIVE_CAPACITY_OFFSET, CAPACITY + 1, "direction=to-native, capacity=1025");
    refuse(HAWSER_TO_NATIVE_CAPACITY_OFFSET, CAPACITY * 2, "needed=24576, length=23552");
    refuse(HAWSER_TO_RENDERER_CAPACITY_OFFSET, 0, "direction=to-renderer, capacity=0");
    refuse(HAWSER_TO_RENDERER_CAPACITY_OFFSET + 4, -1, "direction=to-renderer, capacity=-");
    refuse(HAWSER_TO_RENDERER_CAPACITY_OFFSET + 4, INT32_MAX, "direction=to-renderer, capacity=9");
    refuse(HAWSER_SIDE_CAPACITY_OFFSET, 0, "direction=side, capacity=0");
}

static void should_refuse_unknown_kinds_of_ring(void) {
    hawser_ring_t ring;
    segment = new_segment(CAPACITY);
    segment.base[HAWSER_SIDE_STATE_OFFSET + HAWSER_PRODUCERS_OFFSET] = 2;
    CHECK(hawser_ring_produce_side(&ring, &segment) == HAWSER_POISONED);
    CHECK_CONTAINS(hawser_error(), "producers=2");
    free(segment.base);
}

static void should_tell_the_kinds_of_the_rings(void) {
    hawser_ring_t ring;
    segment = new_segment(CAPACITY);
    CHECK(hawser_ring_consume_to_native(&ring, &segment) == HAWSER_OK && ring.producers == HAWSER_PRODUCERS_MANY);
    CHECK(hawser_ring_consume_to_renderer(&ring, &segment) == HAWSER_OK && ring.producers == HAWSER_PRODUCERS_ONE);
    int32_t *flag = ring.sleeper;
    CHECK(hawser_ring_consume_side(&ring, &segment) == HAWSER_OK && ring.producers == HAWSER_PRODUCERS_MANY);
    CHECK(ring.sleeper == flag);
    free(segment.base);
}

static void should_refuse_memory_without_room_for_a_header(void) {
    hawser_segment_t other;
    segment = new_segment(CAPACITY);
    CHECK(hawser_segment_attach(&other, segment.base, 64) == -1);
    CHECK_CONTAINS(hawser_error(), "must hold a header of 20480 bytes: length=64");
    free(segment.base);
}

static void should_not_format_impossible_sizes(void) {
    CHECK(hawser_segment_format(NULL, LENGTH, CAPACITY - 64, CAPACITY, CAPACITY) == -1);
    CHECK_CONTAINS(hawser_error(), "capacity=960");
    CHECK(hawser_segment_format(NULL, LENGTH, CAPACITY, HAWSER_CAPACITY_MAX + 64, CAPACITY) == -1);
    CHECK(hawser_segment_format(NULL, LENGTH, CAPACITY, CAPACITY, CAPACITY + 1) == -1);
    CHECK_CONTAINS(hawser_error(), "direction=side, capacity=1025");
    CHECK(hawser_segment_format(NULL, LENGTH - 1, CAPACITY, CAPACITY, CAPACITY) == -1);
    CHECK_CONTAINS(hawser_error(), "needed=23552, length=23551");
}

int main(void) {
    RUN(should_refuse_another_magic);
    RUN(should_refuse_another_major_version);
    RUN(should_tell_the_version_of_a_segment_that_is_too_short_for_this_one);
    RUN(should_accept_another_minor_version);
    RUN(should_refuse_sizes_that_cannot_be);
    RUN(should_refuse_unknown_kinds_of_ring);
    RUN(should_tell_the_kinds_of_the_rings);
    RUN(should_refuse_memory_without_room_for_a_header);
    RUN(should_not_format_impossible_sizes);
    return 0;
}
