# language: nl
@R19 @R20
Functionaliteit: Stap 6 van de ondersteuningsroute
  De school volgt het kind nog een tijd. Gaat het weer minder, dan volgt een gesprek met de ouders en opnieuw stap 2.

  Achtergrond:
    Gegeven een dossier voor een leerling uit groep 2
    Als "leerkracht" "Zorg over leerling" start
    En "leerkracht" de taak "Observeren en begeleiden" afrondt
    En "leerkracht" op de vraag "Verder na stap 1?" antwoordt "Verder naar stap 2"
    En "leerkracht" de taak "Leerlingbespreking" afrondt
    En "intern begeleider" op de vraag "Wat is nog nodig?" antwoordt "Niets"
    En "intern begeleider" op de vraag "Vermoeden van geweld of mishandeling?" antwoordt "Nee"
    En "leerkracht" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    En "intern begeleider" op de vraag "Hoe verder na stap 2?" antwoordt "Afsluiten"
    En er 3 maanden voorbijgaan
    En "intern begeleider" de taak "Volgen en afsluiten" afrondt

  Scenario: Eerst nog volgen, dan afsluiten
    Als "intern begeleider" op de vraag "Blijft het goed gaan?" antwoordt "Nog volgen"
    En "intern begeleider" de taak "Volgen en afsluiten" afrondt
    En "intern begeleider" op de vraag "Blijft het goed gaan?" antwoordt "Ja, afsluiten"
    Dan is de route "Ondersteuningsroute" afgesloten met "Afgesloten"

  Scenario: Het gaat niet goed, dus na een oudergesprek terug naar stap 2
    Als "intern begeleider" op de vraag "Blijft het goed gaan?" antwoordt "Nee"
    Dan heeft niemand de taak "Leerlingbespreking"
    Als "leerkracht" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    Dan heeft "leerkracht" de taak "Leerlingbespreking"
