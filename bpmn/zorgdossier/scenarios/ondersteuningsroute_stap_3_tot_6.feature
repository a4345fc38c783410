# language: nl
@R10 @R12 @R13 @R14
Functionaliteit: Stap 3 tot en met 6 van de ondersteuningsroute
  Ouders, school en hulpverleners maken samen afspraken, voeren ze uit en kijken wat ze hebben gebracht.

  Achtergrond:
    Gegeven een dossier voor een leerling uit groep 7
    En het is 1 september 2026 om 09:00
    Als "leerkracht" "Zorg over leerling" start
    En "leerkracht" de taak "Observeren en begeleiden" afrondt
    En "leerkracht" op de vraag "Verder na stap 1?" antwoordt "Verder naar stap 2"
    En "leerkracht" de taak "Leerlingbespreking" afrondt
    En "intern begeleider" op de vraag "Wat is nog nodig?" antwoordt "Niets"
    En "intern begeleider" op de vraag "Vermoeden van geweld of mishandeling?" antwoordt "Nee"
    En "leerkracht" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    En "intern begeleider" op de vraag "Hoe verder na stap 2?" antwoordt "Groot overleg, ouders stemmen in"
    En "intern begeleider" de taak "Groot overleg voorbereiden" afrondt
    En "leerkracht" de taak "HGW-groeidocument invullen" afrondt
    En "intern begeleider" de taak "Groot overleg voeren" afrondt

  Scenario: Eerst zijn de ouders er niet, daarna willen zij niet verder
    Als "intern begeleider" op de vraag "Waren de ouders erbij?" antwoordt "Nee, nieuwe datum"
    En "intern begeleider" de taak "Nieuwe datum afspreken" afrondt
    En "leerkracht" de taak "Groot overleg voeren" afrondt
    En "intern begeleider" op de vraag "Waren de ouders erbij?" antwoordt "Nee, met reden doorgegaan" met
      | reden | De ouders kwamen twee keer niet. |
    En "MT" de taak "Afspraken inzet hulp" afrondt met
      | acties[1].lane  | Leerkracht      |
      | acties[1].datum | 1 oktober 2026  |
      | evaluatiedatum  | 1 december 2026 |
    En "intern begeleider" op de vraag "Onderwijs-zorgvraag nodig?" antwoordt "Ja"
    En "intern begeleider" de taak "Onderwijs-zorgvraag voorbereiden" afrondt
    En "leerkracht" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    En "intern begeleider" op de vraag "Kunnen de afspraken beginnen?" antwoordt "Ouders willen niet verder"
    Dan heeft "intern begeleider" de taak "Volgen en afsluiten"
    En heeft niemand de taak "Afgesproken actie uitvoeren"

  Scenario: De afspraken worden aangepast, en op de evaluatiedatum sluiten open acties
    Als "intern begeleider" op de vraag "Waren de ouders erbij?" antwoordt "Ja"
    En "MT" de taak "Afspraken inzet hulp" afrondt met
      | acties[1].lane  | Directie        |
      | acties[1].datum | 1 oktober 2026  |
      | evaluatiedatum  | 1 december 2026 |
    En "intern begeleider" op de vraag "Onderwijs-zorgvraag nodig?" antwoordt "Nee"
    En "leerkracht" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    En "intern begeleider" op de vraag "Kunnen de afspraken beginnen?" antwoordt "Aanpassen"
    En "MT" de taak "Afspraken inzet hulp" afrondt met
      | acties[1].lane  | Leerkracht        |
      | acties[1].datum | 1 oktober 2026    |
      | acties[2].lane  | Intern begeleider |
      | acties[2].datum | 1 oktober 2026    |
      | evaluatiedatum  | 1 december 2026   |
    En "intern begeleider" op de vraag "Onderwijs-zorgvraag nodig?" antwoordt "Nee"
    En "leerkracht" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    En "intern begeleider" op de vraag "Kunnen de afspraken beginnen?" antwoordt "Ja"
    En "leerkracht" de taak "Afgesproken actie uitvoeren" afrondt
    Dan heeft "intern begeleider" de taak "Afgesproken actie uitvoeren"
    Gegeven het is 30 november 2026
    Dan is de taak "Afgesproken actie uitvoeren" te laat
    Gegeven het is 1 december 2026
    Dan heeft niemand de taak "Afgesproken actie uitvoeren"
    En heeft "leerkracht" de taak "Oudergesprek voeren"

  Abstract Scenario: De hulp wordt geëvalueerd
    Als "intern begeleider" op de vraag "Waren de ouders erbij?" antwoordt "Ja"
    En "MT" de taak "Afspraken inzet hulp" afrondt met
      | acties[1].lane  | Leerkracht      |
      | acties[1].datum | 1 oktober 2026  |
      | evaluatiedatum  | 1 december 2026 |
    En "intern begeleider" op de vraag "Onderwijs-zorgvraag nodig?" antwoordt "Nee"
    En "leerkracht" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    En "intern begeleider" op de vraag "Kunnen de afspraken beginnen?" antwoordt "Ja"
    En "leerkracht" de taak "Afgesproken actie uitvoeren" afrondt
    En "leerkracht" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    En "intern begeleider" de taak "Ontwikkeling volgen" afrondt
    En "intern begeleider" de taak "Nazorg kind en ouders" afrondt
    En "MT" de taak "Adviezen en hulp evalueren" afrondt
    En "leerkracht" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    En "intern begeleider" op de vraag "Heeft de hulp genoeg gedaan?" antwoordt "<antwoord>"
    Dan heeft "<wie>" de taak "<taak>"
    En heeft "MT" de taak "Noteren in ParnasSys"
    Als "MT" de taak "Noteren in ParnasSys" afrondt
    Dan kan "MT" de taak "Noteren in ParnasSys" <nog>

    Voorbeelden:
      | antwoord                 | wie               | taak                       | nog            |
      | Deels, nieuwe acties     | MT                | Afspraken inzet hulp       | niet afronden  |
      | Nee, nieuw Groot overleg | intern begeleider | Groot overleg voorbereiden | niet afronden  |
