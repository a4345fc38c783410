# language: nl
@R20 @R25
Functionaliteit: Een gesprek met ouders dat niet is gevoerd
  Zonder gesprek gaat een route alleen verder met een grond en met akkoord. Tabel D1 zegt wie akkoord moet geven.

  Achtergrond:
    Gegeven een dossier voor een leerling uit groep 4
    En het is 1 september 2026 om 09:00

  Scenario: In de ondersteuningsroute blijkt haast, dus begint de meldcode acuut
    Als "leerkracht" "Zorg over leerling" start
    En "leerkracht" de taak "Observeren en begeleiden" afrondt
    En "leerkracht" op de vraag "Verder na stap 1?" antwoordt "Verder naar stap 2"
    En "leerkracht" de taak "Leerlingbespreking" afrondt
    En "intern begeleider" op de vraag "Wat is nog nodig?" antwoordt "Niets"
    En "intern begeleider" op de vraag "Vermoeden van geweld of mishandeling?" antwoordt "Nee"
    En "leerkracht" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | nee |
    En "intern begeleider" de taak "Uitzondering motiveren" afrondt met
      | grond      | haast_acuut |
      | akkoord_ib | ja          |
    Dan heeft "leerkracht" de taak "Acuut handelen en Veilig Thuis bellen"
    En heeft "intern begeleider" de taak "Afstemmen met meldcode"

  Scenario: In de ondersteuningsroute blijkt het kind niet veilig, dus begint de meldcode
    Als "leerkracht" "Zorg over leerling" start
    En "leerkracht" de taak "Observeren en begeleiden" afrondt
    En "leerkracht" op de vraag "Verder na stap 1?" antwoordt "Verder naar stap 2"
    En "leerkracht" de taak "Leerlingbespreking" afrondt
    En "intern begeleider" op de vraag "Wat is nog nodig?" antwoordt "Niets"
    En "intern begeleider" op de vraag "Vermoeden van geweld of mishandeling?" antwoordt "Nee"
    En "leerkracht" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | nee |
    En "intern begeleider" de taak "Uitzondering motiveren" afrondt met
      | grond      | veiligheid_kind_gezin |
      | akkoord_ib | ja                    |
    Dan heeft "leerkracht" de taak "Signalen in kaart brengen"
    En heeft "intern begeleider" de taak "Afstemmen met meldcode"

  Abstract Scenario: In de meldcode beslist tabel D1
    Als "intern begeleider" "Vermoeden" start
    En "leerkracht" de taak "Signalen in kaart brengen" afrondt
    En "intern begeleider" de taak "Overleggen met collega" afrondt
    En "intern begeleider" op de vraag "Advies van buiten nodig?" antwoordt "Nee"
    En "intern begeleider" op de vraag "Nu met het kind spreken?" antwoordt "Nee, met reden"
    En "intern begeleider" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | nee |
    En "intern begeleider" de taak "Uitzondering motiveren" afrondt met
      | grond      | <grond>   |
      | akkoord_ib | <akkoord> |
    Dan is de uitkomst van "D1" "<uitkomst>"
    En heeft "intern begeleider" de taak "<taak>"

    Voorbeelden:
      | grond       | akkoord | uitkomst              | taak                                  |
      | geen        | ja      | BLOKKEREN             | Oudergesprek voeren                   |
      | onbereikbaar| nee     | BLOKKEREN             | Oudergesprek voeren                   |
      | onbereikbaar| ja      | DOORGAAN              | Ouders later informeren               |
      | haast_acuut | ja      | DOORGAAN_NAAR_MELDING | Acuut handelen en Veilig Thuis bellen |

  Scenario: De ouders weigeren het gesprek
    Als "intern begeleider" "Vermoeden" start
    En "leerkracht" de taak "Signalen in kaart brengen" afrondt
    En "intern begeleider" de taak "Overleggen met collega" afrondt
    En "intern begeleider" op de vraag "Advies van buiten nodig?" antwoordt "Nee"
    En "intern begeleider" op de vraag "Nu met het kind spreken?" antwoordt "Nee, met reden"
    En "intern begeleider" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | nee |
    En "intern begeleider" de taak "Uitzondering motiveren" afrondt met
      | grond      | weigering |
      | akkoord_ib | ja        |
    Dan is de route "Oudergesprek" afgesloten met "Geweigerd"
    En heeft "intern begeleider" de taak "Ouders later informeren"
    En heeft "intern begeleider" de taak "Afwegingsvraag 1: vermoeden"

  Scenario: De directie antwoordt niet, dus het bestuur mag de uitzondering beoordelen
    Als "intern begeleider" "Vermoeden" start
    En "leerkracht" de taak "Signalen in kaart brengen" afrondt
    En "intern begeleider" de taak "Overleggen met collega" afrondt
    En "intern begeleider" op de vraag "Advies van buiten nodig?" antwoordt "Nee"
    En "intern begeleider" op de vraag "Nu met het kind spreken?" antwoordt "Nee, met reden"
    En "intern begeleider" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | nee |
    En "intern begeleider" de taak "Uitzondering motiveren" afrondt met
      | grond      | breuk_contact |
      | akkoord_ib | ja            |
    Dan kan "bestuur" de taak "Uitzondering beoordelen" niet afronden
    Als er 2 werkdagen voorbijgaan
    Dan is de taak "Uitzondering beoordelen" te laat
    En is er een bericht gestuurd aan "bestuur"
    Als "bestuur" de taak "Uitzondering beoordelen" afrondt met
      | akkoord_directie | nee |
    Dan is de uitkomst van "D1" "BLOKKEREN"
    En heeft "intern begeleider" de taak "Oudergesprek voeren"
