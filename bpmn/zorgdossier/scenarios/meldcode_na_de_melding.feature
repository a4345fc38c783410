# language: nl
@R29 @R33
Functionaliteit: Na de melding, en de hulp daarna
  Veilig Thuis koppelt terug. Daarna organiseert de school hulp en kijkt zij of die helpt.

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
      | a1 | ja |
    En "intern begeleider" de taak "Afwegingsvraag 2: veiligheid" afrondt met
      | a2 | structureel |
    En "directeur" de taak "Weging bekrachtigen" afrondt
    En "directeur" op de vraag "Eens met de weging?" antwoordt "Eens"
    En "intern begeleider" op de vraag "Kan vooraf informeren veilig?" antwoordt "Ja"
    En "intern begeleider" de taak "Ouders vooraf informeren" afrondt
    En "intern begeleider" de taak "Wie meldt" afrondt met
      | directie_bereikbaar  | ja |
      | waarnemer_bereikbaar | ja |
      | ib_bereikbaar        | ja |
    En "directeur" de taak "Melding Veilig Thuis doen" afrondt met
      | gemeld_op | 1 september 2026 |
    En "intern begeleider" de taak "Melding Veilig Thuis doen" afrondt met
      | gemeld_op | 1 september 2026 |

  Scenario: Het bestuur hoort het, en er is nazorg
    Dan is de uiterste datum van "Nazorg en evaluatie" 2 september 2026
    Als "directeur" de taak "Bestuur inlichten" afrondt
    En "bestuur" de taak "Melding ontvangen" afrondt
    En "intern begeleider" de taak "Nazorg en evaluatie" afrondt
    Dan is de route "Melding gedaan" afgesloten

  Scenario: Het bestuur reageert niet, en de taak vervalt na 10 werkdagen
    Als "directeur" de taak "Bestuur inlichten" afrondt
    En er 10 werkdagen voorbijgaan
    Dan heeft niemand de taak "Melding ontvangen"
    En loopt de route "Melding gedaan"

  Scenario: Veilig Thuis maakt van de melding een advies
    Als "intern begeleider" de taak "Terugkoppeling Veilig Thuis vastleggen" afrondt
    En "intern begeleider" op de vraag "Wat besluit Veilig Thuis?" antwoordt "Omgezet in advies"
    Dan heeft "intern begeleider" de taak "Afwegingsvraag 3: hulp"

  Scenario: Veilig Thuis onderzoekt zelf, en de hulp wordt eerder gestopt
    Als "intern begeleider" de taak "Terugkoppeling Veilig Thuis vastleggen" afrondt
    En "intern begeleider" op de vraag "Wat besluit Veilig Thuis?" antwoordt "Doet zelf onderzoek"
    En "intern begeleider" de taak "Hulp organiseren" afrondt met
      | hulp_termijn | 1 december 2026 |
    Dan kan "intern begeleider" "Hulp gestopt" niet starten
    Als "intern begeleider" de taak "Uitkomst Veilig Thuis vastleggen" afrondt
    En "intern begeleider" "Hulp gestopt" start
    En "intern begeleider" de taak "Afwegingsvraag 5: resultaat" afrondt met
      | a5 | twijfel |
    Dan is de uitkomst van "D2b" "VT_RAADPLEGEN"
    Als "intern begeleider" de taak "Veilig Thuis raadplegen" afrondt
    En "intern begeleider" de taak "Afwegingsvraag 5: resultaat" afrondt met
      | a5 | nee |
    Dan is de uitkomst van "D2b" "OPNIEUW_MELDEN"
    En heeft "directeur" de taak "Weging bekrachtigen"

  Scenario: De hulp loopt tot haar termijn en helpt
    Als "intern begeleider" de taak "Terugkoppeling Veilig Thuis vastleggen" afrondt
    En "intern begeleider" op de vraag "Wat besluit Veilig Thuis?" antwoordt "Overgedragen of geen vervolg"
    En "intern begeleider" de taak "Hulp organiseren" afrondt met
      | hulp_termijn | 1 december 2026 |
    Dan heeft niemand de taak "Afwegingsvraag 5: resultaat"
    Gegeven het is 1 december 2026
    Als "intern begeleider" de taak "Afwegingsvraag 5: resultaat" afrondt met
      | a5 | ja |
    Dan is de uitkomst van "D2b" "HULP_AFSLUITEN"
    Als "directeur" de taak "Weging bekrachtigen" afrondt
    En "directeur" op de vraag "Eens met de weging?" antwoordt "Eens"
    Dan heeft "intern begeleider" de taak "Volgen en afsluiten"
