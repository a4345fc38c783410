# language: nl
@R19 @R31
Functionaliteit: De meldcode afsluiten
  De meldcode gaat pas dicht als er niets meer op de directie of op een nieuw signaal wacht.

  Achtergrond:
    Gegeven een dossier voor een leerling uit groep 6
    En het is 1 september 2026 om 09:00
    Als "intern begeleider" "Vermoeden" start
    En "leerkracht" de taak "Signalen in kaart brengen" afrondt
    En "intern begeleider" de taak "Overleggen met collega" afrondt
    En "intern begeleider" op de vraag "Advies van buiten nodig?" antwoordt "Nee"
    En "intern begeleider" op de vraag "Nu met het kind spreken?" antwoordt "Nee, met reden"
    En "intern begeleider" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    En "intern begeleider" de taak "Afwegingsvraag 1: vermoeden" afrondt met
      | a1 | nee |
    En "directeur" de taak "Weging bekrachtigen" afrondt
    En "directeur" op de vraag "Eens met de weging?" antwoordt "Eens"
    En "intern begeleider" de taak "Volgen en afsluiten" afrondt

  Scenario: Eerst nog volgen, dan verder in de gewone ondersteuning
    Als "intern begeleider" op de vraag "Afsluiten?" antwoordt "Nog volgen"
    En "intern begeleider" de taak "Volgen en afsluiten" afrondt
    En "intern begeleider" op de vraag "Afsluiten?" antwoordt "Ja, en gewone ondersteuning"
    Dan is de route "Meldcode" afgesloten met "Afgesloten, gewone ondersteuning"
    En heeft "leerkracht" de taak "Observeren en begeleiden"

  Scenario: Nieuwe zorg begint weer bij stap 1
    Als "intern begeleider" op de vraag "Afsluiten?" antwoordt "Nieuwe zorg"
    Dan heeft "leerkracht" de taak "Signalen in kaart brengen"
    En loopt de route "Meldcode"

  Abstract Scenario: Een nieuw signaal houdt de meldcode open
    Als "leerkracht" "Vermoeden" start
    En "intern begeleider" op de vraag "Afsluiten?" antwoordt "<antwoord>"
    Dan heeft "intern begeleider" de taak "Volgen en afsluiten"
    En loopt de route "Meldcode"
    Als "intern begeleider" de taak "Nieuw signaal beoordelen" afrondt
    En "intern begeleider" op de vraag "Wat doet dit signaal?" antwoordt "Aanvullen"
    En "intern begeleider" de taak "Volgen en afsluiten" afrondt
    En "intern begeleider" op de vraag "Afsluiten?" antwoordt "Ja"
    Dan is de route "Meldcode" afgesloten met "Afgesloten"

    Voorbeelden:
      | antwoord                    |
      | Ja                          |
      | Ja, en gewone ondersteuning |
