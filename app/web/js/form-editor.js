// Editing a form of a draft.
import '../css/modeler.css';
import '../css/editors.css';

import { edited } from './editing/page.js';
import { List, readForm, writeForm } from './forms/list.js';
import { Preview } from './forms/preview.js';
import { grouped } from './modeler/findings.js';

const $ = id => document.getElementById(id);
const given = JSON.parse($('bewerken').textContent);
const place = $('velden');

edited(given, place.dataset.token, { read: readForm, write: writeForm, begin });

function begin(doc) {
  const list = new List({
    doc, place, groups: given.groups, words: given.words, say: text => { $('gedaan').textContent = text; }
  });
  const preview = new Preview({
    at: given.preview, place: $('voorbeeld'), words: given.words, token: () => editor.saving?.token || place.dataset.token
  });
  const editor = {
    leave: () => list.leave(),
    show: () => {
      list.show();
      preview.show(doc.now);
    },
    found: mine => list.mark(grouped(mine)),
    knows: each => list.knows(each.element),
    goTo: each => list.goTo(each.element),
    lineOf: id => document.getElementById(`kop-${id}`)?.closest('.edit-part') || null,
    see: id => list.see(id)
  };

  return editor;
}
