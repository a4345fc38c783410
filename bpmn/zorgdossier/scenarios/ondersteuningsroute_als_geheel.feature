# language: nl
@R2 @R4
Functionaliteit: De ondersteuningsroute als geheel
  Wat op elk moment kan: de route stoppen, of zorg melden over een leerling die al een route heeft.

  Achtergrond:
    Gegeven een dossier voor een leerling uit groep 1
    Als "leerkracht" "Zorg over leerling" start

  Scenario: De intern begeleider stopt de route en draagt over
    Dan kan "leerkracht" "Route stoppen" niet starten
    Als "intern begeleider" "Route stoppen" start
    Dan is de route "Ondersteuningsroute" afgesloten met "Gestopt"
    En heeft niemand de taak "Observeren en begeleiden"
    Als "intern begeleider" de taak "Overdracht en afsluiten" afrondt
    Dan is de route "Overdracht" afgesloten met "Overgedragen"

  Scenario: Een tweede melding van zorg begint geen tweede route
    Als "intern begeleider" "Zorg over leerling" start
    Dan is er een bericht gestuurd aan "intern begeleider"
    Als bericht "Ondersteuning nodig" binnenkomt
    En "leerkracht" de taak "Observeren en begeleiden" afrondt
    En "leerkracht" op de vraag "Verder na stap 1?" antwoordt "Afsluiten"
    Dan is de route "Ondersteuningsroute" afgesloten
    En heeft niemand de taak "Observeren en begeleiden"

  Scenario: De leerkracht noteert de stap in ParnasSys
    Als "leerkracht" de taak "Observeren en begeleiden" afrondt
    En "leerkracht" op de vraag "Verder na stap 1?" antwoordt "Verder naar stap 2"
    Dan heeft "leerkracht" de taak "Noteren in ParnasSys"
    En is de uiterste datum van "Noteren in ParnasSys" 8 september 2026
    Als "leerkracht" de taak "Noteren in ParnasSys" afrondt
    Dan is de route "ParnasSys-notitie" afgesloten met "Genoteerd"
