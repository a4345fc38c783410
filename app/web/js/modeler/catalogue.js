// The Dutch of every text of the drawing library that a modeler of ours can show. In another language its own English
// stands. What is asked for and is not here is noted on the page, where a test collects it.

const DUTCH = {

  // tools and what can be put on the drawing
  'Activate hand tool': 'Verschuiven met de hand',
  'Activate lasso tool': 'Meer dingen kiezen',
  'Activate create/remove space tool': 'Ruimte maken of weghalen',
  'Activate global connect tool': 'Pijl tekenen',
  'Create start event': 'Start',
  'Create intermediate/boundary event': 'Mijlpaal of gebeurtenis',
  'Create end event': 'Einde',
  'Create gateway': 'Keuze',
  'Create task': 'Taak',
  'Create user task': 'Taak voor mensen',
  'Create data object reference': 'Gegeven',
  'Create expanded sub-process': 'Subproces',
  'Create pool/participant': 'Proces (pool)',
  'Create group': 'Kader om bij elkaar horende dingen',

  // at an element
  'Append end event': 'Einde erachter',
  'Append gateway': 'Keuze erachter',
  'Append task': 'Taak erachter',
  'Append user task': 'Taak voor mensen erachter',
  'Append receive task': 'Wachten op een bericht erachter',
  'Append intermediate/boundary event': 'Mijlpaal of gebeurtenis erachter',
  'Append message intermediate catch event': 'Wachtmoment op een bericht erachter',
  'Append timer intermediate catch event': 'Wachtmoment met een klok erachter',
  'Append conditional intermediate catch event': 'Wachtmoment op een voorwaarde erachter',
  'Append signal intermediate catch event': 'Wachtmoment op een signaalgebeurtenis erachter',
  'Append compensation activity': 'Terugdraaiende taak erachter',
  'Add text annotation': 'Aantekening erbij',
  'Change element': 'Veranderen in iets anders',
  'Connect to other element': 'Verbinden met iets anders',
  'Connect using association': 'Verbinden met een stippellijn',
  'Connect using data input association': 'Verbinden met een gegeven',
  'Delete': 'Weghalen',
  'Add lane above': 'Baan erboven',
  'Add lane below': 'Baan eronder',
  'Divide into two lanes': 'In twee banen verdelen',
  'Divide into three lanes': 'In drie banen verdelen',
  'Align elements': 'Uitlijnen',
  'Align elements left': 'Links uitlijnen',
  'Align elements center': 'In het midden uitlijnen',
  'Align elements right': 'Rechts uitlijnen',
  'Align elements top': 'Boven uitlijnen',
  'Align elements middle': 'Op één hoogte uitlijnen',
  'Align elements bottom': 'Onder uitlijnen',
  'Distribute elements horizontally': 'Even ver uit elkaar, van links naar rechts',
  'Distribute elements vertically': 'Even ver uit elkaar, van boven naar beneden',

  // what an element can become
  'User task': 'Taak voor mensen',
  'Send task': 'Bericht sturen',
  'Receive task': 'Wachten op een bericht',
  'Business rule task': 'Beslistabel raadplegen',
  'Call activity': 'Ander proces aanroepen',
  'Sub-process': 'Subproces',
  'Sub-process (expanded)': 'Subproces',
  'Event sub-process': 'Subproces dat door een bericht begint',
  'Exclusive gateway': 'Keuze: één pijl',
  'Inclusive gateway': 'Keuze: een of meer pijlen',
  'Parallel gateway': 'Alle pijlen tegelijk',
  'Event-based gateway': 'Wachten op wat het eerst komt',
  'Start event': 'Start',
  'Intermediate throw event': 'Mijlpaal',
  'Boundary event': 'Gebeurtenis op de rand',
  'End event': 'Einde',
  'Message start event': 'Start met een bericht',
  'Message start event (non-interrupting)': 'Start met een bericht, naast wat er loopt',
  'Message intermediate catch event': 'Wachtmoment op een bericht',
  'Message intermediate throw event': 'Bericht versturen',
  'Timer intermediate catch event': 'Wachtmoment met een klok',
  'Escalation intermediate throw event': 'Escalatie versturen',
  'Message boundary event': 'Bericht op de rand: de taak stopt',
  'Timer boundary event': 'Klok op de rand: de taak stopt',
  'Escalation boundary event': 'Escalatie op de rand: de taak stopt',
  'Error boundary event': 'Fout op de rand: de taak stopt',
  'Message boundary event (non-interrupting)': 'Bericht op de rand: de taak gaat door',
  'Timer boundary event (non-interrupting)': 'Klok op de rand: de taak gaat door',
  'Escalation boundary event (non-interrupting)': 'Escalatie op de rand: de taak gaat door',
  'Message end event': 'Einde met een bericht',
  'Escalation end event': 'Einde met een escalatie',
  'Error end event': 'Einde met een fout',
  'Terminate end event': 'Einde dat alles stopt',
  'Expanded pool/participant': 'Proces met inhoud',
  'Empty pool/participant': 'Proces van een ander, zonder inhoud',
  'Data object reference': 'Gegeven',
  'Sequence flow': 'Gewone pijl',
  'Default flow': 'Pijl voor alle andere gevallen',
  'Conditional flow': 'Pijl met een voorwaarde',
  'Parallel multi-instance': 'Voor elke regel van een lijst, tegelijk',
  'Sequential multi-instance': 'Voor elke regel van een lijst, na elkaar',
  'Collection': 'Lijst',
  'Toggle non-interrupting': 'Onderbreekt wel of niet',

  // what the engine does not run, and is asked for by the library before it is left out
  'Create data store reference': 'Gegevensopslag',
  'Task': 'Taak zonder soort',
  'Service task': 'Servicetaak',
  'Manual task': 'Handmatige taak',
  'Script task': 'Scripttaak',
  'Transaction': 'Transactie',
  'Ad-hoc sub-process': 'Ad-hoc-subproces',
  'Sub-process (collapsed)': 'Dichtgevouwen subproces',
  'Ad-hoc sub-process (collapsed)': 'Dichtgevouwen ad-hoc-subproces',
  'Ad-hoc sub-process (expanded)': 'Ad-hoc-subproces',
  'Complex gateway': 'Complexe keuze',
  'Data store reference': 'Gegevensopslag',
  'Loop': 'Herhaling',
  'Participant multiplicity': 'Meer deelnemers',
  'Timer start event': 'Start met een klok',
  'Timer start event (non-interrupting)': 'Start met een klok, naast wat er loopt',
  'Conditional start event': 'Start met een voorwaarde',
  'Conditional start event (non-interrupting)': 'Start met een voorwaarde, naast wat er loopt',
  'Signal start event': 'Start met een signaalgebeurtenis',
  'Signal start event (non-interrupting)': 'Start met een signaalgebeurtenis, naast wat er loopt',
  'Error start event': 'Start met een fout',
  'Escalation start event': 'Start met een escalatie',
  'Escalation start event (non-interrupting)': 'Start met een escalatie, naast wat er loopt',
  'Compensation start event': 'Start met terugdraaien',
  'Conditional intermediate catch event': 'Wachtmoment op een voorwaarde',
  'Link intermediate catch event': 'Hier verder',
  'Link intermediate throw event': 'Elders verder',
  'Compensation intermediate throw event': 'Terugdraaien',
  'Signal intermediate catch event': 'Wachtmoment op een signaalgebeurtenis',
  'Signal intermediate throw event': 'Signaalgebeurtenis versturen',
  'Conditional boundary event': 'Voorwaarde op de rand: de taak stopt',
  'Conditional boundary event (non-interrupting)': 'Voorwaarde op de rand: de taak gaat door',
  'Cancel boundary event': 'Annulering op de rand',
  'Signal boundary event': 'Signaalgebeurtenis op de rand: de taak stopt',
  'Signal boundary event (non-interrupting)': 'Signaalgebeurtenis op de rand: de taak gaat door',
  'Compensation boundary event': 'Terugdraaien op de rand',
  'Cancel end event': 'Einde met een annulering',
  'Compensation end event': 'Einde met terugdraaien',
  'Signal end event': 'Einde met een signaalgebeurtenis',

  // around the drawing
  'flow elements must be children of pools/participants': 'Zet dit binnen een proces (pool).',
  'Data object must be placed within a pool/participant.': 'Zet een gegeven binnen een proces (pool).',
  'Search in diagram': 'Zoeken in het diagram',
  'Open {element}': '{element} openen',
  'Open minimap': 'Kaartje tonen',
  'Close minimap': 'Kaartje verbergen'
};

// For the library: how to say a text. `container` bears what could not be said.
export function translation(container, language) {
  const unsaid = new Set();

  function translate(text, values = {}) {
    const known = language !== 'nl' || text in DUTCH || !/[a-z]/i.test(text);

    if (!known && !unsaid.has(text)) {
      unsaid.add(text);
      container.dataset.unsaid = [ ...unsaid ].join('\n');
    }

    return (language === 'nl' && DUTCH[text] || text).replace(/{([^}]+)}/g, (_, name) => values[name] || name);
  }

  return { translate: [ 'value', translate ] };
}
