/* SPDX-License-Identifier: Apache-2.0 */
/* What is refused when a plugin is loaded or initialised, and the reasons. */
#include "harness.h"

#include <unistd.h>

static void refuse(const char *file, const char *reason) {
    CHECK(hawser_plugin_load(image_of(file)) == NULL);
    CHECK_CONTAINS(hawser_error(), reason);
}

static void should_tell_name_and_versions(void) {
    hawser_plugin_t *plugin = load("echo.so");
    CHECK(strcmp(hawser_plugin_name(plugin), "echo") == 0);
    CHECK(strcmp(hawser_plugin_version(plugin), "1.0.0") == 0);
    CHECK(hawser_plugin_api_version(plugin) == 1);
    CHECK(hawser_plugin_stop(plugin, FOR_EVER) == 0); /* not started: nothing to do */
    CHECK(hawser_plugin_unload(plugin) == 0);
    plugin = load("plain-shutdown.so");
    CHECK(strcmp(hawser_plugin_version(plugin), "") == 0);
    CHECK(hawser_plugin_unload(plugin) == 0);
}

static void should_seal_the_image(void) {
    const int32_t image = image_of("echo.so");
#if defined(__linux__)
    CHECK(write(image, "x", 1) < 0 && ftruncate(image, 0) != 0);
#endif
    CHECK(hawser_memory_close(image) == 0);
    CHECK(hawser_image_create("empty", (const uint8_t *)"", 0) == -1);
}

static void should_refuse_what_is_no_library(void) {
    const int32_t image = hawser_image_create("libtext.so", (const uint8_t *)"some text", 9);
    CHECK(hawser_plugin_load(image) == NULL);
    CHECK_CONTAINS(hawser_error(), "libtext.so cannot be loaded");
    CHECK(hawser_memory_close(image) == -1); /* it was taken over, also on failure */
}

static void should_refuse_a_library_without_entry(void) {
    refuse("no_entry.so", "a plugin must export get_plugin_interface: no_entry.so has no such symbol; declare it");
}

static void should_refuse_null_as_table(void) {
    refuse("null_table.so", "null_table.so returned NULL");
}

static void should_refuse_another_api_version(void) {
    refuse("wrong_version.so", "API version 1: wrong_version.so has api_version=2");
}

static void should_refuse_missing_functions(void) {
    refuse("null-initialize.so", "null-initialize.so has initialize=NULL");
    refuse("null-shutdown.so", "null-shutdown.so has shutdown=NULL");
    refuse("null-process.so", "null-process.so has process_message=NULL");
    refuse("null-update.so", "null-update.so has update=NULL");
}

static void should_refuse_bad_names(void) {
    refuse("name-null.so", "that of name-null.so is NULL");
    refuse("name-empty.so", "that of name-empty.so is empty");
    refuse("name-long.so", "that of name-long.so is longer");
    refuse("name-latin1.so", "that of name-latin1.so is not UTF-8");
    refuse("name-overlong.so", "that of name-overlong.so is not UTF-8");
    refuse("name-cut.so", "that of name-cut.so is not UTF-8");
    refuse("name-newline.so", "that of name-newline.so has a control character");
    refuse("name-c1.so", "that of name-c1.so has a control character");
}

static void should_accept_a_name_of_128_bytes_beyond_ascii(void) {
    hawser_plugin_t *plugin = load("name-utf8.so");
    CHECK(strlen(hawser_plugin_name(plugin)) == 128);
    open_channel(CAPACITY);
    CHECK(start(plugin, 0, SECOND) == 0);
    end(plugin);
    close_channel();
}

static void should_report_what_initialize_returned(void) {
    const struct {
        const char *file;
        const char *reason;
    } cases[] = {{"init_fails.so", "returned -2, PLUGIN_ERROR_INITIALIZATION"},
                 {"init-version.so", "returned -1, PLUGIN_ERROR_INVALID_VERSION"},
                 {"init-odd.so", "returned 77, not a status"}};
    open_channel(CAPACITY);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        hawser_plugin_t *plugin = load(cases[i].file);
        CHECK(start(plugin, 0, SECOND) == -1);
        CHECK_CONTAINS(hawser_error(), cases[i].reason);
        end(plugin);
    }
    close_channel();
}

static void should_refuse_a_channel_that_is_none(void) {
    hawser_plugin_t *plugin = load("echo.so");
    const int32_t memory = hawser_memory_create("zeros", 32768);
    CHECK(hawser_plugin_start(plugin, memory, 32768, KEY, 0, SECOND, FOR_EVER) == -1);
    CHECK_CONTAINS(hawser_error(), "magic=0x00000000");
    CHECK(hawser_plugin_start(plugin, memory, 65536, KEY, 0, SECOND, FOR_EVER) == -1);
    CHECK_CONTAINS(hawser_error(), "length=65536, size=32768");
    CHECK(hawser_memory_close(memory) == 0);
    end(plugin);
}

static void should_start_a_plugin_once_only(void) {
    hawser_plugin_t *plugin = load("echo.so");
    open_channel(CAPACITY);
    CHECK(start(plugin, 0, SECOND) == 0);
    CHECK(start(plugin, 0, SECOND) == -1);
    CHECK_CONTAINS(hawser_error(), "started once");
    CHECK(hawser_plugin_unload(plugin) == -1);
    CHECK_CONTAINS(hawser_error(), "still runs");
    end(plugin);
    close_channel();
}

int main(int count, char **arguments) {
    CHECK(count == 2);
    plugin_folder = arguments[1];
    RUN(should_tell_name_and_versions);
    RUN(should_seal_the_image);
    RUN(should_refuse_what_is_no_library);
    RUN(should_refuse_a_library_without_entry);
    RUN(should_refuse_null_as_table);
    RUN(should_refuse_another_api_version);
    RUN(should_refuse_missing_functions);
    RUN(should_refuse_bad_names);
    RUN(should_accept_a_name_of_128_bytes_beyond_ascii);
    RUN(should_report_what_initialize_returned);
    RUN(should_refuse_a_channel_that_is_none);
    RUN(should_start_a_plugin_once_only);
    return 0;
}
