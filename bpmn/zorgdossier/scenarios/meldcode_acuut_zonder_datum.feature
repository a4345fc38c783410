# language: nl
@R25
Functionaliteit: Acuut gemeld terwijl niemand de datum opschreef
  Wat bij een acute melding niet werd ingevuld, houdt de meldcode nooit tegen.

  Scenario: De termijnen lopen dan vanaf de taak zelf
    Gegeven een dossier voor een leerling uit groep 8
    En het is 22 september 2026 om 14:05
    Als "leerkracht" "Acute onveiligheid" start
    En "leerkracht" de taak "Acuut handelen en Veilig Thuis bellen" afrondt
    En "leerkracht" op de vraag "Wat is de uitkomst?" antwoordt "Gemeld"
    En "leerkracht" de taak "Signalen in kaart brengen" afrondt
    En "intern begeleider" de taak "Overleggen met collega" afrondt
    En "intern begeleider" op de vraag "Advies van buiten nodig?" antwoordt "Nee"
    En "intern begeleider" op de vraag "Nu met het kind spreken?" antwoordt "Nee, met reden"
    En "intern begeleider" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    En "intern begeleider" de taak "Afwegingsvraag 1: vermoeden" afrondt met
      | a1 | ja |
    Dan heeft "intern begeleider" de taak "Terugkoppeling Veilig Thuis vastleggen"
    Als er 10 werkdagen voorbijgaan
    Dan is de taak "Terugkoppeling Veilig Thuis vastleggen" te laat
