# Copies besides the complete one: small, readable, for administrators.

copies-title = Andere Kopien
copies-text = Zum Lesen, zum Drucken oder für einen Anbieter, der nur kleine Dateien nimmt. Aufheben solltest du die vollständige Kopie.
copies-text-file = Deine Datei, noch einmal gesichert in der Form, die du brauchst.
copy-people = Zum Lesen und Drucken
copy-people-text = Deine Kontakte mit ihren Gruppen, dein Profil und deine Gruppenchats, als Seite, die jedes Telefon öffnet, oder als Tabelle. Passwörter und Nachrichten sind nicht darin.
save-contacts = Seite sichern
save-contacts-table = Tabelle sichern
copy-small = Eine kleine Datei für Portale
copy-small-text = Bei manchen Anbietern, etwa mit Snikket, kannst du auf deren Website eine Datei in dein Konto einspielen. Sie nehmen Kontakte, Profil, Bild und Gruppenchats, keinen Verlauf. Das ist in dieser Datei, und so lesen sie es.
save-essentials = Kleine Datei sichern
copy-left = Nicht darin:
copy-left-kind = { $kind }: { $count }
copy-left-more =
    { $count ->
        [one] Eines mehr hat hier keinen Namen.
       *[other] { $count } weitere haben hier keinen Namen.
    }
save-copy-busy = Wird vorbereitet
save-copy-ready = Jetzt sichern
save-copy-done = Gesichert als { $name }, { $size }, und zurückgelesen.
save-copy-done-partly = Gesichert als { $name }, { $size }. Nicht alles ließ sich lesen, also ist nicht alles darin.

administrator = Für jemanden, der dein Konto auf dem neuen Server einspielt
administrator-text = Wer den neuen Server betreibt, kann dein Konto als Ganzes übernehmen, bevor es dort besteht. Die Datei trägt dann deine neue Adresse.
administrator-address = Die neue Adresse
administrator-address-hint = Wie sie sein wird, mit einem Namen, der dort noch frei ist
administrator-program = Das Programm des neuen Servers
administrator-password-wanted = Ich will mich dort mit einem Passwort anmelden, das ich jetzt eingebe
administrator-password-wanted-hint = Statt des Passworts stehen Schlüssel in der Datei, die daraus gemacht sind. Wer die Datei hat, kann Passwörter daran ausprobieren. Ohne den Haken setzt der Administrator ein Passwort.
administrator-password = Passwort für das neue Konto
administrator-password-hint = Es wird für die Schlüssel gebraucht und dann vergessen.
save-administrator = Datei für den Administrator sichern
administrator-commands = Was der Administrator eingibt
administrator-snikket = Ein Snikket-Server hat dafür keinen Befehl. Der Administrator macht eine Einladung. Sichere zuerst oben die kleine Datei. Öffne dann die Einladung im Browser und lege dein Konto dort an, nicht in der App: die Seite, auf der steht, dass du ein Konto hast, nimmt die Datei. Hast du schon ein Konto, spiele deine Daten stattdessen mit dieser Seite ein.

sheet-title = Kontakte
sheet-saved-on = Gesichert am { $day }
sheet-without-group = In keiner Gruppe
sheet-others = Außerdem im Konto
sheet-name = Name
sheet-address = Adresse
sheet-groups = Gruppen
profile-fn = Name
profile-nickname = Spitzname
profile-bday = Geburtstag
profile-tel = Telefon
profile-email = E-Mail
profile-url = Website
profile-adr = Anschrift
profile-org = Organisation
profile-title = Titel
profile-role = Aufgabe
profile-note = Notiz
profile-impp = Chat-Adresse

file-passwords =
    { $count ->
        [one] Ein Passwort oder Schlüssel des alten Anbieters stand darin. Es wird ausgelassen: nirgends gezeigt und nirgends hin übertragen.
       *[other] { $count } Passwörter oder Schlüssel des alten Anbieters standen darin. Sie werden ausgelassen: nirgends gezeigt und nirgends hin übertragen.
    }
file-rescued =
    { $count ->
        [0] Vor der beschädigten Stelle ließ sich nichts lesen.
        [one] Was heil ist, lässt sich verwenden: eine Sache ist gelesen.
       *[other] Was heil ist, lässt sich verwenden: { $count } Dinge sind gelesen. Was hinter der beschädigten Stelle stand, fehlt.
    }
