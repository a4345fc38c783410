// What the pages have in common on which a form or a table is edited: fetching, saving, undo, what is found.
import { listed } from '../modeler/findings.js';
import { Saving } from '../modeler/saving.js';
import { conflicts, told } from '../modeler/states.js';
import { Document } from './document.js';

const $ = id => document.getElementById(id);

// `begin(doc)` draws it and gives {show, leave, undone, goTo, knows, found}. Nothing where the file cannot be edited.
export async function edited(given, token, { read, write, begin }) {
  const answer = await fetch(given.at, { credentials: 'same-origin' }).catch(() => undefined);

  if (!answer?.ok) {
    $('niet-opgehaald').hidden = false;

    return;
  }

  let doc;

  try {
    doc = new Document(await answer.text(), { read, write });
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
  const saving = new Saving({
    modeler: doc, at: given.at, token, revision: answer.headers.get('Leidraad-Revision'),
    tell: state => told(state, given.words), found, leave: editor.leave
  });

  editor.saving = saving;
  doc.on('changed', editor.show);
  editor.show();
  conflicts(saving, given.copy, editor.leave);
  found(given.findings);
  turns(doc, editor, given.words);
  named(editor);
  document.documentElement.dataset.ready = 'yes';
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
  doc.on('changed', able);
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
