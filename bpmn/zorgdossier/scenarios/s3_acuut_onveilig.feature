# language: nl
@S3 @R28
Functionaliteit: Acuut onveilig, terwijl de ondersteuningsroute loopt
  Fenna durft niet naar huis. Iedereen op school mag op de rode knop drukken. Stap 1 tot en met 3 van de meldcode
  komen dan later.

  Achtergrond:
    Gegeven een dossier voor een leerling uit groep 8
    En het is 1 september 2026 om 09:00
    Als "leerkracht" "Zorg over leerling" start

  Scenario: De leerkracht drukt op de knop, de intern begeleider belt, de directie bevestigt
    Gegeven het is 22 september 2026 om 14:05
    Dan kan "MT" "Acute onveiligheid" starten
    Als "leerkracht" "Acute onveiligheid" start
    Dan is er een bericht gestuurd aan "intern begeleider"
    En is er een bericht gestuurd aan "directie"
    En heeft "leerkracht" de taak "Acuut handelen en Veilig Thuis bellen"
    En heeft niemand de taak "Signalen in kaart brengen"
    Als er 7 minuten voorbijgaan
    En "intern begeleider" de taak "Acuut handelen en Veilig Thuis bellen" afrondt met
      | gemeld_op | 22 september 2026 |
    En "intern begeleider" op de vraag "Wat is de uitkomst?" antwoordt "Gemeld"
    Dan heeft "directeur" de taak "Acute melding bevestigen"
    En heeft "directeur" de taak "Bestuur inlichten"
    En heeft "leerkracht" de taak "Signalen in kaart brengen"
    En is de uiterste datum van "Signalen in kaart brengen" 29 september 2026
    En is er geen bericht gestuurd aan "waarnemer"
    En loopt de route "Ondersteuningsroute"
    En heeft "leerkracht" de taak "Observeren en begeleiden"
    En heeft niemand de taak "Oudergesprek voeren"
    Als "directeur" de taak "Acute melding bevestigen" afrondt
    Dan is de route "Acute melding bevestigen" afgesloten met "Bevestigd"

  Scenario: Niemand neemt de acute taak op
    Als "MT" "Acute onveiligheid" start
    En er 15 minuten voorbijgaan
    Dan is er een bericht gestuurd aan "waarnemer"
    En is er een bericht gestuurd aan "bestuur"

  Scenario: Een tweede druk op de knop waarschuwt opnieuw
    Als "MT" "Acute onveiligheid" start
    En "leerkracht" "Acute onveiligheid" start
    Dan heeft "leerkracht" de taak "Acuut handelen en Veilig Thuis bellen"
    Als "intern begeleider" de taak "Acuut handelen en Veilig Thuis bellen" afrondt
    En "intern begeleider" op de vraag "Wat is de uitkomst?" antwoordt "Niet bereikt"
    Dan heeft "intern begeleider" de taak "Acuut handelen en Veilig Thuis bellen"
    Als "intern begeleider" de taak "Acuut handelen en Veilig Thuis bellen" afrondt
    En "intern begeleider" op de vraag "Wat is de uitkomst?" antwoordt "Advies, nog geen melding"
    Dan heeft "leerkracht" de taak "Signalen in kaart brengen"
    En is de uiterste datum van "Signalen in kaart brengen" 3 september 2026

  Scenario: De knop breekt een lopende meldcode af en begint meteen met handelen
    Als "intern begeleider" "Vermoeden" start
    En "MT" "Acute onveiligheid" start
    Dan heeft "MT" de taak "Acuut handelen en Veilig Thuis bellen"
    En heeft niemand de taak "Signalen in kaart brengen"
