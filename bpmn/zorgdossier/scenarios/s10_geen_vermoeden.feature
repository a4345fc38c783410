# language: nl
@S10 @R31
Functionaliteit: Er blijkt geen vermoeden
  Tijn maakte een tekening die vragen opriep. Na overleg en een goed gesprek blijft er geen vermoeden over. De directie
  bekrachtigt dat. Daarna mag de meldcode dicht. Bij een nieuw teken kan hij opnieuw beginnen.

  Scenario: Vraag 1 is nee, de directie is het eens en de meldcode gaat dicht
    Gegeven een dossier voor een leerling uit groep 5
    En het is 1 september 2026 om 09:00
    Als "leerkracht" "Zorg over leerling" start
    En "intern begeleider" "Vermoeden" start
    En "leerkracht" de taak "Signalen in kaart brengen" afrondt
    En er 2 dagen voorbijgaan
    En "intern begeleider" de taak "Overleggen met collega" afrondt
    En "intern begeleider" op de vraag "Advies van buiten nodig?" antwoordt "Veilig Thuis"
    En "intern begeleider" de taak "Advies Veilig Thuis vragen" afrondt
    En "intern begeleider" op de vraag "Nu met het kind spreken?" antwoordt "Ja"
    En "intern begeleider" de taak "Gesprek met kind" afrondt
    En "intern begeleider" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    Dan is de route "Oudergesprek" afgesloten met "Gevoerd"
    Als "intern begeleider" de taak "Afwegingsvraag 1: vermoeden" afrondt met
      | a1 | nee |
    Dan is de uitkomst van "D2b" "AFSLUITEN"
    En heeft "directeur" de taak "Weging bekrachtigen"
    Als "directeur" de taak "Weging bekrachtigen" afrondt
    En "directeur" op de vraag "Eens met de weging?" antwoordt "Eens"
    Dan heeft "intern begeleider" de taak "Volgen en afsluiten" van route "Meldcode"
    En heeft niemand de taak "Melding Veilig Thuis doen"
    En is er geen bericht gestuurd aan "bestuur"
    Als "intern begeleider" de taak "Volgen en afsluiten" afrondt
    En "intern begeleider" op de vraag "Afsluiten?" antwoordt "Ja"
    Dan is de route "Meldcode" afgesloten met "Afgesloten"
    En loopt de route "Ondersteuningsroute"
    Als er 90 dagen voorbijgaan
    Dan kan "leerkracht" "Vermoeden" starten
    Als "leerkracht" "Vermoeden" start
    Dan loopt de route "Meldcode"
