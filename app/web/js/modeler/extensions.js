// What Leidraad writes in a drawing beside BPMN (docs/formats/bundle.md, "Properties"), told to the drawing library, so
// that it goes along where an element is copied or becomes something else.

const TEXTS = [ 'InstructionsForEndUser', 'CalledDecisionId', 'VariableName', 'PreScript', 'PostScript' ];

export const DESCRIPTOR = {
  name: 'SpiffWorkflow', prefix: 'spiffworkflow', uri: 'http://spiffworkflow.org/bpmn/schema/1.0/core',
  xml: { tagAlias: 'lowerCase' }, associations: [],
  types: [
    {
      name: 'Properties', superClass: [ 'Element' ], meta: { allowedIn: [ '*' ] },
      properties: [ { name: 'values', type: 'Property', isMany: true } ]
    },
    {
      name: 'Property', superClass: [ 'Element' ],
      properties: [ { name: 'name', isAttr: true, type: 'String' }, { name: 'value', isAttr: true, type: 'String' } ]
    },
    ...TEXTS.map(name => ({
      name, superClass: [ 'Element' ], meta: { allowedIn: [ '*' ] },
      properties: [ { name: 'body', isBody: true, type: 'String' } ]
    }))
  ]
};

// The library leaves out of a copy what it does not know: what other modelers wrote, and the list of a repeated task.
const KEPT_REFERENCES = [ 'loopDataInputRef', 'loopDataOutputRef' ];

class KeepAll {
  constructor(eventBus, moddle) {
    eventBus.on('moddleCopy.canCopyProperty', 2000, ({ property, propertyName, parent }) => {
      if (KEPT_REFERENCES.includes(propertyName) && property) {
        return property;
      }

      if (property?.$type && moddle.getElementDescriptor(property).isGeneric) {
        return again(moddle, property, parent);
      }
    });
    eventBus.on('moddleCopy.canCopyProperties', 2000, ({ sourceElement, targetElement }) => {
      Object.entries(sourceElement.$attrs || {})
        .filter(([ name ]) => name.includes(':') && !name.startsWith('xmlns'))
        .forEach(([ name, value ]) => { targetElement.$attrs[name] = value; });
    });
  }
}

KeepAll.$inject = [ 'eventBus', 'moddle' ];

function again(moddle, element, parent) {
  const values = Object.fromEntries(Object.keys(element)
    .filter(name => ![ '$type', '$children' ].includes(name)).map(name => [ name, element[name] ]));
  const made = moddle.createAny(element.$type, element.$descriptor.ns.uri, values);

  made.$parent = parent;

  if (element.$children) {
    made.$children = element.$children.map(child => again(moddle, child, made));
  }

  return made;
}

export const keepAll = { __init__: [ 'keepAll' ], keepAll: [ 'type', KeepAll ] };
