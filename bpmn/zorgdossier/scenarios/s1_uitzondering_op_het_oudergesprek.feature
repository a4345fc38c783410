# language: nl
@S1 @R25 @R33
Functionaliteit: Een gesprek met de ouders zou het kind in gevaar brengen
  Milou heeft een blauwe plek. Ze zegt: "Als jullie papa bellen, slaat hij mama." De school praat dus niet eerst met
  de ouders. Dat mag alleen met een grond, met akkoord van de intern begeleider en met akkoord van de directie.

  Scenario: De directie keurt de uitzondering goed en de school meldt
    Gegeven een dossier voor een leerling uit groep 4
    En het is 1 september 2026 om 09:00
    Als "leerkracht" "Zorg over leerling" start
    En "leerkracht" de taak "Observeren en begeleiden" afrondt
    En "leerkracht" op de vraag "Verder na stap 1?" antwoordt "Vermoeden van geweld of mishandeling"
    Dan loopt de route "Meldcode"
    En loopt de route "Ondersteuningsroute"
    En heeft "intern begeleider" de taak "Signalen in kaart brengen"
    En is de uiterste datum van "Signalen in kaart brengen" 3 september 2026
    Als "leerkracht" de taak "Signalen in kaart brengen" afrondt
    En "intern begeleider" de taak "Overleggen met collega" afrondt
    En "intern begeleider" op de vraag "Advies van buiten nodig?" antwoordt "Veilig Thuis"
    En "intern begeleider" de taak "Advies Veilig Thuis vragen" afrondt
    En "intern begeleider" op de vraag "Nu met het kind spreken?" antwoordt "Ja"
    En "intern begeleider" de taak "Gesprek met kind" afrondt
    En "intern begeleider" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | nee |
    En "intern begeleider" de taak "Uitzondering motiveren" afrondt met
      | grond      | veiligheid_kind_gezin |
      | akkoord_ib | ja                    |
    Dan is de uitkomst van "D1" "WACHT_OP_AKKOORD"
    En heeft "directeur" de taak "Uitzondering beoordelen"
    En heeft niemand de taak "Afwegingsvraag 1: vermoeden"
    Als "directeur" de taak "Uitzondering beoordelen" afrondt met
      | akkoord_directie | ja |
    Dan is de uitkomst van "D1" "DOORGAAN"
    En is de route "Oudergesprek" afgesloten met "Met uitzondering"
    En heeft "intern begeleider" de taak "Ouders later informeren"
    En is de uiterste datum van "Ouders later informeren" 8 september 2026
    Als "intern begeleider" de taak "Afwegingsvraag 1: vermoeden" afrondt met
      | a1 | ja |
    En "intern begeleider" de taak "Afwegingsvraag 2: veiligheid" afrondt met
      | a2 | structureel |
    Dan is de uitkomst van "D2b" "MELDEN"
    En heeft niemand de taak "Afwegingsvraag 3: hulp"
    Als "directeur" de taak "Weging bekrachtigen" afrondt
    En "directeur" op de vraag "Eens met de weging?" antwoordt "Eens"
    En "intern begeleider" op de vraag "Kan vooraf informeren veilig?" antwoordt "Nee, met grond"
    En "intern begeleider" de taak "Wie meldt" afrondt met
      | directie_bereikbaar  | ja |
      | waarnemer_bereikbaar | ja |
      | ib_bereikbaar        | ja |
    En "directeur" de taak "Melding Veilig Thuis doen" afrondt met
      | gemeld_op | 1 september 2026 |
    En "intern begeleider" de taak "Melding Veilig Thuis doen" afrondt met
      | gemeld_op | 1 september 2026 |
    Dan heeft "directeur" de taak "Bestuur inlichten"
    En heeft "intern begeleider" de taak "Terugkoppeling Veilig Thuis vastleggen"
    En is de uiterste datum van "Terugkoppeling Veilig Thuis vastleggen" 8 september 2026
    Als "directeur" de taak "Bestuur inlichten" afrondt
    Dan heeft "bestuur" de taak "Melding ontvangen"
    Als er 4 werkdagen voorbijgaan
    En "intern begeleider" de taak "Terugkoppeling Veilig Thuis vastleggen" afrondt
    En "intern begeleider" op de vraag "Wat besluit Veilig Thuis?" antwoordt "Doet zelf onderzoek"
    En "intern begeleider" de taak "Ouders later informeren" afrondt
    En "intern begeleider" op de vraag "Zijn de ouders geïnformeerd?" antwoordt "Ja, door Veilig Thuis"
    Dan heeft "intern begeleider" de taak "Uitkomst Veilig Thuis vastleggen"
    En is de uiterste datum van "Uitkomst Veilig Thuis vastleggen" 10 november 2026
