// Reading and changing what stands in an element. Each change is one step that can be undone as a whole.
import { getBusinessObject } from 'bpmn-js/lib/util/ModelUtil';

const SOURCE = /\s*\bBron:\s*([^\n]*?)\.?\s*$/;

class Together {
  constructor(modeling) {
    this.modeling = modeling;
  }

  preExecute({ work }) {
    work(this.modeling);
  }
}

Together.$inject = [ 'modeling' ];

class NewProcesses {
  constructor(eventBus) {

    // What is drawn here is meant to run.
    eventBus.on('commandStack.shape.create.preExecute', 2000, ({ context }) => {
      const process = context.shape.businessObject?.processRef;

      if (process && process.isExecutable === undefined) {
        process.isExecutable = true;
      }
    });
  }
}

NewProcesses.$inject = [ 'eventBus' ];

class Registered {
  constructor(commandStack) {
    commandStack.registerHandler('leidraad.together', Together);
  }
}

Registered.$inject = [ 'commandStack' ];

export const editing = {
  __init__: [ 'registered', 'newProcesses' ],
  registered: [ 'type', Registered ], newProcesses: [ 'type', NewProcesses ],

  // Which group a thing lies in is seen in the drawing. Written in each thing too, whatever makes room changes them all.
  updateCategoryValueRefsBehavior: [ 'value', null ]
};

export class Editing {
  constructor(modeler) {
    this.commands = modeler.get('commandStack');
    this.factory = modeler.get('bpmnFactory');
    this.modeler = modeler;
  }

  together(work) {
    this.commands.execute('leidraad.together', { work });
  }

  // properties

  property(element, name) {
    return this.properties(element).find(each => each.name === name)?.value || '';
  }

  properties(element) {
    return extension(getBusinessObject(element), 'spiffworkflow:Properties')?.get('values') || [];
  }

  setProperties(element, changes) {
    this.together(modeling => {
      const holder = this.extended(modeling, element, 'spiffworkflow:Properties');
      const values = holder.get('values').filter(each => !(each.name in changes));

      Object.entries(changes).filter(([ , value ]) => value).forEach(([ name, value ]) => {
        values.push(this.made('spiffworkflow:Property', { name, value }, holder));
      });
      modeling.updateModdleProperties(element, holder, { values: inOrder(holder.get('values'), values) });
      this.tidied(modeling, element, holder, values);
    });
  }

  decision(element) {
    return extension(getBusinessObject(element), 'spiffworkflow:CalledDecisionId')?.body || '';
  }

  setDecision(element, value) {
    this.together(modeling => {
      const holder = this.extended(modeling, element, 'spiffworkflow:CalledDecisionId');

      modeling.updateModdleProperties(element, holder, { body: value });
      this.tidied(modeling, element, holder, value);
    });
  }

  // The extension of this type, made where there is none.
  extended(modeling, element, type) {
    const own = getBusinessObject(element);
    const all = own.extensionElements || this.made('bpmn:ExtensionElements', { values: [] }, own);
    const found = extension(own, type);

    if (!own.extensionElements) {
      modeling.updateModdleProperties(element, own, { extensionElements: all });
    }

    if (found) {
      return found;
    }

    const made = this.made(type, {}, all);

    modeling.updateModdleProperties(element, all, { values: [ ...all.get('values'), made ] });

    return made;
  }

  // What holds nothing any more goes.
  tidied(modeling, element, holder, left) {
    if (!left.length) {
      const own = getBusinessObject(element);
      const values = own.extensionElements.get('values').filter(each => each !== holder);

      modeling.updateModdleProperties(element, own.extensionElements, { values });

      if (!values.length) {
        modeling.updateModdleProperties(element, own, { extensionElements: undefined });
      }
    }
  }

  // the name, and what it says to people

  setName(element, name) {
    this.modeler.get('modeling').updateLabel(element, name);
  }

  told(element) {
    const whole = getBusinessObject(element).get('documentation')?.[0]?.text || '';
    const source = SOURCE.exec(whole);

    return { text: whole.replace(SOURCE, '').trim(), source: source ? source[1] : '' };
  }

  tell(element, { text, source }) {
    const own = getBusinessObject(element);
    const whole = [ text.trim(), source.trim() && `Bron: ${source.trim().replace(/\.$/, '')}.` ]
      .filter(Boolean).join(' ');
    const [ first, ...others ] = own.get('documentation');
    const made = this.made('bpmn:Documentation', { text: whole }, own);

    if (first?.textFormat) {
      made.textFormat = first.textFormat;
    }

    this.modeler.get('modeling').updateModdleProperties(element, own, {
      documentation: whole ? [ made, ...others ] : others
    });
  }

  // events

  event(element) {
    return getBusinessObject(element).get('eventDefinitions')?.[0];
  }

  message(element) {
    return (getBusinessObject(element).messageRef || this.event(element)?.messageRef)?.name || '';
  }

  setMessage(element, name) {
    const own = getBusinessObject(element);
    const holder = own.$instanceOf('bpmn:Event') ? this.event(element) : own;
    const drawn = around(own, 'bpmn:Definitions');
    const known = drawn.get('rootElements').find(each => each.$type === 'bpmn:Message' && each.name === name);

    this.together(modeling => {
      let message = known;

      if (name && !known) {
        message = this.made('bpmn:Message', { name }, drawn);
        modeling.updateModdleProperties(element, drawn, { rootElements: [ ...drawn.get('rootElements'), message ] });
      }

      modeling.updateModdleProperties(element, holder, { messageRef: name ? message : undefined });
    });
  }

  timer(element) {
    const event = this.event(element);

    return (event?.timeDuration || event?.timeDate || event?.timeCycle)?.body || '';
  }

  setTimer(element, text) {
    const event = this.event(element);
    const kept = event.timeDate ? 'timeDate' : 'timeDuration';
    const kind = /^R\d*\//.test(text) ? 'timeCycle' : kept;
    const made = text ? this.made('bpmn:FormalExpression', { body: text }, event) : undefined;

    this.modeler.get('modeling').updateModdleProperties(element, event, {
      timeDate: undefined, timeDuration: undefined, timeCycle: undefined, [kind]: made
    });
  }

  // a task that is done for each line of a list

  list(element) {
    const { loopDataInputRef } = getBusinessObject(element).loopCharacteristics;

    return loopDataInputRef?.id || '';
  }

  // A list is named by a data object of its id, which nobody needs to see on the drawing.
  setList(element, key, item) {
    const own = getBusinessObject(element);
    const process = around(own, 'bpmn:Process');
    const isIt = each => each.$type === 'bpmn:DataObject' && each.id === key;

    this.together(modeling => {
      let named = process.get('flowElements').find(isIt);

      if (key && !named) {
        named = this.made('bpmn:DataObject', { id: key, isCollection: true }, process);
        modeling.updateModdleProperties(element, process, { flowElements: [ ...process.get('flowElements'), named ] });
      }

      modeling.updateModdleProperties(element, own.loopCharacteristics, { loopDataInputRef: key ? named : undefined });

      if (key && !this.item(element)) {
        this.giveItem(modeling, element, item);
      }
    });
  }

  item(element) {
    return getBusinessObject(element).loopCharacteristics.inputDataItem?.name || '';
  }

  setItem(element, name) {
    this.together(modeling => this.giveItem(modeling, element, name));
  }

  giveItem(modeling, element, name) {
    const loop = getBusinessObject(element).loopCharacteristics;

    if (loop.inputDataItem && name) {
      modeling.updateModdleProperties(element, loop.inputDataItem, { name });
    } else {
      const id = `${getBusinessObject(element).id}_regel`;

      modeling.updateModdleProperties(element, loop, {
        inputDataItem: name ? this.made('bpmn:DataInput', { id, name }, loop) : undefined
      });
    }
  }

  // flows

  condition(flow) {
    return getBusinessObject(flow).conditionExpression?.body || '';
  }

  setCondition(flow, text) {
    const made = text && this.made('bpmn:FormalExpression', { body: text }, getBusinessObject(flow));

    this.modeler.get('modeling').updateProperties(flow, { conditionExpression: made || undefined });
  }

  isDefault(flow) {
    return getBusinessObject(flow.source).default === getBusinessObject(flow);
  }

  setDefault(flow, yes) {
    this.modeler.get('modeling').updateProperties(flow.source, { default: yes ? getBusinessObject(flow) : undefined });
  }

  made(type, values, parent) {
    const made = this.factory.create(type, values);

    made.$parent = parent;

    return made;
  }
}

export function extension(own, type) {
  return own.extensionElements?.get('values').find(each => each.$type === type);
}

function around(element, type) {
  return element.$type === type ? element : around(element.$parent, type);
}

// A value that changes keeps its place among the others.
function inOrder(before, after) {
  const place = each => before.findIndex(other => other.name === each.name);

  return [ ...after ].sort((one, other) => (place(one) + 1 || 999) - (place(other) + 1 || 999));
}
