// SPDX-License-Identifier: Apache-2.0
// Names and payloads come from anyone. They are only ever put into a page as text, and without what makes a text read
// as another one: control characters, and those that turn the direction of writing.

const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export const plain = value => String(value ?? '').replace(HIDDEN, '');

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in made && key !== 'list') {
      made[key] = value;
    } else {
      made.setAttribute(key, value);
    }
  }
  made.append(...children);
  return made;
}

/** Changes a text only if it is another: a reader's selection survives. */
export function say(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

const counts = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const shorts = new Intl.NumberFormat('en', {maximumSignificantDigits: 3});

export const count = value => counts.format(value ?? 0);

/** Three digits that matter, and k, M or G. */
export function short(value) {
  const [factor, letter] = value >= 1e9 ? [1e9, 'G'] : value >= 1e6 ? [1e6, 'M'] : value >= 1e4 ? [1e3, 'k'] : [1, ''];
  return shorts.format(value / factor) + letter;
}

export function duration(us) {
  if (!us) {
    return '–';
  }
  const [factor, unit] = us >= 1e6 ? [1e6, 's'] : us >= 1e3 ? [1e3, 'ms'] : [1, 'µs'];
  return `${shorts.format(us / factor)} ${unit}`;
}
