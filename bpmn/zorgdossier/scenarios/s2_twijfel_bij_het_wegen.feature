# language: nl
@S2 @R27 @C5
Functionaliteit: Twijfel bij het wegen
  Emre komt moe en met vuile kleren op school. Zijn ouders noemen het een drukke tijd. Wie bij vraag 1 twijfelt,
  vraagt eerst raad aan Veilig Thuis. Wie bij vraag 2 twijfelt, meldt.

  Achtergrond:
    Gegeven een dossier voor een leerling uit groep 6
    En het is 1 september 2026 om 09:00
    Als "intern begeleider" "Vermoeden" start
    En "leerkracht" de taak "Signalen in kaart brengen" afrondt
    En "intern begeleider" de taak "Overleggen met collega" afrondt
    En "intern begeleider" op de vraag "Advies van buiten nodig?" antwoordt "Nee"
    En "intern begeleider" op de vraag "Nu met het kind spreken?" antwoordt "Ja"
    En "leerkracht" de taak "Gesprek met kind" afrondt
    En "intern begeleider" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |

  Scenario: Eerst raad van Veilig Thuis, dan toch melden, en geen terugkoppeling
    Als "intern begeleider" de taak "Afwegingsvraag 1: vermoeden" afrondt met
      | a1 | twijfel |
    Dan is de uitkomst van "D2a" "raadplegen"
    En is de uitkomst van "D2b" "VT_RAADPLEGEN"
    En heeft "intern begeleider" de taak "Veilig Thuis raadplegen"
    En heeft niemand de taak "Afwegingsvraag 2: veiligheid"
    En kan "intern begeleider" de taak "Afwegingsvraag 2: veiligheid" niet afronden
    Als "intern begeleider" de taak "Veilig Thuis raadplegen" afrondt
    En "intern begeleider" de taak "Afwegingsvraag 1: vermoeden" afrondt met
      | a1 | ja |
    En "intern begeleider" de taak "Afwegingsvraag 2: veiligheid" afrondt met
      | a2 | twijfel |
    Dan is de uitkomst van "D2b" "MELDEN"
    En kan "intern begeleider" de taak "Afwegingsvraag 2: veiligheid" niet afronden
    En kan "intern begeleider" de taak "Weging bekrachtigen" niet afronden
    Als "directeur" de taak "Weging bekrachtigen" afrondt
    En "directeur" op de vraag "Eens met de weging?" antwoordt "Eens"
    En "intern begeleider" op de vraag "Kan vooraf informeren veilig?" antwoordt "Ja"
    En "intern begeleider" de taak "Ouders vooraf informeren" afrondt
    En "intern begeleider" de taak "Wie meldt" afrondt met
      | directie_bereikbaar  | ja |
      | waarnemer_bereikbaar | ja |
      | ib_bereikbaar        | ja |
    En "directeur" de taak "Melding Veilig Thuis doen" afrondt met
      | gemeld_op | 1 september 2026 |
    Dan kan "directeur" de taak "Melding Veilig Thuis doen" niet afronden
    Als "intern begeleider" de taak "Melding Veilig Thuis doen" afrondt met
      | gemeld_op | 1 september 2026 |
    Als er 5 werkdagen voorbijgaan
    Dan is de taak "Terugkoppeling Veilig Thuis vastleggen" te laat
    En is er een bericht gestuurd aan "intern begeleider"
    Als er 2 werkdagen voorbijgaan
    Dan is er een bericht gestuurd aan "directeur"
    En heeft "directeur" de taak "Terugkoppeling Veilig Thuis vastleggen"
