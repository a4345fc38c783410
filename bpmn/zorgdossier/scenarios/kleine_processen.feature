# language: nl
@R35 @R36
Functionaliteit: De kleine processen naast de twee routes

  Achtergrond:
    Gegeven een dossier voor een leerling uit groep 6
    En het is 1 september 2026 om 09:00

  Scenario: Een vermoeden over een medewerker gaat alleen naar het bestuur
    Als "MT" "Vermoeden over medewerker" start
    Dan heeft "bestuur" de taak "Meld-, overleg- en aangifteplicht"
    En kan "intern begeleider" de taak "Meld-, overleg- en aangifteplicht" niet afronden
    En kan "directeur" de taak "Meld-, overleg- en aangifteplicht" niet afronden
    Als "bestuur" de taak "Meld-, overleg- en aangifteplicht" afrondt
    Dan is de route "Vermoeden over medewerker" afgesloten met "Afgehandeld"

  Scenario: De ouders worden later geïnformeerd, als het veilig is
    Als bericht "Ouders later informeren" binnenkomt
    En er 5 werkdagen voorbijgaan
    Dan is de taak "Ouders later informeren" te laat
    Als "intern begeleider" de taak "Ouders later informeren" afrondt
    En "intern begeleider" op de vraag "Zijn de ouders geïnformeerd?" antwoordt "Nog niet veilig"
    Dan is er een bericht gestuurd aan "directie"
    En heeft "intern begeleider" de taak "Ouders later informeren"
    Als "intern begeleider" de taak "Ouders later informeren" afrondt
    En "intern begeleider" op de vraag "Zijn de ouders geïnformeerd?" antwoordt "Ja, door school"
    Dan is de route "Ouders later informeren" afgesloten met "Geïnformeerd door school"

  Abstract Scenario: De notitie in ParnasSys ligt bij wie de stap deed
    Als bericht "Stap gedaan" binnenkomt met
      | rol  | <rol>  |
      | stap | Stap 1 |
    Dan heeft "<wie>" de taak "Noteren in ParnasSys"
    Als "<wie>" de taak "Noteren in ParnasSys" afrondt
    Dan is de route "ParnasSys-notitie" afgesloten

    Voorbeelden:
      | rol               | wie               |
      | leerkracht        | leerkracht        |
      | intern begeleider | intern begeleider |
      | mt                | MT                |
      | directie          | directeur         |

  Scenario: De intern begeleider vraagt gewone ondersteuning aan
    Als bericht "Ondersteuning nodig" binnenkomt
    Dan heeft "leerkracht" de taak "Observeren en begeleiden"
    En loopt de route "Ondersteuningsroute"

  Scenario: Opnieuw wegen zonder lopende meldcode begint een meldcode
    Als bericht "Opnieuw wegen" binnenkomt
    Dan heeft "leerkracht" de taak "Signalen in kaart brengen"
    En loopt de route "Meldcode"
