// What is decided at this moment? The newest first; what does not fit is counted rather than shown, here as in the gateway.
import { html, nothing } from './lit/lit-html.js';
import { live } from './lit/directives/live.js';
import { repeat } from './lit/directives/repeat.js';
import { explanation } from './explain.js';
import { ask, Decisions } from './gateway.js';
import { change, state } from './state.js';
import { CODES, count, micros, outcome, OUTCOMES, rate, time } from './words.js';

const SHOWN = 150;
const PATIENCE = 300; // milliseconds that a filter is typed in before it is used
let stream = null;
let typing = 0;
let ticks = []; // how many decisions were made, and when we were told: the rate of the last seconds

/** Begins anew, with the filter as it is. */
export function watch() {
  stream?.close();
  ticks = [];
  change(({ live: now }) => Object.assign(now, { rows: [], waiting: [], missed: 0, rate: null, open: null, held: false }));
  stream = new Decisions({ ...state.live.filter }, arrived, (link, why) =>
    change(({ live: now }) => Object.assign(now, { link, why })));
}

export function unwatch() {
  stream?.close();
  stream = null;
  change(({ live: now }) => { now.link = 'closed'; });
}

function arrived(batch, first) {
  const now = state.live;
  if (first) { // after a break, the last ones come again
    now.rows = [];
    now.waiting = [];
  }
  const rows = batch.decisions.map(event => ({ event, id: now.next++, outcome: outcome(event), old: first })).reverse();
  if (now.paused || now.held) {
    now.waiting = [...rows, ...now.waiting].slice(0, SHOWN);
  } else {
    now.rows = [...rows, ...now.rows].slice(0, SHOWN);
  }
  now.missed += first ? 0 : batch.dropped;
  ticks = [...ticks, { at: performance.now(), seen: first ? 0 : batch.seen }].slice(-60)
    .filter(tick => tick.at > performance.now() - 5000);
  const seconds = (performance.now() - ticks[0].at) / 1000;
  now.rate = seconds < 1 ? now.rate : ticks.slice(1).reduce((sum, tick) => sum + tick.seen, 0) / seconds;
  change();
}

export function togglePause() {
  change(({ live: now }) => {
    now.paused = !(now.paused || now.held);
    now.held = false;
    release(now);
  });
}

function release(now) {
  if (!now.paused && !now.held) {
    now.rows = [...now.waiting, ...now.rows].slice(0, SHOWN);
    now.waiting = [];
  }
}

export function filterBy(filter) {
  change(({ live: now }) => { now.filter = { outcome: '', code: '', route: '', user: '', company: '', ...filter }; });
  watch();
}

function filtered(name, value) {
  change(({ live: now }) => { now.filter[name] = value.trim(); });
  clearTimeout(typing);
  typing = setTimeout(watch, PATIENCE);
}

/** What is read must not run away: an open decision holds the others back. */
export function toggle(row) {
  const now = state.live;
  if (row === null || now.open?.id === row.id) {
    change(() => {
      now.open = null;
      now.held = false;
      release(now);
    });
    return;
  }
  change(() => {
    now.open = { id: row.id, answer: null, problem: '', path: null };
    now.held = true;
  });
  explainRow(row, now.open);
}

async function explainRow({ event }, open) {
  const example = exampleOf(event);
  if (!example || !event.userId) {
    change(() => { open.problem = example ? '' : 'none'; });
    if (!example) {
      return;
    }
  }
  try {
    open.path = example;
    const answer = await ask('data/explanation', { user: event.userId ?? '', company: event.companyId ?? '',
      method: event.endpoint.split(' ')[0], path: example });
    change(() => { open.answer = answer; });
  } catch (failure) {
    change(() => { open.problem = failure.message; });
  }
}

function exampleOf(event) {
  const template = event.endpoint.slice(event.endpoint.indexOf(' ') + 1);
  return state.routes?.rows.find(row => row.route === event.route && row.path === template)?.example ?? null;
}

export function liveView() {
  const now = state.live;
  return html`${filters(now.filter)}${bar(now)}
    <ol class="decisions" id="decisions" aria-label="Decisions, the newest first">
      ${repeat(now.rows, row => row.id, row => decision(row, now.open))}
    </ol>
    ${now.rows.length ? nothing : html`<p class="empty">${now.link === 'open'
      ? 'Nothing yet. Each request that this gateway answers shows here as it is decided.'
      : now.why || 'Opening the stream…'}</p>`}`;
}

function filters(filter) {
  const text = (name, label, search) => html`<label>${label} <input type="search" ?data-search=${search}
    name=${name} autocomplete="off" spellcheck="false" .value=${live(filter[name])}
    @input=${event => filtered(name, event.target.value)}></label>`;
  const choice = (name, label, options) => html`<label class="short">${label} <select name=${name}
    @change=${event => filtered(name, event.target.value)}>
    <option value="" ?selected=${filter[name] === ''}>any</option>${options.map(([value, word]) =>
      html`<option value=${value} ?selected=${filter[name] === value}>${word}</option>`)}</select></label>`;
  return html`<form class="fields" aria-label="Filter" @submit=${event => event.preventDefault()}>
    ${choice('outcome', 'Outcome', Object.entries(OUTCOMES).map(([value, { word }]) => [value, word]))}
    ${choice('code', 'Code', Object.keys(CODES).map(code => [code, code]))}
    ${text('route', 'Route', true)}${text('user', 'User')}${text('company', 'Company')}
    ${Object.values(filter).some(value => value) ? html`<button type="button" @click=${() => filterBy({})}>Clear</button>` : nothing}
  </form>`;
}

function bar(now) {
  const resting = now.paused || now.held;
  const word = { open: resting ? 'paused' : 'live', opening: 'connecting', broken: 'interrupted', closed: 'closed' }[now.link];
  return html`<div class="bar">
    <span class="pill ${now.link === 'open' ? resting ? 'shadowed' : 'passed' : 'failed'}" id="link">${word}</span>
    <span id="pace">${rate(now.rate)} decided</span>
    ${now.missed ? html`<span id="missed" class="warn">${count(now.missed)} not shown: too many at once, filter for fewer</span>` : nothing}
    <span class="push"></span>
    ${now.waiting.length ? html`<span id="newer">${now.waiting.length === SHOWN ? SHOWN + '+' : now.waiting.length} newer</span>` : nothing}
    <button type="button" @click=${togglePause} aria-pressed=${String(resting)} aria-keyshortcuts="p">${resting ? 'Resume' : 'Pause'}</button>
  </div>`;
}

function decision(row, opened) {
  const { event } = row;
  const { word, sign } = OUTCOMES[row.outcome];
  const isOpen = opened?.id === row.id;
  return html`<li class=${isOpen ? 'open' : ''}>
    <button class="row ${row.outcome}" type="button" aria-expanded=${String(isOpen)} @click=${() => toggle(row)}>
      <time datetime=${event.time}>${time(event.time)}</time>
      <span class="tag ${row.outcome}"><span aria-hidden="true">${sign}</span> ${word}</span>
      <span class="status">${event.status || 'gone'}</span>
      <code class="endpoint">${event.endpoint === 'none' ? 'no route' : event.endpoint}</code>
      <span class="code">${event.code ?? ''}</span>
      <span class="who">${event.userId ?? 'nobody'}${event.companyId ? html` <i>at</i> ${event.companyId}` : nothing}</span>
      <span class="route">${event.route}</span>
      <span class="took">${micros(event.durationMicros)}</span>
    </button>
    ${isOpen ? details(event, opened) : nothing}</li>`;
}

function details(event, opened) {
  return html`<div class="card">
    ${opened.answer ? explained(event, opened) : why(event, opened)}
    <h4>The event</h4>
    <dl class="event">${Object.entries(event).map(([name, value]) =>
      html`<div><dt>${name}</dt><dd>${value === null ? '–' : value}</dd></div>`)}</dl></div>`;
}

function explained(event, { answer, path }) {
  const differs = answer.result !== event.result || (answer.code !== event.code && event.upstreamStatus === null && event.code);
  return html`<p class="note">Decided anew, on the facts of this moment: they may have moved since ${time(event.time)}.
    Paths are not recorded; <code>${path}</code> stands for it, and the same route takes it.
    ${event.policyRevision === answer.policyRevision ? nothing
      : html`The policy is another by now: it was <code>${event.policyRevision}</code>.`}
    ${differs ? html`<b>It comes out otherwise than then: ${event.result} ${event.code ?? ''}.</b>` : nothing}</p>
    ${event.code && event.code !== answer.code && CODES[event.code] ? html`<p><code>${event.code}</code> ${CODES[event.code]}</p>` : nothing}
    ${explanation(answer)}`;
}

function why(event, { problem }) {
  return html`
    ${event.code && CODES[event.code] ? html`<p><code>${event.code}</code> ${CODES[event.code]}</p>` : nothing}
    ${problem === 'none' ? html`<p class="note">No route took it, so there is nothing to explain beyond that.</p>`
      : problem ? html`<p class="note bad" role="alert">${problem}</p>` : html`<p class="note">Asking why…</p>`}`;
}
