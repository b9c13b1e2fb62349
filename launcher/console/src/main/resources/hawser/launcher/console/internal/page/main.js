// SPDX-License-Identifier: Apache-2.0
// The page: logs in, looks at an interval while it can be seen, and does what its buttons say.

import {Chart} from './chart.js';
import {Rates} from './rates.js';
import {login, logout, look, post} from './server.js';
import {Table} from './tables.js';
import {count, duration, element, plain, say, short} from './text.js';

const SAMPLES = 120;
const $ = id => document.getElementById(id);
let rates = new Rates();
let last;
let timer;

// ---- what is shown -------------------------------------------------------------------------------------------------

const GOOD = ['ACTIVE'];
const BAD = ['FAILED', 'CRASHED', 'QUARANTINED'];

/** A state is told by its word; its colour repeats it. */
function state(row, cell) {
  const kind = GOOD.includes(row.state) ? 'good' : BAD.includes(row.state) ? 'bad' : 'other';
  if (!cell.firstChild) {
    cell.append(element('span'), element('small'));
  }
  cell.firstChild.className = `state ${kind}`;
  say(cell.firstChild, plain(row.state));
  say(cell.lastChild, plain(row.reason));
}

const ACTIONS = [
  {word: 'Start', command: 'plugin:start', fits: row => row.state !== 'ACTIVE'},
  {word: 'Stop', command: 'plugin:stop', fits: row => row.state !== 'STOPPED', danger: true,
    text: 'It answers what it has, then requests to it fail until it is started again.'},
  {word: 'Swap', command: 'plugin:update', fits: row => row.state === 'ACTIVE',
    text: 'Its file is read again, and the new generation takes over between two requests. If it fails, this one goes on.'},
];

function actions(row, cell) {
  if (!cell.firstChild) {
    const said = element('small', {role: 'status'});
    cell.append(element('div', {className: 'buttons'}, ...ACTIONS.map(action => {
      const button = element('button', {type: 'button'}, action.word);
      button.setAttribute('aria-label', `${action.word} ${plain(row.name)}`);
      button.addEventListener('click', () => act(action, row.name, cell, said));
      return button;
    })), said);
  }
  const buttons = [...cell.firstChild.children];
  buttons.forEach((button, i) => {
    // a button that is disabled loses the focus: it only refuses
    button.setAttribute('aria-disabled', String(Boolean(cell.dataset.busy) || !ACTIONS[i].fits(row)));
  });
}

function handlers(row, cell) {
  say(cell, row.handlers.map(plain).join(', '));
}

function failures(row, cell) {
  if (!cell.firstChild) {
    cell.append(element('span'), element('small'));
  }
  say(cell.firstChild, count(row.failed));
  say(cell.lastChild, Object.entries(row.failures ?? {}).map(([code, times]) => `${code} ${count(times)}`).join(', '));
}

function fill(row, cell) {
  if (!cell.firstChild) {
    cell.append(element('meter', {min: 0, max: 1, high: 0.75, optimum: 0}), element('span'));
  }
  cell.firstChild.value = row.fill;
  cell.firstChild.setAttribute('aria-label', `${Math.round(row.fill * 100)} % full`);
  say(cell.lastChild, `${count(row.waiting)} waiting`);
}

const NUMBER = 'number';
const tables = {
  plugins: new Table($('plugins'), [
    {text: row => `${row.name} ${row.version}`, cell: (row, cell) => {
      if (!cell.firstChild) {
        cell.append(element('span'), element('small'));
      }
      say(cell.firstChild, plain(row.name));
      say(cell.lastChild, plain(row.version));
    }},
    {cell: state, kind: 'wide'},
    {text: row => row.execution},
    {text: row => count(row.generation), kind: NUMBER},
    {text: row => row.restarts === undefined ? '–' : count(row.restarts), kind: NUMBER},
    {cell: actions, kind: 'wide'},
  ], row => row.name, 'No plugins: put one into deploy/.'),
  events: new Table($('events'), [
    {text: row => row.name},
    {text: row => row.kind},
    {cell: handlers},
    {text: row => short(row.perSecond ?? 0), kind: NUMBER},
    {text: row => count(row.begun), kind: NUMBER},
    {text: row => count(row.inFlight), kind: NUMBER},
    {cell: failures, kind: NUMBER},
    {text: row => duration(row.p50Us), kind: NUMBER},
    {text: row => duration(row.p99Us), kind: NUMBER},
  ], row => row.name, 'No events: no plugin and no handler is there.'),
  channels: new Table($('channels'), [
    {text: row => row.name},
    {text: row => row.direction},
    {text: row => short(row.perSecond), kind: NUMBER},
    {text: row => row.megabytesPerSecond && row.megabytesPerSecond < 0.01 ? '< 0.01' : short(row.megabytesPerSecond),
      kind: NUMBER},
    {cell: fill},
    {text: row => count(row.backPressured), kind: NUMBER},
    {text: row => count(row.losses + row.rejected), kind: NUMBER},
    {text: row => count(row.sleeps), kind: NUMBER},
  ], row => `${row.direction} ${row.name}`, 'No channels: no plugin has one now.'),
};

const charts = {
  rates: new Chart($('rates'), 'Requests per second',
    [{key: 'rate', label: 'made', kind: 'first'}, {key: 'failures', label: 'failed', kind: 'alarm'}], short, 10),
  latencies: new Chart($('latencies'), 'Time to the answer, lately',
    [{key: 'p50', label: 'p50', kind: 'first'}, {key: 'p99', label: 'p99', kind: 'second'}], duration, 10),
};

function draw() {
  if (last) {
    const history = rates.history($('chosen').value);
    const spanMs = last.intervalMs * SAMPLES;
    Object.values(charts).forEach(chart => chart.draw(history, spanMs));
  }
}

/** Every handled event, and every other that was asked for. */
function events({events, requests}) {
  const counted = new Map(requests.map(row => [row.name, row]));
  const handled = events.map(row => ({...counted.get(row.name), ...row}));
  const known = new Set(events.map(row => row.name));
  const others = requests.filter(row => !known.has(row.name)).map(row => ({kind: '', handlers: [], ...row}));
  return [...handled, ...others];
}

function options(list, names, first = []) {
  const wanted = [...first, ...names.map(plain)];
  if ([...list.options].map(option => option.value).join('\n') !== wanted.join('\n')) {
    const chosen = list.value;
    list.replaceChildren(...wanted.map(name => element('option', {value: name}, name || 'all events')));
    if (chosen && wanted.includes(chosen)) {
      list.value = chosen;
    }
  }
}

const sorted = rows => [...rows].sort((one, other) => one.name < other.name ? -1 : Number(one.name > other.name));

function show() {
  const filter = $('filter').value.trim();
  const all = events(last);
  tables.plugins.show(last.plugins, filter);
  tables.events.show(all, filter);
  tables.channels.show(sorted(last.directions), filter);
  options($('chosen'), last.requests.map(row => row.name), ['']);
  options($('event-names'), last.events.filter(row => row.kind !== 'stream').map(row => row.name));
  for (const note of document.querySelectorAll('[data-part]')) {
    say(note, last.errors[note.dataset.part]?.message ?? '');
  }
  const {version, home, pid} = last.instance;
  say($('instance'), `${version} in ${plain(home)}, process ${pid}`);
  draw();
}

// ---- looking -------------------------------------------------------------------------------------------------------

function connection(kind, text) {
  $('state').dataset.state = kind;
  say($('state'), text);
}

async function round() {
  clearTimeout(timer);
  try {
    const now = await look();
    if (last && now.instance.pid !== last.instance.pid) {
      rates = new Rates();
    }
    if (rates.take(now)) {
      last = now;
      show();
    }
    opened(true);
    connection('live', 'live');
  } catch (failure) {
    if (failure.status === 401) {
      opened(false);
      return;
    }
    connection('off', 'no answer; trying again');
  }
  if (!document.hidden) {
    timer = setTimeout(round, last?.intervalMs ?? 1000);
  }
}

document.addEventListener('visibilitychange', () => document.hidden ? clearTimeout(timer) : round());
addEventListener('resize', draw);
$('filter').addEventListener('input', () => last && show());
$('chosen').addEventListener('change', draw);

// ---- logging in and out --------------------------------------------------------------------------------------------

function opened(yes) {
  if ($('main').hidden === yes) {
    $('main').hidden = !yes;
    $('logout').hidden = !yes;
    $('login').hidden = yes;
    if (!yes) {
      say($('instance'), '');
      connection('off', 'not logged in');
      $('token').focus();
    }
  }
  if (!yes) {
    $('login').hidden = false;
  }
}

async function enter(token) {
  try {
    await login(token);
    $('token').value = '';
    say($('login-error'), '');
    await round();
  } catch (failure) {
    opened(false);
    say($('login-error'), plain(failure.message));
  }
}

$('login').addEventListener('submit', submitted => {
  submitted.preventDefault();
  enter($('token').value.trim());
});
$('logout').addEventListener('click', async () => {
  await logout().catch(() => undefined); // whatever it says: this page forgets
  last = undefined;
  rates = new Rates();
  await round();
});

// ---- what buttons do -----------------------------------------------------------------------------------------------

function confirmed({word, text, danger}, name) {
  const dialog = $('confirm');
  say($('confirm-title'), `${word} ${plain(name)}?`);
  say($('confirm-text'), text);
  say($('confirm-yes'), word);
  $('confirm-yes').className = danger ? 'danger' : '';
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), {once: true});
  });
}

async function act(action, name, cell, said) {
  const button = cell.firstChild.children[ACTIONS.indexOf(action)];
  if (button.getAttribute('aria-disabled') === 'true' || action.text && !await confirmed(action, name)) {
    return;
  }
  cell.dataset.busy = 'yes';
  said.className = '';
  say(said, `${action.command} …`);
  try {
    const {result} = await post(action.command, {name});
    say(said, plain(result));
  } catch (failure) {
    said.className = 'error';
    say(said, plain(failure.message));
  } finally {
    delete cell.dataset.busy;
    round();
  }
}

/** JSON is easier to read with line ends. */
function readable({result, form}) {
  if (form === 'text' && /^\s*[[{]/.test(result)) {
    try {
      return JSON.stringify(JSON.parse(result), null, 2);
    } catch {
      // it only looked so
    }
  }
  return result;
}

function outcome(answer) {
  if (!answer.answered) {
    return [element('p', {}, `accepted in ${duration(answer.tookMs * 1000)}; there is no answer to it`)];
  }
  const size = `${count(answer.length)} ${answer.length === 1 ? 'byte' : 'bytes'}`;
  const note = `${size} in ${duration(answer.tookMs * 1000)}${answer.form === 'hex' ? ', no text: in hexadecimal' : ''}`
    + (answer.cut ? ', of which the beginning is shown' : '');
  return [element('p', {}, note), element('pre', {tabIndex: 0}, plain(readable(answer)))];
}

$('send').addEventListener('submit', async submitted => {
  submitted.preventDefault();
  const button = submitted.target.querySelector('button');
  button.setAttribute('aria-disabled', 'true');
  $('outcome').replaceChildren(element('p', {}, 'sent; waiting for the answer …'));
  try {
    const answer = await post('event:send', {name: $('event').value.trim(), payload: $('payload').value});
    $('outcome').replaceChildren(...outcome(answer));
  } catch (failure) {
    const code = failure.code && failure.code !== 'COMMAND_FAILED' ? `${failure.code}: ` : '';
    $('outcome').replaceChildren(element('p', {className: 'error'}, plain(code + failure.message)));
  } finally {
    button.setAttribute('aria-disabled', 'false');
  }
});
$('payload').addEventListener('keydown', key => {
  if (key.key === 'Enter' && (key.ctrlKey || key.metaKey)) {
    $('send').requestSubmit();
  }
});

// ---- the beginning -------------------------------------------------------------------------------------------------

/** A link's ticket is good once: it is taken out of the address at once. */
function takeTicket() {
  const ticket = location.hash.slice(1);
  if (/^[\w-]{43}$/.test(ticket)) {
    history.replaceState(null, '', '/');
    enter(ticket);
    return true;
  }
  return false;
}

addEventListener('hashchange', takeTicket);
if (!takeTicket()) {
  round();
}
