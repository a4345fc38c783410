// What can be mended at once stands at the finding that it takes away. What was drawn is saved first; then the server does
// it, and the page draws what came of it.
import { make } from './fields.js';

const PAUSE = 500;
const SETTLE = 100;

export function proposals({ at, file, list }) {
  const own = { saving: null, look };
  let waiting = null;
  let turn = 0;

  function look() {
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  }

  async function show() {
    const mine = ++turn;
    const found = await fetched();

    // What was drawn meanwhile has other proposals; those come after the next save.
    if (found && mine === turn && !own.saving.unsaved) {
      list.querySelectorAll('.draw-offer').forEach(each => each.remove());
      found.proposals.forEach(each => offer(each, found.words));
    }
  }

  async function fetched() {
    try {
      const answer = await fetch(at, { credentials: 'same-origin', headers: { 'HX-Request': 'true' } });

      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  function offer(each, words) {
    const row = [ ...list.children ].find(line => line.dataset.file === file
      && each.about.some(([ element, code ]) => line.dataset.element === element && line.dataset.code === code));

    if (!row) {
      return;
    }

    const said = make('p', { class: 'error', role: 'alert', hidden: 'hidden' });
    const form = make('form', { class: 'draw-offer' }, make('p', {}, each.sentence), ...asked(each, words), said,
      make('button', { type: 'submit', class: 'utrecht-button utrecht-button--secondary-action' }, each.button));

    form.addEventListener('submit', async event => {
      event.preventDefault();
      said.hidden = true;
      form.querySelector('button').disabled = true;
      said.textContent = await done(each, form.elements.antwoord?.value || '', words);
      said.hidden = !said.textContent;
      form.querySelector('button').disabled = false;
    });
    row.append(form);
  }

  function asked(each, words) {
    if (!each.asked) {
      return [];
    }

    const id = `antwoord-${each.key}`;
    const { label, options, suggested } = each.asked;
    const field = options.length
      ? make('select', { id, name: 'antwoord', class: 'utrecht-select utrecht-select--html-select' },
        make('option', { value: '' }, words.choose), ...options.map(([ value, text ]) => make('option', { value }, text)))
      : make('input', { id, name: 'antwoord', class: 'utrecht-textbox', autocomplete: 'off' });

    field.value = suggested;

    return [ make('label', { for: id }, label), field ];
  }

  // Why it was not done; nothing where it was, since then the page comes anew.
  async function done(each, answer, words) {
    if (!await settled()) {
      return words.unsaved;
    }

    const now = await fetched();

    if (!now?.proposals.some(other => other.key === each.key)) {
      return now ? words.gone : words.away;
    }

    const body = new FormData();

    Object.entries({ vervalsing: own.saving.token, gezien: now.digest, voorstel: each.key, antwoord: answer })
      .forEach(([ name, value ]) => body.set(name, value));

    try {
      const sent = await fetch(at, { method: 'POST', body, redirect: 'error', headers: { 'HX-Request': 'true' } });
      const said = await sent.json();

      if (!sent.ok) {
        return said.message || words.away;
      }
    } catch {
      return words.away;
    }

    own.saving.leaving();
    history.replaceState(null, '', each.element ? `#${encodeURIComponent(each.element)}` : location.pathname);
    location.reload();

    return '';
  }

  async function settled() {
    for (let tries = 0; own.saving.unsaved && tries < 50; tries += 1) {
      await own.saving.now();
      await new Promise(resolve => { setTimeout(resolve, SETTLE); });
    }

    return !own.saving.unsaved;
  }

  return own;
}
