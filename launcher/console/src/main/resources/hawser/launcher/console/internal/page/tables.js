// SPDX-License-Identifier: Apache-2.0
// Tables that are brought up to date in place: rows stay the same elements, so focus and selection stay where they are.

import {element, plain, say} from './text.js';

const MOST = 200;

export class Table {
  #table;
  #body;
  #columns;
  #key;
  #nothing;
  #rows = new Map();
  #titles;

  /** columns: [{text(row), kind, cell(row, td)}]; key(row) tells rows apart. */
  constructor(table, columns, key, nothing) {
    this.#table = table;
    this.#body = table.tBodies[0];
    this.#columns = columns;
    this.#key = key;
    this.#nothing = nothing;
    this.#titles = [...table.tHead.rows[0].cells].map(cell => cell.textContent);
  }

  show(rows, filter) {
    const matching = rows.filter(row => plain(row.name).toLowerCase().includes(filter.toLowerCase()));
    const shown = matching.slice(0, MOST);
    const gone = new Set(this.#rows.keys());
    shown.forEach((row, index) => {
      const key = this.#key(row);
      gone.delete(key);
      this.#place(this.#fill(key, row), index);
    });
    for (const key of gone) {
      this.#rows.get(key).remove();
      this.#rows.delete(key);
    }
    this.#rest(rows.length, matching.length, shown.length);
  }

  #place(tr, index) {
    const there = this.#body.rows[index];
    if (there !== tr) {
      this.#body.insertBefore(tr, there ?? null);
    }
  }

  #fill(key, row) {
    let tr = this.#rows.get(key);
    if (!tr) {
      tr = element('tr', {}, ...this.#columns.map((column, i) => element(i ? 'td' : 'th',
        {className: column.kind ?? '', ...(i ? {} : {scope: 'row'}), 'data-title': this.#titles[i]})));
      this.#rows.set(key, tr);
    }
    this.#columns.forEach((column, i) => column.cell ? column.cell(row, tr.cells[i])
      : say(tr.cells[i], plain(column.text(row))));
    return tr;
  }

  #rest(all, matching, shown) {
    const text = all === 0 ? this.#nothing : matching === 0 ? 'No name has that in it.'
      : shown < matching ? `and ${matching - shown} more` : '';
    let caption = this.#table.caption;
    if (text && !caption) {
      caption = this.#table.createCaption();
    }
    if (caption) {
      say(caption, text);
    }
    this.#table.classList.toggle('empty', shown === 0);
    say(this.#table.parentElement.querySelector('.count'), String(all));
  }
}
