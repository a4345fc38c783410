// Marks on the lines of what is edited, of what two made of it: what is asked, and for a moment what came from another.
import { SHOWN } from '../modeler/marks.js';

// `editor`: {lineOf, see}, by the id of a part of the file.
export function marks(editor) {
  const knows = id => Boolean(id) && editor.lineOf(id) !== null;

  function unask() {
    document.querySelectorAll('.edit-asked').forEach(each => each.classList.remove('edit-asked'));
  }

  function pointOut(ids) {
    ids.filter(knows).forEach(id => editor.lineOf(id)?.classList.add('edit-taken'));
    setTimeout(() => document.querySelectorAll('.edit-taken').forEach(each => each.classList.remove('edit-taken')), SHOWN);
  }

  return { ask: id => knows(id) && editor.lineOf(id)?.classList.add('edit-asked'), unask, knows, pointOut, goTo: editor.see };
}
