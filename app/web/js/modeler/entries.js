// Which fields the panel has for an element: in words of the school, each written as docs/formats/bundle.md says.
import { getBusinessObject, is, isAny } from 'bpmn-js/lib/util/ModelUtil';

import { beside } from './beside.js';
import { Lanes } from './lanes.js';

const GATEWAYS = [ 'bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway' ];

export class Entries {
  constructor(modeler, editing, { known, words, files }) {
    Object.assign(this, { modeler, editing, known, words, files });
    this.lanes = new Lanes(modeler);
  }

  // [{title, entries}]
  of(element) {
    return [
      { title: '', entries: this.named(element) },
      { title: this.words.group_work, entries: this.work(element) },
      { title: this.words.group_message, entries: this.messages(element) },
      { title: this.words.group_flow, entries: this.flow(element) },
      { title: this.words.group_call, entries: this.call(element) },
      { title: this.words.group_source, entries: this.told(element) }
    ].filter(group => group.entries.length);
  }

  named(element) {
    const entries = [];

    if (is(element, 'bpmn:TextAnnotation')) {
      entries.push(this.field('naam', 'area', {
        label: this.words.annotation, get: () => getBusinessObject(element).text || '',
        set: value => this.editing.setName(element, value)
      }));
    } else if (!isAny(element, [ 'bpmn:Collaboration', 'bpmn:Association', 'bpmn:Group' ])) {
      const label = this.isQuestion(element) ? this.words.question : this.words.name;

      entries.push(this.field('naam', 'text', {
        label, get: () => getBusinessObject(element).name || '', set: value => this.editing.setName(element, value)
      }));
    }

    if (is(element, 'bpmn:FlowNode') && this.lanes.of(element).length) {
      entries.push(this.field('baan', 'select', {
        label: this.words.doer, empty: this.words.no_lane, help: this.words.doer_help,
        options: () => this.lanes.of(element).map(lane => ({ key: lane.id, name: lane.businessObject.name || lane.id })),
        get: () => this.lanes.around(element)?.id || '', set: id => this.lanes.move(element, id)
      }));
    }

    return entries;
  }

  work(element) {
    const { words } = this;
    const entries = [];
    const isTask = is(element, 'bpmn:UserTask');
    const works = isTask || this.isQuestion(element);

    if (works || this.hasButton(element)) {
      entries.push(this.property(element, 'formulier', 'select', {
        label: words.form, empty: words.no_form, options: () => this.known.forms, below: beside(this, element, this.known.forms)
      }));
    }

    if (works) {
      entries.push(this.property(element, 'termijn', 'term', { label: words.term, empty: words.no_term }));
    }

    if (works || this.widens(element)) {
      entries.push(this.functions(element, 'ook_door', words.also_by));
    }

    if (isTask) {
      entries.push(this.property(element, 'samen_met', 'select', {
        label: words.together, empty: words.together_none,
        options: () => this.known.functions.map(name => ({ key: name, name }))
      }), this.property(element, 'niet_door', 'list', {
        label: words.not_by, empty: words.not_by_none, among: this.lanes.tasksBeside(element)
      }));
    }

    if (is(element, 'bpmn:BusinessRuleTask')) {
      entries.push(this.field('beslissing', 'select', {
        label: words.decision, empty: words.no_decision, options: () => this.known.decisions,
        below: beside(this, element, this.known.decisions, 'beslistabel'), get: () => this.editing.decision(element), set: value => this.editing.setDecision(element, value)
      }));
    }

    if (this.isMilestone(element)) {
      entries.push(this.property(element, 'fase', 'text', { label: words.phase, help: words.phase_help }));
    }

    if (getBusinessObject(element).loopCharacteristics?.$type === 'bpmn:MultiInstanceLoopCharacteristics') {
      entries.push(this.field('lijst', 'select', {
        label: words.each, empty: words.no_list, help: words.each_help, options: () => this.known.lists,
        get: () => this.editing.list(element), set: key => this.editing.setList(element, key, words.item_first)
      }), this.field('regel', 'text', {
        label: words.item, help: words.item_help, code: true,
        get: () => this.editing.item(element), set: name => this.editing.setItem(element, name.trim())
      }), this.property(element, 'lane', 'text', { label: words.item_lane, help: words.item_lane_help, code: true }));
    }

    return entries;
  }

  messages(element) {
    const { words } = this;
    const entries = [];
    const event = this.editing.event(element);

    if (event?.$type === 'bpmn:MessageEventDefinition' || isAny(element, [ 'bpmn:SendTask', 'bpmn:ReceiveTask' ])) {
      entries.push(this.field('bericht', 'text', {
        label: words.message, help: words.message_help, among: this.known.messages,
        get: () => this.editing.message(element), set: value => this.editing.setMessage(element, value.trim())
      }));
    }

    if (event?.$type === 'bpmn:TimerEventDefinition') {
      entries.push(this.field('klok', 'term', {
        label: words.timer, empty: words.no_timer,
        get: () => this.editing.timer(element), set: value => this.editing.setTimer(element, value)
      }));
    }

    if (this.hears(element)) {
      entries.push(this.functions(element, 'knop', words.button, [ 'iedereen' ]));
    }

    if (this.throws(element)) {
      entries.push(this.property(element, 'aan', 'select', {
        label: words.told_to, empty: words.told_to_none,
        options: () => this.known.functions.map(name => ({ key: name, name }))
      }), this.property(element, 'mee', 'text', { label: words.carried, help: words.carried_help, code: true }));
    }

    return entries;
  }

  flow(element) {
    const { words } = this;

    if (is(element, 'bpmn:SequenceFlow') && isAny(element.source, GATEWAYS)) {
      return [
        this.field('voorwaarde', 'text', {
          label: words.condition, help: words.condition_help, code: true,
          get: () => this.editing.condition(element), set: value => this.editing.setCondition(element, value.trim())
        }),
        this.field('anders', 'tick', {
          label: words.otherwise,
          get: () => this.editing.isDefault(element), set: yes => this.editing.setDefault(element, yes)
        })
      ];
    }

    if (!isAny(element, GATEWAYS)) {
      return [];
    }

    return element.outgoing.filter(flow => element.outgoing.length > 1 && is(flow, 'bpmn:SequenceFlow'))
      .map((flow, at) => this.field(`antwoord-${at}`, 'text', {
        label: words.answer.replace('%', flow.target?.businessObject.name || this.words.nameless),
        get: () => flow.businessObject.name || '', set: value => this.editing.setName(flow, value)
      }));
  }

  call(element) {
    const { words } = this;

    if (!is(element, 'bpmn:CallActivity')) {
      return [];
    }

    return [
      this.field('aanroep', 'select', {
        label: words.called, empty: words.no_called, options: () => this.known.processes,
        get: () => getBusinessObject(element).calledElement || '',
        set: value => this.modeler.get('modeling').updateProperties(element, { calledElement: value || undefined })
      }),
      this.handed(element, 'in', words.handed_in), this.handed(element, 'uit', words.handed_out)
    ];
  }

  told(element) {
    if (!isAny(element, [ 'bpmn:FlowNode', 'bpmn:Participant', 'bpmn:SequenceFlow' ])) {
      return [];
    }

    return [
      this.field('instructie', 'area', {
        label: is(element, 'bpmn:UserTask') || this.isQuestion(element) ? this.words.instruction : this.words.explanation,
        get: () => this.editing.told(element).text,
        set: text => this.editing.tell(element, { ...this.editing.told(element), text })
      }),
      this.field('bron', 'text', {
        label: this.words.source, help: this.words.source_help, get: () => this.editing.told(element).source,
        set: source => this.editing.tell(element, { ...this.editing.told(element), source })
      })
    ];
  }

  // kinds of fields

  field(id, kind, rest) {
    return { id, kind, ...rest };
  }

  property(element, name, kind, rest) {
    return this.field(name, kind, {
      ...rest, get: () => this.editing.property(element, name),
      set: value => this.editing.setProperties(element, { [name]: value.trim() })
    });
  }

  functions(element, name, label, more = []) {
    return this.property(element, name, 'list', {
      label, empty: this.words.nobody, among: [ ...more, ...this.known.functions ]
    });
  }

  // `field = expression`, one a line
  handed(element, way, label) {
    const mine = () => this.editing.properties(element).filter(each => each.name.startsWith(`${way}.`));

    return this.field(way, 'area', {
      label, help: this.words.handed_help, rows: 2, code: true,
      get: () => mine().map(each => `${each.name.slice(way.length + 1)} = ${each.value}`).join('\n'),
      set: text => {
        const lines = text.split('\n').map(line => /^\s*([\w.]+)\s*=\s*(.*\S)\s*$/.exec(line)).filter(Boolean);
        const gone = Object.fromEntries(mine().map(each => [ each.name, '' ]));

        this.editing.setProperties(element, {
          ...gone, ...Object.fromEntries(lines.map(([ , name, value ]) => [ `${way}.${name}`, value ]))
        });
      }
    });
  }

  // what an element is

  isQuestion(element) {
    const flows = element.outgoing?.filter(each => is(each, 'bpmn:SequenceFlow')) || [];

    return isAny(element, GATEWAYS) && flows.length > 1 && flows.every(each => !each.businessObject.conditionExpression) &&
      !getBusinessObject(element).default;
  }

  hears(element) {
    const message = this.editing.event(element)?.$type === 'bpmn:MessageEventDefinition';

    return is(element, 'bpmn:ReceiveTask') ||
      message && isAny(element, [ 'bpmn:StartEvent', 'bpmn:IntermediateCatchEvent', 'bpmn:BoundaryEvent' ]);
  }

  hasButton(element) {
    return this.hears(element) && !!this.editing.property(element, 'knop');
  }

  throws(element) {
    const message = this.editing.event(element)?.$type === 'bpmn:MessageEventDefinition';

    return is(element, 'bpmn:SendTask') || message && isAny(element, [ 'bpmn:IntermediateThrowEvent', 'bpmn:EndEvent' ]);
  }

  widens(element) {
    return is(element, 'bpmn:BoundaryEvent') && getBusinessObject(element).cancelActivity === false &&
      this.editing.event(element)?.$type === 'bpmn:TimerEventDefinition';
  }

  isMilestone(element) {
    return is(element, 'bpmn:IntermediateThrowEvent') && !this.editing.event(element);
  }
}
