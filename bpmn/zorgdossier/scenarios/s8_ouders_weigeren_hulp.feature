# language: nl
@S8 @R28 @R32
Functionaliteit: Ouders willen geen hulp
  De moeder van Sem is moe en drinkt. De school kan hulp bieden, maar zijn ouders willen geen bemoeienis. Dan meldt de
  school.

  Scenario: Vraag 4 is nee, dus de school meldt
    Gegeven een dossier voor een leerling uit groep 6
    En het is 1 september 2026 om 09:00
    Als "intern begeleider" "Vermoeden" start
    En "leerkracht" de taak "Signalen in kaart brengen" afrondt
    En "intern begeleider" de taak "Overleggen met collega" afrondt
    En "intern begeleider" op de vraag "Advies van buiten nodig?" antwoordt "Veilig Thuis, Letsel"
    Dan heeft "intern begeleider" de taak "Letselduiding raadplegen"
    Als "intern begeleider" de taak "Letselduiding raadplegen" afrondt
    Dan heeft niemand de vraag "Nu met het kind spreken?"
    Als "intern begeleider" de taak "Advies Veilig Thuis vragen" afrondt
    En "intern begeleider" op de vraag "Nu met het kind spreken?" antwoordt "Nee, met reden" met
      | reden | Sem is ziek thuis. |
    En "intern begeleider" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    En "intern begeleider" de taak "Afwegingsvraag 1: vermoeden" afrondt met
      | a1 | ja |
    En "intern begeleider" de taak "Afwegingsvraag 2: veiligheid" afrondt met
      | a2 | nee |
    Dan is de uitkomst van "D2b" "A3_BEANTWOORDEN"
    Als "intern begeleider" de taak "Afwegingsvraag 3: hulp" afrondt met
      | a3 | ja |
    Dan is de uitkomst van "D2b" "A4_BEANTWOORDEN"
    Als er 3 werkdagen voorbijgaan
    En "intern begeleider" de taak "Afwegingsvraag 4: hulp aanvaarden" afrondt met
      | a4 | nee |
    Dan is de uitkomst van "D2b" "MELDEN"
    Als "directeur" de taak "Weging bekrachtigen" afrondt
    En "directeur" op de vraag "Eens met de weging?" antwoordt "Eens"
    En "intern begeleider" op de vraag "Kan vooraf informeren veilig?" antwoordt "Ja"
    Dan heeft "intern begeleider" de taak "Ouders vooraf informeren"
    Als "intern begeleider" de taak "Ouders vooraf informeren" afrondt
    En "intern begeleider" de taak "Wie meldt" afrondt met
      | directie_bereikbaar  | ja |
      | waarnemer_bereikbaar | ja |
      | ib_bereikbaar        | ja |
    Dan is de uitkomst van "D3" "directie"
    Als "directeur" de taak "Melding Veilig Thuis doen" afrondt met
      | gemeld_op | 4 september 2026 |
    En "intern begeleider" de taak "Melding Veilig Thuis doen" afrondt met
      | gemeld_op | 4 september 2026 |
    En "directeur" de taak "Bestuur inlichten" afrondt
    Dan heeft "bestuur" de taak "Melding ontvangen"
