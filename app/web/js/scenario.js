// Completes a scenario while it is written: the sentences that it can be made of, and the names of the diagrams.
// Who has no scripts, or closes the list, finds the same words under the field.

import '../css/scenario.css';

const MOST = 8;
const KEYWORD = /^(\s*(?:Gegeven|Als|Dan|En|Maar|\*)\s+)(.*)$/;
const HOLE = '"…"';
const BEGINNINGS = [ 'Scenario: ', 'Gegeven ', 'Als ', 'Dan ', 'En ' ];

// What stands before a name, and which names fit there.
const PLACES = [
  [ /\bde taak $/, 'tasks' ], [ /\bdatum van $/, 'tasks' ], [ /\bde vraag $/, 'questions' ],
  [ /\bde stap $/, 'steps' ], [ /\bde route $/, 'routes' ], [ /\bafgesloten met $/, 'ends' ],
  [ /\bbericht $/, 'messages' ], [ /\b(?:heeft|kan|aan) $/, 'functions' ], [ /" $/, 'starts' ],
  [ /^\s*\w+ $/, 'functions' ]
];

const field = document.querySelector('[data-completes]');

if (field) {
  keep(field);
  complete(field, JSON.parse(document.getElementById('aanvullen').textContent));
}

// What was typed and not saved is not left behind without a question; nor what was sent and refused.
function keep(area) {
  const saved = area.matches('[aria-invalid]') ? null : area.defaultValue;

  addEventListener('beforeunload', event => {
    if (!area.form.dataset.sent && area.value !== saved) {
      event.preventDefault();
    }
  });
}

function complete(area, words) {
  const list = document.createElement('ul');
  const said = document.getElementById('aangevuld');
  let offered = [], at = -1;

  list.id = `${area.id}-voorstellen`;
  list.className = 'completions';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', area.dataset.completes);
  list.hidden = true;
  area.after(list);
  area.setAttribute('aria-autocomplete', 'list');
  area.setAttribute('aria-controls', list.id);
  area.setAttribute('autocomplete', 'off');

  area.addEventListener('input', () => show(false));
  area.addEventListener('blur', close);
  area.addEventListener('click', close);
  area.addEventListener('scroll', close);
  area.addEventListener('keydown', event => pressed(event) && event.preventDefault());

  // The field keeps the cursor, and a phone its keyboard.
  list.addEventListener('pointerdown', event => event.preventDefault());
  list.addEventListener('click', event => {
    const row = event.target.closest('[role=option]');

    if (row) {
      take(offered[[ ...list.children ].indexOf(row)]);
    }
  });

  function pressed(event) {
    if (event.key === ' ' && event.ctrlKey) {
      show(true);

      return true;
    }

    if (list.hidden || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) {
      return false;
    }

    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      point((at + (event.key === 'ArrowDown' ? 1 : at < 0 ? 0 : -1) + offered.length) % offered.length);

      return true;
    }

    if (event.key === 'Escape') {
      event.stopPropagation();
      close();

      return true;
    }

    if ((event.key === 'Enter' || event.key === 'Tab') && at >= 0 && !event.shiftKey) {
      take(offered[at]);

      return true;
    }

    if (/^(Arrow|Home|End|Page)/.test(event.key)) {
      close();
    }

    return false;
  }

  function show(asked) {
    offered = area.selectionStart === area.selectionEnd ? fitting(before(area), after(area), words, asked) : [];
    list.replaceChildren(...offered.map(row));
    list.hidden = !offered.length;
    point(-1);

    if (offered.length) {
      place(list, area);
      said.textContent = said.dataset.text.replace('%', offered.length);
    } else {
      said.textContent = '';
    }
  }

  function row(each, number) {
    const made = document.createElement('li');

    made.id = `${list.id}-${number}`;
    made.setAttribute('role', 'option');
    made.textContent = each.label;

    return made;
  }

  function point(to) {
    list.children[at]?.removeAttribute('aria-selected');
    at = to;

    if (at < 0) {
      area.removeAttribute('aria-activedescendant');
    } else {
      list.children[at].setAttribute('aria-selected', 'true');
      list.children[at].scrollIntoView({ block: 'nearest' });
      area.setAttribute('aria-activedescendant', list.children[at].id);
    }
  }

  function close() {
    offered = [];
    list.hidden = true;
    list.replaceChildren();
    said.textContent = '';
    at = -1;
    area.removeAttribute('aria-activedescendant');
  }

  // Types over what was begun. The first gap of a sentence is then marked, so that the next key fills it.
  function take({ text, begun, eaten }) {
    const start = area.selectionStart - begun;
    const gap = text.indexOf(HOLE);

    close();
    area.focus();
    area.setSelectionRange(start, area.selectionStart + eaten);

    // The only way in which a browser can undo it.
    if (!document.execCommand('insertText', false, text)) {
      area.setRangeText(text, start, area.selectionEnd, 'end');
    }

    if (gap >= 0) {
      area.setSelectionRange(start + gap + 1, start + gap + 2);
    }

    close();
  }
}

function before(area) {
  const text = area.value.slice(0, area.selectionStart);

  return text.slice(text.lastIndexOf('\n') + 1);
}

function after(area) {
  return area.value.slice(area.selectionStart).split('\n', 1)[0];
}

// What fits where the cursor is: each with what it puts there, how much of it was typed, and what behind it goes.
function fitting(line, rest, words, asked) {
  const quotes = line.split('"');

  if (quotes.length % 2 === 0) {
    const begun = quotes.at(-1);
    const eaten = rest.startsWith('…"') ? 2 : rest.startsWith('"') ? 1 : 0;

    return names(line.slice(0, line.length - begun.length - 1), words)
      .filter(name => name !== begun && fits(name, begun))
      .sort((one, other) => starts(other, begun) - starts(one, begun)).slice(0, MOST)
      .map(name => ({ label: name, text: `${name}"`, begun: begun.length, eaten }));
  }

  if (rest.trim()) {
    return [];
  }

  const found = KEYWORD.exec(line);

  if (!found) {
    const begun = line.trimStart();

    return BEGINNINGS.filter(each => (begun || asked) && each !== begun && fits(each, begun))
      .map(each => ({ label: each.trim(), text: each, begun: begun.length, eaten: 0 }));
  }

  return found[2] || asked ? sentences(found[2], words) : [];
}

function sentences(begun, words) {
  const bare = hollow(begun).toLowerCase();

  // Behind names that are filled in, only what is left of the sentence.
  const going = words.sentences.map(hollow).filter(each => each.toLowerCase().startsWith(bare) && each.length > bare.length)
    .map(each => ({ label: begun + each.slice(bare.length), text: each.slice(bare.length), begun: 0, eaten: 0 }));

  if (begun.includes('"')) {
    return going.slice(0, MOST);
  }

  return words.sentences.filter(each => fits(each, begun)).slice(0, MOST)
    .map(each => ({ label: each, text: hollow(each), begun: begun.length, eaten: 0 }));
}

function hollow(sentence) {
  return sentence.replace(/"[^"]*"/g, HOLE);
}

function names(front, words) {
  if (/\bantwoordt $/.test(front)) {
    const question = /de vraag "([^"]*)"/.exec(front)?.[1];

    return words.questions[question] ?? Object.values(words.questions).flat();
  }

  const kind = PLACES.find(([ place ]) => place.test(front))?.[1];
  const known = { ...words, questions: Object.keys(words.questions) };

  return known[kind] ?? [ ...known.functions, ...known.tasks, ...known.questions, ...known.steps, ...known.routes ];
}

// Those that begin with it stand before those in which it is a later word.
function starts(name, begun) {
  return Number(name.toLowerCase().startsWith(begun.toLowerCase()));
}

function fits(name, begun) {
  return begun === '…' || name.toLowerCase().split(/(?=\s)/).some((_, at, all) =>
    all.slice(at).join('').trimStart().startsWith(begun.trimStart().toLowerCase()));
}

// Under the line of the cursor: the same text in a copy of the field says where that is.
function place(list, area) {
  const copy = document.createElement('div');
  const mark = document.createElement('span');
  const look = getComputedStyle(area);

  copy.className = 'completions-copy';
  [ 'fontFamily', 'fontSize', 'fontWeight', 'lineHeight', 'letterSpacing', 'padding', 'borderWidth', 'boxSizing' ]
    .forEach(name => { copy.style[name] = look[name]; });
  copy.style.width = `${area.clientWidth + parseFloat(look.borderLeftWidth) * 2}px`;
  copy.append(area.value.slice(0, area.selectionStart), mark);
  mark.textContent = '.';
  area.after(copy);
  const { offsetTop, offsetLeft, offsetHeight } = mark;

  copy.remove();
  list.style.top = `${area.offsetTop + offsetTop + offsetHeight - area.scrollTop + 4}px`;
  list.style.left = `${Math.max(0, Math.min(area.offsetLeft + offsetLeft, area.clientWidth - list.offsetWidth))}px`;
}
