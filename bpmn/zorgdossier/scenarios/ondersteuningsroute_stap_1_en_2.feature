# language: nl
@R3 @R6 @R7 @R9
Functionaliteit: Stap 1 en 2 van de ondersteuningsroute
  De leerkracht observeert en begeleidt. Daarna kijken leerkracht en intern begeleider samen wat nodig is.

  Achtergrond:
    Gegeven een dossier voor een leerling uit groep 3
    Als "leerkracht" "Zorg over leerling" start

  Scenario: De zorg gaat over en de route stopt
    Als "leerkracht" de taak "Observeren en begeleiden" afrondt
    En "leerkracht" op de vraag "Verder na stap 1?" antwoordt "Afsluiten"
    Dan is de route "Ondersteuningsroute" afgesloten met "Gestopt na stap 1"

  Scenario: De leerkracht blijft begeleiden
    Als "leerkracht" de taak "Observeren en begeleiden" afrondt
    En "leerkracht" op de vraag "Verder na stap 1?" antwoordt "Blijven begeleiden"
    Dan heeft "leerkracht" de taak "Observeren en begeleiden"
    Als er 6 weken voorbijgaan
    Dan is de taak "Observeren en begeleiden" te laat
    En heeft "leerkracht" de taak "Observeren en begeleiden"

  Abstract Scenario: Na stap 2 kiest de intern begeleider hoe het verder gaat
    Als "leerkracht" de taak "Observeren en begeleiden" afrondt
    En "leerkracht" op de vraag "Verder na stap 1?" antwoordt "Verder naar stap 2"
    En "leerkracht" de taak "Leerlingbespreking" afrondt
    En "intern begeleider" op de vraag "Wat is nog nodig?" antwoordt "Niets"
    En "intern begeleider" op de vraag "Vermoeden van geweld of mishandeling?" antwoordt "Nee"
    Dan heeft niemand de vraag "Hoe verder na stap 2?"
    Als "leerkracht" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    En "intern begeleider" op de vraag "Hoe verder na stap 2?" antwoordt "<antwoord>"
    Dan heeft "<wie>" de taak "<taak>"

    Voorbeelden:
      | antwoord                          | wie               | taak                       |
      | Leerkracht begeleidt verder       | leerkracht        | Observeren en begeleiden   |
      | Groot overleg, ouders stemmen in  | intern begeleider | Groot overleg voorbereiden |
      | Overleg zonder derden             | leerkracht        | HGW-groeidocument invullen |
      | Afsluiten                         | intern begeleider | Volgen en afsluiten        |

  Scenario: Geen signaal in de Verwijsindex, wel een vermoeden
    Als "leerkracht" de taak "Observeren en begeleiden" afrondt
    En "leerkracht" op de vraag "Verder na stap 1?" antwoordt "Verder naar stap 2"
    En "intern begeleider" de taak "Leerlingbespreking" afrondt
    En "intern begeleider" op de vraag "Wat is nog nodig?" antwoordt "Verwijsindex"
    En "intern begeleider" de taak "Signaal in Verwijsindex overwegen" afrondt
    En "intern begeleider" op de vraag "Signaal afgeven?" antwoordt "Nee"
    Dan is het bericht "Signaal gewenst" niet gestuurd
    Als "intern begeleider" op de vraag "Vermoeden van geweld of mishandeling?" antwoordt "Ja"
    Dan loopt de route "Meldcode"
    En loopt de route "Ondersteuningsroute"
    En heeft "intern begeleider" de taak "Afstemmen met meldcode"
    En heeft niemand de taak "Oudergesprek voeren"
