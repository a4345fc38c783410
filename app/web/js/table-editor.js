// Editing the decision tables of a file of a draft.
import '../css/modeler.css';
import '../css/editors.css';

import { field } from './editing/controls.js';
import { edited } from './editing/page.js';
import { make } from './modeler/fields.js';
import { grouped } from './modeler/findings.js';
import { Columns } from './tables/columns.js';
import { cells, columns, decisions, describe, described, readTables, rules, tableOf, writeTables } from './tables/dmn.js';
import { Grid } from './tables/grid.js';

const $ = id => document.getElementById(id);
const given = JSON.parse($('bewerken').textContent);
const { words } = given;
const top = $('tabel');

edited(given, top.dataset.token, { read: readTables, write: writeTables, begin });

function begin(doc) {
  let chosen = decisions(doc.content)[0]?.id;
  const decision = () => decisions(doc.content).find(each => each.id === chosen) || decisions(doc.content)[0];
  const about = {
    doc, fields: given.fields, words, say: text => { $('gedaan').textContent = text; }, table: () => tableOf(decision())
  };
  const grid = new Grid({ ...about, place: $('regels') });
  const columnsOf = new Columns({ ...about, place: $('kolommen') });
  const heads = headed(doc, decision, id => choose(id), () => decision()?.id);

  $('regel-erbij').addEventListener('click', () => grid.add(rules(about.table()).length - 1));
  $('invoer-erbij').addEventListener('click', () => columnsOf.add('input'));
  $('uitkomst-erbij').addEventListener('click', () => columnsOf.add('output'));
  top.replaceChildren(...heads.map(each => each.node));

  function leave() {
    grid.leave();
    columnsOf.leave();
    heads.forEach(each => each.leave());
  }

  function show() {
    const table = about.table();

    [ 'deel-regels', 'deel-kolommen' ].forEach(id => { $(id).hidden = !table; });
    $('geen-tabel').hidden = Boolean(table);
    heads.forEach(each => each.update());
    columnsOf.show();
    grid.show();
  }

  function choose(id) {
    leave();
    chosen = id;
    show();
  }

  // The rule that is missing, made of the case that no rule fits.
  function offer(found) {
    const button = make('button', { type: 'button', class: 'utrecht-button utrecht-button--secondary-action' }, words.rule_for);

    button.addEventListener('click', () => {
      choose(place(found.element).decision);
      grid.add(rules(about.table()).length - 1, false, found.case);
    });
    $(`bevinding-${found.number}`).append(make('p', {}, button));
  }

  // In which decision something is, and in which of its rules.
  function place(id) {
    for (const each of decisions(doc.content)) {
      const all = tableOf(each) ? rules(tableOf(each)) : [];
      const row = all.findIndex(rule => rule.id === id || cells(rule).some(cell => cell.id === id));

      if (each.id === id || row >= 0 || (tableOf(each) && columns(tableOf(each)).some(column => column.id === id))) {
        return { decision: each.id, row };
      }
    }

    return null;
  }

  // Where it stands on the page; null where it is not in this file, nothing where another table is chosen.
  function lineOf(id) {
    const at = place(id);

    return at && (document.getElementById(at.row >= 0 ? `regel-${at.row}` : `kop-${id}`)?.closest('tr, .edit-part') || undefined);
  }

  function goTo(id) {
    const at = place(id);

    choose(at.decision);

    if (at.row >= 0) {
      grid.goTo(at.row);
    } else {
      (document.getElementById(`kop-${id}`) || document.getElementById('veld-name-of'))?.focus();
    }
  }

  return {
    leave, show, lineOf, see: goTo, found: mine => {
      grid.mark(grouped(mine));
      mine.filter(each => Object.keys(each.case).length).forEach(offer);
    }, knows: each => Boolean(place(each.element)), goTo: each => goTo(each.element)
  };
}

// Which table, how it is called and how it decides.
function headed(doc, decision, choose, now) {
  const entries = [
    ...decisions(doc.content).length > 1 ? [ {
      id: 'which', kind: 'select', label: words.which, get: now, set: choose,
      options: () => decisions(doc.content).map(each => ({ key: each.id, name: each.getAttribute('name') || each.id }))
    } ] : [],
    {
      id: 'name-of', kind: 'text', label: words.name, get: () => decision()?.getAttribute('name') || '',
      set: value => doc.change(() => decision().setAttribute('name', value.trim()))
    },
    {
      id: 'about', kind: 'area', rows: 2, label: words.description, get: () => described(decision()),
      set: value => doc.change(() => describe(decision(), value.trim()))
    },
    {
      id: 'policy', kind: 'select', label: words.policy, options: () => [ 'UNIQUE', 'FIRST', 'ANY', kept() ].filter(Boolean)
        .map(key => ({ key, name: words.policies[key] || key })),
      get: () => policy(), set: value => doc.change(() => tableOf(decision())?.setAttribute('hitPolicy', value))
    }
  ];
  const policy = () => tableOf(decision())?.getAttribute('hitPolicy') || 'UNIQUE';
  const kept = () => ![ 'UNIQUE', 'FIRST', 'ANY' ].includes(policy()) && policy();

  return entries.map(each => field(each, words));
}
