# Den Leuten Bescheid geben und sehen, wer mitkommt.

## The stage

farewell-title = Sag es deinen Leuten
farewell-title-return = Wer gefolgt ist
farewell-title-asking = Deine Leute erfahren es gerade
farewell-title-listening = Alle sind gefragt
farewell-looking = Es wird geschaut, wie es steht
farewell-lead-looking = Zuerst ein stiller Blick in { $old } und { $new }. Niemand merkt davon etwas.
farewell-lead =
    { $count ->
        [0] Hier ist niemand, den man fragen könnte. Was du trotzdem tun kannst, steht unten.
        [one] Ein Mensch kennt dich unter { $old }. Du entscheidest, wie er von { $new } erfährt, und siehst dann, wie er mitkommt.
       *[other] { $count } Menschen kennen dich unter { $old }. Du entscheidest, wie sie von { $new } erfahren, und siehst dann, wer mitkommt.
    }
farewell-lead-return = So weit sind alle. Drück auf Los, damit es weitergeht: Wer noch nicht gefragt ist, kommt an die Reihe, und wer dich fragt, wird hereingelassen.
farewell-lead-asking = Einer nach dem anderen wird gebeten, dir zu { $new } zu folgen. Wer Ja sagt, kommt herüber, hier vor deinen Augen.
farewell-lead-listening = Jetzt liegt es an ihnen. Manche sagen nach Minuten Ja, andere erst, wenn sie ihre App wieder öffnen.
farewell-start = Los
farewell-start-more = Das auch noch

ago-moment = gerade eben
ago-minutes = vor { $count } min
ago-hours =
    { $count ->
        [one] vor einer Stunde
       *[other] vor { $count } Stunden
    }
ago-days =
    { $count ->
        [one] gestern
       *[other] vor { $count } Tagen
    }
until-hours =
    { $count ->
        [one] in einer Stunde
       *[other] in { $count } Stunden
    }
until-days =
    { $count ->
        [one] morgen
       *[other] in { $count } Tagen
    }

## What stands at the old address

farewell-statement = An meiner alten Adresse einen Hinweis hinterlassen
farewell-statement-hint = Er sagt, dass du jetzt unter { $new } zu finden bist. Daran erkennen die Anbieter deiner Kontakte, dass eine Anfrage wirklich von dir kommt.
statement-audience = Wer den Hinweis lesen darf
audience-open = Alle, die meine alte Adresse kennen
audience-contacts = Nur meine Kontakte
audience-open-hint = Jeder Anbieter kann ihn prüfen. Das heißt auch: Wer deine alte Adresse kennt, kann die neue nachsehen.
audience-contacts-hint = Sonst kann niemand deine neue Adresse nachsehen. Viele Anbieter können den Hinweis dann aber auch nicht prüfen; mehr Leute sehen eine gewöhnliche Anfrage und entscheiden nach deinen Worten.
statement-looking = Es wird geschaut, ob es schon einen gibt.
statement-busy = Wird geschrieben und vom neuen Konto aus gelesen.
statement-unpublished = Noch gibt es keinen Hinweis.
statement-published = Der Hinweis ist da. Von außen wurde er noch nicht gelesen.
statement-readable = Der Hinweis ist da, und dein neues Konto konnte ihn lesen wie jeder Fremde.
statement-for-contacts = Der Hinweis ist da. Fremde können ihn nicht lesen, wie du es wolltest.
statement-unreadable = Der Hinweis ist da, aber sonst kann ihn niemand lesen.
statement-elsewhere = Es gibt schon einen Hinweis, und er zeigt auf { $address }.
statement-withdrawn = Der Hinweis ist zurückgenommen.
statement-replaces = Wenn du jetzt anfängst, zeigt deine alte Adresse auf die neue und nicht mehr auf { $address }. Nimm das Häkchen weg, damit alles bleibt, wie es ist.
statement-withdraw = Den Hinweis zurücknehmen
start-all-the-same = Trotzdem weitermachen
farewell-unreadable-what = Der Hinweis steht an deiner alten Adresse, aber dein neues Konto kann ihn nicht lesen.
farewell-unreadable-advice = Andere Anbieter können ihn dann auch nicht prüfen, und deine Anfragen kommen an wie die von jemand Unbekanntem, mit deinen Worten daneben. Du kannst es noch einmal versuchen oder trotzdem weitermachen.

note-title = Auch in meinem alten Profil sagen
note-words = Ich bin umgezogen. Du findest mich jetzt unter { $new }.
note-in-status = Im Status meines alten Kontos
note-in-status-hint = Solange diese Seite offen ist, lesen Kontakte, die dich dort sehen: „{ $note }“
note-in-profile = Im Profil meines alten Kontos
note-in-profile-hint = Wer dein altes Profil öffnet, liest: „{ $note }“
note-busy = Wird geschrieben.
note-done = Es steht da.

## Asking contacts

farewell-notify =
    { $count ->
        [0] Dableiben und hereinlassen, wer folgt
        [one] Einen Kontakt bitten mitzukommen
       *[other] { $count } Kontakte bitten mitzukommen
    }
farewell-notify-hint = Jeder bekommt eine Anfrage von deiner neuen Adresse, eine zweite nur, wenn du es willst. Blockierte bekommen nichts.
farewell-presence = Währenddessen sehen deine Kontakte dich vielleicht unter { $new } online.
farewell-time = Alle zu fragen dauert { $time }. Das ist mit Absicht langsam: Anbieter bremsen, wer viele auf einmal fragt. Bitte lass diese Seite offen.
farewell-time-moment = Bitte lass diese Seite so lange offen.
farewell-asking = Es wird gefragt
farewell-held = Angehalten
farewell-next = Die nächste Anfrage kann gehen in: { $time }.
farewell-listening = Solange diese Seite offen bleibt, wird gleich hereingelassen, wer dich seinerseits fragt. Du kannst sie auch schließen und in ein paar Tagen wiederkommen.
preview-caption = So sieht es in ihrer App aus
preview-accept = Annehmen
preview-decline = Ablehnen
request-words = Ich bin von { $old } hierher umgezogen. Bitte lass mich auch hier herein.
request-words-file = Meine alte Adresse war { $old }. Jetzt bin ich hier zu finden. Bitte lass mich herein.

reward-of =
    { $count ->
        [one] von einem ist mitgekommen
       *[other] von { $count } sind mitgekommen
    }
count-mutual = { $count } bei dir
count-approved = { $count } mit Ja
count-pre-approved =
    { $count ->
        [one] einer darf kommen
       *[other] { $count } dürfen kommen
    }
count-asked = { $count } gefragt
count-unknown = { $count } gefragt, Ankunft ungewiss
count-waiting = { $count } noch zu fragen
count-declined = { $count } mit Nein
count-unreachable = { $count } nicht erreichbar
count-not-asked = { $count } nicht gefragt

## The list

people-title =
    { $count ->
        [one] Dein Kontakt
       *[other] Deine { $count } Kontakte
    }
people-sort = Geordnet danach
people-by-state = wer mitgekommen ist
people-by-name = wie sie heißen
people-asking =
    { $count ->
        [one] Ein Kontakt möchte dich an der neuen Adresse sehen und wartet auf deine Antwort.
       *[other] { $count } Kontakte möchten dich an der neuen Adresse sehen und warten auf deine Antwort.
    }
people-strangers =
    { $count ->
        [one] Auch jemand, der kein Kontakt von dir war, fragt an. Diese Seite antwortet niemandem, den du nicht kennst; deine App fragt dich danach.
       *[other] Auch { $count }, die keine Kontakte von dir waren, fragen an. Diese Seite antwortet niemandem, den du nicht kennst; deine App fragt dich danach.
    }
contact-waiting = Noch nicht gefragt
contact-asked = Gefragt, noch keine Antwort
contact-unknown = Gefragt; ob es ankam, ist ungewiss
contact-pre-approved = Wird hereingelassen, sobald die Anfrage kommt
contact-approved = Hat Ja gesagt
contact-mutual = Ihr seht einander
contact-declined = Hat Nein gesagt oder ist nicht mehr da
contact-gone = Diese Adresse gibt es nicht mehr
contact-unreachable = { $provider } ist nicht erreichbar
contact-asking = Möchte dich sehen
contact-no-subscription = Nur in deiner Liste; keiner sah den anderen
contact-only-they-saw = Sah dich, du nicht umgekehrt: Die Anfrage muss von dort kommen
contact-this-is-you = Deine eigene neue Adresse
contact-blocked = Blockiert, also in Ruhe gelassen
contact-gateway = In einem anderen Netz: Melde zuerst das neue Konto an der Verbindung dorthin an
contact-not-copied = Nicht im neuen Konto, also nicht gefragt
contact-approve = Hereinlassen
contact-approve-label = { $name } hereinlassen
contact-nudge = Noch einmal fragen
contact-nudge-label = { $name } noch einmal fragen
contact-nudge-later = Noch einmal fragen kannst du { $time }.

## Messages

farewell-message = Einigen von meinem alten Konto aus schreiben
farewell-message-hint = Für Leute, die keine Anfrage erreicht, und für alle, denen du es lieber selbst sagst.
message-text = Deine Nachricht
message-words = Ich bin umgezogen. Meine neue Adresse ist { $new }. Bitte füge mich dort hinzu: xmpp:{ $new }?roster
message-to =
    { $count ->
        [0] Noch an niemanden
        [one] An eine Person
       *[other] An { $count } Personen
    }
message-only-they-saw = Keine Anfrage möglich
message-lately = Ihr habt euch kürzlich geschrieben
message-sending = Unterwegs
message-sent = Gesendet
message-failed = Nicht gesendet
message-sending-some =
    { $sent ->
        [0] Wird gesendet, immer nur ein paar auf einmal.
       *[other] { $sent } sind gesendet, immer nur ein paar auf einmal.
    } { $failed ->
        [0] { "" }
       *[other] { $failed } ließen sich nicht senden.
    }
message-sent-some = { $sent } gesendet. { $failed ->
        [0] { "" }
       *[other] { $failed } ließen sich nicht senden; in der Liste steht, warum.
    }

## Group chats

farewell-rooms =
    { $count ->
        [one] Einen Gruppenchat für meine neue Adresse öffnen
       *[other] { $count } Gruppenchats für meine neue Adresse öffnen
    }
farewell-rooms-hint = Wo du es darfst, bekommt deine neue Adresse dieselben Rechte wie die alte. Die alte behält ihre.
rooms-running = Die Gruppenchats werden gefragt.
rooms-may-join = Mein altes Konto darf eintreten, wo nichts anderes hilft
rooms-may-join-hint = Manche Gruppenchats geben nur denen Auskunft, die darin sind. Es tritt still ein und geht gleich wieder; andere sehen das vielleicht.
rooms-autojoin = Meine Apps dürfen wieder von selbst eintreten
rooms-autojoin-hint = Wo sie es mit deinem alten Konto taten.
room-granted = Offen für deine neue Adresse, und geprüft
room-invited = Deine neue Adresse ist eingeladen
room-request-needed = Nur wer dort das Sagen hat, kann dich hereinlassen
room-unreachable = Gerade nicht erreichbar
room-owner = Er gehört dir: Deine neue Adresse kann hinein
room-admin = Du leitest ihn mit: Deine neue Adresse kann hinein
room-open = Offen für alle
room-may-invite = Mitglieder dürfen andere mitbringen
room-members-only = Nur für Mitglieder
room-as-owner = Auch die neue Adresse zur Besitzerin machen
room-as-owner-hint = Wer einen Gruppenchat besitzt, kann ihn ändern und schließen. Ohne Häkchen darf sie herein und mithelfen, mehr nicht.
room-request = Wo nur die Verantwortlichen dich hereinlassen können, schreib ihnen das von deinem alten Konto aus:
room-request-words = Ich bin von { $old } zu { $new } umgezogen. Bitte lasst meine neue Adresse in diesen Gruppenchat.

## Afterwards

todo-title = Was jetzt
todo-apps = Melde dich mit deinen Apps an.
todo-apps-text = Auf jedem Handy und Computer, als { $new }. Lass das alte Konto noch eine Weile darin.
todo-keys = Die Verschlüsselung beginnt neu.
todo-keys-text = Deine Apps machen neue Schlüssel für { $new }. Kontakte werden vielleicht gebeten, sie zu bestätigen; so soll es sein.
todo-keep = Behalte das alte Konto noch ein paar Wochen.
todo-keep-text = Dort steht dein Hinweis, manche öffnen ihre App selten, und Nachrichten an { $old } kommen nur dort an.
todo-return = Komm in ein paar Tagen wieder.
todo-return-text = Wähle auf der ersten Seite „Sehen, wer gefolgt ist“. Wer nicht geantwortet hat, kann dann noch einmal gefragt werden.
todo-link = Zum Weitergeben, deine neue Adresse als Link:
ledger-kept = Damit niemand zweimal gefragt wird, wenn du wiederkommst, bewahrt { $new } eine Liste auf, wer wann gefragt wurde. Kein anderes Konto kann sie lesen.
ledger-forget = Diese Liste entfernen

## The old account's end

delete-title = Mein altes Konto löschen
delete-text = Das lässt sich nicht rückgängig machen. Der Hinweis bei { $old } verschwindet, und alle dort sehen dich gehen. Es eilt nicht: Ein Konto, das niemand benutzt, schadet niemandem.
delete-behind = { $behind } von { $of } sind noch nicht mitgekommen. Für sie wärst du fort.
delete-unfinished = Das ist noch nicht fertig:
delete-insist = Trotzdem löschen
unfinished-copy = Die Kopie, die du zu sichern begonnen hast
unfinished-history =
    { $count ->
        [one] Eine Nachricht aus deinem Verlauf, noch nirgends gesichert
       *[other] { $count } Nachrichten aus deinem Verlauf, noch nirgends gesichert
    }
unfinished-uploads =
    { $count ->
        [one] Eine hochgeladene Datei, noch nirgends gesichert
       *[other] { $count } hochgeladene Dateien, noch nirgends gesichert
    }
unfinished-contacts =
    { $count ->
        [one] Ein Kontakt ist noch zu fragen
       *[other] { $count } Kontakte sind noch zu fragen
    }
unfinished-messages = Nachrichten, die unterwegs sind
unfinished-rooms =
    { $count ->
        [one] Ein Gruppenchat hat deine neue Adresse noch nicht hereingelassen
       *[other] { $count } Gruppenchats haben deine neue Adresse noch nicht hereingelassen
    }
delete-confirm = Deine alte Adresse, noch einmal getippt
delete-confirm-hint = Tippe { $old }, um es zu bestätigen.
delete-account = Mein altes Konto löschen
delete-busy = Wird gelöscht
delete-unknown = Die Verbindung endete, bevor eine Antwort kam. Vielleicht ist dein altes Konto gelöscht, vielleicht nicht. Versuch dich dort mit einer App anzumelden: Wenn es geht, ist das Konto noch da.
deleted = { $old } ist gelöscht. Der Anbieter hat es bestätigt.

## What went wrong

farewell-failed-look = Es ließ sich nicht feststellen, wie es steht.
farewell-failed-statement = Der Hinweis an deiner alten Adresse ließ sich nicht schreiben.
farewell-failed-contacts = Das Fragen deiner Kontakte konnte nicht weitergehen.
farewell-failed-ledger = Die Liste, wer gefragt wurde, ließ sich im neuen Konto nicht aufbewahren.
farewell-failed-messages = Die Nachrichten ließen sich nicht senden.
farewell-failed-note = Dein altes Profil ließ sich nicht ändern.
farewell-failed-rooms = Die Gruppenchats ließen sich nicht fragen.
farewell-failed-deletion = Dein alter Anbieter hat das Konto nicht gelöscht. Es ist, wie es war.

status-telling = Kontakte werden gefragt
status-told = Alle sind gefragt
status-farewell-looked = Du kannst wählen, wer wovon erfährt
