# Eine gesicherte Kopie lesen: All das kommt mit der zweiten Hälfte des Programms.

viewer-title = Gesicherte Kopie
viewer-title-of = Gesicherte Kopie von { $name }
viewer-lead = Alles hier wird in deinem Browser aus deiner Datei gelesen. Es wird nichts verschickt.
viewer-damaged = Nicht alles in dieser Datei war lesbar. Was lesbar war, steht hier.
viewer-sections = Was in dieser Kopie ist
viewer-conversations = Unterhaltungen ({ $count })
viewer-contacts = Kontakte ({ $count })
viewer-rooms = Gruppenchats ({ $count })
viewer-profile = Profil
viewer-no-conversations = In dieser Datei sind keine Nachrichten.
viewer-no-contacts = In dieser Datei sind keine Kontakte.
viewer-no-rooms = In dieser Datei sind keine Gruppenchats.
viewer-no-profile = In dieser Datei ist kein Profil.
viewer-silent =
    { $count ->
        [one] Ein weiterer Eintrag des Verlaufs ist ein Hinweis zwischen Apps, etwa eine Empfangsbestätigung, und wird nicht gezeigt.
       *[other] { $count } weitere Einträge des Verlaufs sind Hinweise zwischen Apps, etwa Empfangsbestätigungen, und werden nicht gezeigt.
    }
viewer-others = Viele andere Adressen
viewer-messages =
    { $count ->
        [one] eine Nachricht
       *[other] { $count } Nachrichten
    }
viewer-room = Gruppenchat
viewer-more = Mehr zeigen
viewer-convert = In anderer Form sichern
viewer-groups = Gruppen: { $groups }

## Suchen

viewer-search = In den Nachrichten suchen
viewer-search-go = Suchen
viewer-search-end = Suche beenden
viewer-search-stop = Anhalten
viewer-search-more = Weiter suchen
viewer-searching = Suche läuft
viewer-search-reached = { $percent } Prozent des Verlaufs
viewer-found =
    { $count ->
        [0] Zu „{ $typed }“ wurde nichts gefunden.
        [one] Zu „{ $typed }“ wurde eine Nachricht gefunden.
       *[other] Zu „{ $typed }“ wurden { $count } Nachrichten gefunden.
    }
viewer-found-so-far =
    { $count ->
        [0] Zu „{ $typed }“ wurde bisher nichts gefunden.
        [one] Zu „{ $typed }“ wurde bisher eine Nachricht gefunden.
       *[other] Zu „{ $typed }“ wurden bisher { $count } Nachrichten gefunden.
    }
viewer-found-list = Was gefunden wurde

## Eine Unterhaltung

viewer-list = Nachrichten
viewer-choose = Wähle eine Unterhaltung, um sie hier zu lesen.
viewer-turning = Die Unterhaltung wird geöffnet
viewer-earlier = Frühere Nachrichten
viewer-later = Spätere Nachrichten
viewer-first = Anfang
viewer-last = Ende
viewer-day = Zu einem Tag
viewer-no-time = Ohne Datum
viewer-me = Du
viewer-unreadable =
    { $count ->
        [one] Eine Nachricht war nicht lesbar: Die Datei hat sich geändert, seit sie geöffnet wurde.
       *[other] { $count } Nachrichten waren nicht lesbar: Die Datei hat sich geändert, seit sie geöffnet wurde.
    }
viewer-edited = bearbeitet
viewer-edited-unknown = ändert eine frühere Nachricht, die nicht in dieser Datei ist
viewer-before = Davor
viewer-retracted = Diese Nachricht wurde zurückgenommen.
viewer-retraction = Eine frühere Nachricht, die nicht in dieser Datei ist, wurde zurückgenommen.
viewer-reacted = Reaktion auf eine frühere Nachricht, die nicht in dieser Datei ist: { $reactions }
viewer-reaction-by = von { $names }
viewer-encrypted = Verschlüsselt. Nur die Geräte, für die sie geschrieben wurde, können sie lesen.
viewer-subject = Neues Thema: { $subject }
viewer-invited = Einladung in den Gruppenchat { $room }
viewer-answers = Antwort an { $name }: { $text }
viewer-file = Datei
viewer-file-encrypted = Die Datei ist verschlüsselt; eine App mit ihrem Schlüssel kann sie öffnen.

## Das Profil

viewer-field-fn = Name
viewer-field-nickname = Spitzname
viewer-field-bday = Geburtstag
viewer-field-email = E-Mail
viewer-field-tel = Telefon
viewer-field-adr = Postanschrift
viewer-field-org = Organisation
viewer-field-title = Titel
viewer-field-role = Rolle
viewer-field-url = Website
viewer-field-note = Über mich
viewer-field-impp = Weitere Adressen
viewer-picture = Profilbild
