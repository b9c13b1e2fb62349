/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "verdict.h"

#include "json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const WORDS[] = {"ok", "BROKEN", "note", "skipped"};
static const char *const JSON_WORDS[] = {"ok", "broken", "note", "skipped"};
static const char *const COLORS[] = {"\033[32m", "\033[1;31m", "\033[33m", "\033[2m"};

int32_t hawser_verdict_count(const hawser_verdict_t *verdict, hawser_standing_t standing) {
    int32_t count = 0;
    for (int32_t i = 0; i < verdict->count; i++) {
        count += verdict->found[i].standing == standing;
    }
    return count;
}

/* ---- for people ---- */

static int32_t on_terminal(void) {
    return isatty(STDOUT_FILENO);
}

static int32_t is_colored(void) {
    const char *terminal = getenv("TERM");
    return on_terminal() && getenv("NO_COLOR") == NULL && terminal != NULL && strcmp(terminal, "dumb") != 0;
}

/* A plugin's name and words may come from anywhere; a terminal is not to obey them. */
static void print_plain(const char *text) {
    for (; *text != '\0'; text++) {
        (void)putchar((unsigned char)*text < ' ' || *text == 0x7f ? '?' : *text);
    }
}

void hawser_verdict_print_head(const hawser_verdict_t *verdict) {
    print_plain(verdict->file);
    (void)printf(": strictness %" PRId64 ", seed %" PRId64 "\n", verdict->strictness, verdict->seed);
}

void hawser_verdict_print_asked(const hawser_rule_t *rule) {
    if (on_terminal()) {
        (void)printf("%2d  %-26s ...", rule->level, rule->name);
        (void)fflush(stdout);
    }
}

void hawser_verdict_print_progress(const hawser_rule_t *rule, int64_t done, int64_t all) {
    if (on_terminal() && all > 0) {
        (void)printf("\r%2d  %-26s %3" PRId64 " %%", rule->level, rule->name, done < all ? done * 100 / all : 100);
        (void)fflush(stdout);
    }
}

void hawser_verdict_print_found(const hawser_verdict_t *verdict, const hawser_found_t *found) {
    const int32_t colored = is_colored();
    if (found->standing == HAWSER_RULE_SKIPPED) {
        (void)printf("%s", on_terminal() ? "\r\033[K" : ""); /* the sum tells of these */
        return;
    }
    (void)printf("%s%2d  %-26s %s%s%s", on_terminal() ? "\r\033[K" : "", found->rule->level, found->rule->name,
                 colored ? COLORS[found->standing] : "", WORDS[found->standing], colored ? "\033[0m" : "");
    if (found->reason[0] != '\0') {
        (void)printf("  ");
        print_plain(found->reason);
    }
    (void)putchar('\n');
    if (found->standing == HAWSER_RULE_BROKEN) {
        (void)printf("    a plugin %s\n    again: %s %s --strictness %" PRId64 " --seed %" PRId64 " --rule %s%s%s\n",
                     found->rule->asks, verdict->program, verdict->file, verdict->strictness, verdict->seed,
                     found->rule->name, verdict->event[0] == '\0' ? "" : " --event ", verdict->event);
    }
    if (found->saved[0] != '\0') {
        (void)printf("    the message: %s\n", found->saved);
    }
    (void)fflush(stdout);
}

void hawser_verdict_print_sum(const hawser_verdict_t *verdict) {
    const int32_t higher = hawser_rules_count() - verdict->count;
    const int32_t notes = hawser_verdict_count(verdict, HAWSER_RULE_NOTED);
    const int32_t skipped = hawser_verdict_count(verdict, HAWSER_RULE_SKIPPED);
    if (verdict->count == 1) {
        return; /* it speaks for itself */
    }
    (void)printf("%d rules: %d ok, %d broken", verdict->count, hawser_verdict_count(verdict, HAWSER_RULE_HELD),
                 hawser_verdict_count(verdict, HAWSER_RULE_BROKEN));
    if (notes != 0) {
        (void)printf(", %d noted", notes);
    }
    if (skipped != 0) {
        (void)printf(", %d skipped, which what is broken breaks, too", skipped);
    }
    if (higher > 0 && verdict->strictness < HAWSER_STRICTNESS_MOST) {
        (void)printf("; %d more with --strictness %d", higher, HAWSER_STRICTNESS_MOST);
    }
    (void)printf("\n");
}

/* ---- for programs ---- */

static void print_rule(hawser_json_t *json, const hawser_found_t *found) {
    hawser_json_begin_item(json);
    hawser_json_text(json, "name", found->rule->name);
    hawser_json_number(json, "level", found->rule->level);
    hawser_json_text(json, "outcome", JSON_WORDS[found->standing]);
    hawser_json_text(json, "asks", found->rule->asks);
    if (found->reason[0] != '\0') {
        hawser_json_text(json, "reason", found->reason);
    }
    if (found->message != 0) {
        hawser_json_number(json, "message", found->message);
    }
    if (found->saved[0] != '\0') {
        hawser_json_text(json, "saved", found->saved);
    }
    hawser_json_end_item(json);
}

void hawser_verdict_print_json(const hawser_verdict_t *verdict) {
    hawser_json_t json = hawser_json_begin(stdout);
    hawser_json_text(&json, "name", verdict->name);
    hawser_json_text(&json, "version", verdict->version);
    hawser_json_text(&json, "file", verdict->file);
    hawser_json_truth(&json, "valid", hawser_verdict_count(verdict, HAWSER_RULE_BROKEN) == 0);
    hawser_json_number(&json, "strictness", verdict->strictness);
    hawser_json_number(&json, "seed", verdict->seed);
    hawser_json_begin_list(&json, "rules");
    for (int32_t i = 0; i < verdict->count; i++) {
        print_rule(&json, &verdict->found[i]);
    }
    hawser_json_end_list(&json);
    hawser_json_end(&json);
}
