// What would be decided for someone, and why? The gateway's own answer, step by step, and who can do something about it.
import { html, nothing } from './lit/lit-html.js';
import { live } from './lit/directives/live.js';
import { ask } from './gateway.js';
import { change, state } from './state.js';
import { CODES, span } from './words.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Asks for what stands in the form. */
export async function explain(form) {
  change(now => { Object.assign(now.explain, { form: { ...form }, asking: true, problem: '' }); });
  history.replaceState(null, '', '#explain?' + new URLSearchParams(
    Object.entries(form).filter(([, value]) => value !== '')));
  try {
    const answer = await ask('data/explanation', form);
    change(now => { Object.assign(now.explain, { answer, asking: false }); });
  } catch (failure) {
    change(now => { Object.assign(now.explain, { answer: null, problem: failure.message, asking: false }); });
  }
}

/** From the address: #explain?user=…&company=…&method=…&path=…. */
export function explainFrom(text) {
  const given = new URLSearchParams(text);
  if (given.get('path')) {
    explain({ user: given.get('user') ?? '', company: given.get('company') ?? '',
      method: given.get('method') ?? 'GET', path: given.get('path') });
  }
}

function submitted(event) {
  event.preventDefault();
  const { user, company, method, path } = event.target.elements;
  explain({ user: user.value.trim(), company: company.value.trim(), method: method.value, path: path.value.trim() });
}

/** Kept at once: whatever is drawn anew meanwhile would write over it. */
function written({ target }) {
  state.explain.form[target.name] = target.value;
}

export function explainView() {
  const { form, answer, problem, asking } = state.explain;
  return html`
    <form class="fields" @submit=${submitted} @input=${written} autocomplete="off">
      <label>User <input name="user" data-search .value=${live(form.user)} placeholder="u-cleo; empty: no token"></label>
      <label>Company <input name="company" .value=${live(form.company)} placeholder="acme; empty: no x-org"></label>
      <label class="short">Method <select name="method" .value=${live(form.method)}>
        ${METHODS.map(method => html`<option ?selected=${method === form.method}>${method}</option>`)}</select></label>
      <label class="wide">Path <input name="path" required .value=${live(form.path)} placeholder="/api/finance/expenses/7"
        spellcheck="false"></label>
      <button class="main" ?disabled=${asking}>${asking ? 'Asking…' : 'Explain'}</button>
    </form>
    ${problem ? html`<p class="note bad" role="alert">${problem}</p>` : nothing}
    ${answer ? html`<article class="card" id="explained">${explanation(answer)}</article>` : nothing}
    ${!answer && !problem ? html`<p class="empty">The production decision, on the facts of this moment: what would be
      answered to this user, in this company, for this request? Nobody’s token is needed; it is taken as read.</p>` : nothing}`;
}

/** Also below a decision. */
export function explanation(answer) {
  const allowed = answer.result === 'allow';
  return html`
    <h3 class="verdict ${allowed ? 'passed' : 'refused'}">
      <span aria-hidden="true">${allowed ? '✓' : '✕'}</span> ${allowed ? 'Allow' : 'Deny'}
      ${answer.code ? html`<code>${answer.code}</code>` : nothing}
      ${answer.route ? html`<small>by route <code>${answer.route}</code></small>` : nothing}</h3>
    ${answer.code && !answer.remedies.length && CODES[answer.code] ? html`<p>${CODES[answer.code]}</p>` : nothing}
    ${answer.remedies.length ? html`<h4>Who can fix it</h4>
      <ul class="remedies">${answer.remedies.map(remedy => html`<li>${remedy}</li>`)}</ul>` : nothing}
    <h4>Step by step</h4>
    <ol class="steps">${answer.steps.map(step)}</ol>
    ${answer.facts.length ? facts(answer.facts) : nothing}
    <p class="small">Policy <code>${answer.policyRevision}</code>${answer.accessVersion
      ? html`, access version <code>${answer.accessVersion}</code> from ${answer.accessFrom}` : nothing}</p>`;
}

function step(text) {
  const colon = text.indexOf(': ');
  const rest = text.slice(colon + 2);
  return html`<li class=${/not met|refused|no route/i.test(rest) ? 'not' : ''}><b>${text.slice(0, colon)}</b>
    <span>${rest}</span></li>`;
}

function facts(all) {
  const age = millis => millis === null ? '–' : span(millis / 1000) + ' ago';
  return html`<h4>On these facts</h4>
    <div class="scroll" tabindex="0" role="region" aria-label="Facts"><table class="plain"><thead><tr><th scope="col">Fact</th>
      <th scope="col">From</th><th scope="col">Version</th><th scope="col">Loaded</th><th scope="col">Confirmed</th></tr></thead>
    <tbody>${all.map(fact => fact.missing
      ? html`<tr><th scope="row">${fact.fact}</th><td colspan="4" class="bad">${fact.missing}</td></tr>`
      : html`<tr><th scope="row">${fact.fact}</th><td>${fact.source}</td><td>${fact.version}</td>
        <td>${age(fact.ageMillis)}</td><td>${age(fact.confirmedMillisAgo)}</td></tr>`)}</tbody></table></div>`;
}
