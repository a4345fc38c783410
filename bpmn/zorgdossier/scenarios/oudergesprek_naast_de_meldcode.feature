# language: nl
@R25
Functionaliteit: Een gesprek met ouders terwijl de meldcode loopt
  Een gesprek op het verkeerde moment kan een kind in gevaar brengen. De ondersteuningsroute stemt dus eerst af met wie
  de meldcode doet.

  Achtergrond:
    Gegeven een dossier voor een leerling uit groep 4
    En het is 1 september 2026 om 09:00
    Als "leerkracht" "Zorg over leerling" start
    En "leerkracht" de taak "Observeren en begeleiden" afrondt
    En "leerkracht" op de vraag "Verder na stap 1?" antwoordt "Vermoeden van geweld of mishandeling"
    En "leerkracht" de taak "Leerlingbespreking" afrondt
    En "intern begeleider" op de vraag "Wat is nog nodig?" antwoordt "Niets"
    En "intern begeleider" op de vraag "Vermoeden van geweld of mishandeling?" antwoordt "Nee"
    En "intern begeleider" de taak "Afstemmen met meldcode" afrondt

  Scenario: Het gesprek kan nu
    Als "intern begeleider" op de vraag "Kan dit gesprek nu?" antwoordt "Ja"
    Dan heeft "leerkracht" de taak "Oudergesprek voeren" van route "Oudergesprek"

  Scenario: Wachten duurt hoogstens 10 werkdagen
    Als "intern begeleider" op de vraag "Kan dit gesprek nu?" antwoordt "Wachten"
    Dan heeft niemand de taak "Oudergesprek voeren"
    Als er 9 werkdagen voorbijgaan
    Dan heeft niemand de taak "Afstemmen met meldcode"
    Als er 1 werkdag voorbijgaat
    Dan heeft "intern begeleider" de taak "Afstemmen met meldcode"

  Scenario: Wachten tot het gesprek van de meldcode is gevoerd
    Als "intern begeleider" op de vraag "Kan dit gesprek nu?" antwoordt "Wachten"
    En "leerkracht" de taak "Signalen in kaart brengen" afrondt
    En "intern begeleider" de taak "Overleggen met collega" afrondt
    En "intern begeleider" op de vraag "Advies van buiten nodig?" antwoordt "Nee"
    En "intern begeleider" op de vraag "Nu met het kind spreken?" antwoordt "Nee, met reden"
    En "intern begeleider" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    Dan heeft "intern begeleider" de taak "Afstemmen met meldcode"

  Scenario: Wachten tot de meldcode is afgesloten
    Als "intern begeleider" op de vraag "Kan dit gesprek nu?" antwoordt "Wachten"
    En bericht "Meldcode afgesloten" binnenkomt
    Dan heeft "intern begeleider" de taak "Afstemmen met meldcode"
