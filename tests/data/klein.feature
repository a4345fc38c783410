# language: nl
Functionaliteit: Klein, elke pijl

  Scenario: Samen tot het einde
    Als "leerkracht" "Zorg" start
    En "leerkracht" de taak "Kijken" afrondt met
      | acties[0].wie | leerkracht |
    En "leerkracht" op de vraag "Verder?" antwoordt "Samen"
    En "leerkracht" de taak "Praten" afrondt
    En "intern begeleider" de taak "Wegen" afrondt
    En "leerkracht" de taak "Noteren" afrondt
    En "leerkracht" de taak "Terugkijken" afrondt
    En "intern begeleider" de taak "Afronden" afrondt
    Dan loopt de route "zorg" niet

  Scenario: Nog eens kijken, en stoppen
    Als "leerkracht" "Zorg" start
    En er 3 dagen voorbijgaan
    En "leerkracht" de taak "Kijken" afrondt met
      | acties[0].wie | leerkracht |
    En "leerkracht" op de vraag "Verder?" antwoordt "Nog eens"
    En "leerkracht" de taak "Kijken" afrondt met
      | acties[0].wie | leerkracht |
    En "leerkracht" op de vraag "Verder?" antwoordt "Stoppen, met reden"
    Dan loopt de route "zorg" niet

  Scenario: Per actie, en bellen tijdens het afronden
    Als "leerkracht" "Zorg" start
    En "leerkracht" de taak "Kijken" afrondt met
      | acties[0].wie | leerkracht |
    En "leerkracht" op de vraag "Verder?" antwoordt "Per actie"
    En "leerkracht" de taak "Doen" afrondt
    En "leerkracht" "Bel" start
    En "intern begeleider" de taak "Nazorg" afrondt
    En "MT" de taak "Bellen" afrondt met
      | op  | 10 september 2026 |
      | tot | 20 september 2026 |
    En er 4 weken voorbijgaan
    Dan loopt de route "bellen" niet

  Scenario: Wegen en terugkijken duren te lang
    Als "leerkracht" "Zorg" start
    En "leerkracht" de taak "Kijken" afrondt met
      | acties[0].wie | leerkracht |
    En "leerkracht" op de vraag "Verder?" antwoordt "Samen"
    En er 4 dagen voorbijgaan
    En "directeur" de taak "Zelf wegen" afrondt
    En "leerkracht" de taak "Praten" afrondt
    En "leerkracht" de taak "Noteren" afrondt
    En er 11 dagen voorbijgaan
    En "intern begeleider" de taak "Afronden" afrondt
    Dan loopt de route "zorg" niet

  Scenario: Ophouden tijdens het praten
    Als "leerkracht" "Zorg" start
    En "leerkracht" de taak "Kijken" afrondt met
      | acties[0].wie | leerkracht |
    En "leerkracht" op de vraag "Verder?" antwoordt "Samen"
    En "intern begeleider" "Stop" start
    Dan heeft niemand de taak "Praten"
