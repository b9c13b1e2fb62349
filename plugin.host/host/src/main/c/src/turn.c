/* SPDX-License-Identifier: Apache-2.0 */
#include "turn.h"

#include "hawser/memory.h"

enum { FREE = 0, TAKEN = 1, WAITED_FOR = 2 };

int32_t hawser_turn_try(hawser_turn_t *turn) {
    int32_t expected = FREE;
    return __atomic_compare_exchange_n(&turn->word, &expected, TAKEN, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST) ? 0 : -1;
}

int32_t hawser_turn_take(hawser_turn_t *turn, hawser_patience_t *patience) {
    if (hawser_turn_try(turn) == 0) {
        return 0;
    }
    /* Whoever had to wait takes it as waited for: others may still sleep, and nobody knows how many. */
    while (__atomic_exchange_n(&turn->word, WAITED_FOR, __ATOMIC_ACQUIRE) != FREE) {
        const int64_t left_ns = hawser_patience_left(patience);
        if (left_ns == 0) {
            return -1;
        }
        (void)hawser_wait(&turn->word, WAITED_FOR, left_ns);
    }
    return 0;
}

void hawser_turn_give(hawser_turn_t *turn) {
    if (__atomic_exchange_n(&turn->word, FREE, __ATOMIC_SEQ_CST) == WAITED_FOR) {
        hawser_wake(&turn->word);
    }
}
