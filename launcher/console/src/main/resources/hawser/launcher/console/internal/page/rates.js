// SPDX-License-Identifier: Apache-2.0
// What happened between two looks, from counters that only grow. A counter that is smaller than before began anew.

const KEPT = 121;

const byName = (rows, name = row => row.name) => new Map(rows.map(row => [name(row), row]));

const grown = (now, before) => before === undefined || now < before ? 0 : now - before;

const failed = row => Object.values(row.failures).reduce((sum, value) => sum + value, 0);

export class Rates {
  #former;
  #samples = [];

  /** Takes a look, and gives each row of it its rates. */
  take(look) {
    const seconds = this.#former ? (look.atMs - this.#former.atMs) / 1000 : 0;
    if (this.#former && seconds <= 0) {
      return false; // the same look, or another process since
    }
    this.#plugins(look);
    this.#events(look, seconds);
    this.#channels(look, seconds);
    this.#keep(look);
    this.#former = look;
    return true;
  }

  #plugins(look) {
    const figures = byName(look.figures);
    for (const row of look.plugins) {
      row.restarts = figures.get(row.name)?.restarts;
    }
  }

  #events(look, seconds) {
    const former = byName(this.#former?.requests ?? []);
    for (const row of look.requests) {
      const before = former.get(row.name);
      row.failed = failed(row);
      row.perSecond = seconds && grown(row.begun, before?.begun ?? 0) / seconds;
      row.failedPerSecond = seconds && grown(row.failed, before?.failed ?? 0) / seconds;
    }
  }

  #channels(look, seconds) {
    const key = row => `${row.direction} ${row.name}`;
    const former = byName(this.#former?.directions ?? [], key);
    const sizes = byName(look.channels);
    for (const row of look.directions) {
      const before = former.get(key(row));
      const size = sizes.get(row.name);
      row.perSecond = seconds && grown(row.messages, before?.messages) / seconds;
      row.megabytesPerSecond = seconds && grown(row.bytes, before?.bytes) / seconds / 1e6;
      row.waiting = Math.max(0, row.messages - row.consumed);
      row.size = size ? (row.direction === 'to-native' ? size.toNativeSize : size.toRendererSize) : 0;
      row.fill = row.size ? Math.min(1, row.occupied / row.size) : 0;
    }
  }

  #keep(look) {
    const latencies = byName(look.latencies);
    const events = new Map(look.requests.map(row => {
      const {p50Us: p50 = null, p99Us: p99 = null} = latencies.get(row.name) ?? {};
      return [row.name, {rate: row.perSecond, failures: row.failedPerSecond, p50, p99}];
    }));
    this.#samples.push({atMs: look.atMs, events});
    this.#samples.splice(0, this.#samples.length - KEPT);
  }

  /** What is drawn of one event, or of all: rates are added up, and of latencies the slowest counts. */
  history(name) {
    return this.#samples.slice(1).map(({atMs, events}) => {
      const rows = name ? [events.get(name)].filter(Boolean) : [...events.values()];
      const most = key => rows.reduce((found, row) => row[key] === null ? found : Math.max(found ?? 0, row[key]), null);
      return {
        atMs,
        rate: rows.reduce((sum, row) => sum + row.rate, 0),
        failures: rows.reduce((sum, row) => sum + row.failures, 0),
        p50: most('p50'),
        p99: most('p99'),
      };
    });
  }
}
