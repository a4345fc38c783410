// A file of decisions as a tree: what stands in a table, and changing it. What is not changed stays as it was written.

const spaced = new WeakMap();
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

export function readTables(text) {
  const tree = new DOMParser().parseFromString(text, 'application/xml');

  if (tree.querySelector('parsererror') || tree.documentElement.localName !== 'definitions') {
    throw new Error('no decisions');
  }

  // Some programs write a space before the end of what is empty: it stays as it was.
  spaced.set(tree, text.includes(' />'));

  return tree;
}

export function writeTables(tree) {
  const text = new XMLSerializer().serializeToString(tree.documentElement);

  return `${HEAD}${spaced.get(tree) ? text.replace(/\/>/g, ' />') : text}\n`;
}

export function children(element, name) {
  return [ ...element?.children || [] ].filter(each => each.localName === name);
}

export const child = (element, name) => children(element, name)[0];

export const decisions = tree => children(tree.documentElement, 'decision');

export const tableOf = decision => child(decision, 'decisionTable');

// Inputs and outputs, in the order of the table.
export function columns(table) {
  return [ ...children(table, 'input'), ...children(table, 'output') ];
}

export const isInput = column => column.localName === 'input';

export const rules = table => children(table, 'rule');

export function cells(rule) {
  return [ ...children(rule, 'inputEntry'), ...children(rule, 'outputEntry') ];
}

export function textOf(element) {
  return (child(element, 'text')?.textContent || '').trim();
}

// The text of an element; a cell that stays empty has none.
export function setText(element, text) {
  const found = child(element, 'text') || element.appendChild(fresh(element, 'text'));

  found.textContent = text;
}

// A child with a text that is there only while it says something; in the place that the standard gives it.
export function setPart(element, name, text, attributes, before = []) {
  const found = child(element, name);

  if (!text) {
    found?.remove();
  } else if (found) {
    setText(found, text);
  } else {
    const made = fresh(element, name, attributes);

    setText(made, text);
    put(element, made, [ ...element.children ].find(each => before.includes(each.localName)));
  }
}

export function setAttribute(element, name, value) {
  if (value) {
    element.setAttribute(name, value);
  } else {
    element.removeAttribute(name);
  }
}

export function describe(element, text) {
  const found = child(element, 'description');

  if (!text) {
    found?.remove();
  } else {
    (found || put(element, fresh(element, 'description'), element.firstElementChild)).textContent = text;
  }
}

export const described = element => child(element, 'description')?.textContent.trim() || '';

export const labelOf = column => column.getAttribute('label') || (isInput(column) ? expressionOf(column)
  : column.getAttribute('name') || '');

export const expressionOf = input => textOf(child(input, 'inputExpression'));

export function typeOf(column) {
  const typed = isInput(column) ? child(column, 'inputExpression') : column;

  return typed?.getAttribute('typeRef') || '';
}

export function setType(column, type) {
  setAttribute(isInput(column) ? expression(column) : column, 'typeRef', type);
}

export function setExpression(input, text) {
  setText(expression(input), text);
}

function expression(input) {
  return child(input, 'inputExpression') || put(input, fresh(input, 'inputExpression', { id: freeId(input, 'expr') }),
    child(input, 'inputValues'));
}

// Adding and taking away

export function addColumn(table, name) {
  const made = fresh(table, name, { id: freeId(table, name) });
  const same = children(table, name);
  const others = isInput(made) ? child(table, 'output') : table.children[[ ...table.children ].findIndex(each => [ 'annotation', 'rule' ].includes(each.localName))];

  put(table, made, same.at(-1)?.nextElementSibling || others);

  if (isInput(made)) {
    expression(made);
    setType(made, 'string');
    setText(child(made, 'inputExpression'), '');
  } else {
    setType(made, 'string');
  }

  const at = children(table, name).indexOf(made);
  const entry = isInput(made) ? 'inputEntry' : 'outputEntry';

  rules(table).forEach(rule => {
    const cell = fresh(rule, entry, { id: freeId(rule, entry) });
    const before = children(rule, entry)[at] || (isInput(made) ? child(rule, 'outputEntry') : child(rule, 'annotationEntry'));

    setText(cell, isInput(made) ? '-' : '');
    put(rule, cell, before);
  });

  return made;
}

export function removeColumn(table, column) {
  const at = children(table, column.localName).indexOf(column);

  rules(table).forEach(rule => cut(children(rule, `${column.localName}Entry`)[at]));
  cut(column);
}

export function moveColumn(table, column, by) {
  const name = column.localName;
  const at = children(table, name).indexOf(column);

  swap(children(table, name), at, by);
  rules(table).forEach(rule => swap(children(rule, `${name}Entry`), at, by));
}

// Behind another rule, or at the end; as that one, where it is copied.
export function addRule(table, after, copied) {
  const last = after || rules(table).at(-1);
  const made = copied ? after.cloneNode(true) : fresh(table, 'rule');

  made.setAttribute('id', freeId(table, 'rule'));
  put(table, made, last?.nextElementSibling);

  if (copied) {
    cells(made).forEach(each => each.setAttribute('id', freeId(made, each.localName)));
  } else {
    columns(table).forEach(column => {
      const cell = put(made, fresh(made, `${column.localName}Entry`, { id: freeId(made, `${column.localName}Entry`) }));

      setText(cell, isInput(column) ? '-' : '');
    });
  }

  return made;
}

export function moveRule(table, rule, by) {
  swap(rules(table), rules(table).indexOf(rule), by);
}

function swap(all, at, by) {
  const [ one, other ] = by > 0 ? [ all[at], all[at + by] ] : [ all[at + by], all[at] ];
  const mark = one.ownerDocument.createTextNode('');

  one.replaceWith(mark);
  other.replaceWith(one);
  mark.replaceWith(other);
}

// With the line that it stands on.
export function cut(element) {
  if (element?.previousSibling?.nodeType === Node.TEXT_NODE && !element.previousSibling.data.trim()) {
    element.previousSibling.remove();
  }

  element?.remove();
}

// On a line of its own, as deep as its neighbours.
function put(parent, element, before = null) {
  const depth = depthOf(parent) + 1;
  const line = parent.ownerDocument.createTextNode(`\n${'  '.repeat(depth)}`);

  if (before) {
    parent.insertBefore(element, before);
    parent.insertBefore(line, before);
  } else {
    const end = parent.lastChild?.nodeType === Node.TEXT_NODE && !parent.lastChild.data.trim() ? parent.lastChild : null;

    parent.insertBefore(line, end);
    parent.insertBefore(element, end);

    if (!end) {
      parent.append(parent.ownerDocument.createTextNode(`\n${'  '.repeat(depth - 1)}`));
    }
  }

  return element;
}

function depthOf(element) {
  let depth = 0;

  for (let at = element; at.parentElement; at = at.parentElement) {
    depth += 1;
  }

  return depth;
}

function fresh(beside, name, attributes = {}) {
  const prefix = beside.prefix ? `${beside.prefix}:` : '';
  const made = beside.ownerDocument.createElementNS(beside.namespaceURI, `${prefix}${name}`);

  Object.entries(attributes).forEach(([ key, value ]) => made.setAttribute(key, value));

  return made;
}

// One that nobody has, nor makes: two may each add a rule at the same time.
function freeId(beside, what) {
  return `${decisionAbove(beside) || 'tabel'}_${what}_${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`;
}

function decisionAbove(element) {
  for (let at = element; at; at = at.parentElement) {
    if (at.localName === 'decision') {
      return at.id;
    }
  }

  return '';
}
