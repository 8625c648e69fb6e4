// How is this gateway, and how are those that it stands on? What is wrong comes first, in every view.
import { html, nothing } from './lit/lit-html.js';
import { state } from './state.js';
import { ago, count, many, moment, rate, span } from './words.js';

const MINUTE = 6; // steps of the half hour

/** Whatever someone ought to know, the worst first: { level, text }. */
export function problems() {
  const now = state.condition;
  const found = [];
  if (state.silent) {
    found.push({ level: 'bad', text: `${state.silent} What is shown is from ${moment(state.conditionAt)}.` });
  }
  if (!now) {
    return found;
  }
  for (const breaker of now.breakers.filter(one => one.state === 'open' || one.state === 'forced_open')) {
    found.push({ level: 'bad', text: `${breaker.name} does not answer: its breaker is open.` });
  }
  for (const breaker of now.breakers.filter(one => one.state === 'half_open')) {
    found.push({ level: 'warn', text: `${breaker.name} is being tried again.` });
  }
  const { heartbeatSeconds, maxStalenessSeconds } = now.freshness;
  if (heartbeatSeconds === null) {
    found.push({ level: 'warn', text: 'Redis has not told of changes since the start: they are asked for, one by one.' });
  } else if (heartbeatSeconds > maxStalenessSeconds) {
    found.push({ level: 'warn', text: `Redis has not told of changes for ${span(heartbeatSeconds)}: they are asked for, one by one.` });
  }
  const { ageSeconds, toleranceSeconds } = now.keys;
  if (ageSeconds === null && toleranceSeconds !== null) {
    found.push({ level: 'warn', text: 'Auth’s keys were never read: no token can be checked.' });
  } else if (ageSeconds !== null && toleranceSeconds !== null && ageSeconds > toleranceSeconds) {
    found.push({ level: 'bad', text: `Auth’s keys are ${span(ageSeconds)} old: no token is believed any more.` });
  }
  if (now.policy.lastEdit && !now.policy.lastEdit.takenOver) {
    found.push({ level: 'bad', text: `routes.yml was edited at ${moment(now.policy.lastEdit.at)} and is not taken over.` });
  }
  const failed = state.past ? sum(state.past.outcomes.FAILED.slice(-MINUTE)) : 0;
  if (failed) {
    const by = Object.entries(state.past.codes).filter(([code]) => FAULTS.test(code))
      .map(([code, counts]) => `${code} ${count(sum(counts.slice(-MINUTE)))}`).filter(text => !text.endsWith(' 0'));
    found.push({ level: 'bad', text: `${many(failed, 'request')} failed in the last minute: ${by.join(', ')}.` });
  }
  const lost = since(all => all.buffers.eventsDropped);
  if (lost) {
    found.push({ level: 'warn', text: `${many(lost, 'decision event')} dropped in the last minute: their reader is too slow.` });
  }
  return found.sort((a, b) => (a.level === 'bad' ? 0 : 1) - (b.level === 'bad' ? 0 : 1));
}

const FAULTS = /^(INTERNAL|OVERLOADED|.*_(UNAVAILABLE|TIMEOUT))$/;
const sum = counts => counts.reduce((total, number) => total + number, 0);

/** How much something grew in the last minute; null while that is not known. */
function since(value) {
  const [first] = state.conditions;
  return first && first !== state.condition ? Math.max(0, value(state.condition) - value(first)) : null;
}

const seconds = () => (new Date(state.condition.now) - new Date(state.conditions[0].now)) / 1000;

export function healthView() {
  if (!state.condition) {
    return html`<p class="empty">${state.silent || 'Asking the gateway how it is…'}</p>`;
  }
  return html`<div class="cards">
    ${dependencies()}${access()}${policy()}${replica()}
  </div>`;
}

function dependencies() {
  const groups = [
    ['Auth', 'auth', breaker => breaker.startsWith('auth-')],
    ['Core', 'core', breaker => breaker.startsWith('core')],
    ['Redis', 'redis', breaker => breaker.startsWith('redis-')],
    ['Backends', '', breaker => breaker.startsWith('backend-')],
  ];
  const { ageSeconds, toleranceSeconds } = state.condition.keys;
  return html`<section class="card wide" aria-labelledby="dependencies"><h2 id="dependencies">Dependencies</h2>
    <div class="dependencies">${groups.map(([title, name, mine]) => {
      const breakers = state.condition.breakers.filter(breaker => mine(breaker.name));
      return html`<div><h3>${title}</h3>
        <ul class="breakers">${breakers.map(one => breaker(one, name === 'redis' ? one.name : one.name.slice(one.name.indexOf('-') + 1)))}</ul>
        ${breakers.length ? nothing : html`<p class="small">Not asked yet.</p>`}
        ${name === 'auth' ? html`<p class="small">Signing keys ${ageSeconds === null ? 'not read yet'
          : `read ${span(ageSeconds)} ago`}${toleranceSeconds === null ? '' : `, good for ${span(toleranceSeconds)}`}</p>` : nothing}
        ${name === 'redis' ? html`<p class="small">${heartbeat()}</p>` : nothing}
        ${name ? calls(name) : nothing}</div>`;
    })}</div></section>`;
}

function breaker({ state: stands, failurePercent, refused }, name) {
  const [level, sign] = { closed: ['passed', '✓'], half_open: ['shadowed', '◐'] }[stands] ?? ['failed', '!'];
  return html`<li><span class="tag ${level}"><span aria-hidden="true">${sign}</span> ${stands.replace('_', ' ')}</span> ${name}
    <small>${failurePercent === null ? '' : `${Math.round(failurePercent)} % failing`}${refused ? `, ${count(refused)} turned away` : ''}</small></li>`;
}

function heartbeat() {
  const { heartbeatSeconds, maxStalenessSeconds, primaries, armed } = state.condition.freshness;
  const told = primaries === null ? '' : `, ${armed ?? 0} of ${primaries} primaries tell of changes`;
  return (heartbeatSeconds === null ? 'No heartbeat yet' : `Heartbeat ${span(heartbeatSeconds)} ago`)
    + ` (within ${span(maxStalenessSeconds)})` + told;
}

function calls(dependency) {
  const key = one => one.call + ' ' + one.outcome;
  const before = new Map((state.conditions[0]?.calls ?? []).filter(one => one.dependency === dependency)
    .map(one => [key(one), one]));
  const all = state.condition.calls.filter(one => one.dependency === dependency);
  return all.length ? html`<table class="plain"><thead><tr><th scope="col">Call</th><th scope="col" class="number">Now</th>
    <th scope="col" class="number">In all</th><th scope="col" class="number">Mean</th></tr></thead><tbody>${all.map(one => html`<tr>
    <th scope="row">${one.call} <small>${one.outcome}</small></th>
    <td class="number">${rate((one.count - (before.get(key(one))?.count ?? 0)) / Math.max(1, seconds()))}</td>
    <td class="number">${count(one.count)}</td>
    <td class="number">${(one.totalMillis / one.count).toFixed(1)} ms</td></tr>`)}</tbody></table>` : nothing;
}

function access() {
  const tiers = ['memory', 'redis', 'source', 'stale'];
  const of = (condition, tier) => sum(condition.lookups.filter(one => one.tier === tier).map(one => one.count));
  const total = sum(tiers.map(tier => of(state.condition, tier)));
  const recent = sum(tiers.map(tier => since(all => of(all, tier)) ?? 0));
  const part = (number, whole) => whole ? (100 * number / whole).toFixed(1) + ' %' : '–';
  return html`<section class="card" aria-labelledby="access"><h2 id="access">Access: where lookups end</h2>
    <table class="plain"><thead><tr><th scope="col">Tier</th><th scope="col" class="number">Last minute</th>
      <th scope="col" class="number">In all</th><th scope="col" class="number">Lookups</th></tr></thead>
    <tbody>${tiers.map(tier => html`<tr><th scope="row">${tier}</th>
      <td class="number">${part(since(all => of(all, tier)) ?? 0, recent)}</td>
      <td class="number">${part(of(state.condition, tier), total)}</td>
      <td class="number">${count(of(state.condition, tier))}</td></tr>`)}</tbody></table>
    <h3>Held in memory</h3>
    <dl class="event">${state.condition.held.map(one => html`<div><dt>${one.kind}</dt><dd>${count(one.number)}${one.evictions
      ? html` <small>${count(one.evictions)} gave way</small>` : nothing}</dd></div>`)}</dl>
    <p class="small">${heartbeat()}</p></section>`;
}

function policy() {
  const { revision, loadedAt, before, lastEdit } = state.condition.policy;
  return html`<section class="card" aria-labelledby="policy"><h2 id="policy">Policy <code>${revision}</code></h2>
    <p>In force since ${moment(loadedAt)}.${before ? html` Before it: <code>${before}</code>.` : ' Not edited since the start.'}</p>
    ${lastEdit && !lastEdit.takenOver ? html`<h3 class="bad">The edit of ${moment(lastEdit.at)} is not taken over</h3>
      <ul class="mistakes">${lastEdit.problems.map(problem => html`<li><pre>${problem}</pre></li>`)}</ul>` : nothing}
    ${lastEdit?.takenOver && !before ? html`<p>Last looked at after an edit at ${moment(lastEdit.at)}: the same as before.</p>` : nothing}
    ${before && state.difference ? difference(state.difference) : nothing}</section>`;
}

function difference({ changes, complete }) {
  const level = { opens: 'failed', 'opens and closes': 'failed', closes: 'refused' };
  return html`<h3>What that changed</h3>
    ${changes.length ? html`<ul class="changes">${changes.map(one => html`<li><span class="tag ${level[one.effect] ?? ''}">${one.effect}</span>
      <code>${one.subject}</code><ul>${one.words.map(word => html`<li>${word}</li>`)}</ul></li>`)}</ul>`
      : html`<p>Nothing, for any request.</p>`}
    ${complete ? nothing : html`<p class="note">Not all was compared: there are more kinds of requests than anyone could wait for.</p>`}`;
}

function replica() {
  const { startedAt, buffers } = state.condition;
  const rows = [
    ['Started', ago(startedAt)],
    ['Questions to Auth and Core under way', count(buffers.loads)],
    ['Streams and WebSockets open', count(buffers.openStreams)],
    ['Decision events dropped', count(buffers.eventsDropped)],
    ['Watching this console', count(buffers.listeners)],
  ];
  return html`<section class="card" aria-labelledby="replica"><h2 id="replica">This replica</h2>
    <dl class="event">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    <p class="small">Everything here is of this one replica. Prometheus knows them all.</p></section>`;
}
