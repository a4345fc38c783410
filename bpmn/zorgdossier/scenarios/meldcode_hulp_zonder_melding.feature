# language: nl
@R28 @R29
Functionaliteit: Hulp zonder melding
  De ouders aanvaarden de hulp. Op de afgesproken datum kijkt de school of de dreiging weg is.

  Scenario: De directie bekrachtigt de hulp, en die wordt op tijd gewogen
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
      | a2 | nee |
    En "intern begeleider" de taak "Afwegingsvraag 3: hulp" afrondt met
      | a3 | ja |
    En "intern begeleider" de taak "Afwegingsvraag 4: hulp aanvaarden" afrondt met
      | a4 | ja |
    Dan is de uitkomst van "D2b" "HULP"
    En is de uiterste datum van "Weging bekrachtigen" 3 september 2026
    Als "waarnemer" de taak "Weging bekrachtigen" afrondt
    En "waarnemer" op de vraag "Eens met de weging?" antwoordt "Eens"
    En "aandachtsfunctionaris" de taak "Hulp organiseren" afrondt met
      | hulp_termijn | 1 oktober 2026 |
    Dan heeft niemand de taak "Uitkomst Veilig Thuis vastleggen"
    Gegeven het is 1 oktober 2026
    Als "intern begeleider" de taak "Afwegingsvraag 5: resultaat" afrondt met
      | a5 | nee |
    Dan is de uitkomst van "D2b" "MELDEN"
