// What the pages have in common on which a form or a table is edited: fetching, saving, undo, what is found.
import { clashes } from '../modeler/clashes.js';
import { listed } from '../modeler/findings.js';
import { presence } from '../modeler/presence.js';
import { conflicts, offeredAgain, stands } from '../modeler/states.js';
import { Together } from '../modeler/together.js';
import { unsent } from '../modeler/unsent.js';
import { Document } from './document.js';
import { marks } from './marks.js';

const TYPING = 800;
const $ = id => document.getElementById(id);

// `begin(doc)` draws it and gives {show, leave, goTo, knows, found} for what is found, and {lineOf, see} for what has an
// id of its own. Nothing where the file cannot be edited.
export async function edited(given, token, { read, write, begin }) {
  const answer = await fetch(given.at, { credentials: 'same-origin' }).catch(() => undefined);

  if (!answer?.ok) {
    $('niet-opgehaald').hidden = false;

    return;
  }

  const text = await answer.text();
  let doc;

  try {
    doc = new Document(text, { read, write });
  } catch {
    $('kapot').hidden = false;

    return;
  }

  document.querySelectorAll('[data-drawing]').forEach(part => { part.hidden = false; });

  const editor = begin(doc);
  const list = listed({
    file: given.file, pages: given.pages, list: $('bevindingen'), count: $('bevindingen-aantal'), words: given.words,
    leads: each => editor.knows(each) && (() => editor.goTo(each))
  });
  const found = those => editor.found(list(those));
  const kept = unsent(given.at, given.me);
  const marking = marks(editor);
  const saving = new Together({
    modeler: doc, at: given.together, token, revision: answer.headers.get('Leidraad-Revision'),
    tell: stands({ words: given.words, pointOut: marking.pointOut, ask: state => ask(state) }), found,
    leave: editor.leave, unsent: kept, base: text, file: given.at, occupied: typist(),
    takeOver: async (made, still) => takeOver(doc, editor, made, still), undoable: () => doc.canUndo
  });
  const ask = clashes({ marking, words: given.words, choose: chosen => saving.choose(chosen) });

  editor.saving = saving;
  doc.on('shown', editor.show);
  editor.show();
  conflicts(saving, given.copy, editor.leave);
  offeredAgain(saving, kept, doc.now, given.language);
  presence({ place: $('hier'), at: given.here, saving, words: given.words, saved: said => saving.follow(said) });
  found(given.findings);
  turns(doc, editor, given.words);
  named(editor);
  document.documentElement.dataset.ready = 'yes';
}

// Show what became of it, and leave whoever is in a field there, at the letter where they were.
function takeOver(doc, editor, text, still) {
  const field = document.activeElement;
  const at = [ 'text', 'textarea' ].includes(field?.type) ? [ field.selectionStart, field.selectionEnd ] : null;

  // A field that somebody is in is not drawn anew: it would keep, and later write, what another changed meanwhile.
  editor.leave();
  field?.blur();

  const made = still();

  if (made) {
    doc.takeOver(text);
  }

  const again = field?.id && document.getElementById(field.id);

  if (again) {
    again.focus();
    at && again.setSelectionRange?.(...at);
  }

  return made;
}

// Whether somebody is typing at this moment.
function typist() {
  let [ last, composing ] = [ 0, false ];

  document.addEventListener('input', () => { last = Date.now(); });
  document.addEventListener('compositionstart', () => { composing = true; });
  document.addEventListener('compositionend', () => { composing = false; });

  return () => composing || Date.now() - last < TYPING;
}

// Undo and redo by button and key; in a field that somebody types in, the keys are those of that field.
function turns(doc, editor, words) {
  const deeds = { undo: () => doc.undo(), redo: () => doc.redo() };
  const said = { undo: words.undone, redo: words.redone };
  const buttons = $('gereedschap');
  const able = () => {
    buttons.querySelector('[data-do=undo]').setAttribute('aria-disabled', String(!doc.canUndo));
    buttons.querySelector('[data-do=redo]').setAttribute('aria-disabled', String(!doc.canRedo));
  };
  const turn = way => {
    editor.leave();
    deeds[way]();
    $('gedaan').textContent = said[way];
  };

  buttons.addEventListener('click', event => {
    const button = event.target.closest('[data-do]');

    if (button && button.getAttribute('aria-disabled') !== 'true') {
      turn(button.dataset.do);
    }
  });
  document.addEventListener('keydown', event => {
    const way = event.key.toLowerCase() === 'y' || (event.shiftKey && event.key.toLowerCase() === 'z') ? 'redo' : 'undo';

    if ((event.ctrlKey || event.metaKey) && [ 'z', 'y' ].includes(event.key.toLowerCase()) && !typing(event.target)) {
      event.preventDefault();
      turn(way);
    }
  });
  doc.on('shown', able);
  able();
}

function typing(target) {
  return target.matches('textarea, input:not([type=checkbox], [type=radio])');
}

// The address may name a place in the file.
function named(editor) {
  const go = () => {
    const element = decodeURIComponent(location.hash.slice(1));

    if (element && editor.knows({ element })) {
      editor.goTo({ element });
    }
  };

  window.addEventListener('hashchange', go);
  go();
}
