# language: nl
@R31 @R32
Functionaliteit: De directie bekrachtigt de weging
  Niemand weegt en bekrachtigt alleen. Is de directie het niet eens, dan volgt één keer nieuw advies en een nieuwe
  weging. Daarna houdt de directie een melding niet meer tegen.

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

  Scenario: De directie neemt de taak niet op, dus eerst de waarnemer en dan het bestuur
    Dan kan "bestuur" de taak "Weging bekrachtigen" niet afronden
    Als er 4 uur voorbijgaan
    Dan is de taak "Weging bekrachtigen" te laat
    En is er een bericht gestuurd aan "waarnemer"
    En is er geen bericht gestuurd aan "bestuur"
    Als er 4 uur voorbijgaan
    Dan is er een bericht gestuurd aan "bestuur"
    En heeft "bestuur" de taak "Weging bekrachtigen"

  Scenario: Twee keer niet eens houdt een melding niet tegen
    Als "directeur" de taak "Weging bekrachtigen" afrondt
    En "directeur" op de vraag "Eens met de weging?" antwoordt "Niet eens, met reden" met
      | reden | Ik zie nog te weinig. |
    Dan heeft niemand de vraag "Kan vooraf informeren veilig?"
    Als "intern begeleider" de taak "Veilig Thuis raadplegen" afrondt
    En "intern begeleider" de taak "Afwegingsvraag 1: vermoeden" afrondt met
      | a1 | ja |
    En "intern begeleider" de taak "Afwegingsvraag 2: veiligheid" afrondt met
      | a2 | structureel |
    En "directeur" de taak "Weging bekrachtigen" afrondt
    En "directeur" op de vraag "Eens met de weging?" antwoordt "Niet eens, met reden"
    En "intern begeleider" op de vraag "Kan vooraf informeren veilig?" antwoordt "Ja"
    En "intern begeleider" de taak "Ouders vooraf informeren" afrondt
    En "intern begeleider" de taak "Wie meldt" afrondt met
      | ib_bereikbaar | ja |
    Dan is de uitkomst van "D3" "bestuur"
    En heeft "bestuur" de taak "Melding Veilig Thuis doen"
    En kan "directeur" de taak "Melding Veilig Thuis doen" niet afronden
