# language: nl
@R30 @R32 @R33
Functionaliteit: Twee mensen melden, en wie er niet is, wordt vervangen
  Tabel D3 zegt wie meldt. Wie binnen 4 uur niet meldt, telt als niet bereikbaar.

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

  Scenario: De waarnemer meldt voor de directeur, de leerkracht voor de intern begeleider
    Als "intern begeleider" de taak "Wie meldt" afrondt met
      | directie_bereikbaar  | nee |
      | waarnemer_bereikbaar | ja  |
      | ib_bereikbaar        | nee |
    Dan is de uitkomst van "D3" "waarnemer"
    En is de uitkomst van "D3" "directie bij terugkeer"
    Als "waarnemer" de taak "Melding Veilig Thuis doen" afrondt met
      | gemeld_op | 1 september 2026 |
    Dan heeft niemand de taak "Bestuur inlichten"
    Als "leerkracht" de taak "Melding Veilig Thuis doen" afrondt met
      | gemeld_op | 1 september 2026 |
    Dan is er een bericht gestuurd aan "directie"
    En heeft "directeur" de taak "Bestuur inlichten"

  Scenario: Directeur en intern begeleider melden niet binnen 4 uur, de waarnemer ook niet
    Als "intern begeleider" de taak "Wie meldt" afrondt met
      | directie_bereikbaar  | ja |
      | waarnemer_bereikbaar | ja |
      | ib_bereikbaar        | ja |
    Dan kan "bestuur" de taak "Melding Veilig Thuis doen" niet afronden
    Als er 4 uur voorbijgaan
    Dan heeft "waarnemer" de taak "Melding Veilig Thuis doen"
    En heeft "leerkracht" de taak "Melding Veilig Thuis doen"
    En kan "intern begeleider" de taak "Melding Veilig Thuis doen" niet afronden
    Als er 4 uur voorbijgaan
    Dan heeft "bestuur" de taak "Melding Veilig Thuis doen"
    En kan "waarnemer" de taak "Melding Veilig Thuis doen" niet afronden
    Als "bestuur" de taak "Melding Veilig Thuis doen" afrondt met
      | gemeld_op | 1 september 2026 |
    En "aandachtsfunctionaris" de taak "Melding Veilig Thuis doen" afrondt met
      | gemeld_op | 1 september 2026 |
    Dan heeft "directeur" de taak "Bestuur inlichten"
