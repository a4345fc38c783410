# language: nl
@S11 @R20 @R35
Functionaliteit: Een gewone ondersteuningsroute, van begin tot eind
  Emre leest moeizaam en er is spanning thuis. Tussen elke twee stappen ligt een gesprek met zijn ouders. Na elke stap
  komt een notitie in ParnasSys. De meldcode is niet nodig.

  Scenario: Zes stappen, met een oudergesprek tussen de stappen
    Gegeven een dossier voor een leerling uit groep 6
    En het is 1 september 2026 om 09:00
    Als "leerkracht" "Zorg over leerling" start
    En "leerkracht" de taak "Observeren en begeleiden" afrondt
    En "leerkracht" op de vraag "Verder na stap 1?" antwoordt "Verder naar stap 2"
    Dan heeft "leerkracht" de taak "Noteren in ParnasSys"
    Als er 3 weken voorbijgaan
    En "leerkracht" de taak "Noteren in ParnasSys" afrondt
    En "leerkracht" de taak "Leerlingbespreking" afrondt
    En "intern begeleider" op de vraag "Wat is nog nodig?" antwoordt "Intervisie of MT-overleg, Advies, Verwijsindex"
    En "leerkracht" de taak "Intervisie of MT-overleg" afrondt
    En "intern begeleider" de taak "Adviesgesprek Veilig Thuis" afrondt
    En "intern begeleider" de taak "Signaal in Verwijsindex overwegen" afrondt
    Dan heeft niemand de vraag "Vermoeden van geweld of mishandeling?"
    Als "intern begeleider" op de vraag "Signaal afgeven?" antwoordt "Ja"
    Dan is het bericht "Signaal gewenst" niet gehoord
    Als "intern begeleider" op de vraag "Vermoeden van geweld of mishandeling?" antwoordt "Nee"
    En "leerkracht" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    En "intern begeleider" op de vraag "Hoe verder na stap 2?" antwoordt "Groot overleg, ouders stemmen in"
    Dan is de stap "Stap 3: Groot overleg" bereikt
    Als er 20 werkdagen voorbijgaan
    En "intern begeleider" de taak "Groot overleg voorbereiden" afrondt
    En "leerkracht" de taak "HGW-groeidocument invullen" afrondt
    En "intern begeleider" de taak "Groot overleg voeren" afrondt
    En "intern begeleider" op de vraag "Waren de ouders erbij?" antwoordt "Ja"
    En "MT" de taak "Afspraken inzet hulp" afrondt met
      | acties[1].lane  | Leerkracht       |
      | acties[1].datum | 2 november 2026  |
      | acties[2].lane  | MT               |
      | acties[2].datum | 16 november 2026 |
      | evaluatiedatum  | 1 december 2026  |
    En "intern begeleider" op de vraag "Onderwijs-zorgvraag nodig?" antwoordt "Nee"
    En "leerkracht" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    En "intern begeleider" op de vraag "Kunnen de afspraken beginnen?" antwoordt "Ja"
    Dan heeft "leerkracht" de taak "Afgesproken actie uitvoeren"
    En heeft "MT" de taak "Afgesproken actie uitvoeren"
    En is de uiterste datum van "Afgesproken actie uitvoeren" 16 november 2026
    Als "leerkracht" de taak "Afgesproken actie uitvoeren" afrondt
    Dan heeft niemand de taak "Oudergesprek voeren"
    Als "MT" de taak "Afgesproken actie uitvoeren" afrondt
    En "leerkracht" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    En "leerkracht" de taak "Ontwikkeling volgen" afrondt
    En "intern begeleider" de taak "Nazorg kind en ouders" afrondt
    En "MT" de taak "Adviezen en hulp evalueren" afrondt
    En "leerkracht" de taak "Oudergesprek voeren" afrondt met
      | gesprek_gevoerd | ja |
    En "intern begeleider" op de vraag "Heeft de hulp genoeg gedaan?" antwoordt "Ja"
    Dan is de uiterste datum van "Volgen en afsluiten" 20 januari 2027
    Als "intern begeleider" de taak "Volgen en afsluiten" afrondt
    En "intern begeleider" op de vraag "Blijft het goed gaan?" antwoordt "Ja, afsluiten"
    Dan is de route "Ondersteuningsroute" afgesloten met "Afgesloten"
    En is het bericht "Vermoeden" niet gestuurd
