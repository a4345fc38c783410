# language: nl
@R22 @R25
Functionaliteit: Wat tijdens de meldcode kan gebeuren
  Een nieuw signaal begint geen tweede meldcode: de intern begeleider zegt wat het doet met de weging die loopt.

  Achtergrond:
    Gegeven een dossier voor een leerling uit groep 6
    Als "intern begeleider" "Vermoeden" start
    En "leerkracht" de taak "Signalen in kaart brengen" afrondt

  Scenario: Een nieuw signaal vraagt een nieuwe weging
    Als "leerkracht" "Vermoeden" start
    En "aandachtsfunctionaris" de taak "Nieuw signaal beoordelen" afrondt
    En "aandachtsfunctionaris" op de vraag "Wat doet dit signaal?" antwoordt "Opnieuw wegen"
    Dan is de route "Nieuw signaal" afgesloten met "Opnieuw gewogen"
    En heeft niemand de taak "Overleggen met collega"
    En heeft "leerkracht" de taak "Signalen in kaart brengen"

  Scenario: Een nieuw signaal blijkt acuut
    Als "leerkracht" "Vermoeden" start
    En "intern begeleider" de taak "Nieuw signaal beoordelen" afrondt
    En "intern begeleider" op de vraag "Wat doet dit signaal?" antwoordt "Acuut"
    Dan heeft "MT" de taak "Acuut handelen en Veilig Thuis bellen"

  Scenario: Tussendoor advies vragen aan Veilig Thuis
    Als "leerkracht" "Advies gewenst" start
    En "intern begeleider" de taak "Advies Veilig Thuis vragen" van route "Advies" afrondt
    Dan is de route "Advies" afgesloten met "Advies gekregen"
    En heeft "intern begeleider" de taak "Overleggen met collega"
