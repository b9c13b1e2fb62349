// SPDX-License-Identifier: Apache-2.0
// What the page says to the server. A session is a cookie, which no script sees, and a key, which is kept here: a cookie
// of 127.0.0.1 is sent to each of its ports, the key only to this one.

const KEY = 'hawser-key';
const LIMIT_MS = 60000;

/** What the server said no to, in its own words. */
export class Refused extends Error {
  constructor(status, error) {
    super(error.message);
    this.status = status;
    this.code = error.code;
  }
}

async function call(path, options = {}) {
  const response = await fetch(`/api/${path}`, {
    ...options,
    headers: {[KEY]: localStorage.getItem(KEY) ?? '', 'Content-Type': 'application/json'},
    cache: 'no-store',
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new Refused(response.status, answer.error);
  }
  return answer;
}

export const post = (path, body) => call(path, {method: 'POST', body: JSON.stringify(body)});

export const look = () => call('look');

export async function login(token) {
  const {key} = await post('login', {token});
  localStorage.setItem(KEY, key);
}

export async function logout() {
  await post('logout', {});
  localStorage.removeItem(KEY);
}
