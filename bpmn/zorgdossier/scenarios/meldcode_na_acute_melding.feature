# language: nl
@R25 @R31
Functionaliteit: Wegen nadat er acuut is gemeld
  Wie al heeft gemeld, weegt daarna samen met Veilig Thuis en sluit niet alleen af.

  Achtergrond:
    Gegeven een dossier voor een leerling uit groep 8
    En het is 22 september 2026 om 14:05
    Als "leerkracht" "Acute onveiligheid" start
    En "intern begeleider" de taak "Acuut handelen en Veilig Thuis bellen" afrondt met
      | gemeld_op | 22 september 2026 |
    En "intern begeleider" op de vraag "Wat is de uitkomst?" antwoordt "Gemeld"
    En "leerkracht" de taak "Signalen in kaart brengen" afrondt
    En "intern begeleider" de taak "Overleggen met collega" afrondt
    En "intern begeleider" op de vraag "Advies van buiten nodig?" antwoordt "Nee"
    En "intern begeleider" op de vraag "Nu met het kind spreken?" antwoordt "Nee, met reden"
    En "intern begeleider" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |

  Scenario: Er is een vermoeden, dus verder met Veilig Thuis
    Als "intern begeleider" de taak "Afwegingsvraag 1: vermoeden" afrondt met
      | a1 | ja |
    Dan is de uitkomst van "D2b" "SAMEN_MET_VT"
    En heeft "intern begeleider" de taak "Terugkoppeling Veilig Thuis vastleggen"

  Abstract Scenario: Er blijkt geen vermoeden, maar afsluiten gaat eerst langs Veilig Thuis
    Als "intern begeleider" de taak "Afwegingsvraag 1: vermoeden" afrondt met
      | a1 | nee |
    Dan is de uitkomst van "D2b" "OVERLEG_VT"
    Als "intern begeleider" de taak "Veilig Thuis raadplegen" afrondt
    En "intern begeleider" de taak "Terugkoppeling Veilig Thuis vastleggen" afrondt
    En "intern begeleider" op de vraag "Doet Veilig Thuis zelf onderzoek?" antwoordt "<antwoord>"
    Dan heeft "<wie>" de taak "<taak>"

    Voorbeelden:
      | antwoord | wie               | taak                             |
      | Nee      | directeur         | Weging bekrachtigen              |
      | Ja       | intern begeleider | Uitkomst Veilig Thuis vastleggen |

  Scenario: Na de uitkomst van het onderzoek bekrachtigt de directie
    Als "intern begeleider" de taak "Afwegingsvraag 1: vermoeden" afrondt met
      | a1 | nee |
    En "intern begeleider" de taak "Veilig Thuis raadplegen" afrondt
    En "intern begeleider" de taak "Terugkoppeling Veilig Thuis vastleggen" afrondt
    En "intern begeleider" op de vraag "Doet Veilig Thuis zelf onderzoek?" antwoordt "Ja"
    En "intern begeleider" de taak "Uitkomst Veilig Thuis vastleggen" afrondt
    Dan heeft "directeur" de taak "Weging bekrachtigen"
