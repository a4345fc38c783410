// Under the field that names a form or a table: the way to where it is edited, and making a new one for this step.
import { getBusinessObject } from 'bpmn-js/lib/util/ModelUtil';

import { make } from './fields.js';

// `known` is the list that the field chooses from; what is made is added to it. `field` names the field.
export function beside({ words, files }, element, known, field = 'formulier') {
  const { pages } = files;
  const said = words.made[field];
  const link = make('a', {}, said.edit);
  const id = `veld-${field}-nieuw`;
  const name = make('input', { id, class: 'utrecht-textbox', autocomplete: 'off' });
  const go = make('button', { type: 'button', class: 'utrecht-button utrecht-button--secondary-action' }, words.make);
  const wrong = make('p', { class: 'error', role: 'alert' });
  const fresh = make('details', { class: 'draw-new' }, make('summary', {}, said.fresh),
    make('label', { for: id }, said.name), name, make('p', {}, go), wrong);

  fresh.addEventListener('toggle', () => {
    name.value = name.value || getBusinessObject(element).name || '';
    fresh.open && name.focus();
  });
  name.addEventListener('keydown', event => {
    event.stopPropagation();
    event.key === 'Enter' && go.click();
  });
  go.addEventListener('click', async () => {
    go.disabled = true;

    const made = await asked(files.made[field], files.token, name.value);

    go.disabled = false;
    wrong.textContent = made?.key ? '' : made?.message || words.not_made;

    if (made?.key) {
      known.push({ key: made.key, name: made.name, file: made.file });
      pages[made.file] = made.at;
      fresh.open = false;
      name.value = '';
      set(made.key);
      link.focus();
    }
  });

  let set;

  return {
    chosen(deed) { set = deed; }, node: make('div', { class: 'draw-beside' }, link, fresh), update(now) {
      const to = pages[known.find(each => each.key === now)?.file];

      link.hidden = !to;
      link.href = to || '';
    }
  };
}

async function asked(at, token, name) {
  const body = new FormData();

  body.set('vervalsing', token);
  body.set('naam', name);

  try {
    return await (await fetch(at, { method: 'POST', body, redirect: 'error', headers: { Accept: 'application/json' } })).json();
  } catch {
    return null;
  }
}
