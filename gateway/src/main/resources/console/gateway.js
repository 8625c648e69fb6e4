// How is the gateway asked? With the secret in a header, which is why a stream of events is read by hand: the browser's own
// EventSource sends none.
import { state } from './state.js';

const PATIENCE = 10_000; // milliseconds

/** What the gateway said instead of what was asked for; status 0 when it said nothing. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const headers = () => ({ Authorization: 'Bearer ' + state.secret });

export async function ask(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== ''));
  const answer = await answered(path + (query.size ? '?' + query : ''), AbortSignal.timeout(PATIENCE));
  try {
    return await answer.json();
  } catch {
    throw new Refused(0, 'The gateway stopped in the middle of its answer.');
  }
}

async function answered(path, signal) {
  let answer;
  try {
    answer = await fetch(path, { headers: headers(), signal, cache: 'no-store', credentials: 'omit' });
  } catch (failure) {
    if (signal.aborted && signal.reason?.name !== 'TimeoutError') {
      throw failure;
    }
    throw new Refused(0, failure.name === 'TimeoutError'
      ? `The gateway did not answer within ${PATIENCE / 1000} s.` : 'The gateway cannot be reached.');
  }
  if (!answer.ok) {
    throw new Refused(answer.status, await reason(answer));
  }
  return answer;
}

async function reason(answer) {
  if (answer.status === 401) {
    return 'That is not the secret.';
  }
  if (answer.status === 403) {
    return 'This gateway has no management secret (gateway.manage.secret), so it tells nobody anything.';
  }
  try {
    const body = await answer.json();
    return body.detail ?? body.message ?? `The gateway answered ${answer.status}.`;
  } catch {
    return `The gateway answered ${answer.status}.`;
  }
}

/** One stream of decisions, opened again whenever it breaks, until it is closed. */
export class Decisions {
  constructor(filter, onBatch, onLink) {
    this.filter = filter;
    this.onBatch = onBatch;
    this.onLink = onLink;
    this.ending = new AbortController();
    this.pause = 1000;
    this.run();
  }

  close() {
    this.ending.abort();
  }

  async run() {
    while (!this.ending.signal.aborted) {
      this.onLink('opening', '');
      let why = 'The stream ended; it is opened again.';
      try {
        await this.read();
      } catch (failure) {
        if (this.ending.signal.aborted) {
          return;
        }
        why = failure instanceof Refused ? failure.message : 'The stream broke off; it is opened again.';
      }
      this.onLink('broken', why);
      await new Promise(resolve => setTimeout(resolve, this.pause));
      this.pause = Math.min(this.pause * 2, 10_000);
    }
  }

  async read() {
    const query = new URLSearchParams(Object.entries(this.filter).filter(([, value]) => value !== ''));
    const answer = await answered('data/decisions?' + query, this.ending.signal);
    this.onLink('open', '');
    this.first = true;
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      text += value;
      const events = text.split('\n\n');
      text = events.pop();
      events.forEach(event => this.event(event));
    }
  }

  event(text) {
    const lines = text.split('\n');
    const name = lines.find(line => line.startsWith('event:'))?.slice(6).trim();
    const data = lines.filter(line => line.startsWith('data:')).map(line => line.slice(5)).join('\n');
    if (name === 'full') {
      throw new Refused(503, 'As many are watching already as may; tried again in a moment.');
    }
    this.pause = 1000;
    this.onBatch(JSON.parse(data), this.first);
    this.first = false;
  }
}
