# language: nl
@R26 @R27 @R28
Functionaliteit: Wegen en beslissen met de vijf afwegingsvragen
  Tabel D2a zegt of er een vermoeden is, tabel D2b wat er moet gebeuren. Twijfel vraagt eerst raad van Veilig Thuis.
  Wie daarna nog twijfelt, meldt.

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

  Scenario: Acuut onveilig, dus meteen handelen
    Als "intern begeleider" de taak "Afwegingsvraag 2: veiligheid" afrondt met
      | a2 | acuut |
    Dan is de uitkomst van "D2b" "MELDEN_DIRECT"
    En heeft "leerkracht" de taak "Acuut handelen en Veilig Thuis bellen"
    En heeft niemand de taak "Weging bekrachtigen"

  Scenario: Hulp op school neemt de dreiging niet weg
    Als "intern begeleider" de taak "Afwegingsvraag 2: veiligheid" afrondt met
      | a2 | nee |
    En "intern begeleider" de taak "Afwegingsvraag 3: hulp" afrondt met
      | a3 | nee |
    Dan is de uitkomst van "D2b" "MELDEN"
    En heeft "directeur" de taak "Weging bekrachtigen"

  Scenario: Twijfel over hulp, en na raad van Veilig Thuis nog steeds
    Als "intern begeleider" de taak "Afwegingsvraag 2: veiligheid" afrondt met
      | a2 | nee |
    En "intern begeleider" de taak "Afwegingsvraag 3: hulp" afrondt met
      | a3 | twijfel |
    Dan is de uitkomst van "D2b" "VT_RAADPLEGEN"
    Als "intern begeleider" de taak "Veilig Thuis raadplegen" afrondt
    En "intern begeleider" de taak "Afwegingsvraag 3: hulp" afrondt met
      | a3 | twijfel |
    Dan is de uitkomst van "D2b" "MELDEN"

  Scenario: Twijfel of de ouders de hulp aanvaarden
    Als "intern begeleider" de taak "Afwegingsvraag 2: veiligheid" afrondt met
      | a2 | nee |
    En "intern begeleider" de taak "Afwegingsvraag 3: hulp" afrondt met
      | a3 | ja |
    En "intern begeleider" de taak "Afwegingsvraag 4: hulp aanvaarden" afrondt met
      | a4 | twijfel |
    Dan is de uitkomst van "D2b" "VT_RAADPLEGEN"
    Als "intern begeleider" de taak "Veilig Thuis raadplegen" afrondt
    En "intern begeleider" de taak "Afwegingsvraag 4: hulp aanvaarden" afrondt met
      | a4 | ja |
    Dan is de uitkomst van "D2b" "HULP"
