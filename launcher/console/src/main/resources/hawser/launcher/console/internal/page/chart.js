// SPDX-License-Identifier: Apache-2.0
// A line chart: time goes to the right and ends now. Lines are told apart by colour, dash and a label at their end.

const NAMESPACE = 'http://www.w3.org/2000/svg';
const LEFT = 62;
const RIGHT = 62;
const TOP = 8;
const BOTTOM = 24;
const HEIGHT = 170;
const NARROWEST = 260;
const LABEL_APART = 14;

function shape(parent, name, attributes, text) {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  parent.append(made);
  return made;
}

/** The next larger of 1, 2 and 5 times a power of ten. */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= value * 0.999);
}

export class Chart {
  #figure;
  #caption;
  #svg;
  #lines;
  #format;
  #least;

  /** lines: [{key, label, kind}]; least: the axis reaches at least so far. */
  constructor(figure, title, lines, format, least) {
    this.#figure = figure;
    this.#lines = lines;
    this.#format = format;
    this.#least = least;
    this.#caption = document.createElement('figcaption');
    this.#caption.textContent = title;
    this.#svg = document.createElementNS(NAMESPACE, 'svg');
    this.#svg.setAttribute('role', 'img');
    figure.append(this.#caption, this.#svg);
  }

  draw(samples, spanMs) {
    const width = Math.max(NARROWEST, this.#figure.clientWidth);
    const svg = this.#svg;
    svg.replaceChildren();
    svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    svg.setAttribute('height', HEIGHT);
    const values = samples.flatMap(sample => this.#lines.map(line => sample[line.key])).filter(value => value !== null);
    const most = roundUp(Math.max(this.#least, ...values));
    const endMs = samples.at(-1)?.atMs ?? 0;
    const scale = {
      x: atMs => width - RIGHT - (endMs - atMs) / spanMs * (width - LEFT - RIGHT),
      y: value => HEIGHT - BOTTOM - value / most * (HEIGHT - TOP - BOTTOM),
    };
    this.#axes(width, most, spanMs, scale);
    if (values.length) {
      this.#plot(samples, scale, width);
    } else {
      shape(svg, 'text', {class: 'tick', x: (LEFT + width - RIGHT) / 2, y: HEIGHT / 3, 'text-anchor': 'middle'}, 'nothing yet');
    }
    this.#describe(samples.at(-1));
  }

  #axes(width, most, spanMs, {y}) {
    for (const part of [0, 0.5, 1]) {
      const at = y(most * part);
      shape(this.#svg, 'line', {class: 'grid', x1: LEFT, x2: width - RIGHT, y1: at, y2: at});
      shape(this.#svg, 'text', {class: 'tick', x: LEFT - 6, y: at + 4, 'text-anchor': 'end'},
        part ? this.#format(most * part) : '0');
    }
    for (const part of [1, 0.5, 0]) {
      const at = width - RIGHT - part * (width - LEFT - RIGHT);
      shape(this.#svg, 'text', {class: 'tick', x: at, y: HEIGHT - 4, 'text-anchor': 'middle'},
        part ? `−${Math.round(spanMs * part / 1000)} s` : 'now');
    }
  }

  #plot(samples, {x, y}, width) {
    const ends = [];
    for (const line of this.#lines) {
      let path = '';
      let pen = 'M';
      for (const sample of samples) {
        const value = sample[line.key];
        if (value === null) {
          pen = 'M'; // nothing was measured: no line leads through it
          continue;
        }
        path += `${pen}${x(sample.atMs).toFixed(1)} ${y(value).toFixed(1)}`;
        pen = 'L';
      }
      const last = samples.findLast(sample => sample[line.key] !== null);
      if (last) {
        shape(this.#svg, 'path', {class: `line ${line.kind}`, d: path});
        shape(this.#svg, 'circle', {class: `dot ${line.kind}`, cx: x(last.atMs), cy: y(last[line.key]), r: 3});
        ends.push({line, at: y(last[line.key])});
      }
    }
    // from the lowest up, each above the one before
    let free = HEIGHT - BOTTOM + 2;
    for (const {line, at} of ends.sort((one, other) => other.at - one.at)) {
      const place = Math.min(at + 4, free);
      free = place - LABEL_APART;
      shape(this.#svg, 'text', {class: `label ${line.kind}`, x: width - RIGHT + 8, y: place}, line.label);
    }
  }

  /** For those who do not see it. */
  #describe(last) {
    const now = this.#lines.filter(line => last && last[line.key] !== null)
      .map(line => `${line.label} ${this.#format(last[line.key])}`);
    this.#svg.setAttribute('aria-label', `${this.#caption.textContent}: ${now.join(', ') || 'nothing yet'}`);
  }
}
